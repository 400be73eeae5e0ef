"""How right the readers are on the labelled texts: what is given, what was to be, what agrees."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Any, Final

from essaim.sheets.figures.money import read_funding
from essaim.sheets.figures.people import read_people
from essaim.sheets.figures.readings import Certainty
from essaim.sheets.vocabulary import KNOWN, fold
from tests.figures import labelled
from tests.figures.labelled import FIELDS, FUNDING, LISTING, PARTS, PEOPLE, REAL, Answer, Labelled

BUDGET: Final = "budget"
TOTAL: Final = "total"
# What is added up over many sheets, and matters most.
FIRST: Final = {FUNDING: BUDGET, PEOPLE: TOTAL}
_APPROXIMATE: Final = "approximatifs"
# What is judged of a field: the keys of its readings.
KINDS: Final[dict[str, tuple[str, ...]]] = {
    FUNDING: (BUDGET, "mois", "parts", "fourchette", "prix_unitaires"),
    PEOPLE: (
        "professionnels",
        "benevoles",
        "autres",
        TOTAL,
        "beneficiaires",
        _APPROXIMATE,
        "etp",
    ),
}
# Judged item by item; what the others hold is one figure, right or not.
_LISTS: Final = ("parts", "prix_unitaires", _APPROXIMATE)
_OTHER_AMOUNTS: Final = "autres_montants"
_PARTNERS: Final = {fold(term.label) for term in KNOWN["partners"]}
# Sums are looked for among so many amounts at most: no labelled text has more.
_MOST_AMOUNTS: Final = 12


@dataclass(frozen=True, slots=True)
class Score:
    """So many figures given by the reader, labelled, and right."""

    given: int = 0
    labelled: int = 0
    right: int = 0

    def __add__(self, other: "Score") -> "Score":
        """Return both together."""
        return Score(
            self.given + other.given, self.labelled + other.labelled, self.right + other.right
        )

    @property
    def precision(self) -> float:
        """Right among given; 1 when nothing is given."""
        return self.right / self.given if self.given else 1.0

    @property
    def recall(self) -> float:
        """Right among labelled; 1 when nothing is labelled."""
        return self.right / self.labelled if self.labelled else 1.0

    @property
    def is_perfect(self) -> bool:
        """Whether all that was to be read is, and nothing else."""
        return self.given == self.labelled == self.right


@dataclass(frozen=True, slots=True)
class Outcome:
    """A labelled text, what was read in it, and the score of each kind that is judged."""

    labelled: Labelled
    answer: Answer
    scores: dict[str, Score]

    @property
    def wrong(self) -> list[str]:
        """The kinds that are not as labelled."""
        return [kind for kind, score in self.scores.items() if not score.is_perfect]

    @property
    def counted(self) -> dict[str, Score]:
        """The scores when a doubtful reading, which is added up nowhere, is nothing given."""
        if self.answer.get("certitude") != Certainty.DOUBTFUL:
            return self.scores
        return {kind: Score(0, score.labelled, 0) for kind, score in self.scores.items()}

    @property
    def strays(self) -> list[Decimal]:
        """What is taken for money and is none of the amounts of the text."""
        if self.labelled.field != FUNDING:
            return []
        amounts = _amounts(self.labelled.answer)
        strays = [one for one in _amounts(self.answer, leave=BUDGET) if one not in amounts]
        budget = self.answer.get(BUDGET)
        if budget and not _is_sum(_decimal(budget), amounts):
            strays.append(_decimal(budget))
        return strays


def read(field: str, text: str) -> Answer:
    """Return what is read in a text of that field, as `essaim figures --json` gives it."""
    return read_funding(text).as_json() if field == FUNDING else read_people(text).as_json()


def at_hand() -> list[str]:
    """Return the parts that can be measured here: the real listing may be absent."""
    return [part for part in PARTS if part != REAL or LISTING.exists()]


def measure(field: str, part: str) -> list[Outcome]:
    """Read the labelled texts of a field in one part."""
    if part == REAL:
        texts = [one for one in labelled.load_real() if one.field == field]
    else:
        texts = labelled.load(field, part)
    return [judge(one, read(field, one.text)) for one in texts]


def everything() -> list[Outcome]:
    """Read all there is here."""
    return [one for part in at_hand() for field in FIELDS for one in measure(field, part)]


def judge(one: Labelled, answer: Answer) -> Outcome:
    """Return how right an answer is, for the kinds that are judged of that text."""
    scores = {
        kind: score(kind, answer.get(kind), one.answer.get(kind))
        for kind in KINDS[one.field]
        if kind not in one.ambiguous
    }
    if _APPROXIMATE in scores:
        # Being approximate is judged of the counts that are right.
        right = {kind for kind, score in scores.items() if score.right}
        given, wanted = (
            [kind for kind in said.get(_APPROXIMATE) or () if kind in right]
            for said in (answer, one.answer)
        )
        scores[_APPROXIMATE] = score(_APPROXIMATE, given, wanted)
    return Outcome(one, answer, scores)


def score(kind: str, given: Any, wanted: Any) -> Score:
    """Return how right one kind is; None and [] are nothing given, or nothing labelled."""
    found, hoped = _items(kind, given), _items(kind, wanted)
    left = list(hoped)
    right = 0
    for item in found:
        match = next((one for one in left if _agree(kind, item, one)), None)
        if match is not None:
            left.remove(match)
            right += 1
    return Score(len(found), len(hoped), right)


def together(outcomes: Iterable[Outcome], kind: str) -> Score:
    """Return the score of one kind over many texts."""
    return sum((one.scores.get(kind, Score()) for one in outcomes), Score())


def counted(outcomes: Iterable[Outcome], kind: str) -> Score:
    """Return the score of one kind where doubtful readings are not given, as on the pages."""
    return sum((one.counted.get(kind, Score()) for one in outcomes), Score())


def worst(outcomes: Iterable[Outcome], most: int) -> Sequence[Outcome]:
    """Return the texts that are read worst, most kinds wrong first."""
    bad = [one for one in outcomes if one.wrong or one.strays]
    return sorted(bad, key=lambda one: -len(one.wrong) - len(one.strays))[:most]


def _items(kind: str, value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if kind in _LISTS else [value]


def _agree(kind: str, given: Any, wanted: Any) -> bool:
    if kind == "parts":
        return _same_amount(given["montant"], wanted["montant"]) and _same_funder(
            given["financeur"], wanted["financeur"]
        )
    if kind == _APPROXIMATE:
        return bool(given == wanted)
    if isinstance(given, list) or isinstance(wanted, list):
        return list(map(_decimal, _ends(given))) == list(map(_decimal, _ends(wanted)))
    return _same_amount(given, wanted)


def _ends(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _same_amount(given: Any, wanted: Any) -> bool:
    return _decimal(given) == _decimal(wanted)


def _same_funder(given: str | None, wanted: str) -> bool:
    """Return whether the funder is one of those labelled.

    A term of the vocabulary must be that term; other words may be more or fewer.
    """
    said = fold(given or "")
    for one in map(fold, wanted.split("|")):
        if said == one:
            return True
        if not {said, one} & _PARTNERS and said and (said in one or one in said):
            return True
    return False


def _decimal(number: Any) -> Decimal:
    return Decimal(str(number))


def _amounts(answer: Answer, leave: str = "") -> set[Decimal]:
    """Return all the amounts of an answer but 0, without those of the key to leave."""
    found = [share["montant"] for share in answer.get("parts") or ()]
    for kind in ("fourchette", "prix_unitaires", _OTHER_AMOUNTS):
        found += answer.get(kind) or ()
    if leave != BUDGET and answer.get(BUDGET) is not None:
        found.append(answer[BUDGET])
    return {amount for amount in map(_decimal, found) if amount}


def _is_sum(amount: Decimal, amounts: set[Decimal]) -> bool:
    """Return whether an amount is one of those, or several added up (the same twice, too)."""
    several = sorted(amounts)[:_MOST_AMOUNTS]
    sums = {
        sum(chosen, Decimal(0))
        for count in range(1, len(several) + 1)
        for chosen in combinations(several, count)
    }
    return amount in sums or any(amount == one + other for one in sums for other in several)
