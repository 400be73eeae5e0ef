"""Sheets and structures for tests, made through the one writer like all others.

`a_sheet(title="…", keywords=("Culture",))`: any field by its name in `sheets.fields`, sensible
values for the rest. `a_bare_sheet` says nothing but what it is given.
"""

import itertools
from typing import Any

from essaim.network.models import Correspondence, Membership, Person, Structure
from essaim.network.standing import Standing
from essaim.sheets import content as contents
from essaim.sheets.content import Content, StructureName, ValidatedSheet, Value
from essaim.sheets.models import Sheet
from essaim.workflow import drafting
from essaim.workflow.writer import Draft, publish

ACTOR = "essais"

# A sheet as a centre would fill it: enough for every part of a page to show.
USUAL: dict[str, Value] = {
    "title": "Le jardin d’en bas",
    "status": "En cours",
    "dimension": "Citoyenneté",
    "keywords": ("développement durable", "Solidarité"),
    "summary": "Des voisins cultivent ensemble une friche au pied des immeubles.",
    "initiative": ("Un groupe d'habitants",),
    "territory": "Un quartier",
    "experience": "La friche servait de dépôt.\n- une réunion\n- un chantier",
    "audience": "familles",
    "partners": ("Commune", "Bailleur social"),
    "description": "Tous les mercredis, de mars à octobre, une animatrice ouvre le cabanon.",
    "funding": "3 500 € la première année, moitié Caf, moitié Ville",
    "people": "1 animatrice, 12 habitants",
    "result_territory": "Le bailleur a ouvert un second terrain.",
    "result_centre": "De nouvelles familles viennent.",
    "result_residents": "On se connaît.",
    "limits": "L’eau a manqué en août.",
    "prospects": "Un poulailler.",
    "year": 2024,
}
_counter = itertools.count(1)


def a_content(**values: Any) -> Content:
    """Return a content with those values over nothing at all; unknown names are an error."""
    content = contents.empty()
    unknown = set(values) - set(content)
    assert not unknown, f"no such field: {unknown}"
    content.update(values)
    return content


def a_validated_sheet(
    structure: str = "Centre social Les Capucines",
    department: str = "69",
    number: int | None = None,
    **values: Any,
) -> ValidatedSheet:
    """Return a sheet ready for the writer, with nothing but those values."""
    return ValidatedSheet(StructureName(structure, department), a_content(**values), number)


def a_bare_sheet(**values: Any) -> Sheet:
    """Publish a sheet that says only this; return it as `for_reading` loads it."""
    return publish_all(a_validated_sheet(**values))[0]


def a_sheet(**values: Any) -> Sheet:
    """Publish a well-filled sheet with those values over the usual ones."""
    return a_bare_sheet(**{**USUAL, **values})


def some_sheets(count: int, **values: Any) -> list[Sheet]:
    """Publish that many well-filled sheets, each with a title of its own."""
    title = values.pop("title", USUAL["title"])
    return publish_all(
        *(
            a_validated_sheet(**{**USUAL, **values, "title": f"{title} {next(_counter)}"})
            for _ in range(count)
        )
    )


def publish_all(*sheets: ValidatedSheet) -> list[Sheet]:
    """Publish sheets in one transaction; return them in their order, loaded for reading."""
    outcome = publish([Draft(sheet) for sheet in sheets], actor=ACTOR)
    assert not outcome.conflicts, "a number is already taken"
    loaded = Sheet.objects.for_reading().in_bulk(list(outcome.ids.values()))
    return [loaded[outcome.ids[place]] for place in range(len(sheets))]


def a_structure(
    name: str = "Centre social Les Capucines", department: str | None = "69", **identity: Any
) -> Structure:
    """Make a structure that may have no sheet yet."""
    identity.setdefault("to_review", department is None)
    return Structure.objects.create(name=name, department_id=department, **identity)


def a_person(email: str = "", *, name: str = "", **values: Any) -> Person:
    """Create somebody who can sign in."""
    rank = next(_counter)
    return Person.objects.create_user(
        email or f"personne{rank}@exemple.fr", name or f"Personne {rank}", **values
    )


def a_member(structure: Structure, role: str = "membre", **values: Any) -> Person:
    """Create a member of a structure; `role="responsable"` for its manager."""
    person = a_person(**values)
    Membership.objects.create(
        person=person, structure=structure, role=role, state=Membership.State.ACCEPTED
    )
    return person


def a_correspondent(*departments: str, side: str = "caf", **values: Any) -> Person:
    """Create somebody who follows those départements (codes), for that side."""
    person = a_person(**values)
    Correspondence.objects.bulk_create(
        Correspondence(person=person, department_id=code, side=side) for code in departments
    )
    return person


def an_administrator(**values: Any) -> Person:
    """Create a national administrator."""
    return a_person(is_staff=True, is_superuser=True, **values)


def a_draft(author: Person, structure: Structure, **values: Any) -> Sheet:
    """Begin a sheet as that member, well filled but for those values; nothing is public."""
    content = a_content(**{**USUAL, **values})
    return drafting.create(Standing.of(author), structure, content)


def a_submitted_sheet(author: Person, structure: Structure, **values: Any) -> Sheet:
    """Begin a sheet as that member and submit it."""
    sheet = a_draft(author, structure, **values)
    drafting.submit(Standing.of(author), sheet.pk, version=1)
    return sheet
