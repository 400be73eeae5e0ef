"""Named people in a text: those who are nobody's business, and those who hold an office."""

import functools
import re
from collections.abc import Iterator
from importlib import resources
from typing import Final

from essaim.sheets.guard_reading import Finding, Kind, Reading

_UPPER: Final = "A-ZÀ-ÖØ-Þ"
_LOWER: Final = "a-zà-öø-ÿœ"
# A name, all of it: « Morin », « Le-Goff », « DUVAL », « O’Brien ».
_NAME: Final = rf"[{_UPPER}][{_UPPER}{_LOWER}]{{1,30}}(?:[-’'][{_UPPER}{_LOWER}]{{1,30}}){{0,3}}"
_PARTICLE: Final = (
    r"(?:(?:de la|de|du|des|da|dos|di|van|von|ben|ibn|el|al|Le|La|De|Da|Dos|Di|Van|Von|Ben|El|Al)"
    r"[ \u00a0]|d['’])"
)
# The letter first, what stands before it next: six times faster than the other way round.
_CIVILITY: Final = (
    r"[Mm](?<![\w.’'][Mm])"
    r"(?:M?\.|r\.?|mes?\.?|lles?\.?|adame|onsieur|ademoiselle|esdames|essieurs)?"
)
_WITH_CIVILITY: Final = re.compile(
    rf"{_CIVILITY}(?:[ \u00a0]|(?<=\.))"
    rf"(?:et[ \u00a0]{_CIVILITY}[ \u00a0])?"
    rf"({_PARTICLE}?{_NAME}(?:[ \u00a0]{_NAME})?)"
)
_DOCTOR: Final = re.compile(
    rf"[DdPMm](?<![\w.’'].)(?:r\.?|octeur|aître)[ \u00a0]({_PARTICLE}?{_NAME})"
)
# « La famille Benali », « les époux Martin »: a capital right after the word.
_FAMILY_OF: Final = re.compile(
    rf"\b(?:[Ff]amille|[Éé]poux|[Cc]ouple|[Ff]rères|[Ss]œurs)[ \u00a0]({_PARTICLE}?{_NAME})"
    rf"(?![\w-]|[ \u00a0][{_UPPER}])"
)
_CAPITAL: Final = re.compile(rf"[{_UPPER}](?<!\w.)[{_UPPER}{_LOWER}]+(?:-[{_UPPER}{_LOWER}]+)*")
_FAMILY: Final = re.compile(rf"[ \u00a0]({_PARTICLE}?{_NAME})(?![\w])")
_INITIAL: Final = re.compile(rf"[ \u00a0][{_UPPER}]\.(?!\w)")

# What, standing just before a name, makes it a place, an institution or a work.
_PLACE: Final = re.compile(
    r"(?:\b(?:rue|avenue|av|boulevard|bd|place|square|allee|impasse|chemin|quai|cours|passage|pont"
    r"|parc|jardin|stade|gymnase|piscine|complexe|salle|espace|maison|residence|foyer|batiment"
    r"|tour|cite|quartier|ecole|ecoles|college|colleges|lycee|lycees|groupe scolaire|maternelle"
    r"|elementaire|primaire|creche|universite|institut|centre|centres|csc|cs|mjc|mpt|evs"
    r"|social|socioculturel|culturel|mediatheque|bibliotheque|ludotheque|theatre|cinema|musee"
    r"|conservatoire|hopital|clinique|ehpad|fondation|association|collectif|compagnie|prix|loi"
    r"|station|arret|metro|site|antenne|village|lac|ile|methode|pedagogie|sociale|exposition|expo"
    r"|film|livre|roman|album|piece|spectacle|concert|chanson|chansons|oeuvre|oeuvres|poeme"
    r"|poemes|hommage|lu|joue|saint|sainte|pere|mere|abbe)"
    r"(?: d'| de la| de l'| des| de| du| a|,| :)?|d'apres l'oeuvre de)[ '\"«]{0,3}$"
)
_ELECTED: Final = re.compile(
    r"\b(?:maires?|adjointe?s? (?:au|a la|du) (?:maire|mairie)|adjointe?s?|deputee?s?|senat(?:eur|"
    r"rice)s?|prefete?s?|sous-prefete?s?|ministres?|elue?s?|conseill(?:er|ere)s? (?:municipa|"
    r"departementa|regiona|metropolitai|communautaire|general)\w*|presidente?s? d(?:u conseil"
    r"|e la (?:communaute|metropole|region|caf)|e l'agglo)\w*|secretaire d'etat)\b"
)
_PROFESSIONAL: Final = re.compile(
    r"\b(?:direct(?:eur|rice)|animat(?:eur|rice)|referente?|coordinat(?:eur|rice)|coordination"
    r"|responsable|charge[e]? d|salariee?|intervenante?|educat(?:eur|rice)|psychologue"
    r"|psychotherapeute|psychanalyste|sophrologue|dieteticienn?e?|nutritionniste|medecin|docteur"
    r"|infirmi(?:er|ere)|sage-femme|puericultrice|orthophoniste|dentiste|kinesitherapeute"
    r"|enseignante?|instit\w*|professeure?|prof|format(?:eur|rice)|conseill(?:er|ere)|mediat(?:eur"
    r"|rice)|juriste|avocate?|assistante? sociale?|travailleu(?:r|se) sociale?|bibliothecaire"
    r"|ludothecaire|artiste|plasticienn?e?|photographe|cineaste|realisat(?:eur|rice)|comedienn?e?"
    r"|metteu(?:r|se) en scene|choregraphe|danseu(?:r|se)|musicienn?e?|chanteu(?:r|se)|conteu(?:r"
    r"|se)|slameu(?:r|se)|ecrivaine?|aut(?:eur|eure|rice)|poete|poetesse|illustrat(?:eur|rice)"
    r"|graffeu(?:r|se)|architecte|urbaniste|paysagiste|sociologue|historienn?e?|chercheu(?:r|se)"
    r"|journaliste|jardini(?:er|ere)|maraich(?:er|ere)|apicult(?:eur|rice)|artisane?|menuisi(?:er"
    r"|ere)|boulang(?:er|ere)|cuisini(?:er|ere)|chef(?:fe)?|coach|entraineu(?:r|se)|agente?"
    r"|technicienn?e?|presidente?|tresori(?:er|ere)|secretaire|pasteur|cure|imam|principale?)\b"
)
_NEAR: Final = 45
# Words that follow a civility or a first name and are no family name.
_NOT_NAMES: Final = """
le la les l un une des du de et ou en au aux pour par avec dans sur est sont maire prefet prefete
president presidente directeur directrice conseillere conseiller ministre depute deputee senateur
senatrice adjoint adjointe inspecteur inspectrice recteur proviseur tout toulemonde tous toutes x y
z ce cette son sa ses notre nos votre leur qui que nous vous ils elles centre social maison atelier
ateliers cafe fete quartier services solidaire
"""
_NO_NAME: Final = frozenset(_NOT_NAMES.split())


@functools.cache
def _shipped(name: str) -> frozenset[str]:
    text = resources.files("essaim.sheets").joinpath("data", name).read_text(encoding="utf-8")
    lines = [line.strip() for line in text.splitlines() if not line.startswith("#")]
    return frozenset(filter(None, lines))


@functools.cache
def first_names() -> frozenset[str]:
    """Return the common first names, without accents or capitals."""
    return frozenset(name for line in _shipped("prenoms.txt") for name in line.split())


@functools.cache
def _known_people() -> frozenset[str]:
    return _shipped("celebres.txt")


def is_first_name(plain: str) -> bool:
    """Whether a word without accents or capitals is a first name, compound ones included."""
    known = first_names()
    return plain in known or ("-" in plain and all(part in known for part in plain.split("-")))


def people(reading: Reading) -> Iterator[Finding]:
    """Find named people; the elected, the famous, places and institutions are left alone."""
    source = reading.source
    for match in _WITH_CIVILITY.finditer(source):
        capital = _CAPITAL.search(source, match.start(1), match.end(1))
        name = reading.plain[capital.start() : capital.end()] if capital else ""
        if name and name.split("-")[0] not in _NO_NAME:
            yield from _told(reading, match.start(), _name_end(reading, match))
    for match in _DOCTOR.finditer(source):
        if not _is_place(reading, match.start()):
            yield Finding(Kind.OFFICE, match.start(), match.end())
    for match in _FAMILY_OF.finditer(source):
        yield from _told(reading, match.start(), match.end())
    for first in _CAPITAL.finditer(source):
        if is_first_name(reading.plain[first.start() : first.end()]):
            yield from _after_first_name(reading, first)


def _name_end(reading: Reading, match: re.Match[str]) -> int:
    """Return where a name with a civility ends: its second word may be the next one's first."""
    words = match[1].split()
    if len(words) > 1 and reading.plain[match.end() - len(words[-1]) : match.end()] in _NO_NAME:
        return match.end() - len(words[-1]) - 1
    return match.end()


def _after_first_name(reading: Reading, first: re.Match[str]) -> Iterator[Finding]:
    if initial := _INITIAL.match(reading.source, first.end()):
        yield from _told(reading, first.start(), initial.end())
    elif family := _FAMILY.match(reading.source, first.end()):
        name = reading.plain[family.start(1) : family.end(1)]
        if name not in _NO_NAME and not _is_shouted(reading, first.start(), family.end()):
            yield from _told(reading, first.start(), family.end())
    else:
        yield from _family_first(reading, first)


def _family_first(reading: Reading, first: re.Match[str]) -> Iterator[Finding]:
    """Find « DUVAL Nathalie »."""
    if first[0].isupper():
        return
    begin = max(0, first.start() - 32)
    before = re.search(
        rf"(?<![\w-])([{_UPPER}][{_UPPER}-]{{3,30}}) $", reading.source[begin : first.start()]
    )
    if before and before[1].isupper():
        yield from _told(reading, begin + before.start(1), first.end())


def _is_shouted(reading: Reading, start: int, end: int) -> bool:
    """Whether the passage is capitals within capitals: a heading, not a name."""
    if not reading.source[start:end].isupper():
        return False
    before = reading.source[max(0, start - 12) : start].split()
    after = reading.source[end : end + 12].split()
    around = [word for word in (*before[-1:], *after[:1]) if word.isalpha() and len(word) > 1]
    return any(word.isupper() for word in around)


def _is_place(reading: Reading, start: int) -> bool:
    return bool(_PLACE.search(reading.before(start, _NEAR)))


def _told(reading: Reading, start: int, end: int) -> Iterator[Finding]:
    """Tell of a name, unless it is public: and gently, when the text says what the person does."""
    plain = reading.plain[start:end]
    if any(" ".join(plain.split()[:count]) in _known_people() for count in (2, 3)):
        return
    if _is_place(reading, start):
        return
    before = reading.before(start, _NEAR)
    after = _next_to(reading.after(end, 2 * _NEAR))
    if _ELECTED.search(before) or _ELECTED.match(after):
        return
    is_office = _PROFESSIONAL.search(before) or _PROFESSIONAL.match(after)
    yield Finding(Kind.OFFICE if is_office else Kind.PERSON, start, end)


def _next_to(after: str) -> str:
    """Return what a comma, a dash or a bracket adds right after a name."""
    added = re.match(r" ?[,(–-] ?(?:(?:le|la|une?|notre|ancien(?:ne)?|premiere?) |l')?", after)
    return after[added.end() :] if added else ""
