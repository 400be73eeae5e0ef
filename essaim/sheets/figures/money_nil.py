"""What says that an action has no money at all: "Néant", "aucun financement"."""

import re
from typing import Final

_NIL_ALONE: Final = re.compile(
    r"[\s\-•.:/(]*(?:neant|aucune?s?|rien(?: du tout)?|zero|nul(?:le)?|0(?:[.,]0{1,2})?|sans"
    r"|gratuit(?:e)?|neans|nean|benevolat(?: uniquement| seul)?)[\s.!;:)]*"
)
_MONEY_NOUN: Final = (
    r"(?:budgets?|budjets?|financements?|ressources?|couts?|depenses?|subventions?"
    r"|finances?|moyens? financiers?|moyens?|frais|argent|fonds|aides?(?: financieres?)?"
    r"|incidences? financieres?|charges?|apports? financiers?|financeurs?"
    r"|besoins? financiers?|investissements?|contributions? financieres?|enveloppes?"
    r"|euros?|recettes?|credits?)"
)
_NIL: Final = re.compile(
    rf"\b(?:aucune?s?|pas (?:de|d'|eu de|besoin de|eu besoin de)|sans|zero|nulle?s?|ni)"
    rf" ?(?:[a-z]+ ){{0,2}}{_MONEY_NOUN}\b"
    r"|\bpas (?:necessite|demande|genere|engendre|represente|implique|besoin)e? (?:de |d')"
    rf"{_MONEY_NOUN}\b|\bpas un (?:sou|centime|euro)\b"
    r"|\b(?:coute|coutent|coutait|a coute|depense|avons rien depense) (?:absolument |quasi )?rien\b"
    r"|\b(?:n'a|n'ont|n'avait) rien coute\b|\brien (?:n'a ete )?depense"
    r"|\bcout(?:e|s)? ?(?:est |:|=|\?)? ?(?:zero|nul|0|aucun|neant|rien)(?![0-9a-z])"
    r"|\b(?:budget|depenses?|financements?) (?:0|zero|nul)(?![0-9a-z])\b|\brien coute\b"
    r"|\b(?:budget|financements?|ressources?|depenses?|subventions?|recettes?"
    r"|aides?)(?: [a-z']+){0,3} ?(?:est |:|=|-) ?"
    r"(?:neant|aucune?|zero|nul|rien|0)(?![0-9a-z])"
    r"|\baction (?:entierement |totalement )?gratuite\b(?! pour)|\bneant\b"
)
# "Pas de budget propre : sur celui du centre" says that there is one, not how much.
_NOT_NIL: Final = re.compile(
    r"\b(?:budget (?:general|global|du centre|de fonctionnement|annuel|de la structure|csc|centre"
    r"|famille|jeunesse|animation)|fonctionnement (?:general|global|courant|du centre)"
    r"|pas (?:encore|connu|defini|precis|chiffre)|fonds propres|mise a disposition"
    r"|pas d'autres?|aucune? autres?|sans autres?|aucune? (?:information|donnee|chiffre|idee)"
    r"|(?:sauf|hormis|excepte|a part|seulement|uniquement) (?:[a-z']+ ){0,3}?"
    r"(?:caf|ville|mairie|commune|departement|region|etat)"
    r"|pas d'information|(?:a|ont) (?:tout )?(?:paye|finance)"
    r"|financee? par|pris(?:e)? en charge|gratuit(?:e)? pour)\b"
)


_REACH: Final = 400


def nil_in(plain: str) -> tuple[int, int] | None:
    """Return where a text without amounts says that there is no money, or None."""
    found = _NIL_ALONE.fullmatch(plain) or _NIL.search(plain, 0, _REACH)
    if found is None or _NOT_NIL.search(plain):
        return None
    start, end = found.span()
    said = plain[start:end]
    start += len(said) - len(said.lstrip(" \n-•.:/("))
    end -= len(said) - len(said.rstrip(" \n.!;:)"))
    return start, end
