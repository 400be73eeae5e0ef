"""Sheets by the hundred for the search tests, as varied as a base can be; and plain counts."""

import random
from collections import Counter
from typing import Any

from django.db.models import QuerySet

from essaim.search import document
from essaim.search.analysis import words
from essaim.search.criteria import BY_KEY, FACETS
from essaim.search.query import Query
from essaim.sheets import vocabulary
from essaim.sheets.content import ValidatedSheet
from essaim.sheets.models import Sheet
from tests.factories import a_validated_sheet, publish_all

_WRITTEN = (
    "jardin jardins partagé vélo vélos atelier ateliers cuisine parents enfants fête quartier "
    "été réveillon lecture numérique santé sport couture musique théâtre marché sortie famille"
)
VOCABULARY = _WRITTEN.split()
DEPARTMENTS = ["69", "69", "69", "42", "33", "2A", "974", "75", "01", ""]


def some_words(draw: random.Random, most: int) -> str:
    return " ".join(draw.choices(VOCABULARY, k=draw.randint(0, most)))


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
        "title": f"{some_words(draw, 3)} {draw.randint(1, 30)}".strip() if draw.random() else "",
        "status": _choice(draw, "status"),
        "dimension": _choice(draw, "dimension"),
        "territory": _choice(draw, "territory"),
        "audience": _choice(draw, "audience"),
        "keywords": _choices(draw, "keywords", strangers),
        "initiative": _choices(draw, "initiative", 2),
        "partners": _choices(draw, "partners", strangers),
        "summary": some_words(draw, 6),
        "description": some_words(draw, 12),
        "year": draw.choice([None, 2021, 2022, 2023]),
    }
    return a_validated_sheet(f"Centre {draw.randint(1, 9)}", department, **values)


def publish_random(count: int, *, seed: int = 1, strangers: int = 4) -> list[Sheet]:
    draw = random.Random(seed)
    return publish_all(*(a_random_sheet(draw, strangers=strangers) for _ in range(count)))


def a_random_query(draw: random.Random) -> Query:
    """Return a query whose values exist, with zero to three words and filters."""
    query = Query().with_text(" ".join(draw.sample(VOCABULARY, draw.choice([0, 0, 1, 1, 2, 3]))))
    for key in draw.sample(sorted(BY_KEY), draw.choice([0, 1, 1, 2, 3])):
        for _ in range(draw.choice([1, 1, 2])):
            query = query.adding(key, _a_value(draw, key))
    return query


def _a_value(draw: random.Random, key: str) -> str:
    criterion = BY_KEY[key]
    if criterion.vocabulary is not None:
        known = vocabulary.KNOWN[criterion.vocabulary.name]
        return draw.choice(known).label
    if key == "departement":
        return draw.choice([code for code in DEPARTMENTS if code])
    if key == "region":
        return draw.choice(["84", "75", "94", "04", "11"])
    if key == "annee":
        return draw.choice(["2021", "2022", "2023"])
    return str(Sheet.objects.order_by("?").values_list("structure_id", flat=True)[0])


def filtered(query: Query, without: str = "") -> QuerySet[Sheet]:
    """Return the published sheets that pass the query's filters, by the database alone."""
    sheets = Sheet.objects.published()
    for key, values in query.filters:
        if key == without:
            continue
        if key in PATHS:
            sheets = sheets.filter(**{f"{PATHS[key]}__in": values})
        else:
            field = BY_KEY[key].vocabulary
            assert field is not None
            sheets = sheets.filter(
                pk__in=Sheet.objects.filter(
                    terms__vocabulary=field.name, terms__label__in=values
                ).values("pk")
            )
    return sheets


PATHS = {
    "statut": "status__label",
    "dimension": "dimension__label",
    "territoire": "territory__label",
    "public": "audience__label",
    "departement": "structure__department_id",
    "region": "structure__department__region_id",
    "structure": "structure_id",
    "annee": "year",
}


def all_words(sheet: Sheet) -> set[str]:
    """Return the words of a sheet, whatever field they stand in."""
    return {word for text in document.said(sheet).values() for word in words(text)}


class Oracle:
    """Answers by plain counting over the database."""

    def __init__(self) -> None:
        self.words = {
            sheet.pk: all_words(sheet) for sheet in Sheet.objects.published().for_reading()
        }

    def ids(self, query: Query, without: str = "") -> set[int]:
        """Return the sheets that have every word and pass every filter but one."""
        wanted = set(query.words)
        passing = filtered(query, without).values_list("pk", flat=True)
        return {pk for pk in passing if wanted <= self.words[pk]}

    def counts(self, query: Query) -> dict[str, Counter[str]]:
        """Return the counts of every facet, each counted without its own filter."""
        return {key: self._count(key, self.ids(query, without=key)) for key in FACETS}

    @staticmethod
    def _count(key: str, ids: set[int]) -> Counter[str]:
        if key in PATHS:
            values = Sheet.objects.filter(pk__in=ids).values_list(PATHS[key], flat=True)
        else:
            field = BY_KEY[key].vocabulary
            assert field is not None
            values = Sheet.objects.filter(
                pk__in=ids, sheet_terms__term__vocabulary=field.name
            ).values_list("sheet_terms__term__label", flat=True)
        return Counter(str(value) for value in values if value)
