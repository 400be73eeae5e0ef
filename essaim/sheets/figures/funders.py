"""Who gives money: the words people write for a funder, and its label in the vocabulary.

Sources: the partners' vocabulary of the national base, and the usual names and acronyms of those
who fund social centres. A funder the vocabulary lacks keeps the words it is written with.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, lru_cache
from string import ascii_lowercase
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

# Label of the vocabulary -> ways to write it, as patterns over text without accents or capitals.
ALIASES: Final[dict[str, tuple[str, ...]]] = {
    "ACSE": ("acse", "l'acse"),
    "ANCV": ("ancv", "cheques? vacances?"),
    "Association locale": ("associations? locales?", "associations?", "assos?"),
    "Bailleur social": (
        *("bailleurs?(?: sociaux| social)?", "hlm", "opac", "oph", "opdhlm", "offices? hlm"),
        *("[a-z]+ habitat", "habitat [0-9]{2}", "logement social"),
    ),
    "Caf": (
        *("cafs?", r"c\. ?a\. ?f\b\.?", "caisses? (?:d')?(?:des )?allocations? familiales?"),
        *("allocations? familiales?", "alloc(?:s|ations?)? fam", "caf ?[0-9]{2,3}"),
        *("prestations? de services?", "cnaf", r"caf [0-9]{2}"),
    ),
    "Commune": (
        *("mairies?", "villes?", "communes?", "municipalites?", "municipale?s?"),
        *("hotel de ville",),
    ),
    "Conseil départemental": (
        *("cd ?[0-9]{0,3}", "cg ?[0-9]{0,3}", "departements?", "departementales?", "departemental"),
        *("dpts?", "depts?"),
        *(r"(?:conseil|cons\.?|cl) ?(?:general|gal|gnl|departemental|dep\.?|dpt)(?: [0-9]{2,3})?",),
    ),
    "Conseil régional": (
        *("regions?", r"(?:conseil|cons\.?) ?(?:regional|reg\.?)", "cr", "regionales?", "regional"),
    ),
    "Éducation Nationale": (
        *("education nationale", "inspection academique", "rectorat", "colleges?", "lycees?"),
    ),
    "Entreprise privée": ("entreprises?(?: privees?)?", "sponsors?", "sponsoring"),
    "Etat": (
        *("etat", "ddcs(?:pp)?", "drjscs", "cget", "drac", "ministeres?", "dilcrah", "direccte"),
        *("politique(?: de la)? ville", "contrats? de ville", "cucs", "credits? d'etat"),
        *("dreets", "ddets", "anct", "mildeca", "fipd", "cnds"),
    ),
    "Fondations": (
        "fondations?(?: (?:de france|abbe pierre|orange|sncf|edf|macif|rte|carrefour|total))?",
        "fdf",
    ),
    "FONJEP": ("fonjep",),
    "Mutuelle": ("mutuelles?", "mutualite(?: francaise)?", "mgen"),
    "Préfecture": ("(?:sous[ -])?prefectures?", "prefet"),
    "Regroupement de communes": (
        *("communautes? (?:de|des) communes?", "com ?com", "com de com", "comm? comm", "cc", "cdc"),
        *("communautes? d'agglo(?:meration)?s?", "communautes? urbaines?", "agglo(?:meration)?s?"),
        *("metropoles?", "intercommunalites?", "intercommunale?", "interco", "cda", "epci", "ccom"),
        *("sivom", "sivu", "syndicat intercommunal", "regroupement de communes"),
    ),
}
# Funders and incomes the vocabulary has no label for: the words written are their label.
UNLISTED: Final[tuple[str, ...]] = (
    # Europe, social protection, employment.
    *(
        "fse",
        "fonds social europeen",
        "feder",
        "feader",
        "leader",
        "fonds europeens?",
        "union europeenne",
        "europe",
    ),
    "vacaf",
    *("ccas", "cias", "msa", "cpam", "carsat", "cnav", "ars", "cnsa", "crami?f?", "ircem", "agirc"),
    *("plie", "asp", "cnasea", "agefiph", "pole emploi", "mission locale"),
    *(
        "emplois? aides?",
        "emplois? d'avenir",
        "contrats? aides?",
        "aides? a l'emploi",
    ),
    # Schemes that have a name and money of their own.
    *("reaap", "clas", "vvv", "pre", "programme de reussite educative", "promeneurs? du net"),
    *("fph", "fil", "pel", "fij", "droits? communs?", "appels? a projets?", "fonds? de dotation"),
    "fonds? (?:de |d')?(?:participation|initiatives?)(?: (?:des|aux) habitants| locales?)?",
    *("conference des financeurs", "conseils? (?:de quartiers?|citoyens?)", "caisses? des ecoles"),
    # One's own.
    *("fonds? propres?", "fond propre", "ressources? propres?", "auto-?financements?"),
    *(
        "produits? des activites",
        "autofinance",
        "produits? (?:lies? (?:a|de)|de) l'activite",
        "csx",
        "centre social",
    ),
    "(?:le|notre|du) centre(?: social| socio-?culturel)?",
    "(?:reste|solde) (?:a (?:la )?charge(?: (?:du|de|pour) (?:le |notre )?(?:centre(?: social)?"
    "|structure|association|familles))?|(?:du |pour le )?centre(?: social)?)",
    # Those who take part.
    "(?:participations?|contributions?)(?: financieres?)? des"
    " (?:familles|usagers|habitants|parents|jeunes|participants|adherents|menages|publics?)",
    *("participations? (?:usagers|familles|habitants|parents|jeunes)", "part (?:des )?familles"),
    *("familles", "usagers", "parents", "habitants", "adherents", "participants", "jeunes"),
    *("adhesions", "cotisations", "billetterie", "recettes? (?:de |des |d')[a-z]+"),
    *("ventes? (?:de |des |d')[a-z]+", "ventes?", "buvettes?", "tombolas?", "vide[ -]?greniers?"),
    *("lotos?", "brocantes?", "kermesses?"),
    # Those who give.
    *(
        "dons?",
        "mecenat",
        "donateurs?",
        "crowdfunding",
        "cagnotte",
        "lions club",
        "comite des fetes",
    ),
    *("rotary(?: club)?", "secours (?:populaire|catholique)", "restos? du coeur"),
    *("la poste", "ag2r(?: la mondiale)?", "groupama", "macif", "maif", "matmut", "erasmus ?\\+?"),
    *("(?:gip )?reussite educative", "projet europeen"),
    *("credit agricole", "credit mutuel", "caisse d'epargne", "banque (?:populaire|postale)"),
    *("ligue de l'enseignement", "federation(?: des centres sociaux)?", "comites? d'entreprise"),
)
# Those that are acronyms, labelled in capitals however they are typed.
_ACRONYM: Final = re.compile(
    r"fse|feder|leader|feader|ccas|cias|msa|cpam|carsat|cnav|ars|cnsa|crami?f?|ircem|agirc|plie|asp"
    r"|cnasea|fph|fil|pel|fij|reaap|clas|vvv|pre|agefiph|csx"
)
_ARTICLE: Final = re.compile(r"^(?:(?:le|la|les|notre|nos|du|de la|des) +|[ld]['’] *)(?=\S)")
# Words long enough for a slip to be told from another word.
_SLIPS: Final[dict[str, str]] = {
    "departemental": "Conseil départemental",
    "departement": "Conseil départemental",
    "regional": "Conseil régional",
    "prefecture": "Préfecture",
    "municipalite": "Commune",
    "fondation": "Fondations",
    "bailleur": "Bailleur social",
    "bailleurs": "Bailleur social",
    "mutuelle": "Mutuelle",
    "metropole": "Regroupement de communes",
    "agglomeration": "Regroupement de communes",
    "entreprise": "Entreprise privée",
    "familiales": "Caf",
}
# Real words one slip away from those.
_NO_SLIP: Final = frozenset(
    {"depassement", "mutuel", "mutuels", "mutuellement", "familiale", "familial", "regionalisme"}
)
_COUNCIL: Final = re.compile(r"\b(?:conseils?|cons\.?|caisses?) $")
_MARGIN: Final = 0.8
_LONG_WORD: Final = re.compile(r"[a-z]{7,16}")
_FIRST_GROUP: Final = re.compile(r"\(\?:(?P<some>[^()]+)\)(?P<maybe>\?)?")
_MOST_WORDS: Final = 40
_WORD_CUT: Final = re.compile(r"[a-z0-9]{2}")
# What holds the name of a funder and is none.
_NOT: Final = re.compile(
    r"\b(?:centre[ -]ville|(?:poste|dossier|salle|bus) de la ville|vie associative"
    r"|familles? monoparentales?|dans le departement|sur la commune|dans la commune"
    r"|sur la ville|dans la ville|de la region parisienne|jeunes? de la commune"
    r"|enfants? de la commune|habitants de la commune)\b"
)


@dataclass(frozen=True, slots=True)
class Funder:
    """A funder found: its label, where it stands, and whether the vocabulary has it."""

    label: str
    start: int
    end: int
    listed: bool


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return the pattern of all aliases, longest first, and the label of each group.

    The aliases are put together by their first letters, so that most places of a text, where none
    begins, are passed at once.
    """
    aliases = [(alias, label) for label, some in ALIASES.items() for alias in some]
    aliases += [(alias, "") for alias in UNLISTED]
    aliases.sort(key=lambda one: -len(one[0]))
    labels: dict[str, str] = {}
    letters: dict[str, list[str]] = {}
    for alias, label in aliases:
        for begun in _begun(alias):
            rest = begun[1:]
            if label:
                group = f"f{len(labels)}"
                labels[group] = label
                rest = f"(?P<{group}>{rest})"
            letters.setdefault(begun[0], []).append(rest)
    parts = [f"{letter}(?:{'|'.join(rests)})" for letter, rests in letters.items()]
    return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(parts)})(?![a-z0-9])"), labels


def _begun(alias: str) -> list[str]:
    """Return the same alias as patterns that begin with a letter each."""
    if alias.startswith("[a-z]+"):
        return [f"{letter}[a-z]*+{alias[6:]}" for letter in ascii_lowercase]
    group = _FIRST_GROUP.match(alias)
    if group is None:
        return [alias]
    rest = alias[group.end() :]
    begun = [first + rest for first in group["some"].split("|")]
    return begun + _begun(rest) if group["maybe"] else begun


def funders_in(plain: str, text: str, start: int, end: int) -> list[Funder]:
    """Return the funders named between two places of a plain text, in order.

    `text` is the same text as written: what the vocabulary lacks is labelled with its words.
    """
    everywhere, starts = _all_in(plain, text)
    first = bisect_left(starts, start)
    last = bisect_left(starts, end)
    cut = (last > first and everywhere[last - 1].end > end) or (
        first > 0 and everywhere[first - 1].end > start
    )
    if cut or _WORD_CUT.match(plain, max(0, end - 1)):
        # Found otherwise where the text is cut: "Caf 300" and "Caf".
        found = _found(plain, text, start, end)
    else:
        found = everywhere[first:last]
    return found or _misspelt(plain, start, end)


@lru_cache(maxsize=4)
def _all_in(plain: str, text: str) -> tuple[list[Funder], list[int]]:
    """Return the funders of a whole text and where each begins: asked for again and again."""
    found = _found(plain, text, 0, len(plain))
    return found, [one.start for one in found]


def _found(plain: str, text: str, start: int, end: int) -> list[Funder]:
    found = [_named(match, text) for match in _pattern()[0].finditer(plain, start, end)]
    if not found:
        return found
    hidden = [match.span() for match in _NOT.finditer(plain, start, end)]
    return [one for one in found if not any(first <= one.start < last for first, last in hidden)]


def funder_at(plain: str, text: str, place: int) -> Funder | None:
    """Return the funder named at that very place, a blank before it set aside."""
    pattern, _ = _pattern()
    match = pattern.match(plain, place + plain.startswith(" ", place))
    return _named(match, text) if match else None


def _named(match: re.Match[str], text: str) -> Funder:
    """Return the funder whose name was met."""
    group = match.lastgroup
    start, end = match.span()
    if group is None:
        label = written(text, start, end)
        return Funder(
            label.upper() if _ACRONYM.fullmatch(match[0]) else label, start, end, listed=False
        )
    return Funder(_pattern()[1][group], start, end, listed=True)


def _misspelt(plain: str, start: int, end: int) -> list[Funder]:
    """Return the first funder whose name is one or two slips away from a known one."""
    for count, word in enumerate(_LONG_WORD.finditer(plain, start, end)):
        if count == _MOST_WORDS:
            break
        label = _slip(word[0])
        if label:
            before = _COUNCIL.search(plain, max(start, word.start() - 12), word.start())
            first = before.start() if before else word.start()
            return [Funder(label, first, word.end(), listed=True)]
    return []


@lru_cache(maxsize=4096)
def _slip(word: str) -> str | None:
    """Return the label of the funder a word is a slip of, if it is."""
    if word in _NO_SLIP:
        return None
    near = process.extractOne(
        word, _SLIPS.keys(), scorer=OSA.normalized_similarity, score_cutoff=_MARGIN
    )
    return _SLIPS[near[0]] if near else None


def written(text: str, start: int, end: int) -> str:
    """Return the words of a funder as they stand, without their article."""
    words = " ".join(text[start:end].split())
    bare = _ARTICLE.match(words.lower())
    return words[bare.end() :] if bare else words
