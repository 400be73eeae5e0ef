"""Are two sheets the same action, entered twice? A judgement on two contents, and its reasons.

Each sign weighs for or against, and the weights add up (as logarithms of odds); docs/doubles.md
tells where they come from.
"""

import functools
import itertools
import math
import re
import unicodedata
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from essaim.search import analysis, doubles_titles
from essaim.search.doubles_titles import ALIKE, NEAR, Title
from essaim.sheets import fields
from essaim.sheets.content import Content

# From this score on, two sheets are proposed as doubles.
THRESHOLD: Final = 0.5

_APART: Final = frozenset({"end_reason", "initiative_detail"})
_COMPARED: Final = tuple(field.name for field in fields.TEXTS if field.name not in _APART)
# Fewer words than this say nothing: « à compléter », « idem », « voir fiche 12 ».
_LEAST_WORDS: Final = 4
_FIGURE: Final = re.compile(r"\d{1,3}(?:[ .\u00a0\u202f]\d{3})+(?!\d)|\d+")
_MOST_FIGURES: Final = 500
_LEAST_AMOUNT: Final = 100

# What any two sheets of the field share: these words weigh little.
_COMMONPLACE: Final = """
accompagnement accompagner accueil accueillir action activité adultes animateur animatrice
animation an année association atelier autour besoin bénévole centre collectif commune cours
créer développer échange échanger enfant ensemble équipe espace euros famille familial favoriser
groupe habitant jeune jour lien lieu local mise mettre mois objectif parent partager partenaire
participant participation participer permettre personne place projet proposer public quartier
réaliser référent rencontre rencontrer réunion salarié salle semaine social socioculturel soutien
temps travail vie ville
"""


@dataclass(frozen=True, slots=True)
class Judgement:
    """How likely it is, from 0 to 1, and why, in French: what speaks for it, then against."""

    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """What is compared of a sheet: computed once, compared with many."""

    title: Title
    words: frozenset[str]
    weight: float  # of these words
    couples: frozenset[int]
    lead: frozenset[str]
    figures: frozenset[int]
    small: frozenset[int]
    year: int | None

    @property
    def says_something(self) -> bool:
        """Whether there is a text to compare."""
        return len(self.words) >= _LEAST_WORDS


def profile(content: Content) -> Profile:
    """Return what is compared of a sheet. Linear in the length of its texts."""
    texts = {name: str(content[name]) for name in _COMPARED}
    stems = {name: _stems(text) for name, text in texts.items()}
    couples: set[int] = set()
    words: set[str] = set()
    for found in stems.values():
        words.update(found)
        couples.update(_couples(found))
    lead = next((found for found in stems.values() if len(found) >= _LEAST_WORDS), [])
    year = content["year"]
    figures = _figures("\n".join(texts.values()))
    return Profile(
        doubles_titles.read(str(content["title"])),
        frozenset(words),
        _weight(frozenset(words)),
        frozenset(couples),
        frozenset(lead),
        frozenset(figure for figure in figures if figure >= _LEAST_AMOUNT),
        frozenset(figure for figure in figures if figure < _LEAST_AMOUNT),
        year if isinstance(year, int) else None,
    )


def score(a: Content, b: Content, *, same_structure: bool, same_department: bool) -> Judgement:
    """Judge whether two sheets are doubles. The order of the two does not matter."""
    return judge(
        profile(a), profile(b), same_structure=same_structure, same_department=same_department
    )


def judge(a: Profile, b: Profile, *, same_structure: bool, same_department: bool) -> Judgement:
    """Judge two sheets by their profiles."""
    case = _Case(a, b)
    case.weigh_place(same_structure, same_department)
    case.weigh_titles()
    case.weigh_texts()
    case.weigh_years()
    return case.judgement()


def _stems(text: str) -> list[str]:
    found = analysis.WORD.findall(unicodedata.normalize("NFC", text))
    stems = analysis.stems
    return [stem for word in found if (stem := stems[word])]


def _couples(stems: list[str]) -> Iterator[int]:
    """Yield each couple of words in a row as 32 bits, the same in every process."""
    for first, second in itertools.pairwise(stems):
        yield zlib.crc32(f"{first} {second}".encode())


def _figures(text: str) -> frozenset[int]:
    """Return the numbers of two digits or more that are no year: amounts, people, hours."""
    found = set()
    for match in _FIGURE.finditer(text):
        digits = "".join(sign for sign in match[0] if sign.isdecimal())
        if 2 <= len(digits) <= 9 and not 1900 <= int(digits) <= 2100:
            found.add(int(digits))
        if len(found) >= _MOST_FIGURES:
            break
    return frozenset(found)


@functools.cache
def _commonplace() -> frozenset[str]:
    """Return the stems that any two sheets share."""
    return frozenset(_stems(_COMMONPLACE))


def _weight(words: frozenset[str]) -> float:
    """Return what these words weigh: a commonplace one, a quarter."""
    return len(words) - 0.75 * len(words & _commonplace())


def _shared_words(a: Profile, b: Profile) -> float:
    """Return the share of the shorter sheet's words that the other has, from 0 to 1."""
    least = min(a.weight, b.weight)
    return min(1.0, _weight(a.words & b.words) / least) if least else 0.0


def _within(small: frozenset[str], large: frozenset[str]) -> float:
    """Return the share of the first's words that the second has, from 0 to 1."""
    whole = _weight(small)
    return _weight(small & large) / whole if whole else 0.0


def _shared_part(a: frozenset[int], b: frozenset[int]) -> float:
    """Return how much of the smaller set the other one has, from 0 to 1."""
    least = min(len(a), len(b))
    return len(a & b) / least if least else 0.0


def _percent(part: float) -> int:
    return min(100, math.floor(100 * part + 0.5))


# The weights. At equal odds (0) a pair is as likely to be a double as not.
_SAME_STRUCTURE: Final = -1.6
_SAME_DEPARTMENT: Final = -4.2
_ELSEWHERE: Final = -5.2
_SAME_TITLE: Final = 3.2
_NEAR_TITLE: Final = 2.4
_ALIKE_TITLE: Final = -0.6
_OTHER_TITLE: Final = -2.0
_TITLE_IN_TEXT: Final = 1.6
_NOTHING_SAID: Final = -6.0
_HALF_EMPTY: Final = 0.6
# Word overlap is counted from where two sheets of one structure stand by chance, and from much
# higher when two titles say two actions: what they share is then their centre's own phrases.
_WORDS: Final = 9.0
_BY_CHANCE: Final = 0.34
_BY_CHANCE_OTHER_TITLE: Final = 0.5
_COUPLES: Final = 7.0
_COUPLES_BY_CHANCE: Final = 0.04
_COUPLES_OTHER_TITLE: Final = 0.25
_ENOUGH_WORDS: Final = 25
_IDENTICAL: Final = 0.9
_IDENTICAL_WEIGHT: Final = 3.0
_IDENTICAL_LEAST: Final = 25  # couples of words: shorter texts can be alike by chance
_FIGURE_WEIGHTS: Final = ((500, 0.4), (100, 0.8), (1, 1.2))  # 2 000, 2 300, 2 340
_SEVERAL_FIGURES: Final = 1.2  # two amounts in common are no accident
_MOST_OF_FIGURES: Final = 3.2
_SMALL_WEIGHT: Final = 0.25  # 14 jeunes, 15 euros
_MOST_OF_SMALL: Final = 0.75
_OTHER_YEAR: Final = -0.8
_EACH_YEAR: Final = -0.12
_MOST_YEARS: Final = 10


def _telling(figure: int) -> float:
    """Return how much a figure in common says: a round one, little."""
    return next(weight for divisor, weight in _FIGURE_WEIGHTS if figure % divisor == 0)


class _Case:
    """Two sheets being weighed: each step adds to the balance, and says why."""

    def __init__(self, a: Profile, b: Profile) -> None:
        self._a = a
        self._b = b
        self._balance = 0.0
        self._reasons: list[str] = []
        self._likeness = doubles_titles.alike(a.title, b.title)

    @property
    def _titles_differ(self) -> bool:
        return bool(self._a.title and self._b.title) and self._likeness < ALIKE

    def weigh_place(self, same_structure: bool, same_department: bool) -> None:
        """The same house writes twice more often than two houses the same thing."""
        if same_structure:
            self._add(_SAME_STRUCTURE, "même structure")
        elif same_department:
            self._add(_SAME_DEPARTMENT, "même département")
        else:
            self._add(_ELSEWHERE)

    def weigh_titles(self) -> None:
        """A title says what the action is; two titles, that there are two actions."""
        if not (self._a.title and self._b.title):
            self._weigh_missing_title()
        elif self._likeness == 1.0:
            self._add(_SAME_TITLE, "même titre")
        elif self._likeness >= NEAR:
            self._add(_NEAR_TITLE, "titres presque identiques")
        elif self._likeness >= ALIKE:
            self._add(_ALIKE_TITLE, "titres proches")
        else:
            self._add(_OTHER_TITLE)

    def _weigh_missing_title(self) -> None:
        titled, other = (self._a, self._b) if self._a.title else (self._b, self._a)
        stems = frozenset(titled.title.stems)
        if not stems:
            return
        said = len(stems & other.words) / len(stems)
        self._add(_TITLE_IN_TEXT * (said - 0.5))
        if said == 1.0:
            self._reasons.append("l’une est sans titre, et son texte dit le titre de l’autre")
        else:
            self._reasons.append("l’une est sans titre")

    def weigh_texts(self) -> None:
        """Words in common count for more than chance would have, phrases for more than words."""
        a, b = self._a, self._b
        if not (a.says_something and b.says_something):
            if self._likeness >= NEAR:
                self._add(_HALF_EMPTY, "l’une des deux est presque vide")
            else:
                self._add(_NOTHING_SAID)
            return
        words, copied = self._overlaps()
        enough = min(1.0, min(len(a.words), len(b.words)) / _ENOUGH_WORDS)
        differ = self._titles_differ
        self._balance += _WORDS * (words - (_BY_CHANCE_OTHER_TITLE if differ else _BY_CHANCE))
        self._balance += (
            _COUPLES * (copied - (_COUPLES_OTHER_TITLE if differ else _COUPLES_BY_CHANCE)) * enough
        )
        if copied >= _IDENTICAL and min(len(a.couples), len(b.couples)) >= _IDENTICAL_LEAST:
            self._add(_IDENTICAL_WEIGHT)
        if copied >= 1.0:
            self._reasons.append("même texte")
        elif copied >= 0.3 or words >= 0.5:
            self._reasons.append(f"{_percent(words)}\u00a0% des mots en commun")
        self._weigh_figures()

    def _overlaps(self) -> tuple[float, float]:
        """Return the share of words, and of couples of words, that the shorter sheet shares.

        Without two like titles, each sheet's opening must also be found in the other: a passage
        that a centre writes everywhere does not make two sheets one.
        """
        a, b = self._a, self._b
        words = _shared_words(a, b)
        copied = _shared_part(a.couples, b.couples)
        if self._likeness < ALIKE:
            opening = min(_within(a.lead, b.words), _within(b.lead, a.words))
            words = min(words, opening if self._titles_differ else (words + opening) / 2)
        return words, copied

    def _weigh_figures(self) -> None:
        small = len(self._a.small & self._b.small)
        self._balance += min(_MOST_OF_SMALL, _SMALL_WEIGHT * small)
        shared = self._a.figures & self._b.figures
        if not shared:
            return
        weights = sum(_telling(figure) for figure in shared)
        if len(shared) > 1:
            weights += _SEVERAL_FIGURES
        told = sorted(shared, key=lambda figure: (-_telling(figure), -figure))[:3]
        figures = ", ".join(f"{n:,}".replace(",", "\u202f") for n in told)
        self._add(min(_MOST_OF_FIGURES, weights), f"mêmes chiffres\u00a0: {figures}")

    def weigh_years(self) -> None:
        """Another year: an edition of its own, unless the text was taken over as it was."""
        first, second = self._years(self._a), self._years(self._b)
        if first and second and not first & second and self._likeness >= ALIKE:
            told = " et ".join(str(year) for year in sorted({min(first), min(second)}))
            apart = min(_MOST_YEARS, abs(min(first) - min(second)))
            self._add(_OTHER_YEAR + _EACH_YEAR * apart, f"deux années\u00a0: {told}")

    @staticmethod
    def _years(one: Profile) -> frozenset[int]:
        return one.title.years or frozenset({one.year} if one.year else ())

    def judgement(self) -> Judgement:
        """Return the verdict."""
        likely = 1 / (1 + math.exp(-self._balance))
        return Judgement(round(likely, 4), tuple(self._reasons))

    def _add(self, weight: float, reason: str = "") -> None:
        self._balance += weight
        if reason:
            self._reasons.append(reason)
