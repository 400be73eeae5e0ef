"""Telephones, e-mail addresses, homes and dates of birth in a text."""

import itertools
import re
from collections.abc import Iterator
from typing import Final

from essaim.sheets.guard_reading import Finding, Kind, Reading

# Digits with at most three signs between them: one way to read each text, so linear.
_RUN: Final = re.compile(r"\+?\d(?:[ .\-/()]{0,3}\d)*")
_GROUP: Final = re.compile(r"\d+")
_LONGEST_RUN: Final = 200
_ALONE: Final = 10
# Ways to write the ten digits of a number.
_SHAPES: Final = ((2, 2, 2, 2, 2), (10,), (4, 2, 2, 2), (4, 3, 3), (2, 4, 4), (2, 8), (1, 9))
# 08 are services, not people.
_FIRST: Final = re.compile(r"0[1-79]")
_ABROAD: Final = re.compile(r"(?:\+|00)33(?:0)?([1-79]\d{8})")
_COUNTED: Final = re.compile(r"(?:n°|siret|siren|iban|fr\d\d|code|dossier|numero)[ :]*$")

# No sheet has more; a text made of them must not take a second.
_MOST_SIGNS: Final = 500
_LOCAL_BACKWARDS: Final = re.compile(r"[\w.+-]{1,64}")
_DOMAIN: Final = re.compile(r"[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_AT: Final = re.compile(r"@|[(\[] ?(?:at|arobase) ?[)\]] ?")

_MOST_BEFORE: Final = 70
_HOME: Final = re.compile(
    r"\b(?:habit(?:e|es|ent|ait|aient|ant)|loge|logee?|logeait|reside|residait|domicilie[es]*"
    r"|demeur(?:e|ant|ait)|vit|chez|son adresse|son domicile|leur domicile)\b"
)
_STREET: Final = re.compile(
    r"\d(?<!\d\d)\d{0,3} ?(?:bis|ter|quater)?,? ?(?:rue|avenue|av\.|boulevard|bd|impasse|allees?"
    r"|chemin|place|square|route|quai|cours|passage|ruelle|lotissement|hameau)"
    r" [^,.;:!?()\n]{2,40}"
)
_STREET_SIGNS: Final = (
    *("rue", "avenue", "av.", "boulevard", "bd", "impasse", "allee", "chemin", "place", "square"),
    *("route", "quai", "cours", "passage", "ruelle", "lotissement", "hameau"),
)
_SAYS_BIRTH: Final = re.compile(
    r"\b(?:nee? le|date de naissance ?:?|naissance ?:) ?"
    r"(\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{1,2}(?:er)? [a-z]{3,10} \d{4})"
)
# « Le projet est né le 12 mars »: things are born too.
_BORN_THING: Final = re.compile(
    r"\b(?:projet|idee|association|collectif|action|atelier|groupe|centre|lieu|festival|reseau"
    r"|comite|conseil|journal|jardin|structure|federation|cafe|espace|dispositif|partenariat)\b"
)


def telephones(reading: Reading) -> Iterator[Finding]:
    """Find French telephone numbers, whatever the signs between their digits."""
    for run in _RUN.finditer(reading.plain):
        if run.end() - run.start() < _ALONE or run.end() - run.start() > _LONGEST_RUN:
            continue
        written = run[0]
        if _COUNTED.search(reading.plain[max(0, run.start() - 12) : run.start()]):
            continue
        digits = "".join(filter(str.isdigit, written))
        if written.startswith(("+", "00")):
            if _ABROAD.fullmatch(("+" if written[0] == "+" else "") + digits):
                yield Finding(Kind.TELEPHONE, run.start(), run.end())
            continue
        yield from _national(run)


def _national(run: re.Match[str]) -> Iterator[Finding]:
    """Find the numbers in a run: one, or several with nothing but blanks between them."""
    groups = list(_GROUP.finditer(run[0]))
    place = 0
    found = []
    while place < len(groups):
        for shape in _SHAPES:
            some = groups[place : place + len(shape)]
            if tuple(len(group[0]) for group in some) == shape and _FIRST.match(some[0][0]):
                found.append((some[0].start(), some[-1].end()))
                place += len(shape)
                break
        else:
            return  # something else stands here: an account, dates, a list of figures
    for start, end in found:
        yield Finding(Kind.TELEPHONE, run.start() + start, run.start() + end)


def emails(reading: Reading) -> Iterator[Finding]:
    """Find e-mail addresses, « (at) » included."""
    plain = reading.plain
    for at in itertools.islice(_AT.finditer(plain), _MOST_SIGNS):
        written = plain[max(0, at.start() - 65) : at.start()]
        local = _LOCAL_BACKWARDS.match((written if at[0] == "@" else written.rstrip())[::-1])
        domain = _DOMAIN.match(plain, at.end())
        if local and domain:
            start = at.start() - len(local[0])
            yield Finding(Kind.EMAIL, start - (at[0] != "@" and written[-1] == " "), domain.end())


def homes(reading: Reading) -> Iterator[Finding]:
    """Find street addresses that are said to be somebody's home."""
    if not any(sign in reading.plain for sign in _STREET_SIGNS):
        return
    for street in _STREET.finditer(reading.plain):
        if _HOME.search(reading.before(street.start(), _MOST_BEFORE)):
            end = street.start() + len(street[0].rstrip())
            yield Finding(Kind.ADDRESS, street.start(), end)


def births(reading: Reading) -> Iterator[Finding]:
    """Find the dates of birth of people."""
    if not any(sign in reading.plain for sign in ("ne le", "nee le", "naissance")):
        return
    for birth in _SAYS_BIRTH.finditer(reading.plain):
        if not _BORN_THING.search(reading.before(birth.start(), _MOST_BEFORE)):
            yield Finding(Kind.BIRTH, birth.start(), birth.end())
