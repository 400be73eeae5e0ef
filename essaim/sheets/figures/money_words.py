"""The words that say what an amount is: a total, a part, what is bought, what somebody gives.

Patterns over plain text, without accents or capitals (see `numbers.reading_of`).
"""

import re
from typing import Final

PERSONS: Final = (
    r"(?:personnes?|familles?|enfants?|jeunes?|adultes?|habitant(?:e|s|es)?|parents?"
    r"|participant(?:e|s|es)?|benevoles?|usagers?|adherent(?:e|s|es)?|femmes?|hommes?"
    r"|seniors?|salarie(?:e|s|es)?|eleves?|foyers?|visiteurs?|logements?|heures?"
    r"|participations?|places?|repas|km|m2|metres?)"
)
_BUDGET: Final = r"(?:bud[gj]e?[tc]?s?|bugets?|bugdets?|couts?|coup)"
STRONG_TOTAL: Final = re.compile(
    r"\btotal(?:e|es|ement|ite)?\b|\btotaux\b|\ben tout\b|\btout compris\b"
    rf"|\b(?:{_BUDGET}|montant|enveloppe|financement)(?: [a-z]+){{0,2}} globale?s?\b"
    r"|\bglobalement\b"
)
STRONG_BEHIND: Final = re.compile(
    r"[ (]*(?:en tout\b|au total\b|de (?:budget|cout|total)|total\b|globalement|tout compris"
    r"|toutes? charges? comprises?|tcc\b)"
)
BUDGET: Final = re.compile(rf"\b{_BUDGET}\b")
MEDIUM_TOTAL: Final = re.compile(
    rf"\b(?:{_BUDGET}|evalue[es]*|estime[es]*|chiffre[es]*|s'eleve(?:nt)?|s'est eleve[es]*"
    r"|enveloppes?|montants?|depenses?|charges|coute(?:nt|ra|rait)?|revient|revenu|previsionnel"
    r"|investissement total|represente)\b"
)
SOIT: Final = re.compile(
    r"(?:\bsoit(?: donc)?|=|\bdonc|\bce qui fait|\bce qui donne)(?: un)?(?: environ)? ?:? ?$"
)
HEADING_ONLY: Final = re.compile(
    r"[^a-z0-9]*(?:les? |total (?:des )?)?"
    r"(?:depenses?|charges?|recettes?|produits?|ressources?|emplois)(?: totales?| prevues?"
    r"| previsionnelles?)?[ :=]*"
)
SPENDING: Final = re.compile(r"depenses?|charges?|emplois")
HEADING: Final = re.compile(
    r"(?:(?:^|[\n.;,€)])[ \-•*]*|(?<=[0-9]) |euros )(?:(?P<out>depenses?|charges?|emplois)"
    r"|(?P<into>recettes?|produits?|ressources?|financements?|financeurs?|subventions?))\b"
    r"[^:\n0-9€]{0,25}[:\n]"
)
SUBTOTAL: Final = re.compile(
    r"\bsous[ -]?total\b|\btotal(?:e|es)?(?: des| de)? (?:subventions?|aides?|ressources|recettes"
    r"|produits)"
)
INSIDE: Final = re.compile(r"\bdont\b|\by compris\b|\bparmi lesquels\b|\bincluant\b|\binclus\b")
OUTSIDE: Final = re.compile(
    r"\bhors\b|\bsans compter\b|\bnon compris\b|\ben dehors\b|\bnon inclus\b|\bvaloris|\bvaleur\b"
    r"|\bau lieu de\b|\bsur (?:les|l'enveloppe de) $"
)
OUTSIDE_BEHIND: Final = re.compile(
    r"[ ,(]*(?:(?:demande|sollicite)[es]* ?,? )?(?:mais )?"
    r"(?:(?:a ete |ont ete |est |sont )?(?:refuse|non obtenu|pas obtenu|non accorde|rejete)"
    r"|de valorisation|valorise)"
)
ASKED: Final = re.compile(r"\b(?:demande[es]*|sollicite[es]*|espere[es]*|attendu[es]*)\b")
GRANTED: Final = re.compile(
    r"\b(?:obtenu[es]*|accorde[es]*|recu[es]*|attribue[es]*|alloue[es]*|octroye[es]*)\b"
)
PLANNED: Final = re.compile(
    r"\b(?:prevu[es]*|initial(?:e|ement)?|previsionnel[les]*|previsionel[les]*|bp|previ)\b"
)
REAL: Final = re.compile(
    r"\b(?:realise[es]*|revue? a|ramenee? a|ajustee? a|finalement|au final|reel[les]*"
    r"|final[es]*|ca|effectif)\b"
)

# --- What is bought, and who is said to give -----------------------------------------------------
EXPENSE: Final = re.compile(
    r"\b"
    + (
        r"(?:aliment(?:ation|aire|aires)|nourriture|gouters?|repas|courses|achats?|materiels?"
        r"|fournitures?|transports?|bus|cars?|minibus|deplacements?|essence|carburant|peages?"
        r"|hebergements?|locations?|entrees?|billets?|intervenant(?:e|s|es)?|interventions?"
        r"|prestations?|prestataires?|salaires?|masse salariale|personnels?|charges?|postes?"
        r"|vacations?|honoraires?|communication|impressions?|affiches?|flyers?|tracts?"
        r"|assurances?|sacem|cadeaux?|lots?|jeux|livres?|graines?|terre|plants?|outils?"
        r"|peintures?|decorations?|deco|fonctionnement|equipements?|travaux|activites?"
        r"|animat(?:ion|ions|eur|rice|eurs|rices)|spectacles?|formations?|loyers?|fluides?"
        r"|electricite|telephone|petits? dejeuners?|boissons?|costumes?|tissus?|divers|frais"
        r"|salaries?|location|investissements?|sorties?|sejours?|conferences?|comediens?"
        r"|artistes?|musiciens?|dj|sono(?:risation)?|ordinateurs?|imprimantes?|papeterie"
        r"|timbres|logiciels?|bois|ingredients?|buffets?|traiteur|restauration|logistique"
        r"|securite|referente?s?|directeur|directrice|coordination|coordinat(?:eur|rice)|etp"
        r"|supports?|produits d'entretien|petit equipement|maintenance|entretien|expositions?"
        r"|ateliers?|theatre|psychologue|conteuse?|art-therapeute)"
    )
    + r"\b"
)
# What an action may itself be: "coût du séjour" is the whole.
EVENT: Final = re.compile(
    r"sejours?|sorties?|ateliers?|spectacles?|expositions?|conferences?|activites?|animations?"
    r"|formations?|theatre|repas|buffets?"
)
INCOME: Final = re.compile(
    r"\b(?:subventions?|dons?|dotations?|aides?|apports?|mecenat|bourses?|participations?"
    r"|contributions?|financements?|financee?s?|versee?s?|donne|attribue|prise? en charge|recettes?"
    r"|ventes?|collectes?|autofinancements?|fonds|adhesions|cotisations|produits?"
    r"|emplois? aides?)\b"
)
GIVEN_BY: Final = re.compile(
    r"(?:pris(?:e|es)? en charge|finance[es]*|versee?s?|donne[es]*|attribue[es]*|accorde[es]*"
    r"|octroye[es]*|alloue[es]*|apporte[es]*|obtenu[es]*) (?:[a-z]+ )?(?:par|de|du|aupres|des)\b"
    r"|\bde la part d|\bprovenant d|\ba la charge d|\bpar (?:la|le|l'|les)\b|\bvia\b|\bgrace a\b"
)
FOR_WHAT: Final = re.compile(r"\b(?:pour|hors|dont|sans compter|afin|soit)\b")
