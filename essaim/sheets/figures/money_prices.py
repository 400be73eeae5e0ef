"""Which amounts are the price of one thing, person or session: no budget is made of them."""

import re
from dataclasses import replace
from typing import Final

from essaim.sheets.figures import money_words as words
from essaim.sheets.figures.funders import funders_in
from essaim.sheets.figures.money_marks import Amount, Marked

_NO_UNIT: Final = (
    r"(?:an|ans|annee|annees|mois|trimestre|semestre|la|le|les|l|un|une|notre|nos|des|du"
    r"|ces|cette|ce|an\.|deux|trois|son|sa|saison|le biais|an,|euros?|exercice|plusieurs"
    r"|certains|l'intermediaire|financeurs?|subventions?|convention|cheques?|virement"
    r"|centre|structure)"
)
_PER_BEHIND: Final = re.compile(
    rf"[ .]?(?:ttc )?(?:/|par|\bchaque|pour chaque|pour un(?:e)? seule?)"
    rf" ?(?!{_NO_UNIT}(?![a-z]))(?P<unit>[a-z]{{1,20}})(?![a-z])(?! ?[:=]| [0-9])"
)
_SESSIONS: Final = (
    r"(?:seances?|ateliers?|rencontres?|sorties?|interventions?|heures?|jours?|journees?"
    r"|demi[ -]journees?|soirees?|cours|prestations?|spectacles?|fois|representations?"
    r"|vacations?|sejours?|nuits?|nuitees?|semaines?|trajets?|matinees?|apres[ -]midis?"
    r"|reunions?|repas|animations?|concerts?|stages?|evenements?|creneaux?|sessions?"
    r"|cafes?|dates?|groupes?|h)"
)
_HEADS: Final = (
    r"(?:enfants?|jeunes?|personnes?|pers|familles?|adultes?|parents?|usagers?"
    r"|participant(?:e|s|es)?|habitant(?:e|s|es)?|adherent(?:e|s|es)?|seniors?|foyers?"
    r"|couples?|tetes?|ados?|adolescents?|eleves?|inscrits?|menages?|mamans?|membres?"
    r"|beneficiaires?|stagiaires?|duo|binomes?|equipes?|exposants?)"
)
_THINGS: Final = (
    r"(?:entrees?|places?|billets?|tickets?|parts?|assiettes?|pieces?|unites?|boissons?"
    r"|kilos?|kg|km|kilometres?|litres?|exemplaires?|livres?|cartes?|cafes?|bouteilles?"
    r"|paniers?|lots?|heures?|seances?|repas|journees?|demi[ -]journees?|nuits?|nuitees?"
    r"|adhesions?|cotisations?|jour|ateliers?|sorties?|gouters?|menus?|metres?|m2|tombola"
    r"|cases?|stands?|emplacements?|parcelles?|inscriptions?|consultations?|cours|tables?"
    r"|soiree|crepes?|gateaux?|photos?|lavages?|machines?|impressions?|copies?|trajets?)"
)
_THE_THING: Final = re.compile(rf" ?(?:le|la|l'|les? [0-9]+|de l'|chaque) ?{_THINGS}\b")
# A small amount behind which a thing is named: "1,50 € le café gourmand".
_A_THING: Final = re.compile(
    r" (?:le |la |l')(?!premier|premiere|deuxieme|second|seconde|mois|an\b|annee|trimestre|semestre"
    r"|reste|caf\b|ville|mairie|region|departement|tout|saison|commune|dernier|derniere)[a-z]{3,}"
)
_THE_MOST_OF_A_THING: Final = 60
_PER_SESSION: Final = re.compile(rf"\b(?:par|chaque|a chaque|pour chaque|/) ?{_SESSIONS}\b")
_PER_HEAD: Final = re.compile(rf"\b(?:par|chaque|pour chaque|/) ?{_HEADS}\b")
_TIMES_BEHIND: Final = re.compile(
    r" ?(?:[x×*]|fois) ?[0-9]| (?:chacune?s?|l'une?|piece|l'unite|l'heure)\b"
)
_TIMES_BEFORE: Final = re.compile(r"(?:[0-9)] ?|[a-z] |^)[x×*] ?$")
# "20 séances à 70 €": so many things at so much.
_SO_MANY_AT: Final = re.compile(
    r"(?:[0-9]|\b(?:deux|trois|quatre|cinq|six|dix|une?))"
    rf" ?(?:{_SESSIONS}|{_THINGS}|{_HEADS})(?: [a-z']+){{0,3}} (?:a|de|x) $|[0-9] ?h a $"
)
_THE_MOST_AT: Final = 1_500
_UNIT_BEFORE: Final = re.compile(
    r"\b(?:tarifs?|prix|forfaits?|(?:cout|taux|tarif|salaire) (?:horaire|unitaire|journalier)"
    r"|quotient|unitaire|chaque [a-z]+(?: [a-z]+)? (?:coute|revient|est)|payee?s?|vendue?s?"
    r"|paf)(?: (?!pour\b)[a-z'./()]+){0,5} ?[:=]? ?(?:de |entre )?$|\bentrees? ?(?:a|:|=|de) ?$"
)
_THE_MOST_OF_A_PRICE: Final = 400
# "La sortie à 5 €", "3 € enfants".
_AT_BEFORE: Final = re.compile(r"\b(?:est |sont |etait |etaient )?a $")
_THE_MOST_JUST_AT: Final = 30
# Below this, what no word calls a budget is a price.
_LEAST_BUDGET: Final = 15
_FOR_HEADS_BEFORE: Final = re.compile(rf"(?:^|[^a-z])(?:{_HEADS}|quotient|qf)\b[^€]{{0,30}}[:=] ?$")
_OF_ONE_BEFORE: Final = re.compile(
    rf"\b(?:couts?|prix|budget|tarif|montant)(?: moyenn?e?s?)?"
    rf" (?:d'une? (?:seule? )?|de chaque |de l'|par )(?:{_SESSIONS}|{_HEADS}|{_THINGS})\b"
    rf"[^€]{{0,30}}$|\b(?:une?|1|l'|le|la) ?(?:{_SESSIONS}|{_THINGS}) ?= ?$"
)
_HEADS_BEHIND: Final = re.compile(
    rf" ?(?:(?:pour|les|chez|non) )*(?:l'|les |un |une |chaque )?{_HEADS}\b"
)
_FEE_BEFORE: Final = re.compile(
    r"\b(?:participations?|cotisations?|adhesions?|inscriptions?|contributions?"
    r"|cout pour|demande(?:e|s|es)? aux?)(?: [a-z'./()]+){0,6} ?[:=]? ?$"
)
_THE_MOST_OF_A_FEE: Final = 40
# Where one price is by session, small amounts in the same sentence are too.
_THE_MOST_BY_CONTAGION: Final = 250

_STILL_A_PRICE: Final = re.compile(
    r"\bdont\b|\bau lieu d|\bvaleur\b|\breduit|\bou\b|\bplein\b|/ ?$"
)
# What may stand before a price, and the most it then is.
_PRICE_BEFORE: Final = (
    (_SO_MANY_AT, _THE_MOST_AT),
    (_PER_SESSION, _THE_MOST_AT),
    (_PER_HEAD, _THE_MOST_AT),
    (_UNIT_BEFORE, _THE_MOST_OF_A_PRICE),
    (_FOR_HEADS_BEFORE, _THE_MOST_OF_A_FEE),
    (_AT_BEFORE, _THE_MOST_JUST_AT),
    (_FEE_BEFORE, _THE_MOST_OF_A_FEE),
)
_BEFORE: Final = 120
_BEHIND: Final = 70


def has_products(marked: Marked) -> bool:
    """Whether something is said to be multiplied: "Bailleurs 3 x 500 €"."""
    return any(
        _TIMES_BEHIND.match(marked.plain, amount.end)
        or _TIMES_BEFORE.search(marked.plain, max(0, amount.start - 4), amount.start)
        for amount in marked.amounts
        if amount.unit
    )


def with_prices(marked: Marked) -> tuple[Amount, ...]:
    """Return the amounts of a text, those that are unit prices marked so."""
    amounts = marked.amounts
    ends = [0, *(amount.end for amount in amounts)]
    starts = [*(amount.start for amount in amounts[1:]), len(marked.plain)]
    found: list[Amount] = []
    for amount, last, following in zip(amounts, ends, starts, strict=False):
        unit = amount.unit or _is_price(marked, amount, last, following)
        if not unit and found:
            unit = _is_caught(marked, found[-1], amount)
        found.append(replace(amount, unit=unit))
    # "3 €": no action costs so little.
    low = all(0 < amount.value < _LEAST_BUDGET for amount in found if not amount.unit)
    if low and not words.MEDIUM_TOTAL.search(marked.plain):
        return tuple(replace(amount, unit=True) for amount in found)
    return tuple(found)


def _is_price(marked: Marked, amount: Amount, last: int, following: int) -> bool:
    """Whether the words around an amount say that it is for one thing, person or session."""
    plain = marked.plain
    begin, finish = marked.sentence(amount.start, amount.end)
    before = plain[max(begin, last, amount.start - _BEFORE) : amount.start]
    if words.STRONG_TOTAL.search(before) and not _PER_HEAD.search(before):
        return False
    # What is said of it, up to the next amount.
    behind = plain[amount.end : min(finish, following, amount.end + _BEHIND)]
    if _is_price_by_behind(marked, amount, behind):
        return True
    # "20 € par séance soit 800 €": what it all makes.
    return not (last > begin and words.SOIT.search(before)) and _is_price_by_before(amount, before)


def _is_price_by_behind(marked: Marked, amount: Amount, behind: str) -> bool:
    """Whether what stands behind says that an amount is a price: "5 € par enfant"."""
    per = _PER_BEHIND.match(behind)
    if per and not marked.names_funder(amount.end + per.start("unit")):
        return True
    if _THE_THING.match(behind) or _TIMES_BEHIND.match(behind):
        return True
    if amount.value < _THE_MOST_OF_A_THING and _A_THING.match(behind):
        return not marked.names_funder(amount.end + 4)
    if amount.value < _THE_MOST_OF_A_FEE and _HEADS_BEHIND.match(behind):
        return True
    near = re.split(r"[,(]", behind)[0]
    each = _PER_SESSION.search(near) or _PER_HEAD.search(near)
    return bool(each) and not re.search(r"[0-9]", near)


def _is_price_by_before(amount: Amount, before: str) -> bool:
    """Whether what stands before says that an amount is a price: "tarif : 5 €"."""
    near = re.split(r"[,;]", before)[-1]
    if amount.high is not None and amount.high < _THE_MOST_OF_A_THING:
        return not words.MEDIUM_TOTAL.search(before)
    if _TIMES_BEFORE.search(before):
        return True
    return any(amount.value < most and pattern.search(near) for pattern, most in _PRICE_BEFORE) or (
        amount.value < _THE_MOST_AT and bool(_OF_ONE_BEFORE.search(before))
    )


def _is_caught(marked: Marked, last: Amount, amount: Amount) -> bool:
    """Whether the price just before it in the sentence says that an amount is one too."""
    if not last.unit or amount.value > _THE_MOST_BY_CONTAGION:
        return False
    begin, finish = marked.sentence(last.start, last.end)
    if amount.start >= finish:
        return False
    between = marked.plain[last.end : amount.start]
    if words.STRONG_TOTAL.search(between) or words.SOIT.search(between):
        return False
    stop = min(finish, amount.end + 30)
    if any(one.listed for one in funders_in(marked.plain, marked.source, last.end, stop)):
        return False
    small = amount.value <= last.value and amount.value <= _THE_MOST_OF_A_THING
    if small or _STILL_A_PRICE.search(between):
        return True
    return bool(_PER_SESSION.search(marked.plain, max(begin, amount.start - _BEFORE), amount.start))
