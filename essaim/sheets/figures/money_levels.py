"""How plainly the words around an amount say that it is the total."""

import re
from enum import IntEnum
from typing import Final

from essaim.sheets.figures import money_words as words
from essaim.sheets.figures.funders import Funder
from essaim.sheets.figures.money_marks import Amount, Marked
from essaim.sheets.figures.money_places import Around

_HOLDS: Final = re.compile(r"[^0-9\n;]{0,40}?\bdont\b")
_OF_WHAT_IS_GIVEN: Final = re.compile(
    rf"{words.INCOME.pattern}.{{0,60}}\b(?:montant|enveloppe|hauteur) (?:totale? )?de $"
)
# "4 800 € sur 6 000 €", and not "sur 6 000 € demandés".
_OUT_OF: Final = re.compile(
    r" ?(?:[^0-9;,.()\n]{0,50} )?sur (?:les |un total de )?"
    r"|[^0-9;,.\n]{0,30}\b(?:sur|pour) un (?:cout|budget|total|montant)(?: [a-z]+){0,3} de "
    r"|[ )]{0,2}sur une? (?:subvention|aide|dotation)(?: totale)? de "
)
HOPED: Final = re.compile(
    r" (?:(?:demande|espere|sollicite|attendu|prevu|disponible)[es]*\b"
    r"|(?:qui )?(?:a|ont) (?:deja )?ete (?:utilise|consomme|engage)[es]*\b"
    r"|(?:du budget participatif|de l'appel|de l'enveloppe|du fonds|de la dotation)\b)"
)
# "Caf 2000, ville 1000 : 3000": nothing else between the last of them and their sum.
_IS_SUM: Final = re.compile(r" ?(?::|->|=>|→) ?")
# "Dépenses : chorale 300 €": what stands between the heading and the amount, if it is a name.
_ITEM: Final = re.compile(r"[^:\n]{0,60}[:\n](?P<own>[^:]*(?::[^:\n]{0,3})?)$")
_NO_NAME: Final = re.compile(
    r"\b(?:environ|env|approximativement|totale?|globale?|annuel(?:le)?|prevue?|previsionnel(?:le)?"
    r"|reel(?:le)?|estimee?|evaluee?|chiffree?|fixee?|an|annee|mois|les?|la|des?|du|une?|pour|sur"
    r"|en|soit|au|aux|est|etait|sera|par|nous|notre|cette|ce|celui|action|projet|budget|cout"
    r"|montant|euros?|somme|ensemble|minimum|maximum|mini|maxi|entre|plus|moins|pres|autour|ttc|ht"
    r"|saison|hors|avec|sans|tout|toute|compris|il|elle|de l'ordre|ordre|quelques?|seulement|vote"
    r"|s'eleve|depenses?|charges?|enveloppe|seule?)\b|[^a-z]"
)
# Verbs that say what something costs: what stands before them tells whether it is all.
_COSTS: Final = re.compile(
    r"(?:coute(?:nt|ra|rait)?|revient|s'eleve(?:nt)?|s'est eleve[es]*|represente|evalue[es]*"
    r"|estime[es]*|chiffre[es]*)"
)
_WHOLE: Final = re.compile(
    rf"{words.BUDGET.pattern}|\b(?:action|projet|total|ensemble|montant|depenses?|tout|operation)\b"
)
_TOTAL_OF: Final = re.compile(r"\btotal (?:de (?:la )?|du )?$")
_OF_A_GIFT: Final = re.compile(
    r" (?:de |d')?(?:la |l'|cette |notre |une )?"
    r"(?:subvention|aide|dotation|bourse|don|participation)"
)
# "Les coûts sont partagés : 700 € pour le centre, 700 € pour la médiathèque".
_PARTED: Final = re.compile(
    r"\b(?:partage|divise|decompose|ventile|reparti(?! sur\b))[es]*\b[^0-9]{0,40}[:(,]"
)
# "4 870 € de charges et 4 870 € de produits".
_SIDE_BEHIND: Final = re.compile(r" de (?:charges|depenses|frais)\b(?! ?(?:de|d'|soci|loca))")
_OTHER_SIDE_BEHIND: Final = re.compile(r" de (?:produits|recettes)\b(?! ?(?:de|d'))")
_AN_AMOUNT: Final = re.compile(r"[0-9] ?(?:€|euros?)")
_NOUN: Final = re.compile(r"\b(?:le |la |les |l'|un |une |des )(?!tout\b)[a-z]{3,}")
_CLAUSE: Final = re.compile(r"[.;\n]")


class Level(IntEnum):
    """How plainly the words say that an amount is the total."""

    NONE = 0
    MEDIUM = 1  # "coût de l'action : 5 000 €"
    STRONG = 2  # "budget total", "en tout", "soit 5 000 €"


def level_of(
    marked: Marked,
    amount: Amount,
    around: Around,
    earlier: tuple[Amount, ...],
    funder: Funder | None,
) -> Level:
    """Return how plainly an amount is the total, given who may be giving it."""
    plain = marked.plain
    left = plain[around.left : amount.start]
    named = funder is not None and around.left <= funder.start < amount.start
    level = _level(marked, amount, around, () if named else earlier)
    if level is Level.STRONG and named and any(one.value > amount.value for one in earlier):
        return Level.NONE  # all that one of them gives
    if level is Level.STRONG and funder and _TOTAL_OF.search(plain, around.left, funder.start):
        return Level.NONE  # "total Caf : 2 000 €"
    if level is Level.MEDIUM and funder:
        behind_the_word = _after_total_word(funder, marked, amount, around)
        return Level.NONE if behind_the_word or _OF_WHAT_IS_GIVEN.search(left) else level
    if level is Level.NONE and not funder and "inside" in marked.hints:
        holds = _HOLDS.match(plain, amount.end, around.right + 30)
        return Level.MEDIUM if holds else level
    return level


def _level(  # noqa: PLR0911 (the first of the signs that holds)
    marked: Marked, amount: Amount, around: Around, earlier: tuple[Amount, ...]
) -> Level:
    """Return how plainly the words say that this is the total."""
    plain = marked.plain
    left = words.without_left_out(plain[around.left : amount.start])
    right = plain[amount.end : around.right]
    wide = words.without_left_out(plain[around.wide_left : amount.start])
    if "total" in marked.hints and words.SUBTOTAL.search(left):
        return Level.MEDIUM
    if _is_what_others_are_of(plain, amount, left, earlier):
        return Level.STRONG
    if earlier and earlier[-1].unit and words.SOIT.search(left):
        return Level.NONE  # what so many cost, one of those to add up
    total = "total" in marked.hints and words.STRONG_TOTAL.search(left)
    if total or words.STRONG_BEHIND.match(plain, amount.end):
        return Level.STRONG
    if earlier and words.SOIT.search(left) and amount.value >= max(one.value for one in earlier):
        return Level.STRONG
    if len(earlier) > 1 and _IS_SUM.fullmatch(plain, earlier[-1].end, amount.start):
        return Level.STRONG if _is_sum(amount, earlier) else Level.NONE
    if "heading" in marked.hints and words.HEADING_ONLY.fullmatch(left):
        return Level.MEDIUM
    for text in (left, wide) if not words.INCOME.search(left) else (left,):
        said = _said_by(text, plain[marked.sentence(amount.start, amount.end)[0] : amount.start])
        if said is not None:
            return said
        if text is wide and "total" in marked.hints and words.STRONG_TOTAL.search(text):
            return Level.STRONG
    if right.startswith(" de budget") or _SIDE_BEHIND.match(right):
        return Level.MEDIUM
    other = "charges" in plain and _OTHER_SIDE_BEHIND.match(right)
    return Level.MEDIUM if other else Level.NONE


def _is_what_others_are_of(
    plain: str, amount: Amount, left: str, earlier: tuple[Amount, ...]
) -> bool:
    """Whether it is the 6 000 of "4 800 € sur 6 000 €", of "sur les 6 000 € nécessaires"."""
    if words.OUT_OF_BEHIND.match(plain, amount.end) and words.OUT_OF_BEFORE.search(left):
        return True
    if not earlier or earlier[-1].unit or amount.value <= earlier[-1].value:
        return False
    hoped = HOPED.match(plain, amount.end)
    return not hoped and _OUT_OF.fullmatch(plain, earlier[-1].end, amount.start) is not None


def _said_by(text: str, sentence: str) -> Level | None:
    """Return what a word like "budget" says in the words before an amount; None without one."""
    found = list(words.MEDIUM_TOTAL.finditer(text))
    last = found[-1] if found else None
    bought = words.EXPENSE.search(text, last.end() if last else 0)
    if last is None:
        return Level.NONE if bought else None
    if bought and not words.EVENT.fullmatch(bought[0]):
        return Level.NONE
    if _PARTED.search(text, last.end()):
        return Level.NONE
    if last[0].startswith(("montant", "enveloppe")) and _OF_A_GIFT.match(text, last.end()):
        return Level.NONE
    return Level.NONE if _names_an_item(text, last, sentence) else Level.MEDIUM


def _names_an_item(text: str, said: re.Match[str], sentence: str) -> bool:
    """Whether the amount is one of a list, or what one thing costs: "le car revient à"."""
    item = _ITEM.match(text, said.end())
    if item and len(_NO_NAME.sub("", item["own"])) > 2:
        return True
    if not _COSTS.fullmatch(said[0]):
        return False
    before = sentence[: sentence.rfind(said[0])]
    subject = _CLAUSE.split(before)[-1]
    own = subject.rsplit(",", 1)[-1]
    if "," in subject and _AN_AMOUNT.search(before) and _NOUN.search(own):
        return not _WHOLE.search(own)  # "les costumes 230 €, la fanfare nous a coûté 500 €"
    bought = words.EXPENSE.search(subject)
    return bool(bought and not words.EVENT.fullmatch(bought[0])) and not _WHOLE.search(subject)


def _is_sum(amount: Amount, earlier: tuple[Amount, ...]) -> bool:
    return amount.value == sum(one.value for one in earlier if not one.unit)


def _after_total_word(funder: Funder, marked: Marked, amount: Amount, around: Around) -> bool:
    """Whether a funder stands between the word for a total and the amount: "Budget Caf 3000"."""
    if funder.start > amount.start:
        return False
    found = list(words.MEDIUM_TOTAL.finditer(marked.plain, around.left, amount.start))
    return not found or funder.start > found[-1].start()
