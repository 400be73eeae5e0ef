"""What a search must find, by plain reading: every sheet of the database, each text in full.

Nothing here knows of an index. What is shared with the engine is what a word is (`analysis`), what
a typed text asks for (`grammar`) and, when words are widened, what was understood (`Meaning`).

A text is kept as a string of one character to a word, so that a phrase is a piece of it; a set of
sheets is a whole number, one bit to a sheet. A hundred thousand sheets take some 500 MB.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from essaim.network.models import Structure
from essaim.search import analysis, likeness
from essaim.search.criteria import BY_KEY, FACETS
from essaim.search.likeness import Place, Trait
from essaim.search.query import Query
from essaim.search.understanding import Meaning, Need, Sense
from essaim.sheets import fields
from essaim.sheets.fields import Kind, Part
from essaim.sheets.models import Sheet, SheetTerm, Term

Set = int  # of sheets: bit n stands for the nth sheet read

_COMMON: Final = "\x01"
_END: Final = "\n"  # of a text: no phrase runs over it
# Without its memory: every text is read once.
_positioned: Final = analysis.positioned.__wrapped__
_ELSEWHERE: Final = "\x02"  # between the parts of a sheet, in the order of _PLACES
_FIRST: Final = 0x100
_SURROGATES: Final = range(0xD800, 0xE000)
_AT_ONCE: Final = 2_000
# Where a text stands: in one of the parts, or in none (labels, names of places).
_PLACES: Final[tuple[Part | None, ...]] = (None, *Part)
_IN_ORDER: Final = {
    Trait.SIZE: ["quartier", "quartiers", "commune", "communes"],
    Trait.POPULATION: ["0", "1", "2", "3", "4", "5"],
}
_READ: Final = tuple(
    one for one in fields.FIELDS if one.channel and one.kind in (Kind.TITLE, Kind.TEXT)
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query must give: the sheets' ids, and each facet's counts without its own filter."""

    ids: frozenset[int]
    counts: dict[str, Counter[str]]
    softened: bool


@dataclass(slots=True)
class Oracle:
    """All published sheets, read once. Made by `Oracle.read()`."""

    ids: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    values: dict[str, dict[str, Set]] = field(default_factory=dict)  # query key -> value -> sheets
    traits: dict[str, dict[Trait, str]] = field(default_factory=dict)  # of each structure
    # Euros and persons of each sheet, None where nothing tells.
    figures: dict[str, list[float | None]] = field(
        default_factory=lambda: {"budget": [], "personnes": []}
    )
    spelt: dict[str, str] = field(default_factory=dict)  # indexed word -> its character
    known: dict[Any, Set] = field(default_factory=dict)  # senses looked for already
    parted: dict[tuple[Part, ...], list[str]] = field(default_factory=dict)

    @classmethod
    def read(cls) -> "Oracle":
        """Read the whole database, some thousand sheets a second."""
        oracle = cls()
        _Reader(oracle).read()
        return oracle

    @property
    def words(self) -> list[str]:
        """Every indexed word of the base."""
        return sorted(self.spelt)

    def answer(self, query: Query, meaning: Meaning | None = None) -> Answer:
        """Return what a query must give; without a meaning, for its words exactly as typed."""
        needs, excluded = _asked(query) if meaning is None else (meaning.needs, meaning.excluded)
        kept = self._everything & ~self._any(self._having(one, query.parts) for one in excluded)
        for need in needs:
            if need.firm:
                kept &= self._met(need, query.parts)
        if query.place:
            kept &= self._like(query.place)
        loose = [self._met(need, query.parts) for need in needs if not need.firm]
        # One need is always met, whatever is done without.
        most = max(0, len(loose) - (len(loose) == len(needs)))
        for missing in sorted({0, min(1, most), most}):
            found = kept & self._all_but(missing, loose)
            if found & self._passing(query):
                break
        counts = {key: self._count(key, found & self._passing(query, key)) for key in FACETS}
        ids = frozenset(self._ids(found & self._passing(query)))
        unknown = bool(meaning and meaning.unknown)
        return Answer(ids, counts, bool(ids) and (missing > 0 or unknown))

    def code(self, stem: str) -> str:
        """Return the character that stands for a word, a new one for a new word."""
        if stem not in self.spelt:
            place = _FIRST + len(self.spelt)
            self.spelt[stem] = chr(place + len(_SURROGATES) * (place >= _SURROGATES.start))
        return self.spelt[stem]

    @property
    def _everything(self) -> Set:
        return (1 << len(self.ids)) - 1

    @staticmethod
    def _any(sets: Iterable[Set]) -> Set:
        found = 0
        for one in sets:
            found |= one
        return found

    def _all_but(self, missing: int, met: list[Set]) -> Set:
        """Return the sheets that are in all of the sets but so many, at most."""
        lacking = [self._everything] + [0] * missing  # so many needs unmet -> sheets
        for one in met:
            for place in range(missing, 0, -1):
                lacking[place] = lacking[place] & one | lacking[place - 1] & ~one
            lacking[0] &= one
        return self._any(lacking)

    def _met(self, need: Need, parts: tuple[Part, ...]) -> Set:
        return self._any(self._having(sense, parts) for sense in need.senses)

    def _having(self, sense: Sense, parts: tuple[Part, ...]) -> Set:
        if sense.apart:
            found = self._everything
            for word in sense.words:
                found &= self._having(Sense((word,)), parts)
            return found
        key = (sense.words, parts)
        if key not in self.known:
            self.known[key] = self._look(sense, parts)
        return self.known[key]

    def _look(self, sense: Sense, parts: tuple[Part, ...]) -> Set:
        """Read the sheets for a word, or for words that stand at these places of one text."""
        stems = [stem for _, stem in sense.words]
        if not all(stem in self.spelt for stem in stems):
            return 0
        if len(stems) == 1:
            character = self.spelt[stems[0]]
            return _set_of(rank for rank, text in enumerate(self._in(parts)) if character in text)
        candidates = self._everything
        for stem in stems:
            candidates &= self._having(Sense(((0, stem),)), parts)
        follows = re.compile(self._pattern(sense)).search
        texts = self._in(parts)
        return _set_of(rank for rank in _members(candidates) if follows(texts[rank]))

    def _in(self, parts: tuple[Part, ...]) -> list[str]:
        """Return each sheet's text in these parts, all of it when there are none."""
        if not parts:
            return self.texts
        if parts not in self.parted:
            places = [_PLACES.index(part) for part in parts]
            self.parted[parts] = [
                _END.join(pieces[place] for place in places)
                for text in self.texts
                if (pieces := text.split(_ELSEWHERE))
            ]
        return self.parted[parts]

    def _pattern(self, sense: Sense) -> str:
        """Return a phrase as a pattern: any one word where a common one was written."""
        pattern, place = "", 0
        for at, stem in sense.words:
            pattern += f"[^{_END}{_ELSEWHERE}]" * (at - place) + self.spelt[stem]
            place = at + 1
        return pattern

    def _passing(self, query: Query, without: str = "") -> Set:
        found = self._everything
        for key, values in query.filters:
            if key != without:
                found &= self._any(self._with(key, value) for value in values)
        return found

    def _with(self, key: str, value: str) -> Set:
        """Return the sheets with a value, or whose figure is on the right side of a bound."""
        if not BY_KEY[key].bounds:
            return self.values[key].get(value, 0)
        figure, end = key.rsplit("-", 1)
        return _set_of(
            rank
            for rank, told in enumerate(self.figures[figure])
            if told is not None and (told >= int(value) if end == "min" else told <= int(value))
        )

    def _like(self, place: Place) -> Set:
        """Return the sheets a place keeps: none of its own structure's, and alone those alike."""
        of_structure = self.values["structure"]
        kept = self._everything & ~of_structure.get(str(place.structure), 0)
        if place.only:
            lacking = 1 if len(place.traits) < 3 else 2
            kept &= self._any(
                of_structure.get(structure, 0)
                for structure, traits in self.traits.items()
                if _points(place.traits, traits) >= 2 * len(place.traits) - lacking
            )
        return kept

    def _count(self, key: str, found: Set) -> Counter[str]:
        counted = {value: (found & held).bit_count() for value, held in self.values[key].items()}
        return Counter({value: count for value, count in counted.items() if count})

    def _ids(self, found: Set) -> Iterator[int]:
        return (self.ids[rank] for rank in _members(found))


def _asked(query: Query) -> tuple[tuple[Need, ...], tuple[Sense, ...]]:
    terms = query.terms
    needs = tuple(
        Need(term.written, (Sense(term.words),), firm=term.quoted) for term in terms.wanted
    )
    return needs, tuple(Sense(term.words) for term in terms.excluded)


def _points(wanted: dict[Trait, str], held: dict[Trait, str]) -> int:
    """Return two for each trait that is the same, one for a size or a population just beside."""
    points = 0
    for trait, value in wanted.items():
        if held.get(trait) == value:
            points += 2
        elif trait in held and trait in _IN_ORDER:
            order = _IN_ORDER[trait]
            points += abs(order.index(held[trait]) - order.index(value)) == 1
    return points


def _members(found: Set) -> Iterator[int]:
    """Yield the bits that are set."""
    for base, byte in enumerate(found.to_bytes((found.bit_length() + 7) // 8, "little")):
        yield from (base * 8 + bit for bit in range(8) if byte >> bit & 1)


def _set_of(ranks: Iterable[int]) -> Set:
    kept = bytearray()
    for rank in ranks:
        if rank // 8 >= len(kept):
            kept.extend(bytes(rank // 8 + 1 - len(kept)))
        kept[rank // 8] |= 1 << rank % 8
    return int.from_bytes(kept, "little")


class _Reader:
    """Reads the database in plain rows, in the order of ids."""

    def __init__(self, oracle: Oracle) -> None:
        self.oracle = oracle
        self.terms = {
            pk: (name, label)
            for pk, name, label in Term.objects.values_list("pk", "vocabulary", "label")
        }
        self.structures = Structure.objects.select_related("department__region").in_bulk()
        self.ranks: defaultdict[tuple[str, str], list[int]] = defaultdict(list)

    def read(self) -> None:
        """Fill the oracle."""
        last = 0
        while rows := list(
            Sheet.objects.published().filter(pk__gt=last).order_by("pk").values()[:_AT_ONCE]
        ):
            last = rows[-1]["id"]
            chosen = self.chosen([row["id"] for row in rows])
            for row in rows:
                self.take(dict(row), chosen[row["id"]])
        for key in BY_KEY:
            self.oracle.values[key] = {
                value: _set_of(ranks) for (of, value), ranks in self.ranks.items() if of == key
            }
        self.oracle.values["partenaire-aussi"] = self.oracle.values["partenaire"]
        self.oracle.traits = {
            str(pk): likeness.place_of(structure).traits
            for pk, structure in self.structures.items()
        }

    @staticmethod
    def chosen(ids: list[int]) -> defaultdict[int, list[int]]:
        """Return the terms of the multiple vocabularies of these sheets."""
        found: defaultdict[int, list[int]] = defaultdict(list)
        rows = SheetTerm.objects.filter(sheet_id__gte=ids[0], sheet_id__lte=ids[-1])
        for sheet, term in rows.values_list("sheet_id", "term_id"):
            found[sheet].append(term)
        return found

    def take(self, row: dict[str, Any], chosen: list[int]) -> None:
        """Take in one sheet."""
        rank = len(self.oracle.ids)
        self.oracle.ids.append(row["id"])
        structure = self.structures[row["structure_id"]]
        terms = [*chosen, *(row[f"{one.name}_id"] for one in fields.CHOICES)]
        budget = row["budget"]
        self.oracle.figures["budget"].append(None if budget is None else budget / 100)
        self.oracle.figures["personnes"].append(row["people_total"])
        labels = [self.terms[term] for term in terms if term]
        for name, label in labels:
            key = fields.BY_NAME[name].facet
            if key:
                self.ranks[key, label].append(rank)
        for key, value in self.facts(row, structure):
            self.ranks[key, value].append(rank)
        texts: defaultdict[Part | None, list[str]] = defaultdict(list)
        texts[None] += [label for name, label in labels if fields.BY_NAME[name].channel]
        texts[None] += [structure.name, structure.town]
        if structure.department:
            texts[None] += [structure.department.name, structure.department.region.name]
        for one in _READ:
            texts[one.part].append(row[one.name])
        self.oracle.texts.append(
            _ELSEWHERE.join(_END.join(map(self.spelt, texts[place])) for place in _PLACES)
        )

    @staticmethod
    def facts(row: dict[str, Any], structure: Structure) -> Iterator[tuple[str, str]]:
        """Yield what a sheet is filtered by beside its terms."""
        yield "structure", str(structure.pk)
        if structure.department:
            yield "departement", structure.department.code
            yield "region", structure.department.region.code
        if row["year"]:
            yield "annee", str(row["year"])

    def spelt(self, text: str) -> str:
        """Return a text, one character to a word."""
        pieces, reached = [], 0
        for place, stem in _positioned(text):
            pieces.append(_COMMON * (place - reached) + self.oracle.code(stem))
            reached = place + 1
        return "".join(pieces)
