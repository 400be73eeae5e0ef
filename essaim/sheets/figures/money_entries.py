"""Amounts that stand in entries alike: records ("Financeur : … Montant : …"), lines of accounts."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from essaim.sheets.figures import money_words as words
from essaim.sheets.figures.funders import funders_in, written
from essaim.sheets.figures.money_levels import Level
from essaim.sheets.figures.money_marks import Marked
from essaim.sheets.figures.money_parts import Kind, Part

# What one field of a record is called.
_MONEY_FIELD: Final = re.compile(
    r"\b(?P<field>montants?|sommes?|budgets?|couts?|subventions?)"
    r"(?: (?:accordee?|obtenue?|versee?|en euros|alloue))? ?:[^:\n]{0,20}$"
)
_FUNDER_FIELD: Final = re.compile(
    r"\b(?:co-?financeurs?|financeurs?|partenaires?(?: financiers?)?|organismes?|origine|nom"
    r"|source(?: de financement)?|provenance|qui) ?: ?(?P<who>[^:;\n/|,]{2,50})"
)
_ACCOUNT: Final = re.compile(
    r"(?:^|[\n;,|]) ?[-•*]? ?(?P<side>[67])[0-9]{1,5} ?[-–.:)]? ?[a-z][^\n;]*$"
)
# "Subventions : 9 400 € dont…": the name of one of several incomes, and no more.
_INCOME_ENTRY: Final = re.compile(
    r"(?:^|[\n;]) ?[-•*]? ?(?:autres )?(?:subventions?|participations?|cotisations?"
    r"|adhesions?|dons?|ventes?|prestations?|recettes? [a-z]+|fonds propres|auto-?financements?)"
    r"(?: [a-z']+){0,3} ?:? ?$"
)

# "750 € du club de foot": who an amount comes from, and no more.
_OF_WHOM: Final = re.compile(
    r" ?(?:du|de la|de l'|des) ?(?P<who>[a-z][a-z' -]{2,40}?) ?(?=[,;.\n]|et (?:les |des )?[0-9]|$)"
)


def with_records(marked: Marked, parts: list[Part]) -> list[Part]:
    """Let the amounts of records be shares, each by the name its record has."""
    told: dict[int, str | None] = {}
    fields = set()
    for place, (start, part) in enumerate(_with_starts(parts)):
        field = _MONEY_FIELD.search(marked.plain, start, part.amount.start)
        who = field and _named(marked, start, field.start())
        if field and who:
            told[place] = who
            fields.add(field["field"])
    if len(told) < 2 or len(fields) > 1:
        return parts
    return [
        replace(part, level=Level.NONE, kind=Kind.SHARE, funder=told[place], inside=False)
        if place in told
        else part
        for place, part in enumerate(parts)
    ]


def with_accounts(marked: Marked, parts: list[Part]) -> list[Part]:
    """Let an account that holds others ("dont") be one of the accounts, and not the total."""
    entries = {}
    for place, (start, part) in enumerate(_with_starts(parts)):
        account = _ACCOUNT.search(marked.plain, start, part.amount.start)
        if account or _INCOME_ENTRY.search(marked.plain, start, part.amount.start):
            entries[place] = account["side"] if account else "7"
    if len(entries) < 2 or len(set(entries.values())) > 1:
        return parts
    found = list(parts)
    for place, side in entries.items():
        one = parts[place]
        if one.level is Level.STRONG or one.outside:
            continue
        if side == "7":
            kind, funder = Kind.SHARE, one.funder
        else:
            kind, funder = Kind.EXPENSE, None
        found[place] = replace(one, level=Level.NONE, kind=kind, funder=funder, inside=False)
        for behind in _held(marked, parts, entries, place):
            found[behind] = replace(parts[behind], inside=True)
    return found


def with_shapes(marked: Marked, parts: list[Part]) -> list[Part]:
    """Let amounts said alike be alike: "750 € du club de foot, 320 € du Secours populaire"."""
    told = [
        (place, _OF_WHOM.match(marked.plain, part.amount.end)) for place, part in enumerate(parts)
    ]
    shaped = [(place, who) for place, who in told if who]
    if not any(parts[place].kind is Kind.SHARE and not parts[place].weak for place, _ in shaped):
        return parts
    found = list(parts)
    for place, who in shaped:
        one = parts[place]
        said = who["who"]
        if one.kind is not Kind.PLAIN or one.level or one.inside or one.outside:
            continue
        if words.MEDIUM_TOTAL.search(said) or words.STRONG_TOTAL.search(said):
            continue
        label = written(marked.source, who.start("who"), who.end("who"))
        found[place] = replace(one, kind=Kind.SHARE, funder=label)
    return found


def _held(
    marked: Marked, parts: list[Part], entries: Mapping[int, str], place: int
) -> Iterator[int]:
    """Yield the places of what an entry holds: all behind "dont", to the end of its line."""
    stop = marked.sentence(parts[place].amount.start, parts[place].amount.end)[1]
    inside = False
    for behind in range(place + 1, len(parts)):
        if behind in entries or parts[behind].amount.start >= stop:
            return
        inside = inside or parts[behind].inside
        if inside:
            yield behind


def _with_starts(parts: list[Part]) -> Iterator[tuple[int, Part]]:
    """Yield the parts, each with where the words before it begin."""
    last = 0
    for part in parts:
        yield last, part
        last = part.amount.end


def _named(marked: Marked, start: int, end: int) -> str | None:
    """Return who is named in a field of a record, between two places."""
    fields = list(_FUNDER_FIELD.finditer(marked.plain, start, end))
    if not fields:
        return None
    field = fields[-1]
    listed = [
        one
        for one in funders_in(marked.plain, marked.source, field.start("who"), field.end("who"))
        if one.listed
    ]
    said = written(marked.source, field.start("who"), field.end("who")).strip(" .-–")
    return listed[-1].label if listed else said or None
