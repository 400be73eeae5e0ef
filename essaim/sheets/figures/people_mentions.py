"""What is known of a text about people while it is read, from left to right: see `people_scan`."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from essaim.sheets.figures.people_nouns import CARRIERS
from essaim.sheets.figures.people_words import LINE, Tokens
from essaim.sheets.figures.readings import Count
from essaim.sheets.figures.roles_words import SECTORS, Role

BULLETS: Final = frozenset({"-", "–", "—", "•", "*", "·"})
# A new item may begin behind these.
STARTS: Final = BULLETS | {LINE, *".;,+/():&|!?", "=>", "->"}
JOINS: Final = frozenset(
    {"et", "avec", "plus", "ainsi", "que", "puis", "par", "aussi", "dont", "ou", "outre", "soit"}
)
EQUALS: Final = frozenset({"=", "=>", "->"})
FOR_ALL: Final = frozenset({"total", "tout", "ensemble"})
# Words with which a whole text, or what stands behind a heading, says that there is nobody.
NOTHING: Final = frozenset({"neant", "aucun", "aucune", "personne", "zero", "rien", "non"})


@dataclass(slots=True)
class Mention:
    """Persons mentioned by tokens `first` to `end`; `count` is None when their number is not said.

    `total` when they are said to be all; `again` says again what was just said ("soit 60
    personnes"); `heading` when they are one without number, `headed` when one stands right before
    the number; `of_last` when they are some of those just mentioned ("3 sont salariés"); `inside`
    is the place, among the mentions, of those they are part of.
    """

    role: Role
    count: Count | None
    first: int
    end: int
    sure: bool = True
    total: bool = False
    again: bool = False
    heading: bool = False
    headed: bool = False
    of_last: bool = False
    inside: int | None = None

    @property
    def carries(self) -> bool:
        """Whether they carry the action."""
        return self.role in CARRIERS


@dataclass(frozen=True, slots=True)
class FullTime:
    """Full-time equivalents, said by tokens `first` to `end`."""

    value: Decimal
    first: int
    end: int


@dataclass(slots=True)
class Mentions:
    """The reading of one text, under way: `at` is the token looked at."""

    tokens: Tokens
    at: int = 0
    found: list[Mention] = field(default_factory=list)
    full_time: list[FullTime] = field(default_factory=list)
    heading: Role | None = None
    heading_waits: bool = False  # no number has followed yet
    heading_lists: bool = False  # it stands alone on its line
    total_waits: bool = False
    letters: bool = False  # "2 P + 6 B"
    has_full_time: bool = False  # "ETP" stands somewhere
    sentence: int = 0
    trades: dict[str, tuple[int, str]] = field(default_factory=dict)  # sentence and word last used
    qualities: set[tuple[str, str]] = field(default_factory=set)
    counted: set[tuple[Role, int]] = field(default_factory=set)

    def add(self, mention: Mention) -> None:
        """Take a mention, and go on behind it."""
        self.found.append(mention)
        if mention.count:
            self.counted.add((mention.role, mention.count.high))
            self.heading_waits = self.total_waits = False
        self.at = mention.end

    def starts(self) -> bool:
        """Whether a new item may begin here."""
        before = self.tokens[self.at - 1]
        return before.word in STARTS or before.is_number

    def take_end(self) -> bool:
        """Pass the end of a sentence or of a line.

        A heading holds for its sentence; alone on its line, for the list that follows.
        """
        word = self.tokens[self.at].word
        if word not in (LINE, "."):
            return False
        self.sentence += 1
        listed = word == LINE and self.heading_lists and self.tokens[self.at + 1].word in BULLETS
        if not self.heading_waits and not listed:
            self.heading = None
        self.at += 1
        return True

    def under_heading(self, role: Role) -> Role:
        """Return what a heading makes of residents or persons."""
        if self.heading is Role.BENEFICIARY and role not in (Role.THING, Role.GROUP):
            return self.heading
        given = self.heading in (Role.PROFESSIONAL, Role.VOLUNTEER, Role.OTHER)
        if given and self.heading and role in (Role.RESIDENT, Role.PERSON):
            return self.heading
        return role

    def knows(self, trade: str, quality: str, word: str) -> bool:
        """Whether "la référente" is one already mentioned, not "la référente jeunesse" as well.

        `word` is the trade as written: "l'animatrice, l'animateur" are two.
        """
        if trade not in self.trades:
            return False
        sentence, last = self.trades[trade]
        if sentence == self.sentence and last != word:
            return False
        if (trade, quality) in self.qualities:
            return True
        return not quality if sentence == self.sentence else quality not in SECTORS

    def name(self, trade: str, quality: str, word: str) -> None:
        """Remember that a trade was mentioned."""
        self.trades[trade] = (self.sentence, word)
        self.qualities.add((trade, quality))
