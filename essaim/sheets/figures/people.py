"""Who carries an action, read out of free text, and apart from them whom it reaches.

Words and numbers (`people_words`), the nouns they name persons with (`people_nouns`), who is
mentioned (`people_scan`), who is part of whom (`people_sums`); here, what a reader makes of it.
Linear in the text; never raises.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from essaim.sheets.figures.people_mentions import FullTime, Mention
from essaim.sheets.figures.people_scan import scanned
from essaim.sheets.figures.people_sums import (
    added,
    kinds_inside,
    nest,
    replace_again,
    take_participants,
)
from essaim.sheets.figures.people_words import Tokens, tokens_of
from essaim.sheets.figures.readings import Certainty, Count, Passage, People
from essaim.sheets.figures.roles_words import Role
from essaim.sheets.guard_reading import Reading

# More are not those of a centre: something else was counted.
_MOST_CARRIERS: Final = 2_000
_MOST_REACHED: Final = 1_000_000
_KIND_OF: Final = {
    Role.PROFESSIONAL: "professionnels",
    Role.VOLUNTEER: "benevoles",
    Role.OTHER: "autres",
    Role.RESIDENT: "autres",
    Role.PERSON: "total",
    Role.BENEFICIARY: "beneficiaires",
}
_AND: Final = frozenset({"et", "+"})
_FULL_TIME: Final = "etp"


@dataclass(slots=True)
class _Sums:
    """What the mentions add up to, by kind, and those it rests on."""

    counts: dict[str, list[Count]] = field(default_factory=dict)
    whole: list[Count] = field(default_factory=list)
    stated: Count | None = None
    used: list[tuple[str, Mention]] = field(default_factory=list)

    def add(self, kind: str, one: Mention, count: Count | None = None) -> None:
        """Count a mention under a kind."""
        found = count or one.count
        if found:
            self.counts.setdefault(kind, []).append(found)
            self.used.append((kind, one))

    def of(self, kind: str) -> Count | None:
        """Return the sum of a kind."""
        return added(self.counts.get(kind, []))


def read_people(text: str) -> People:
    """Return the persons a text says, each figure with the words it stands on."""
    tokens, reading = tokens_of(text)
    scan = scanned(tokens)
    mentions = scan.found
    nest(tokens, mentions)
    replace_again(mentions)
    take_participants(tokens, mentions)
    sums = _summed(mentions, tokens)
    total = _total(sums, mentions, has_full_time=bool(scan.full_time))
    passages = _passages(text, tokens, reading, sums, scan.full_time)
    return People(
        professionals=sums.of("professionnels"),
        volunteers=sums.of("benevoles"),
        others=sums.of("autres"),
        total=total,
        beneficiaries=sums.of("beneficiaires"),
        fte=_full_time(scan.full_time),
        certainty=_certainty(sums, total) if passages else None,
        passages=passages,
    )


def _summed(mentions: list[Mention], tokens: Tokens) -> _Sums:
    """Add up those who are inside nobody, and the kinds those who hold them are made of."""
    sums = _Sums()
    inside = kinds_inside(tokens, mentions)
    outside = [
        (place, one)
        for place, one in enumerate(mentions)
        if one.inside is None and one.count is not None
    ]
    told_apart = added(
        [
            one.count
            for place, one in outside
            if one.count and one.carries and (one.role is not Role.PERSON or place in inside)
        ]
    )
    for place, one in outside:
        within = inside.get(place, [])
        if one.role is Role.PERSON:
            more = tokens[one.end].word in _AND or tokens[one.first - 1].word in _AND
            _add_persons(sums, one, within, told_apart, more=more)
        elif one.role in (Role.RESIDENT, Role.PROFESSIONAL) and within:
            _add_holders(sums, one, within)
        else:
            sums.add(_KIND_OF[one.role], one)
            if one.carries and one.count:
                sums.whole.append(one.count)
    return sums


def _add_persons(
    sums: _Sums, one: Mention, within: list[Mention], rest: Count | None, *, more: bool
) -> None:
    """Add "12 personnes": a total, one made of kinds, or some `more` beside those told apart."""
    count = one.count
    if count is None:
        return
    for part in within:
        sums.add(_KIND_OF[part.role], part)
    if one.total:
        sums.stated = count
    plain = rest is not None and not one.total and not within
    if rest and plain and not more and rest.low <= count.high and count.low <= rest.high:
        sums.stated = count
    elif plain:
        one.sure = False
        sums.add("autres", one)
        sums.whole.append(count)
        return
    else:
        sums.whole.append(count)
    sums.used.append(("total", one))


def _add_holders(sums: _Sums, one: Mention, within: list[Mention]) -> None:
    """Add "12 habitants dont 5 bénévoles": each person under one kind."""
    count = one.count
    parts = added([part.count for part in within if part.count])
    if count is None or parts is None:
        return
    for part in within:
        sums.add(_KIND_OF[part.role], part)
    rest = Count(max(0, count.low - parts.low), max(0, count.high - parts.high), count.approximate)
    if rest.high:
        sums.add(_KIND_OF[one.role], one, rest)
    sums.whole.append(count)


def _total(sums: _Sums, mentions: list[Mention], *, has_full_time: bool) -> Count | None:
    """Return the stated total, else the sum of what is known, rounded where something is not."""
    if sums.stated:
        return sums.stated
    total = added(sums.whole)
    if total is None:
        return None
    crowd = any(
        one.count is None and one.carries and one.inside is None and not one.heading
        for one in mentions
    )
    told = any(kind in ("professionnels", "total") for kind, _ in sums.used)
    unknown = crowd or (has_full_time and not told)
    return Count(total.low, total.high, total.approximate or unknown)


def _full_time(found: list[FullTime]) -> Decimal | None:
    return sum((one.value for one in found), Decimal(0)) if found else None


def _certainty(sums: _Sums, total: Count | None) -> Certainty:
    """Say how sure the reading is, from its weakest mention."""
    parts = added(
        [
            count
            for kind in ("professionnels", "benevoles", "autres")
            for count in sums.counts.get(kind, [])
        ]
    )
    reached = sums.of("beneficiaires")
    if reached and reached.high > _MOST_REACHED:
        return Certainty.DOUBTFUL
    if total and (total.low > _MOST_CARRIERS or (parts and parts.low > total.high)):
        return Certainty.DOUBTFUL
    if all(one.sure and one.role is not Role.RESIDENT for _, one in sums.used):
        return Certainty.SURE
    return Certainty.LIKELY


def _passages(
    text: str, tokens: Tokens, reading: Reading, sums: _Sums, full_time: list[FullTime]
) -> tuple[Passage, ...]:
    spans = [(kind, one.first, one.end) for kind, one in sums.used]
    spans += [(_FULL_TIME, one.first, one.end) for one in full_time]
    found = []
    for kind, first, end in sorted(set(spans), key=lambda span: span[1:]):
        start, stop = reading.place(tokens[first].start), reading.place(tokens[end - 1].end)
        found.append(Passage(start, stop, kind, text[start:stop]))
    return tuple(found)
