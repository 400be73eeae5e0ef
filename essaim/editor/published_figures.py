"""The figures a sheet will be counted with, as the page before submitting tells them."""

from dataclasses import dataclass
from typing import Self

from essaim.editor import figure_words as words
from essaim.sheets import fields
from essaim.sheets.content import Content
from essaim.sheets.figures.readings import Certainty, Count
from essaim.sheets.figures.settled import Settled, settle


@dataclass(frozen=True, slots=True)
class Line:
    """One figure: what it is about, what it says, and who says it. `key` is the text's."""

    heading: str
    words: str
    origin: str
    key: str


@dataclass(frozen=True, slots=True)
class PublishedFigures:
    """The figures that count, and the texts whose reading is too doubtful to count."""

    lines: tuple[Line, ...]
    doubts: tuple[Line, ...]

    @classmethod
    def of(cls, content: Content) -> Self:
        """Read the figures of a content."""
        settled = settle(content)
        lines = [_budget(settled), _carriers(settled), _reached(settled)]
        doubts = [_doubtful_money(settled), _doubtful_people(settled)]
        return cls(tuple(filter(None, lines)), tuple(filter(None, doubts)))


_FUNDING, _PEOPLE = fields.BY_NAME["funding"].key, fields.BY_NAME["people"].key
_CARRIERS = {"professionals": "professionnels", "volunteers": "benevoles", "others": "autres"}


def _origin(*stated: bool) -> str:
    if all(stated):
        return "confirmé par vous"
    return "en partie confirmé par vous" if any(stated) else "lu dans le texte"


def _budget(settled: Settled) -> Line | None:
    if settled.budget is None:
        return None
    told = f"{words.euros(settled.budget)}{words.over(settled.months)}"
    return Line("Budget", told, _origin("budget" in settled.stated), _FUNDING)


def _carriers(settled: Settled) -> Line | None:
    found: dict[str, Count] = {
        kind: count for kind in _CARRIERS if (count := getattr(settled, kind)) is not None
    }
    parts = [words.persons(count, kind) for kind, count in found.items()]
    told = words.with_total(parts, list(found.values()), settled.people)
    stated = [_CARRIERS[kind] in settled.stated for kind in found] or [False]
    return Line("Personnes qui portent l’action", told, _origin(*stated), _PEOPLE) if told else None


def _reached(settled: Settled) -> Line | None:
    if settled.beneficiaries is None:
        return None
    told = words.persons(settled.beneficiaries, "beneficiaries")
    stated = "beneficiaires" in settled.stated
    return Line("Personnes touchées", told, _origin(stated), _PEOPLE)


def _doubtful_money(settled: Settled) -> Line | None:
    read = settled.funding
    is_open = read.certainty is Certainty.DOUBTFUL and "budget" not in settled.stated
    told = words.money(read) if is_open else ""
    return Line(fields.BY_NAME["funding"].heading, told, "", _FUNDING) if told else None


def _doubtful_people(settled: Settled) -> Line | None:
    read = settled.persons
    said = settled.stated & {*_CARRIERS.values(), "beneficiaires"}
    told = "" if said or read.certainty is not Certainty.DOUBTFUL else words.people(read)
    return Line(fields.BY_NAME["people"].heading, told, "", _PEOPLE) if told else None
