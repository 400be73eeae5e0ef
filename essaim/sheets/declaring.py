"""How a field of the sheet is declared: its kind, its place on the page and in the index.

The fields themselves are in `fields`, which gives these names too.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """How a field's value is shaped."""

    TITLE = "title"  # one line, may be empty
    STRUCTURE = "structure"  # name and département of the structure
    FILES = "files"  # names of attached files; None when the base never asked
    CHOICE = "choice"  # one value of an open vocabulary, or ""
    CHOICES = "choices"  # several values of an open vocabulary, in the author's order
    TEXT = "text"  # free text, kept to the byte
    YEAR = "year"  # a four-digit year, or None; known to the base, not printed
    NUMBER = "number"  # a figure the author states, NO_FIGURE, or None; not printed


class Section(StrEnum):
    """The parts of a sheet, as the public page and the editor group them."""

    IDENTITY = "L’action"
    CONTEXT = "Le point de départ"
    STORY = "Comment cela se passe"
    MEANS = "Les moyens"
    RESULTS = "Ce que cela a changé"
    SEQUEL = "Et maintenant"


class Channel(StrEnum):
    """The four text columns of the index that a field's words are ranked by."""

    TITLE = "titre"
    META = "meta"
    LEAD = "resume"
    BODY = "corps"


class Part(StrEnum):
    """The parts of a sheet that can be searched alone, by the value of `dans` in an address."""

    TITLE = "titre"
    SUMMARY = "resume"
    STORY = "recit"
    MEANS = "moyens"
    RESULTS = "resultats"
    LIMITS = "limites"
    PROSPECTS = "perspectives"


# As the search box and the sentence name them: « dans … ».
PART_NAMES: Final[dict[Part, str]] = {
    Part.TITLE: "le titre",
    Part.SUMMARY: "le résumé",
    Part.STORY: "le récit de l’action",
    Part.MEANS: "les moyens",
    Part.RESULTS: "les résultats",
    Part.LIMITS: "ce qui a coincé",
    Part.PROSPECTS: "les perspectives",
}

# How much a word counts when it stands in each channel (BM25 boosts, see docs/decisions/003).
CHANNEL_WEIGHTS: Final[dict[Channel, float]] = {
    Channel.TITLE: 4.0,
    Channel.META: 2.0,
    Channel.LEAD: 2.0,
    Channel.BODY: 1.0,
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the sheet.

    `name` is the code's name and the database column; `key` the French name in JSON, CSV and
    queries on parts; `label` the listing's label; `heading` the words of the public page;
    `facet` the query key when the field can be filtered on; `channel` where its words are
    indexed, None when they are not; `part` the part of the sheet it can be searched in; `listed`
    whether the printed listing carries it; `only_if` (field name, value) under which the field
    may be filled. Of a number, `corrects` is the text it is otherwise read in (a field name),
    `most` the largest accepted, and `unit` what is said after it.
    """

    name: str
    key: str
    label: str
    heading: str
    section: Section
    kind: Kind
    help: str
    channel: Channel | None = None
    part: Part | None = None
    facet: str | None = None
    listed: bool = True
    public: bool = True
    only_if: tuple[str, str] | None = None
    corrects: str = ""
    most: int = 0
    unit: str = ""

    @property
    def is_vocabulary(self) -> bool:
        """Whether the values are terms of an open vocabulary."""
        return self.kind in (Kind.CHOICE, Kind.CHOICES)
