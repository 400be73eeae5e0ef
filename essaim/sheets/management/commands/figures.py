"""`essaim figures TEXT`: what the readers of figures see in a text."""

import argparse
import json
import sys
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError

from essaim.sheets.figures.money import read_funding
from essaim.sheets.figures.people import read_people
from essaim.sheets.figures.readings import Certainty, Count, Funding, Json, Passage, People

_UNREADABLE: Final = 2
_STANDARD_INPUT: Final = "-"
_FUNDING: Final = "funding"
_PEOPLE: Final = "people"
_PASSAGES: Final = "passages"

# The keys of the answer in JSON: other people's scripts count on these, and on no others.
KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    _FUNDING: ("budget", "mois", "parts", "fourchette", "prix_unitaires"),
    _PEOPLE: ("professionnels", "benevoles", "autres", "total", "beneficiaires"),
}
# What a doubtful reading does not give: nothing adds it up until its author has confirmed it.
_DOUBTED: Final[Mapping[str, tuple[str, ...]]] = {
    _FUNDING: ("budget", "mois"),
    _PEOPLE: KEYS[_PEOPLE],
}
_INDENT: Final = "    "
_NARROW: Final = "\u202f"
_NO_BREAK: Final = "\u00a0"
_OPEN, _CLOSE = "[", "]"


class Command(BaseCommand):
    """Exit 0 whatever is found, 2 when the text cannot be read. Needs no database."""

    help = "Dit les chiffres lus dans un texte : l’argent et les personnes d’une action."
    requires_system_checks = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the contract's options."""
        parser.add_argument(
            "text",
            metavar="TEXTE",
            nargs="*",
            help="le texte à lire ; « - », ou rien, pour l’entrée standard",
        )
        parser.add_argument(
            "--field",
            choices=tuple(KEYS),
            help="lit l’argent seulement (funding), ou les personnes seulement (people)",
        )
        parser.add_argument("--json", action="store_true", help="répond en JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read and print."""
        text = _given(options["text"])
        asked = (options["field"],) if options["field"] else tuple(KEYS)
        funding = read_funding(text) if _FUNDING in asked else None
        people = read_people(text) if _PEOPLE in asked else None
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(funding, people), ensure_ascii=False))
        else:
            self.stdout.write("\n".join(_told(text, funding, people)))


def _given(words: list[str]) -> str:
    """Return the text to read; its words may come apart, when the shell was given no quotes."""
    if words and words != [_STANDARD_INPUT]:
        text = " ".join(words)
        if not _is_unicode(text):
            raise _not_utf8()
        return text
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _not_utf8() from error


def _is_unicode(text: str) -> bool:
    """Whether the text has no byte that Python could only smuggle in."""
    return not any("\ud800" <= char <= "\udfff" for char in text)


def _not_utf8() -> CommandError:
    return CommandError(
        "le texte n’est pas en UTF-8 : convertissez-le, par exemple avec "
        "« iconv -f WINDOWS-1252 -t UTF-8 ».",
        returncode=_UNREADABLE,
    )


def _as_json(funding: Funding | None, people: People | None) -> Json:
    """Return the answer of the contract, passages in the text's order.

    Absent figures are null; doubtful ones too, as no key could say that they are.
    """
    answer: Json = {}
    passages: list[Json] = []
    for field, reading in ((_FUNDING, funding), (_PEOPLE, people)):
        if reading:
            said = reading.as_json()
            doubted = _DOUBTED[field] if reading.certainty is Certainty.DOUBTFUL else ()
            answer.update({key: None if key in doubted else said[key] for key in KEYS[field]})
            passages += said[_PASSAGES]
    passages.sort(key=lambda passage: (passage["debut"], passage["fin"]))
    return {**answer, _PASSAGES: passages}


def _told(text: str, funding: Funding | None, people: People | None) -> list[str]:
    """Return the lines for a person."""
    if not text.strip():
        return ["Le texte est vide : aucun chiffre à lire."]
    lines = []
    if funding:
        lines += _section("Argent", _told_funding(funding), funding.certainty)
    if people:
        lines += _section("Personnes", _told_people(people), people.certainty)
    passages = [*(funding.passages if funding else ()), *(people.passages if people else ())]
    if passages:
        lines += ["Le texte, ce qui a servi entre crochets :", _marked(text.rstrip(), passages)]
    return lines


def _section(title: str, said: list[str], certainty: str | None) -> list[str]:
    if not said:
        return [f"{title} : aucun chiffre lu."]
    sure = f" ({certainty})" if certainty else ""
    return [f"{title}{sure} :", *(f"{_INDENT}{line}" for line in said)]


def _told_funding(funding: Funding) -> list[str]:
    lines = []
    if funding.budget is not None:
        during = f" sur {funding.months} mois" if funding.months else ""
        lines.append(f"Budget : {_euros(funding.budget)}{during}")
    elif funding.months:
        lines.append(f"Durée : {funding.months} mois")
    lines += [
        f"Part : {_euros(share.amount)}, {share.funder or 'financeur non dit'}"
        for share in funding.shares
    ]
    if funding.range:
        low, high = map(_euros, funding.range)
        lines.append(f"Fourchette : de {low} à {high}")
    if funding.unit_prices:
        prices = ", ".join(map(_euros, funding.unit_prices))
        lines.append(f"Prix unitaires, à part : {prices}")
    return lines


def _told_people(people: People) -> list[str]:
    counts = {
        "Professionnels": people.professionals,
        "Bénévoles": people.volunteers,
        "Autres": people.others,
        "Total mobilisé": people.total,
        "Bénéficiaires, à part": people.beneficiaries,
    }
    lines = [f"{name} : {_persons(count)}" for name, count in counts.items() if count]
    if people.fte is not None:
        lines.append(f"Équivalents temps plein : {people.fte:f}".replace(".", ","))
    return lines


def _persons(count: Count) -> str:
    figure = _figure(Decimal(count.low))
    if count.high != count.low:
        figure = f"de {figure} à {_figure(Decimal(count.high))}"
    return f"{figure}, à peu près" if count.approximate else figure


def _euros(amount: Decimal) -> str:
    return f"{_figure(amount)}{_NO_BREAK}€"


def _figure(number: Decimal) -> str:
    """Return the number as it is written in French: 18 000 or 7 350,50."""
    cents = 0 if number == number.to_integral_value() else 2
    return f"{number:,.{cents}f}".replace(",", _NARROW).replace(".", ",")


def _marked(text: str, passages: Iterable[Passage]) -> str:
    """Return the text with brackets around what was read, passages that overlap as one."""
    pieces = []
    place = 0
    for start, end in _apart(passages):
        pieces += [text[place:start], _OPEN, text[start:end], _CLOSE]
        place = end
    return "".join([*pieces, text[place:]])


def _apart(passages: Iterable[Passage]) -> list[tuple[int, int]]:
    """Return the stretches that the passages cover, in order, none touching another."""
    stretches: list[tuple[int, int]] = []
    for start, end in sorted((passage.start, passage.end) for passage in passages):
        if stretches and start < stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], max(end, stretches[-1][1]))
        else:
            stretches.append((start, end))
    return stretches
