"""Sheets by the hundred for the search tests, as varied as a base can be; and queries."""

import random
from collections.abc import Sequence
from typing import Any

from essaim.network.models import Structure
from essaim.search import likeness
from essaim.search.criteria import BY_KEY
from essaim.search.likeness import Place, Trait
from essaim.search.query import Exact, Query
from essaim.sheets import fields, vocabulary
from essaim.sheets.content import ValidatedSheet
from essaim.sheets.fields import NO_FIGURE, Kind, Part
from essaim.sheets.models import Sheet
from tests.factories import a_validated_sheet, publish_all

_WRITTEN = (
    "jardin jardins partagé vélo vélos atelier ateliers cuisine parents enfants fête quartier "
    "été réveillon lecture numérique santé sport couture musique théâtre marché sortie famille"
)
VOCABULARY = _WRITTEN.split()
COMMON = ["de", "à", "avec la"]
DEPARTMENTS = ["69", "69", "69", "42", "33", "2A", "974", "75", "01", ""]
_REGIONS = ["84", "75", "94", "04", "11"]
_TEXTS = [one.name for one in fields.FIELDS if one.kind is Kind.TEXT and one.name != "end_reason"]


def some_words(draw: random.Random, most: int) -> str:
    """Return words in a row, some with common words between them."""
    words = draw.choices(VOCABULARY, k=draw.randint(0, most))
    return " ".join(
        f"{draw.choice(COMMON)} {word}" if draw.random() < 0.2 else word for word in words
    )


def _choice(draw: random.Random, name: str) -> str:
    known = [term.label for term in vocabulary.KNOWN[name]]
    return draw.choice([*known, *known, "", f"Inconnu {draw.randint(1, 3)}"])


def _choices(draw: random.Random, name: str, strangers: int) -> tuple[str, ...]:
    labels = [term.label for term in vocabulary.KNOWN[name]]
    labels += [f"{name} {n}" for n in range(strangers)]
    return tuple(draw.sample(labels, draw.randint(0, 4)))


def a_random_sheet(draw: random.Random, *, strangers: int = 4) -> ValidatedSheet:
    """Return a sheet with any values; `strangers`: how many unknown terms each list may hold."""
    department = draw.choice(DEPARTMENTS)
    values: dict[str, Any] = {
        "title": f"{some_words(draw, 3)} {draw.randint(1, 30)}".strip()
        if draw.random() < 0.9
        else "",
        "status": _choice(draw, "status"),
        "dimension": _choice(draw, "dimension"),
        "territory": _choice(draw, "territory"),
        "audience": _choice(draw, "audience"),
        "keywords": _choices(draw, "keywords", strangers),
        "initiative": _choices(draw, "initiative", 2),
        "partners": _choices(draw, "partners", strangers),
        "year": draw.choice([None, 2021, 2022, 2023]),
        "stated_budget": draw.choice([None, NO_FIGURE, 0, 999, 1_000, 1_001, 5_000]),
        "stated_professionals": draw.choice([None, NO_FIGURE, 0, 1, 2]),
        "stated_volunteers": draw.choice([None, 3, 10]),
    }
    for name in draw.sample(_TEXTS, 4):
        values[name] = some_words(draw, 6)
    return a_validated_sheet(f"Centre {draw.randint(1, 9)}", department, **values)


def publish_random(count: int, *, seed: int = 1, strangers: int = 4) -> list[Sheet]:
    """Publish that many sheets, the same for the same seed."""
    draw = random.Random(seed)
    return publish_all(*(a_random_sheet(draw, strangers=strangers) for _ in range(count)))


def describe_structures(seed: int = 1) -> None:
    """Have the structures say what their places are like; to be done before there is an index."""
    draw = random.Random(seed)
    for structure in Structure.objects.order_by("pk"):
        structure.management = draw.choice(["", *Structure.Management.values])
        structure.setting = draw.choice(["", *Structure.Setting.values])
        structure.priority_area = draw.choice([None, True, False])
        structure.territory_size = draw.choice(["", *Structure.TerritorySize.values])
        structure.population = draw.choice([None, 1_500, 4_999, 5_000, 30_000, 60_000])
        structure.save()


def a_random_query(
    draw: random.Random, words: Sequence[str] = VOCABULARY, passages: Sequence[str] = ()
) -> Query:
    """Return a query of any shape whose values exist, its words taken exactly as they are.

    Its phrases are some of the `passages`, or else any two words.
    """
    terms = [_a_term(draw, words, passages) for _ in range(draw.choice([0, 0, 1, 1, 2, 3]))]
    query = Query().with_text(" ".join(terms)).exactly(*Exact)
    if draw.random() < 0.3:
        query = query.within(draw.sample(list(Part), draw.choice([1, 1, 2, 3])))
    if draw.random() < 0.3:
        query = query.like(_a_place(draw))
    for key in draw.sample(sorted(BY_KEY), draw.choice([0, 1, 1, 2, 3])):
        for _ in range(draw.choice([1, 1, 2])):
            query = query.adding(key, _a_value(draw, key))
    return query


def _a_term(draw: random.Random, words: Sequence[str], passages: Sequence[str]) -> str:
    """Return a word, a phrase with or without common words in it, or one of these excluded."""
    term = draw.choice(words)
    if draw.random() < 0.4:
        two = " ".join((term, draw.choice(["", "", *COMMON]), draw.choice(words)))
        term = f'"{draw.choice(passages) if passages else two}"'
    return f"-{term}" if draw.random() < 0.2 else term


def _a_place(draw: random.Random) -> Place:
    only = draw.random() < 0.7
    if draw.random() < 0.3:
        structure = Structure.objects.order_by("pk")[draw.randrange(Structure.objects.count())]
        place = likeness.place_of(structure, only=only)
        if place.traits:
            return place
    some = draw.sample(list(Trait), draw.choice([1, 2, 3, 5]))
    return Place.described({trait: _a_trait(draw, trait) for trait in some}, only=only)


def _a_trait(draw: random.Random, trait: Trait) -> str:
    return draw.choice(
        {
            Trait.MANAGEMENT: list(Structure.Management.values),
            Trait.SETTING: list(Structure.Setting.values),
            Trait.PRIORITY: ["oui", "non"],
            Trait.SIZE: list(Structure.TerritorySize.values),
            Trait.POPULATION: ["0", "1", "2", "4", "5"],
        }[trait]
    )


def _a_value(draw: random.Random, key: str) -> str:
    criterion = BY_KEY[key]
    if criterion.vocabulary is not None:
        known = vocabulary.KNOWN[criterion.vocabulary.name]
        return draw.choice(known).label
    if key == "departement":
        return draw.choice([code for code in DEPARTMENTS if code])
    if key == "region":
        return draw.choice(_REGIONS)
    if criterion.bounds:
        return draw.choice(["0", "1", "3", "12", "1000", "4999"])
    if key == "annee":
        return draw.choice(["2021", "2022", "2023"])
    ids = Structure.objects.order_by("pk").values_list("pk", flat=True)
    return str(ids[draw.randrange(len(ids))])
