"""Invented people, and sheets at every stage of their life: what makes the desk worth opening.

Safe to repeat: whoever is there already is left alone, with all they wrote.
"""

import json
from importlib import resources
from typing import Any

from django.db import transaction

from essaim.intake import form
from essaim.network import directory
from essaim.network.models import Correspondence, Membership, Person, Structure
from essaim.network.standing import Standing
from essaim.sheets.content import Content
from essaim.sheets.models import Sheet
from essaim.workflow import conversation, deciding, drafting

Row = dict[str, Any]


def shipped() -> dict[str, list[Row]]:
    """Return the invented people, requests and sheets, as the file says them."""
    text = resources.files("essaim.intake").joinpath("demonstration/people.json").read_text("utf-8")
    found: dict[str, list[Row]] = json.loads(text)
    return found


def load() -> int:
    """Create the people who are missing and, with the first of them, their sheets.

    Returns how many people are new. They get no letters: their addresses lead nowhere.
    """
    rows = shipped()
    with transaction.atomic():
        fresh = [_person(row) for row in (*rows["personnes"], *rows["demandes"])]
        created = sum(fresh)
        if created == len(fresh):
            for row in rows["fiches"]:
                _sheet(row)
    return created


def _person(row: Row) -> bool:
    """Create one person with what they are; return whether they were missing."""
    if Person.objects.filter(email=row["courriel"]).exists():
        return False
    create = Person.objects.create_superuser if row.get("national") else Person.objects.create_user
    person = create(row["courriel"], row["nom"], wants_messages=False)
    Correspondence.objects.bulk_create(
        Correspondence(person=person, department_id=code, side=side)
        for code, side in row.get("suit", [])
    )
    if "structure" in row:
        state = Membership.State.ACCEPTED if "role" in row else Membership.State.ASKED
        Membership.objects.create(
            person=person,
            structure=_structure(row),
            role=row.get("role", Membership.Role.MEMBER),
            state=state,
            message=row.get("mot", ""),
        )
    return True


def _structure(row: Row) -> Structure:
    key = (row["structure"], row["departement"])
    return directory.find_or_create([key])[key]


def _standing(address: str) -> Standing:
    return Standing.of(Person.objects.get(email=address))


def _content(structure: Structure, values: Row) -> Content:
    """Return what the one validator makes of the values."""
    named = {**values, "structure": structure.name, "departement": structure.department_id}
    return form.validate(named).content


def _sheet(row: Row) -> None:
    """Write one sheet as its author would, and bring it to its stage."""
    author = _standing(row["auteur"])
    structure = Structure.objects.get(pk=next(iter(author.structures)))
    content = _content(structure, row["contenu"])
    sheet = drafting.create(author, structure, content)
    if row["etat"] == "brouillon":
        return
    drafting.submit(author, sheet.pk, version=1)
    for address, words in row.get("conversation", []):
        conversation.say(_standing(address), sheet.pk, words)
    if row["etat"] == "renvoyee":
        deciding.send_back(_standing(row["par"]), sheet.pk, row["raison"], version=1)
    if row["etat"] == "publiee":
        deciding.approve(_standing(row["par"]), sheet.pk, version=1)
        _write_again(author, sheet, _content(structure, {**row["contenu"], **row["suite"]}))


def _write_again(author: Standing, sheet: Sheet, content: Content) -> None:
    saved = drafting.save(author, sheet.pk, content, based_on=1)
    drafting.submit(author, sheet.pk, version=saved.version)
