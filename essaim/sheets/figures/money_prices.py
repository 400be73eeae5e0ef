"""Which amounts are the price of one thing, person or session: no budget is made of them."""

import re
from dataclasses import replace
from typing import Final

from essaim.sheets.figures import money_words as words
from essaim.sheets.figures.funders import funders_in
from essaim.sheets.figures.money_marks import Amount, Marked

_NO_UNIT: Final = (
    r"(?:an|ans|annee|annees|mois|trimestre|semestre|la|le|les|l|un|une|notre|nos|des|du"
    r"|ces|cette|ce|an\.|deux|trois|son|sa|saison|le biais|rapport|an,|euros?|exercice|plusieurs"
    r"|certains|l'intermediaire|financeurs?|subventions?|convention|cheques?|virement"
    r"|centre|structure)"
)
_PER_BEHIND: Final = re.compile(
    r"[ .]?(?:ttc )?(?:(?:maximum|maxi|max|minimum|mini|min|environ|en moyenne) )?"
    rf"(?:/|par\b|\bchaque\b|pour chaque|pour un(?:e)? seule?)"
    rf" ?(?!{_NO_UNIT}(?![a-z]))(?P<unit>[a-z]{{1,20}})(?![a-z])(?! ?[:=]| [0-9])"
)
_SESSIONS: Final = words.SESSIONS
# "500 € par mois": a budget of that time.
_BY_TIME: Final = re.compile(
    r" ?(?:/|par|chaque|tous les) ?(?:ans?|annees?|mois|trimestres?|semestres?)\b"
)
_HEADS: Final = (
    r"(?:enfants?|jeunes?|personnes?|pers|familles?|adultes?|parents?|usagers?"
    r"|participant(?:e|s|es)?|habitant(?:e|s|es)?|adherent(?:e|s|es)?|seniors?|foyers?"
    r"|couples?|tetes?|ados?|adolescents?|eleves?|inscrits?|menages?|mamans?|membres?"
    r"|beneficiaires?|stagiaires?|duo|binomes?|equipes?|exposants?)"
)
_THINGS: Final = (
    r"(?:entrees?|interventions?|vacations?|places?|billets?|tickets?|parts?|assiettes?|pieces?|unites?|boissons?"
    r"|kilos?|kg|km|kilometres?|litres?|exemplaires?|livres?|cartes?|cafes?|bouteilles?"
    r"|paniers?|lots?|heures?|seances?|repas|journees?|demi[ -]journees?|nuits?|nuitees?"
    r"|adhesions?|cotisations?|jour|ateliers?|sorties?|gouters?|menus?|metres?|m2|tombola"
    r"|cases?|stands?|emplacements?|parcelles?|inscriptions?|consultations?|cours|tables?"
    r"|soiree|crepes?|gateaux?|photos?|lavages?|machines?|impressions?|copies?|trajets?)"
)
_THE_THING: Final = re.compile(
    rf" ?(?:(?:brut|net|ttc|ht)s? )?(?:le|la|l'|du|de l'|chaque) ?{_THINGS}\b"
)
_SO_MANY_THINGS: Final = re.compile(rf" les? [0-9]+ ?{_THINGS}\b")
# A small amount behind which a thing is named: "1,50 € le café gourmand".
_A_THING: Final = re.compile(
    r" (?:le |la |l')(?!premier|premiere|deuxieme|second|seconde|mois|an\b|annee|trimestre|semestre"
    r"|reste|caf\b|ville|mairie|region|departement|tout|saison|commune|dernier|derniere)[a-z]{3,}"
)
_THE_MOST_OF_A_THING: Final = 60
# "Mairie 2200 / CAMVS 1800 / total 4000": a bar between the entries of a list.
_UNIT: Final = re.compile(rf"{_SESSIONS}|{_HEADS}|{_THINGS}")
_PLAINLY: Final = re.compile(
    rf" ?(?:ttc |ht )?(?:/|par|chaque|la|le|l'|de l'|pour chaque) ?(?:{_UNIT.pattern}"
    r"|projets?|groupes?|classes?|structures?|semaine|mois)\b"
)
_COUNT_TIMES: Final = re.compile(rf"[0-9] ?(?:[a-z]+ ){{0,2}}{words.TIMES} ?$")
_NEXT_ENTRY: Final = re.compile(
    r" ?/ ?[a-z][^0-9\n/;,.€]{0,40}?[ :=(]{1,3}[0-9]| / (?=total)"
    # "Alim. 180 / Transp. 560", and not "60 € / séance. 20 séances".
    rf"| / (?!(?:{_UNIT.pattern})\.)[a-z]{{3,12}}\. ?[0-9]"
)
_PER_SESSION: Final = re.compile(rf"\b(?:par|chaque|a chaque|pour chaque|/) ?{_SESSIONS}\b")
# "3/ Adhérents 300 €" is the third of a list.
_SLASH: Final = r"\b(?<![ \n][0-9])/"
_PER_HEAD: Final = re.compile(rf"(?:\b(?:par|chaque|pour chaque)|{_SLASH}) ?{_HEADS}\b")
# "15 € / trimestre / famille".
_PER_TIME_AND_HEAD: Final = re.compile(
    rf" ?(?:/|par) ?(?:an|mois|trimestre|semestre|semaine) ?(?:/|et par|par) ?{_HEADS}\b"
)
_TIMES_BEHIND: Final = re.compile(
    rf" ?{words.TIMES} ?[0-9]| (?:chacune?s?|l'une?|piece|l'unite|l'heure)\b"
)
_TIMES_BEFORE: Final = re.compile(rf"(?:[0-9)] ?|[a-z] |^){words.TIMES} ?$")
# "20 séances à 70 €": so many things at so much.
_SO_MANY_AT: Final = re.compile(
    r"(?:[0-9]|\b(?:deux|trois|quatre|cinq|six|dix"
    r"|une?(?! (?:spectacle|concert|sejour|sortie|stage|soiree|evenement))))"
    rf" ?(?:{_SESSIONS}|{_THINGS}|{_HEADS})(?: [a-z'-]+){{0,3}} (?:a|de|x) $|[0-9] ?h a $"
    r"|\b(?:[2-9]|[0-9]{2,3}|deux|trois|quatre|cinq|six|dix) (?:[a-z]{2,}[sx](?: [a-z]+)? a"
    r"|(?:bourses|aides|cheques|bons|colis|forfaits|prets|micro-?credits)(?: [a-z'-]+)? de) $"
    r"|\bchacune?s? $"
)
# "Bourses de 150 € attribuées à 14 jeunes".
_MANY_OF: Final = re.compile(r"\b(?:bourses|aides|cheques|bons|forfaits|prets|primes) de $")
_TO_SO_MANY: Final = re.compile(
    r" (?:(?:attribue|accorde|verse|distribue|donne|remis)[es]* )?(?:a [0-9]+|a chaque|aux [0-9]+) "
)
_ONE_AT: Final = re.compile(
    r"(?:^|[\n;.-] ?)(?:la |l'|une? )?(?:demi[ -]journees?|seances?|heures?|interventions?"
    r"|vacations?|ateliers?) a $"
)
_THE_MOST_AT: Final = 1_500
_UNIT_BEFORE: Final = re.compile(
    r"\b(?:tarifs?|prix(?! des )|forfaits?"
    r"|(?:cout|taux|tarif|salaire) (?:horaire|unitaire|journalier)"
    r"|quotient|unitaire|vendue?s?(?! pour)"
    r"|chaque [a-z]+(?: [a-z]+)? (?:coute|revient|est|apporte|met|verse|donne|paie|paye|cotise)"
    r"|chacune? (?:apporte|met|verse|donne|paie|paye|cotise)"
    r"|paf)(?: (?!pour\b)[a-z'./()]+){0,5} ?[:=]? ?(?:qf ?[0-9] ?[:=]? ?)?(?:de |entre )?$"
)
_ENTRY_AT: Final = re.compile(r"\bentrees? ?(?:a|:|=|de) ?$|\bentree $")
_ENTRIES: Final = re.compile(r"\bentrees $")
# "Prix des places : 12 €", and not "prix des entrées 345 €".
_PRICES_OF: Final = re.compile(r"\bprix des [a-z]+ ?[:=]? ?$")
_LEAST_OF_PRICES: Final = 100
_THE_MOST_OF_A_PRICE: Final = 400
# "La sortie à 5 €", "3 € enfants".
_AT_BEFORE: Final = re.compile(r"\b(?:est |sont |etait |etaient )?a $")
_THE_MOST_JUST_AT: Final = 30
# Below this, what no word calls a budget is a price.
_LEAST_BUDGET: Final = 15
_FOR_HEADS_BEFORE: Final = re.compile(rf"(?:^|[^a-z])(?:{_HEADS}|quotient|qf)\b[^€]{{0,30}}[:=] ?$")
_OF_ONE_BEFORE: Final = re.compile(
    rf"\b(?:couts?|prix|budget|tarif|montant)(?: moyenn?e?s?| de revient)?"
    rf" (?:d'une? (?:seule? )?|de chaque |de l'|par )(?:{_SESSIONS}|{_HEADS}|{_THINGS})\b"
    rf"[^€]{{0,30}}$|\b(?:une?|1|l'|le|la) ?(?:{_SESSIONS}|{_THINGS}) ?= ?$"
)
_OF_ONE_STEMS: Final = ("cout", "prix", "budget", "tarif", "montant", "=")
_HEADS_BEHIND: Final = re.compile(
    rf" ?(?:(?:pour|les|chez|non|aux) )*(?:l'|les |un |une |chaque )?{_HEADS}\b"
)
_FEE_BEHIND: Final = re.compile(r" (?:d'|de )(?:adhesion|cotisation|inscription)s?\b")
_FEE_BEFORE: Final = re.compile(
    r"\b(?:participations?|cotisations?|adhesions?|inscriptions?|contributions?"
    r"|cout pour|payee?s?|demande(?:e|s|es)? aux?)(?: [a-z'./()]+){0,6} ?[:=]? ?$"
    r"|\b(?:on|nous) demand(?:e|ons) (?:environ )?$"
    rf"|\b(?:participations?|contributions?) ?: ?(?:les |par )?{_HEADS} ?[:=]? ?$"
)
_THE_MOST_OF_A_FEE: Final = 40
# Where one price is by session, small amounts in the same sentence are too.
_THE_MOST_BY_CONTAGION: Final = 250

_STILL_A_PRICE: Final = re.compile(
    r"\bdont\b|\bau lieu d|\bvaleur\b|\breduit|\bou\b|\bplein\b|/ ?$"
)
# What may stand before a price, the most it then is, and stems without which it cannot.
_PRICE_BEFORE: Final = (
    (_SO_MANY_AT, _THE_MOST_AT, (" a ", " de ", " x ", "chacun")),
    (_ONE_AT, _THE_MOST_AT, (" a ",)),
    (_PER_SESSION, _THE_MOST_AT, ("par", "chaque", "/")),
    (_PER_HEAD, _THE_MOST_AT, ("par", "chaque", "/")),
    (
        _UNIT_BEFORE,
        _THE_MOST_OF_A_PRICE,
        (
            *("tarif", "prix", "forfait", "cout", "taux", "salaire", "quotient", "unitaire"),
            *("chacun", "chaque", "paye", "vendu", "paf", "entree"),
        ),
    ),
    (_ENTRY_AT, _THE_MOST_OF_A_THING, ("entree",)),
    (_ENTRIES, _LEAST_BUDGET, ("entrees ",)),
    (_PRICES_OF, _LEAST_OF_PRICES, ("prix des",)),
    (_FOR_HEADS_BEFORE, _THE_MOST_OF_A_FEE, (":", "=")),
    (_AT_BEFORE, _THE_MOST_JUST_AT, ("a ",)),
    (
        _FEE_BEFORE,
        _THE_MOST_OF_A_FEE,
        ("partici", "cotis", "adhes", "inscri", "contrib", "cout pour", "demande", "paye"),
    ),
)
# "QF1 5 €, QF2 8 €".
_NEXT_BAND: Final = re.compile(r"[ ,;/]*(?:(?:le |et )?(?:qf|tranche|quotient) ?[0-9a-d] ?[:=]? ?)")
_PLUS: Final = re.compile(r" ?(?:\+|plus les? ) ?")
_EACH: Final = re.compile(r"/|\bpar\b|\bchaque\b")
_PIECES: Final = re.compile("[,(;]| et (?!par|/)| mais | puis ")
_BEFORE: Final = 120
_BEHIND: Final = 70


def has_products(marked: Marked) -> bool:
    """Whether something is multiplied, and nobody says what it makes: "Bailleurs 3 x 500 €"."""
    plain = marked.plain
    return any(
        (
            _TIMES_BEHIND.match(plain, amount.end)
            or _TIMES_BEFORE.search(plain, max(0, amount.start - 4), amount.start)
        )
        and not words.SOIT.search(plain, amount.end, marked.next_after(amount.end))
        for amount in marked.amounts
        if amount.unit
    )


def is_plainly_a_price(marked: Marked, amount: Amount) -> bool:
    """Whether an amount is followed by what it is the price of, and no word like it."""
    plain = marked.plain
    return bool(
        _PLAINLY.match(plain, amount.end) or _TIMES_BEHIND.match(plain, amount.end)
    ) or bool(_COUNT_TIMES.search(plain, max(0, amount.start - _BEFORE), amount.start))


def with_prices(marked: Marked) -> tuple[Amount, ...]:
    """Return the amounts of a text, those that are unit prices marked so."""
    amounts = marked.amounts
    ends = [0, *(amount.end for amount in amounts)]
    starts = [*(amount.start for amount in amounts[1:]), len(marked.plain)]
    found: list[Amount] = []
    for place, (amount, last, following) in enumerate(zip(amounts, ends, starts, strict=False)):
        unit = amount.unit or _is_price(marked, amount, last, following)
        unit = unit or _is_multiplied(marked, amount, place)
        if not unit and found:
            unit = _is_caught(marked, found[-1], amount)
        found.append(replace(amount, unit=True) if unit and not amount.unit else amount)
    # "3 €": no action costs so little.
    low = all(0 < amount.value < _LEAST_BUDGET for amount in found if not amount.unit)
    if low and not words.MEDIUM_TOTAL.search(marked.plain):
        return tuple(replace(amount, unit=True) for amount in found)
    return tuple(found)


def _is_multiplied(marked: Marked, amount: Amount, place: int) -> bool:
    """Whether the next amount is so many times this one: "6 intervenants à 120 € = 720 €"."""
    if place + 1 >= len(marked.amounts) or not amount.value:
        return False
    product = marked.amounts[place + 1]
    if product.value <= amount.value or _BY_TIME.match(marked.plain, amount.end):
        return False
    gap = marked.plain[amount.end : product.start]
    if not (words.SOIT.search(gap) or gap.strip() == "("):
        return False
    begin, _ = marked.sentence(amount.start, amount.end)
    start = max(begin, amount.start - _BEFORE)
    return any(
        one.value > 1 and one.value * amount.value == product.value
        for one in marked.counts_between(start, product.start)
    )


def _is_price(marked: Marked, amount: Amount, last: int, following: int) -> bool:
    """Whether the words around an amount say that it is for one thing, person or session."""
    plain = marked.plain
    begin, finish = marked.sentence(amount.start, amount.end)
    before = plain[max(begin, last, amount.start - _BEFORE) : amount.start]
    if (
        "total" in marked.hints
        and words.STRONG_TOTAL.search(before)
        and not _PER_HEAD.search(before)
    ):
        return False
    # What is said of it, up to the next amount.
    behind = plain[amount.end : min(finish, following, amount.end + _BEHIND)]
    if _is_price_by_behind(marked, amount, behind):
        return True
    if amount.value > _THE_MOST_BY_CONTAGION and _PLUS.match(plain, amount.end):
        return False  # one of those to add up
    # "20 € par séance soit 800 €": what it all makes.
    return not (last > begin and words.SOIT.search(before)) and _is_price_by_before(amount, before)


def _is_price_by_behind(  # noqa: PLR0911 (the first of the signs that holds)
    marked: Marked, amount: Amount, behind: str
) -> bool:
    """Whether what stands behind says that an amount is a price: "5 € par enfant"."""
    per = _PER_BEHIND.match(behind)
    if per and _is_by_somebody(marked, amount, per):
        return False
    if per and not marked.names_funder(amount.end + per.start("unit")):
        return not _NEXT_ENTRY.match(marked.plain, amount.end) or _is_a_unit(amount, per)
    many = _MANY_OF.search(marked.plain, max(0, amount.start - 30), amount.start)
    if many and _TO_SO_MANY.match(behind):
        return True
    if _THE_THING.match(behind) or _PER_TIME_AND_HEAD.match(behind) or _TIMES_BEHIND.match(behind):
        return True
    if amount.value < _THE_MOST_OF_A_THING and _SO_MANY_THINGS.match(behind):
        return True  # "20 € les 10 entrées"
    if amount.value < _THE_MOST_OF_A_THING and _A_THING.match(behind):
        return not marked.names_funder(amount.end + 4)
    if amount.value < _THE_MOST_OF_A_FEE and (
        _HEADS_BEHIND.match(behind) or _FEE_BEHIND.match(behind)
    ):
        return True
    if not _EACH.search(behind):
        return False
    near = _PIECES.split(behind, 1)[0]
    each = _PER_SESSION.search(near) or _PER_HEAD.search(near)
    return bool(each) and not re.search(r"[0-9]", near)


def _is_by_somebody(marked: Marked, amount: Amount, per: re.Match[str]) -> bool:
    """Whether what is behind "par" has a capital, and is no unit: "800 € par Emmaüs"."""
    if _UNIT.fullmatch(per["unit"]):
        return False
    place = amount.end + per.start("unit")
    last, word = marked.source[place - 2], marked.source[place : place + 2]
    return last.islower() and word[:1].isupper() and word[1:].islower()


def _is_a_unit(amount: Amount, per: re.Match[str]) -> bool:
    """Whether a slash before what could be the next of a list says "per": "5 € / enfant 8 €"."""
    return amount.value < _THE_MOST_OF_A_THING and bool(_UNIT.fullmatch(per["unit"]))


def _is_price_by_before(amount: Amount, before: str) -> bool:
    """Whether what stands before says that an amount is a price: "tarif : 5 €"."""
    if amount.high is not None and amount.high < _THE_MOST_OF_A_THING:
        return not words.MEDIUM_TOTAL.search(before)
    if _TIMES_BEFORE.search(before):
        return True
    if amount.value >= _THE_MOST_AT or not before:
        return False
    near = before[max(before.rfind(","), before.rfind(";")) + 1 :]
    value = float(amount.value)
    for pattern, most, stems in _PRICE_BEFORE:
        if value < most and _has(near, stems) and pattern.search(near):
            return True
    return _has(before, _OF_ONE_STEMS) and bool(_OF_ONE_BEFORE.search(before))


def _has(text: str, stems: tuple[str, ...]) -> bool:
    for stem in stems:  # noqa: SIM110 (twice as quick as any())
        if stem in text:
            return True
    return False


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
    if _AT_BEFORE.search(between) or _NEXT_BAND.fullmatch(between):
        return True
    small = amount.value <= last.value and amount.value <= _THE_MOST_OF_A_THING
    if small or _STILL_A_PRICE.search(between):
        return True
    return bool(_PER_SESSION.search(marked.plain, max(begin, amount.start - _BEFORE), amount.start))
