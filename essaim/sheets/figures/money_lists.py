"""What an amount is by way of the others: neighbours in a list, what holds it, who paid for it.

`money_roles` tells from the words beside each amount; what those leave open, or claim for a whole
sentence, is settled here.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Final

from essaim.sheets.figures.funders import ALIASES, funders_in
from essaim.sheets.figures.money_entries import with_accounts, with_records, with_shapes
from essaim.sheets.figures.money_levels import Level
from essaim.sheets.figures.money_marks import Marked
from essaim.sheets.figures.money_parts import Kind, Part, total_of
from essaim.sheets.figures.money_words import SOIT

_FAR: Final = 200
# "Budget famille : 6 000 €, dont 15 % pour cette action (900 €)".
_PERCENT_FOR: Final = re.compile(
    r"\bdont ([0-9]{1,2}) ?% (?:pour|sur) (?:cette|l'|ce|cet) ?(?:action|projet|atelier)[ :(,=]*$"
)
_PERCENT_OF: Final = re.compile(r"\b([0-9]{1,2}) ?% d(?:u|e|es)\b[^0-9.;\n]{0,60}$")
# "Sur le budget famille (6 000 €), nous prenons": what follows is some of it.
_OUT_OF: Final = re.compile(
    r"\bsur (?:les?|la|l'|une?|notre|nos|cette|ce) ?(?:[a-z']+ ){0,1}?"
    r"(?:budget|enveloppe|ligne|dotation|subvention|montant|total)?\b[^.;\n]{0,60}$"
)
_SOME_GOES: Final = re.compile(
    r"\b(?:pren(?:ons|d|nent|ds)|mett(?:ons|ent)|met|consacr|affect|utilis|reserv|represent|allou"
    r"|attribu|vont\b|va\b|serv|depens|reven)"
)
_OF_THIS: Final = re.compile(
    r"[^0-9,;.()\n]{0,20}\b(?:pour|sur|a|dans) (?:cette action|ce projet|cet atelier|cette activite"
    r"|l'action\b(?! [a-z]))"
)
# "Le minibus (18 500 €) a été payé par la Région pour 10 000 €".
_PAID: Final = re.compile(
    r"\)?,? (?:(?:a|ont|est|sont|fut) )?(?:ete )?(?:entierement |en partie |partiellement )?"
    r"(?:co-?)?(?:(?:finance|paye|offert|pris|achete|soutenu|couvert)[es]*"
    r"|(?:aide|subventionne)[es]* (?=par|pour|a hauteur))\b"
    r"[^.,;\n0-9]{0,80}?(?P<link>pour|a hauteur de|a concurrence de|dont|[,(:]) ?$"
)
_BY_BEHIND: Final = re.compile(r" ?(?:€|euros?)? ?(?:par|de la part) ")
# What is done with money: what follows in the sentence is what it was spent on.
_SPENT_ON: Final = re.compile(
    r"\b(?:permis?|permet(?:tent|tre|tant)?|permettra|serv(?:i|ent|ant|ira)|sert|avons pu|a pu"
    r"|(?:avons|a|ai|ont) (?:donc |ainsi )?(?:achete|paye|finance|investi)|pour (?:acheter|payer"
    r"|financer)|afin de|utilise[es]*|destine[es]*|acheter|l'achat|d'acheter)\b"
)
_OPENED: Final = re.compile(r" ?\((?! ?dont)[^()\n]{0,80}")
# "24 000 € répartis sur trois ans : 10 000 € puis 7 000 €".
_IS_SPLIT: Final = re.compile(r"[^.;\n]{0,40}\brepartie?s?\b")
_COST_OF: Final = re.compile(
    r"\b(?P<noun>couts?|budgets?|depenses?|charges?|montants?) (?:de |du |des |de la |de l'"
    r"|d'|pour (?:les? |la |l')?)?(?P<what>(?!totale?s?\b|globa|reel|prevu|previs|realis"
    r"|estim|annuel|hors"
    r"\b|initia|fina|environ|dont|unitaire|moyen|horaire|ttc|pour\b|est\b|etai|action|projet"
    r"|centre|structure|asso|secteur|csx?\b|cette|cet|notre|pris|avec|sans|mensuel|approx|par\b)"
    r"[a-z]{4,})[^.;\n]*$"
)
# "Total prestations 3 120 €, total personnel 1 400 €".
_TOTAL_OF_ONE: Final = re.compile(
    r"\btotal (?:de |du |des |de la |de l')?(?!depense|charge|recette|produit|ressource|subv|financ"
    r"|general|prev|reel|annuel|ttc|ht\b|hors|avec|sans|cout|budget|projet|action|estim)"
    r"([a-z]{4,}) ?:? ?$"
)
_GIVES: Final = re.compile(
    r"\b(?:pren(?:d|nent) en charge|finance(?:nt)?|paient|paie|paye(?:nt)?|donne(?:nt)?"
    r"|offre(?:nt)?|verse(?:nt)?)\b"
)
_LONGEST_ACRONYM: Final = 6
_NAME: Final = re.compile(r"[A-ZÀ-Ý]")
_WHO: Final = re.compile(
    r"\b(?:associations?|comites?|clubs?|amicale|fondations?|ecoles?|entreprises?|societes?"
    r"|banques?|syndicats?|conseils?|reseaux?|federations?|magasins?|commercants?|cooperatives?"
    r"|collectifs?|unions?|maisons?|bailleurs?|parents|ministere|fonds|pays|office|caisses?"
    r"|instituts?|inspection|groupements?|agences?|delegation|dispositif|appel"
    r"|contrat|programme)\b"
)
_BUYS: Final = re.compile(
    r"\b(?:achet(?:e|es|er|ons|ent|eront)|(?<!bon d')(?<!bons d')achats?|paye[sr]?|payons"
    r"|paient|fallu|depens(?:e|es|ons|er)|investi|regler?|loue[sr]?|equipe[sr]?)\b"
)


def settled(marked: Marked, parts: list[Part]) -> list[Part]:
    """Return the parts, each with what the others make of it."""
    if len(parts) < 2:
        return parts
    for step in (
        with_records,
        with_accounts,
        with_shapes,
        _several_costs,
        _given_on,
        _paid_for,
        _taken_from_more,
        _named_as_left_out,
        _spent,
        _split,
        _in_brackets,
        _by_neighbours,
    ):
        parts = step(marked, parts)
    return parts


def _sentence(marked: Marked, part: Part) -> tuple[int, int]:
    return marked.sentence(part.amount.start, part.amount.end)


def _several_costs(marked: Marked, parts: list[Part]) -> list[Part]:
    """Let costs of different kinds be parts: "coût pédagogique…, coût administratif"."""
    told = {}
    last = 0
    for place, part in enumerate(parts):
        start = max(last, part.amount.start - 80)
        said = _COST_OF.search(marked.plain, start, part.amount.start)
        plain_total = _TOTAL_OF_ONE.search(marked.plain, start, part.amount.start)
        if plain_total and part.level is Level.STRONG and not part.funder:
            told[place] = ("total", plain_total[1])
        elif said and part.level is Level.MEDIUM and not part.of_the_centre:
            told[place] = (said["noun"].rstrip("s"), said["what"])
        last = part.amount.end
    if len(told) < 2 or len({noun for noun, _ in told.values()}) > 1:
        return parts
    if len(set(told.values())) < len(told):
        return parts
    return [
        replace(part, level=Level.NONE, kind=Kind.EXPENSE) if place in told else part
        for place, part in enumerate(parts)
    ]


def _given_on(marked: Marked, parts: list[Part]) -> list[Part]:
    """Let a sentence go on: "la Caf prend en charge le car (590 €) et les familles les entrées"."""
    found = list(parts)
    for place in range(1, len(parts)):
        one, other = found[place - 1], parts[place]
        if one.kind is not Kind.SHARE or one.weak or other.kind is not Kind.EXPENSE or other.head:
            continue
        start, end = _sentence(marked, one)
        if other.amount.start > end or not _GIVES.search(
            marked.plain, max(start, one.amount.start - _FAR), one.amount.start
        ):
            continue
        gap = marked.plain[one.amount.end : other.amount.start]
        named = funders_in(marked.plain, marked.source, one.amount.end, other.amount.start)
        funder = named[0].label if named else None
        if named or gap.endswith("a hauteur de "):
            found[place] = replace(other, kind=Kind.SHARE, funder=funder or one.funder)
    return found


def _paid_for(marked: Marked, parts: list[Part]) -> list[Part]:
    """Let what a thing costs be the whole, where who paid for it follows with what they gave."""
    found = list(parts)
    for place, (one, other) in enumerate(pairwise(parts)):
        if one.level or one.amount.value < other.amount.value:
            continue
        paid = _PAID.fullmatch(marked.plain, one.amount.end, other.amount.start)
        if not paid or other.amount.start > _sentence(marked, one)[1]:
            continue
        if paid["link"] == "," and _BY_BEHIND.match(marked.plain, other.amount.end):
            continue
        found[place] = replace(one, level=Level.MEDIUM, kind=Kind.PLAIN, funder=None, inside=False)
    return found


def _taken_from_more(marked: Marked, parts: list[Part]) -> list[Part]:
    """Put aside the budget an amount was taken from: "sur le budget, nous mettons"."""
    found = list(parts)
    for place, (one, other) in enumerate(pairwise(parts)):
        smaller = other.amount.value < one.amount.value
        if one.outside or not smaller or (other.funder and not other.weak):
            continue
        start, end = _sentence(marked, one)
        if other.amount.start > end:
            continue
        gap = marked.plain[one.amount.end : other.amount.start]
        behind = marked.plain[other.amount.end : min(end, other.amount.end + 40)]
        near = max(start, one.amount.start - _FAR)
        if _is_a_percentage(marked, one, other):
            found[place] = replace(one, outside=True)
            found[place + 1] = replace(other, inside=False, outside=False)
            continue
        out_of = _OUT_OF.search(marked.plain, near, one.amount.start)
        goes = _SOME_GOES.search(gap) or _SOME_GOES.search(behind) or _OF_THIS.match(behind)
        for_this = other.inside and _OF_THIS.match(behind) and len(parts) == 2
        if (out_of and goes) or for_this:
            found[place] = replace(one, outside=True)
            found[place + 1] = replace(
                other, inside=False, outside=False, kind=Kind.PLAIN, funder=None
            )
    return found


def _is_a_percentage(marked: Marked, one: Part, other: Part) -> bool:
    """Whether an amount is so many hundredths of the one before: "5 % de 12 000 €, soit 600 €"."""
    gap = marked.plain[one.amount.end : other.amount.start]
    start, _ = _sentence(marked, one)
    before = _PERCENT_OF.search(marked.plain, max(start, one.amount.start - 80), one.amount.start)
    said = before if before and SOIT.search(gap) else _PERCENT_FOR.search(gap)
    return said is not None and abs(one.amount.value * int(said[1]) / 100 - other.amount.value) <= 1


def _named_as_left_out(marked: Marked, parts: list[Part]) -> list[Part]:
    """Put aside what a total leaves out: "coût hors personnel : 640 € (personnel : …)"."""
    if "hors " not in marked.plain:
        return parts
    names = [match[1] for match in re.finditer(r"\bhors (?:les? |la )?([a-z]{5,})", marked.plain)]
    found = []
    last = 0
    for part in parts:
        label = marked.plain[last : part.amount.start]
        named = any(name[:6] in label and f"hors {name}" not in label for name in names)
        found.append(replace(part, outside=True) if named and last and not part.level else part)
        last = part.amount.end
    return found


def _spent(marked: Marked, parts: list[Part]) -> list[Part]:
    """Put inside a gift what it was spent on: "2 000 € ont permis d'acheter (1 400 €)"."""
    found = list(parts)
    held: Part | None = None
    left = Decimal(0)
    for place, part in enumerate(parts):
        gift = part.income or (part.kind is Kind.SHARE and not part.weak)
        if held and part.amount.start <= _sentence(marked, held)[1]:
            gap = marked.plain[parts[place - 1].amount.end : part.amount.start]
            going_on = left < held.amount.value
            own = part.kind is Kind.SHARE and not part.weak and not _SPENT_ON.search(gap)
            if not own and (going_on or _SPENT_ON.search(gap)) and part.amount.value <= left:
                left -= part.amount.value
                found[place] = replace(part, inside=True, kind=Kind.EXPENSE, funder=None)
                continue
        held = part if gift and not part.level and not part.outside else None
        left = part.amount.value
    return found


def _split(marked: Marked, parts: list[Part]) -> list[Part]:
    """Put inside an amount those that it is split into, to the end of its sentence."""
    found = list(parts)
    held: Part | None = None
    for place, (one, other) in enumerate(pairwise(parts)):
        if _IS_SPLIT.match(marked.plain, one.amount.end, other.amount.start):
            held = one
        if held is None or other.amount.start > _sentence(marked, held)[1]:
            held = None
        elif other.amount.value < held.amount.value and not other.level:
            found[place + 1] = replace(other, inside=True)
    return found


def _in_brackets(marked: Marked, parts: list[Part]) -> list[Part]:
    """Let what a funder gives be inside what it is given for: "kermesse : 900 € (Caf 400 €)"."""
    found = list(parts)
    for place, one in enumerate(parts):
        held = [
            behind
            for behind in range(place + 1, len(parts))
            if _OPENED.fullmatch(marked.plain, one.amount.end, parts[behind].amount.start)
        ]
        given = [parts[behind] for behind in held if parts[behind].funder in ALIASES]
        if not held or len(given) < len(held) or one.funder in ALIASES:
            continue
        if one.level or total_of(given) >= one.amount.value:
            continue
        found[place] = replace(one, kind=Kind.PLAIN, funder=None, weak=False)
        for behind in held:
            found[behind] = replace(parts[behind], inside=True)
    return found


def _by_neighbours(marked: Marked, parts: list[Part]) -> list[Part]:
    """Let what nothing tells be what is beside it in the list: bought among what is bought."""
    firm = [one for one in parts if not _is_open(one)]
    if not any(one.kind is Kind.EXPENSE for one in firm):
        return [
            replace(one, kind=Kind.EXPENSE, funder=None) if _is_bought(marked, one) else one
            for one in parts
        ]
    found = []
    for place, one in enumerate(parts):
        bought = _is_bought(marked, one) or (
            _is_open(one) and not _has_a_name(marked, one) and _is_among_bought(parts, place)
        )
        found.append(replace(one, kind=Kind.EXPENSE, funder=None) if bought else one)
    return found


def _is_open(part: Part) -> bool:
    """Whether nothing but its neighbours can tell who gives an amount, or what it buys."""
    if part.level or part.outside or part.inside or (part.income and not part.weak):
        return False
    return part.weak or part.kind is Kind.PLAIN


def _is_bought(marked: Marked, part: Part) -> bool:
    """Whether the words before, in its sentence, say that something is bought."""
    if not _is_open(part):
        return False
    start, _ = _sentence(marked, part)
    return bool(_BUYS.search(marked.plain, max(start, part.amount.start - _FAR), part.amount.start))


def _has_a_name(marked: Marked, part: Part) -> bool:
    """Whether what is written before an amount is the name of somebody, not of a thing."""
    if part.funder == "Caf":
        return False  # "prestations de service"
    return bool(part.funder and (_WHO.search(part.funder.lower()) or _is_proper(part.funder)))


def _is_proper(label: str) -> bool:
    """Whether a label is written as names are: "Leroy Merlin", "CAMVS"."""
    said = [word for word in label.split() if len(word) > 2 or word.isupper()]
    if label.isupper() and len(label) > _LONGEST_ACRONYM:
        return False  # all is written so
    return all(_NAME.match(word) for word in said) and (len(said) > 1 or label.isupper())


def _is_among_bought(parts: Sequence[Part], place: int) -> bool:
    """Whether the nearest of those that are told, before or else behind, is bought."""
    before = next((one for one in reversed(parts[:place]) if not _is_open(one)), None)
    behind = next((one for one in parts[place + 1 :] if not _is_open(one)), None)
    return any(one is not None and one.kind is Kind.EXPENSE for one in (before, behind))
