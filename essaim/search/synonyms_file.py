"""The file of synonyms, read: one group a line, as its own head explains in French.

    ## Title of a section
    # a remark
    ado = adolescent            each finds the others
    école, collège > scolarité  the left ones find the right ones, not the reverse
    SEL! = troc                 SEL is known only when typed so, and is not itself looked for

Words are compared as the index knows them: without accents, case or plural.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from essaim.search import analysis, grammar

MOST_CHARACTERS: Final = 300_000
MOST_LINES: Final = 5_000
MOST_TERMS: Final = 15  # in one group
LONGEST_TERM: Final = 80  # characters

MARK: Final = "!"
_SECTION: Final = "##"
_UNREADABLE: Final = "\ufffd"
# Words that may begin a term without being part of what it means: « l’école », « les aînés ».
_ARTICLES: Final = frozenset(["l", "le", "la", "les", "d", "de", "du", "des", "un", "une"])

Phrase = tuple[tuple[int, str], ...]  # each word's place among those written, and its stem


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a line cannot be taken, in French. Lines count from 1; 0 is the whole file."""

    line: int
    reason: str

    def __str__(self) -> str:
        return f"Ligne {self.line} : {self.reason}" if self.line else self.reason


class SynonymsError(ValueError):
    """The file has faults: `problems`, in the order of its lines."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Term:
    """A word or an expression. `is_exact`: marked, to be told from the word it resembles."""

    written: str
    words: Phrase
    is_exact: bool = False

    @property
    def stems(self) -> tuple[str, ...]:
        """The indexed words, in order."""
        return tuple(stem for _, stem in self.words)

    @property
    def key(self) -> tuple[str, ...]:
        """What makes two terms the same one."""
        return (MARK, exact_key(self.written)) if self.is_exact else self.stems

    def __str__(self) -> str:
        return self.written + MARK * self.is_exact


@dataclass(frozen=True, slots=True)
class Group:
    """One line. `others` is the right side of « > », empty when all find each other."""

    line: int
    section: str
    terms: tuple[Term, ...]
    others: tuple[Term, ...] = ()

    @property
    def text(self) -> str:
        """The line, written as it should be."""
        if self.others:
            left, right = (", ".join(map(str, side)) for side in (self.terms, self.others))
            return f"{left} > {right}"
        return " = ".join(map(str, self.terms))


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file holds: its sound groups, the titles of its sections, and what is wrong."""

    groups: tuple[Group, ...]
    sections: tuple[str, ...]
    problems: tuple[Problem, ...]


class _Faulty(Exception):
    """A line cannot be taken; the message says why."""


def exact_key(typed: str) -> str:
    """Return what a marked term is known by: its accents, its capitals if it has no other letter.

    « SEL » is told from « sel »; « fac » from « face », but not from « Fac » nor « facs ».
    """
    composed = unicodedata.normalize("NFC", typed)
    if composed.isupper():
        return composed
    return composed.lower().rstrip("sx") or composed.lower()


def tidy(text: str) -> str:
    """Return the text as it is kept: composed, Unix ends of line, no blanks at their ends."""
    plain = unicodedata.normalize("NFC", text.removeprefix("\ufeff"))
    lines = plain.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).rstrip("\n") + "\n"


def read(text: str) -> Contents:
    """Return what a text holds. Never fails: what is wrong is among the problems."""
    if len(text) > MOST_CHARACTERS:
        limit = f"{MOST_CHARACTERS:,}".replace(",", "\u202f")
        return Contents((), (), (Problem(0, f"Le texte dépasse {limit} caractères."),))
    lines = tidy(text).split("\n")
    if len(lines) - 1 > MOST_LINES:
        limit = f"{MOST_LINES:,}".replace(",", "\u202f")
        return Contents((), (), (Problem(0, f"Le texte dépasse {limit} lignes."),))
    return _Reader().all(lines)


@dataclass(slots=True)
class _Reader:
    """Reads lines one after the other, remembering where each term stands."""

    groups: list[Group] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    sections: dict[str, None] = field(default_factory=dict)
    alike: dict[tuple[str, ...], Group] = field(default_factory=dict)
    lefts: dict[tuple[str, ...], Group] = field(default_factory=dict)

    def all(self, lines: list[str]) -> Contents:
        """Return everything the lines hold."""
        section = ""
        for number, line in enumerate(lines, start=1):
            written = line.strip()
            try:
                _refuse_invisible(line)
                if written.startswith(_SECTION):
                    section = _title(written)
                    self.sections[section] = None
                elif written and not written.startswith("#"):
                    self.take(_group(number, section, written))
            except _Faulty as fault:
                self.problems.append(Problem(number, str(fault)))
        return Contents(tuple(self.groups), tuple(self.sections), tuple(self.problems))

    def take(self, group: Group) -> None:
        """Take in a group, unless one of its terms already stands elsewhere."""
        known = self.lefts if group.others else self.alike
        for term in group.terms:
            other = known.get(term.key)
            if other is not None:
                raise _Faulty(
                    f"« {term.written} » est déjà ligne {other.line} (« {_short(other.text)} ») : "
                    "complétez plutôt ce groupe-là."
                )
        known.update(dict.fromkeys((term.key for term in group.terms), group))
        self.groups.append(group)


def _refuse_invisible(line: str) -> None:
    for char in line:
        if char == _UNREADABLE:
            raise _Faulty("un caractère n’a pas pu être lu : le fichier doit être en UTF-8.")
        if char != "\t" and unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"):
            raise _Faulty(f"elle contient un caractère invisible (U+{ord(char):04X}).")


def _title(written: str) -> str:
    title = " ".join(written.lstrip("#").split())
    if not title:
        raise _Faulty("écrivez le titre de la section après « ## ».")
    if len(title) > LONGEST_TERM:
        raise _Faulty(f"un titre a {LONGEST_TERM} caractères au plus.")
    return title


def _group(number: int, section: str, written: str) -> Group:
    """Return the group on a line, raising `_Faulty`."""
    arrows = written.count(">")
    if "#" in written:
        raise _Faulty("une remarque se met sur sa propre ligne, qui commence par « # ».")
    if arrows and "=" in written:
        raise _Faulty("choisissez « = » ou « > » : une ligne n’a pas les deux.")
    if arrows > 1:
        raise _Faulty("une ligne n’a qu’un seul « > ».")
    if arrows:
        left, right = (_terms(side.split(","), ">") for side in written.split(">"))
        group = Group(number, section, left, right)
    elif "=" in written:
        if "," in written:
            raise _Faulty("des mots qui se valent se séparent par « = », sans virgule.")
        group = Group(number, section, _terms(written.split("="), "="))
    else:
        raise _Faulty("il faut au moins deux termes, séparés par « = » ou par « > ».")
    _check(group)
    return group


def _terms(parts: list[str], sign: str) -> tuple[Term, ...]:
    return tuple(_term(" ".join(part.split()), sign) for part in parts)


def _check(group: Group) -> None:
    """Refuse too many terms, or one that stands there twice."""
    terms = (*group.terms, *group.others)
    if len(terms) > MOST_TERMS:
        raise _Faulty(f"{len(terms)} termes, c’est trop : {MOST_TERMS} au plus par groupe.")
    seen: dict[tuple[str, ...], Term] = {}
    for term in terms:
        other = seen.setdefault(term.key, term)
        if other is not term:
            raise _Faulty(
                f"pour la recherche, « {other.written} » et « {term.written} » sont déjà le même "
                "mot : gardez l’un des deux."
            )
    if any(term.is_exact for term in group.others):
        raise _Faulty("un mot suivi de « ! » n’est pas lui-même cherché : il se met à gauche.")


def _term(written: str, sign: str) -> Term:
    """Return a term as the index knows it, raising `_Faulty`."""
    is_exact = written.endswith(MARK)
    written = written.removesuffix(MARK).rstrip()
    if not written:
        raise _Faulty(f"il manque un mot d’un côté de « {sign} ».")
    if len(written) > LONGEST_TERM:
        raise _Faulty(f"« {_short(written)} » est trop long : {LONGEST_TERM} caractères au plus.")
    parts = analysis.cut(written)
    if any(len(part.encode()) >= analysis.LONGEST_WORD for part in parts):
        raise _Faulty(f"« {_short(written)} » a un mot trop long pour la recherche.")
    placed = analysis.positioned(written)
    if not placed:
        raise _Faulty(f"« {written} » n’a que des mots courants, que la recherche laisse de côté.")
    # « tout-petit » is told from « petit » as it is typed: in one word.
    is_compound = is_exact and len(placed) == 1 and grammar.HYPHENED.fullmatch(written)
    if is_exact and len(parts) > 1 and not is_compound:
        raise _Faulty(f"le « ! » ne suit qu’un mot seul, pas « {written} ».")
    meant = [part for part in parts if part.lower() not in _ARTICLES]
    if len(placed) == 1 and len(meant) > 1 and not is_compound:
        raise _Faulty(
            f"de « {written} », la recherche ne retient que « {parts[placed[0][0]]} » (les mots "
            "courants sont laissés de côté) : elle trouverait bien autre chose."
        )
    first = placed[0][0]
    return Term(written, tuple((place - first, stem) for place, stem in placed), is_exact)


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59].rstrip() + "…"


def plurals(term: Term) -> Iterator[Term]:
    """Yield the plural of a word whose stem tells it apart: « potager » and « potagers »."""
    if len(term.words) == 1 and re.fullmatch(r"[^\W\d_]*[^\W\d_sxzSXZ]", term.written):
        if term.is_exact or term.written.isupper():
            return
        plural = analysis.stems[f"{term.written}s"]
        if plural != term.words[0][1]:
            yield Term(f"{term.written}s", ((0, plural),))
