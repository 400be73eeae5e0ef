"""Every number of a French text, with its place: digits in all their groupings, words, ranges.

What looks like a number and counts nothing is left out: dates, hours of the day, telephones,
ordinals, SIRET. What a number counts is for those who ask to tell, from the words around it.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice, pairwise
from typing import Final, Literal

from essaim.sheets.figures import number_words
from essaim.sheets.guard_reading import Reading

Written = Literal["digits", "words"]


@dataclass(frozen=True, slots=True)
class Number:
    """A number and its place, `start` to `end`, multipliers (K, M€, mille, million) applied.

    `high` is the other end of a range, None for one value; `approximate` when the text rounds it
    ("une vingtaine", "environ 10"). `is_article` is a lone "un" or "une"; `scaled` says that a
    multiplier stands behind the digits ("3K", "2 millions"), as it does for money mostly.
    """

    start: int
    end: int
    value: Decimal
    high: Decimal | None = None
    approximate: bool = False
    written: Written = "digits"
    is_article: bool = False
    scaled: bool = False

    @property
    def is_range(self) -> bool:
        """Whether it goes from `value` to `high`."""
        return self.high is not None


_MONTHS: Final = (
    r"(?:janv(?:ier)?|fev(?:rier)?|mars|avr(?:il)?|mai|juin|juil(?:let)?|aout|sept(?:embre)?"
    r"|oct(?:obre)?|nov(?:embre)?|dec(?:embre)?)\b"
)
# What is no number, before what is one: the first that matches wins. All are bounded, but for
# plain runs of digits, which nothing makes read twice.
_DIGITS: Final = re.compile(
    r"(?=[0-9hw+])(?:(?P<none>"
    r"(?:https?://|www\.)[^ \n]*"
    r"|[0-9]{1,2}(?:er)?(?:[ -](?:au|et|ou|a|-)[ -][0-9]{1,2})? "
    + _MONTHS
    + r"(?:\.? [0-9]{4}(?![0-9]))?"
    r"|(?:\+33 ?(?:\(0\) ?)?|0)[1-9](?:[ .\-/]?[0-9]{2}){4}(?![0-9])"
    r"|[0-9]{1,2}([/.-])[0-9]{1,2}\2(?:[0-9]{4}|[0-9]{2})(?![0-9])"
    r"|[0-9]{3} ?[0-9]{3} ?[0-9]{3} ?[0-9]{5}(?![0-9])"
    r"|[0-9]{1,2} ?h(?: ?[0-9]{2})?(?![a-z0-9])"
    r"|[0-9]{1,3} ?(?:ers?|eres?|i?emes?|nde?s?|°)(?![a-z0-9])"
    r"|[0-9]{1,2}es?(?![a-z0-9€]| ?(?:/|par\b))"
    r"|1/[234](?![0-9])|[0-9]/[0-9](?= (?:de )?(?:temps|tps|poste|etp|journee|heure))"
    r")"
    r"|(?P<euros>[0-9]{1,4}) ?(?:€|euros?|eur|e)(?P<cents>[0-9]{2})(?![0-9a-z%])"
    r"|(?P<whole>[1-9][0-9]{0,2}(?:(?P<sep>[ .'])[0-9]{3}(?:(?P=sep)[0-9]{3})*|(?:,[0-9]{3})+)"
    r"(?![0-9])|[0-9]+)"
    r"(?P<part>[.,][0-9]{1,2}(?![0-9]))?"
    r"(?: ?(?P<scale>k(?=[ ,.;:)/\n€]|e\b|eur|$)|m(?=€| ?euros?\b| d'euro)|md?(?= ?€)))?)"
)
# "120e": an e for euros; where one is written, "sacem 85e" is money too, and no 85th.
_SIGNED_E: Final = re.compile(r"[0-9]{3}e(?![a-z0-9'-])")
_TENS_E: Final = re.compile(r"(?<!le )(?<!la )(?<!au )(?<!du )([0-9]{2})e(?= ?(?:[,;.)\n+/]|$))")
_SCALES: Final = {"k": Decimal(1_000), "m": Decimal(1_000_000), "md": Decimal(1_000_000_000)}
_MOST_SIGNS: Final = 15  # no amount and no crowd is written longer
# A number right behind one of these names something.
_NAMED: Final = re.compile(
    r"(?:\bn°|\bnos?\.?|\bnumeros?|\bart(?:icle|\.)?|\bsiret|\bsiren|\btel(?:ephone|\.)?|\bcs|\bbp"
    r"|\bcode postal|\bcp|\biban|\brna|\blot|\baxe|\bphase|\bfiche|\bniveau|\betape) ?:? ?$"
)
# How all of these end, which is quicker to see.
_NAMES_END: Final = (
    *("n°", "no", "nos", "no.", "nos.", "numero", "numeros", "art", "art.", "article", "siret"),
    *("siren", "tel", "tel.", "telephone", "cs", "bp", "postal", "cp", "iban", "rna", "lot"),
    *("axe", "phase", "fiche", "niveau", "etape"),
)
_BETWEEN: Final = re.compile(
    r" ?(?:€|euros?\b|eur\b|e\b)? ?(?P<link>[-–—/]|\b(?:a|ou|et|jusqu'a)\b) ?"
)
_DAY_BEFORE: Final = re.compile(r"\b(?:le|du|au|les|des) $")
_ABOUT_BEFORE: Final = re.compile(
    r"(?:\b(?:environ|env\.?|autour (?:de|des|d')|a peu pres|pres (?:de|d')|plus (?:de|d')"
    r"|moins (?:de|d')|presque|au moins|au minimum|minimum|jusqu'a|dans les"
    r"|au plus|en moyenne|une moyenne de|approximativement|approx\.?|quelques?|grosso modo"
    r"|de l'ordre de|aux alentours de)"
    r"|[~≈±]|\+/-) ?:? ?$"
)
_ABOUT_BEHIND: Final = re.compile(
    r" ?(?:€|euros?\b|eur\b)? ?\(?(?:environ|env\b|a peu pres|approx|au moins|minimum|ou plus)"
)
# A text without any of these rounds nothing.
_ABOUT: Final = re.compile(
    r"moyenne|env|autour|a peu|pres|plus|moins|minimum|jusqu|dans les|approx|quelque|grosso"
    r"|ordre|alentours"
    r"|[~≈±]|\+/-|au min"
)
_LOOK_BACK: Final = 24


def find_numbers(text: str) -> tuple[Number, ...]:
    """Return the numbers of a text in order, by their places in it."""
    reading = reading_of(text)
    found = numbers_of(reading.plain)
    if not reading.offsets:
        return found
    return tuple(
        replace(one, start=reading.place(one.start), end=reading.place(one.end)) for one in found
    )


def reading_of(text: str) -> Reading:
    """Return a text with its plain form, in which `numbers_of` reads, blanks of all kinds alike."""
    reading = Reading.of(text)
    plain = _OHS.sub(lambda match: "0" * len(match[0]), reading.plain.translate(_BLANKS))
    return Reading(reading.source, plain, reading.offsets)


# "12OO euros": letters for zeros.
_OHS: Final = re.compile(
    r"(?<=[0-9])oo+(?![a-z0-9])|(?<=[0-9]{2})o(?![a-z0-9])|(?<=[0-9] )ooo(?![a-z0-9])"
)
_BLANKS: Final = {
    ord(sign): " "
    for sign in "\t\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
} | {ord("\r"): "\n"}


def numbers_of(plain: str) -> tuple[Number, ...]:
    """Return the numbers of a plain text (see `reading_of`) in order, by their places in it."""
    alone = sorted([*_in_digits(plain), *_in_words(plain)], key=lambda one: one.start)
    found = _ranges(plain, _multiplied(plain, alone))
    if not _ABOUT.search(plain):
        return tuple(found)
    return tuple(_rounded(plain, one) for one in found)


def _in_digits(plain: str) -> list[Number]:
    """Find what is written in digits."""
    found = []
    signed = _SIGNED_E.search(plain) is not None
    for match in islice(_DIGITS.finditer(plain), number_words.MOST_NUMBERS):
        start, end = match.span()
        if signed and (tens := _TENS_E.match(plain, start)):
            found.append(Number(start, end - 1, Decimal(tens[1])))
            continue
        if match["none"] is not None or end - start > _MOST_SIGNS:
            continue
        if not _stands_free(plain, start, match["whole"] or ""):
            continue
        if match["euros"]:
            value = Decimal(f"{match['euros']}.{match['cents']}")
        else:
            value = Decimal(
                re.sub("[ .,']", "", match["whole"]) + (match["part"] or "").replace(",", ".")
            )
        scale = match["scale"]
        if scale:
            value *= _SCALES[scale]
        found.append(Number(start, end, value, scaled=bool(scale)))
    return found


def _stands_free(plain: str, start: int, whole: str) -> bool:
    """Whether what stands before makes no name of it: "CM2", "n° 12", "BP 400"."""
    before = plain[start - 1 : start]
    if (
        before.isalpha()
        and len(whole) < 3
        and not re.search(r"[0-9) ]x$", plain[max(0, start - 2) : start])
    ):
        return False
    if before == "@":
        return False
    words = plain[max(0, start - _LOOK_BACK) : start]
    return not (words.rstrip(" :").endswith(_NAMES_END) and _NAMED.search(words))


def _in_words(plain: str) -> list[Number]:
    """Find what is written in letters, "une vingtaine" and "30aine" included."""
    return [
        Number(
            word.start,
            word.end,
            Decimal(word.value),
            approximate=word.collective,
            written="words",
            is_article=word.article,
        )
        for word in number_words.find(plain)
    ]


def _multiplied(plain: str, alone: list[Number]) -> list[Number]:
    """Join what multiplies: "2 mille", "1,2 million", "deux dizaines", "30aine"."""
    found: list[Number] = []
    for one in alone:
        last = found[-1] if found else None
        if last and one.written == "words" and _multiplies(plain, last, one):
            scaled = last.written == "digits" and not one.approximate
            value = last.value * one.value
            found[-1] = replace(
                one, start=last.start, value=value, written=last.written, scaled=scaled
            )
        else:
            found.append(one)
    return found


def _multiplies(plain: str, last: Number, one: Number) -> bool:
    """Whether a number and the words behind it are one."""
    if last.high is not None or last.approximate:
        return False
    gap = plain[last.end : one.start]
    if one.approximate:
        return gap in number_words.BEFORE_COLLECTIVES
    written = plain[one.start : one.end]
    if gap != " " or last.written == "words":
        return False
    return written.startswith("mill") or (written.startswith("cent") and 2 <= last.value <= 9)


def _ranges(plain: str, alone: list[Number]) -> list[Number]:
    """Join the two ends of each range: "5 à 8", "entre 4 000 et 5 000", "4 à 5 000 €"."""
    if not alone:
        return []
    found: list[Number] = []
    taken = False
    ends: list[Number | None] = [*alone, None]
    for one, following in pairwise(ends):
        if taken or one is None:
            taken = False
            continue
        joined = _range(plain, one, following) if following else None
        taken = joined is not None
        found.append(joined or one)
    return found


def _range(plain: str, low: Number, high: Number) -> Number | None:
    """Return the range between two numbers, if they are one."""
    if high.start - low.end > 14:
        return None
    between = _BETWEEN.fullmatch(plain, low.end, high.start)
    if between is None:
        return None
    before = plain[max(0, low.start - _LOOK_BACK) : low.start]
    link = between["link"]
    if link == "et" and not re.search(r"\bentre(?: les?)? $", before):
        return None
    if link == "/" and _DAY_BEFORE.search(before) and high.value <= 12:
        return None
    if link in "-–—" and _is_year(low) and not _is_year(high):
        return None
    if link == "/" and between[0].strip()[0] != "/" and _is_year(high):
        return None  # "2000 € / 2013 : 2500 €"
    value = low.value
    if high.value >= 1_000 and high.value % 1_000 == 0 and value < high.value / 1_000:
        value *= 1_000
    if not value < high.value:
        return None
    return replace(
        low,
        end=high.end,
        value=value,
        high=high.value,
        approximate=low.approximate or high.approximate,
        is_article=False,
        scaled=high.scaled,
    )


def _is_year(one: Number) -> bool:
    """Whether a number could be the year of an action."""
    return 1950 <= one.value <= 2049 and one.value != 2000 and one.end - one.start == 4


def _rounded(plain: str, one: Number) -> Number:
    """Return the number, marked approximate where the words around it say so."""
    if one.approximate:
        return one
    before = plain[max(0, one.start - _LOOK_BACK) : one.start]
    if _ABOUT_BEFORE.search(before) or _ABOUT_BEHIND.match(plain, one.end):
        return replace(one, approximate=True)
    return one
