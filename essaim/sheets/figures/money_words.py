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
SESSIONS: Final = (
    r"(?:seances?|ateliers?|rencontres?|sorties?|interventions?|heures?|jours?|journees?"
    r"|demi[ -]journees?|soirees?|cours|prestations?|spectacles?|fois|representations?"
    r"|vacations?|sejours?|nuits?|nuitees?|semaines?|trajets?|matinees?|apres[ -]midis?"
    r"|reunions?|repas|animations?|concerts?|stages?|evenements?|creneaux?|sessions?"
    r"|cafes?|dates?|groupes?|modules?|permanences?|visites?|balades?|marches|h)"
)
TIMES: Final = r"(?:[x×*]|fois)"
_BUDGET: Final = r"(?:bud[gj]e?[tc]?s?|bugets?|bugdets?|couts?|coup(?! de (?:pouce|main)))"
STRONG_TOTAL: Final = re.compile(
    r"(?<!fondation )\btotal(?:e|es|ement|ite)?\b|\btotaux\b|\ben tout\b|\btout compris\b"
    rf"|\b(?:{_BUDGET}|montant|enveloppe|financement)(?: [a-z]+){{0,2}} globale?s?\b"
    r"|\bglobalement\b"
)
STRONG_BEHIND: Final = re.compile(
    r"[ (]*(?:en tout\b|au total\b|de (?:budget|cout|total)"
    r"|total\b(?! (?:ttc|ht)\b)(?! ?[:=]? ?[0-9])"
    r"|globalement|tout compris|toutes? charges? comprises?|tcc\b)"
)
BUDGET: Final = re.compile(rf"\b{_BUDGET}\b")
MEDIUM_TOTAL: Final = re.compile(
    rf"(?<!aucun )(?<!pas de )(?<!sans )"
    rf"\b(?:{_BUDGET}|evalue[es]*|estime[es]*|chiffre[es]*"
    r"|s'eleve(?:nt)?|s'est eleve[es]*|enveloppes?|montants?|depenses?|charges|coute(?:nt|ra|rait)?"
    r"|revient|revenu|previsionnel|pese(?:nt|ra|rait)?|assiette (?:eligible|subventionnable)"
    r"|investissement total|represente)\b"
)
# "8 000 € sur les 22 000 € nécessaires".
OUT_OF_BEFORE: Final = re.compile(
    r"\bsur (?:les |un total de |un budget de |un cout de )?$"
    r"|\b(?:l'essentiel|la (?:moitie|totalite)|le (?:tiers|quart)|une (?:grande )?(?:partie|part)"
    r"|l'ensemble|presque tous|[0-9]+ ?%) (?:des|les) $"
)
OUT_OF_BEHIND: Final = re.compile(
    r" (?:qui (?:etaient|sont) )?(?:necessaires?|au total|en tout|du (?:projet"
    r"|budget(?! participatif))|de (?:budget|cout|depenses|l'action)"
    r"|que (?:coute|represente|necessite)|du cout|prevus? au budget(?! participatif)"
    r"|depenses\b|engages\b)"
)
SOIT: Final = re.compile(
    r"(?:\bsoit(?: donc)?|=|\bdonc|\b(?:ce qui|cela|ca) (?:fait|donne|represente)"
    r"|\bon (?:arrive|en est|est) a)(?: un)?(?: environ)? ?:? ?$"
)
HEADING_ONLY: Final = re.compile(
    r"[^a-z0-9]*(?:les? |total (?:des )?)?"
    r"(?:depenses?|charges?|recettes?|produits?|ressources?|emplois)(?: totales?| prevues?"
    r"| previsionnelles?)?[ :=]*"
)
SPENDING: Final = re.compile(r"depenses?|charges?|emplois")
HEADING: Final = re.compile(
    r"(?:(?:^|[\n.;,€)])[ \-•*]*|(?<=[0-9]) |euros )(?:(?P<out>depenses?|charges?|emplois)"
    r"|(?P<into>(?P<own>(?:actions? d'|part d')?auto-?financements?|ventes?|fonds propres)"
    r"|recettes?|produits?|ressources?|financements?|financeurs?|subventions?|dons))\b"
    r"[^:\n0-9€()]{0,40}[:(\n]"
)
SUBTOTAL: Final = re.compile(
    r"\bsous[ -]?total\b|\btotal(?:e|es)?(?: des| de(?: la| l'| cette)?)? ?"
    r"(?:subventions?|aides?|ressources|recettes|produits)"
)
INSIDE: Final = re.compile(r"\bdont\b|\by compris\b|\bparmi lesquels\b|\bincluant\b|\binclus\b")
OUTSIDE: Final = re.compile(
    r"\bhors\b|\bsans compter\b|\bnon compris\b|\ben dehors\b|\bnon inclus\b|\bvaloris|\bvaleur\b"
    r"|\bau lieu des?\b|\bsur (?:les|l'enveloppe de|des) $|\bcautions?\b|\bcontre (?:environ )?$"
    r"|\b(?:manqu(?:e|ent|ait|era)|reste a (?:trouver|financer)) (?:encore |donc )?:? ?$"
    # "La subvention est passée de 3 000 à 2 500 €".
    r"|\b(?:passe|reduit|baisse|augmente|diminue|ampute)[es]*"
    r" (?:(?:sa|la|notre|son|leur) [a-z]+ )?de $|\bobjectif(?: de)? ?:? ?$"
    r"|\bperd(?:u|ons|re|ait)? (?:environ )?$"
    # "Demande refusée (4 000 €)", "on aimerait avoir 1 000 € de plus".
    r"|\b(?:demande|dossier|subvention|aide) (?:refuse|rejete)e? ?[:(,]? ?$"
    r"|\b(?:aimerait|aimerions|souhaiterait|souhaiterions|voudrait|voudrions) [^.;\n]{0,20}$"
)
# "61 % du coût, soit 4 270 €".
_PERCENT_OF: Final = re.compile(
    rf"% (?:du|des|de la|de l') ?(?:{_BUDGET}|montants?|depenses?|charges|totale?)"
    r"(?: totale?s?| globale?s?)?\b(?! (?:de|qui|:))"
)
VALUED: Final = re.compile(r"\bvaloris|\bbenevol")
# "Budget hors valorisation : 5 600 €": what is said to be left out stands before the amount.
_LEFT_OUT: Final = re.compile(
    rf"(?P<whole>\b(?:{_BUDGET}|montants?|depenses?|charges|totale?|totaux|financements?)\b[^.;\n]*?)"
    r"\b(?:hors|sans(?: compter)?|non compris|en dehors)\b[^.;:=\n]*"
)
OUTSIDE_BEHIND: Final = re.compile(
    r"(?:[^0-9.;,\n]{0,50} (?=a ete |ont ete |nous a ete )|[ ,(]*)"
    r"(?:(?:demande|sollicite)[es]* ?,? )?(?:mais )?"
    r"(?:(?:(?:nous )?a ete |ont ete |est |sont )?(?:refuse|non obtenu|pas obtenu"
    r"|non accorde|rejete)|de valorisation|valorise"
    r"|de benevolat|de contributions? (?:volontaires?|benevoles?))"
)
ASKED: Final = re.compile(
    r"\b(?:(?:demand|sollicit|esper)(?:e[es]*|ons|ent)|attendu[es]*|attendons|en attente"
    r"|en (?:cours d')?instruction|a l'(?:etude|instruction)|a confirmer)\b|\(en cours\b"
    # What may be given at most.
    r"|\bjusqu'a $|^ ?(?:max(?:i|imum)?|au plus)\b"
)
GRANTED: Final = re.compile(
    r"\b(?:obtenu[es]*|accorde[es]*|recu[es]*|attribue[es]*|alloue[es]*|octroye[es]*|notifie[es]*"
    r"|vote[es]*|valide[es]*|confirme[es]*|retenu[es]*)\b"
    r"|\b(?:a|avons|ont|ai) (?:bien |finalement |seulement )?(?:eu|touche|percu)\b"
)
# Stems without which a pattern of that name cannot hold: looking for them is far quicker.
HINTS: Final[dict[str, tuple[str, ...]]] = {
    "asked": (
        *("demand", "sollicit", "esper", "atte", "instruction", "etude", "confirm"),
        *("en cours", "jusqu", "max", "plus"),
    ),
    "granted": (
        *("obten", "accord", "recu", "attrib", "allou", "octroy", " eu", "touche", "percu"),
        *("notif", "vote", "valid", "confirm", "retenu"),
    ),
    "planned": ("prev", "initial", "bp", "avai", "avion", "vote"),
    "inside": ("dont", "compris", "parmi", "inclu"),
    "outside": (
        *("hors", "sans", "compris", "dehors", "inclus", "valor", "valeur", "lieu", "sur "),
        *("benevol", "volontaire", "objectif", "contre", "manqu", "trouver", "financer"),
        *("caution", "passe", "reduit", "baisse", "augment", "diminu", "ampute"),
        *("refus", "obtenu", "accord", "rejet", "aimer", "souhaiter", "voudr"),
        "perd",
    ),
    "centre": (
        *("participatif", "centre", "structure", "asso", "cs", "evs", "mjc", "maison"),
        "secteur",
    ),
    "heading": ("depense", "charge", "recette", "produit", "ressource", "emploi"),
    "total": ("tota", "tout", "global"),
    "real": ("realis", "revu", "ramen", "ajust", "final", "reel", "ca", "effectif", "depens"),
    "sold": (
        *("vent", "emball", "cadeau", "lavage", "wash", "tombola", "loto", "brocante", "grenier"),
        *("repas", "muguet", "pourboire", "chantier", "kermesse", "buvette", "collecte"),
        *("cagnotte", "bourse", "recolt", "financement"),
    ),
}
PLANNED: Final = re.compile(
    r"\b(?:prevu[es]*|initial(?:e|ement)?|previsionnel[les]*|previsionel[les]*|previsions?|bp|previ)\b"
    r"|\bbudget (?:a ete )?vote\b"
    r"|\b(?:avait|avions|avaient) (?:mis|compte|table|budgete|imagine|pense|estime|chiffre)\b"
)
REAL: Final = re.compile(
    r"\b(?:realise[es]*|revue? a|ramenee? a|ajustee? a|finalement|au final|reel[les]*"
    r"|final[es]*|ca(?! d[ue]\b)|effectif|montants? depenses?)\b"
    r"|\b(?:a|ai|ont|avons|avait) (?:reellement |finalement )?depense\b"
)

_CENTRE: Final = (
    r"(?:centre(?: social| socio-?culturel)?|structure|association|asso|csc?x?|evs|mjc"
    r"|maison de (?:quartier|la famille)|secteur)"
)
# The budget of the whole house, of which the action is a part.
OF_THE_CENTRE: Final = re.compile(
    rf"\b{_BUDGET}\b[^0-9\n;]{{0,30}}\b(?:(?:du|de la|de l'|de notre) ?)?{_CENTRE}\b"
    rf"[^0-9\n;]{{0,25}}$"
    rf"|\b{_CENTRE} [^0-9;\n.]{{0,20}}\b(?:a|dispose d'|gere|avec) ?un {_BUDGET}\b"
    rf"[^0-9;\n]{{0,20}}$"
    rf"|\b{_BUDGET} participatif\b[^0-9;\n]{{0,20}}$"
    rf"|\bpour (?:le |l'|la |tout le |toute (?:la |l')|notre ){_CENTRE} ?:? ?$"
)
OF_THE_CENTRE_BEHIND: Final = re.compile(
    rf"[^0-9,;.()\n]{{0,20}}\b(?:pour|du|de la|de l'|sur) ?(?:le |l'|la |tout le |toute (?:la |l')"
    rf"|l'ensemble (?:du |de la |de l'))?{_CENTRE}\b"
)
# "Coût de l'action : 3 400 €".
OF_THE_ACTION: Final = re.compile(
    rf"\b(?:{_BUDGET}|depenses?) (?:totale? |annuel )?(?:de |du |pour )(?:l'|cette |ce |le |cet )?"
    r"(?:action|projet|atelier|activite)\b[^0-9;\n]{0,25}$"
)
OF_THE_ACTION_BEHIND: Final = re.compile(
    r"[^0-9,;.()\n]{0,20}\b(?:pour|sur) (?:cette |cet |ce |l'|le |la )"
    r"(?:action|projet|atelier|activite|seule action)"
)

# --- What is bought, and who is said to give -----------------------------------------------------
EXPENSE: Final = re.compile(
    r"\b"
    + (
        r"(?:aliment(?:ation|aire|aires)|nourriture|gouters?|repas|courses"
        r"|(?<!bon d')(?<!bons d')achats?"
        r"|materiels?"
        r"|fournitures?|transports?|bus|cars?|minibus|deplacements?|essence|carburant|peages?"
        r"|hebergements?|locations?|entrees?|billets?|intervenant(?:e|s|es)?|interventions?"
        r"|prestations?|prestataires?|salaires?|masse salariale|personnels?|charges?"
        r"|postes?(?! d'?adultes?| adultes?)"
        r"|vacations?|honoraires?|communication|impressions?|affiches?|flyers?|tracts?"
        r"|assurances?|sacem|cadeaux?|lots?|jeux|livres?|graines?|terre|plants?|outils?"
        r"|peintures?|decorations?|deco|fonctionnement|equipements?|travaux|activites?"
        r"|animat(?:ion|ions|eur|rice|eurs|rices)|spectacles?|formations?|loyers?|fluides?"
        r"|electricite|telephone|petits? dejeuners?|boissons?|costumes?|tissus?|frais"
        r"|salaries?|location|investissements?|sorties?|sejours?|conferences?|comediens?"
        r"|artistes?|musiciens?|dj|sono(?:risation)?|ordinateurs?|imprimantes?|papeterie"
        r"|timbres|logiciels?|bois|ingredients?|buffets?|traiteur|restauration|logistique"
        r"|securite|referente?s?|directeur|directrice|coordination|coordinat(?:eur|rice)|etp"
        r"|supports?|produits d'entretien|petit equipement|maintenance|entretien|expositions?"
        r"|ateliers?|theatre|psychologue|conteuse?|art-therapeute"
        r"|fours?|velos?|vehicules?|camion|camionnette|mobilier|barnums?|chapiteaux?|tentes?"
        r"|photocopies|petit dej(?:euner)?|encadrement|livrets?|reprographie|poules?"
        r"|poulailler|bacs|composteurs?|cuisine|appareils?|camera|video|film|enceintes?|carrelage"
        r"|reparations?|instruments?|decors?|orchestre|clown|magicien(?:ne)?|maquill(?:age|euse)"
        r"|gonflables?|electricien|plombier|vaisselle|frigo|congelateur|terreau|serre|gite|camping"
        r"|autoroute|train|hotel|taxi|tablettes?|(?:video)?projecteurs?|ecrans?|micros?|casques?"
        r"|ballons?|maillots?|tapis|chaises?|etageres?|armoires?|abonnements?|encre|cartouches?"
        r"|papier|banderoles?|piano"
        r"|mi-temps|prestation|denrees|courses|visites?|musees?|cinema|piscine|pique-?niques?)"
    )
    + r"\b"
)
# What an action may itself be: "coût du séjour" is the whole.
EVENT: Final = re.compile(
    r"sejours?|sorties?|ateliers?|spectacles?|expositions?|conferences?|activites?|animations?"
    r"|formations?|theatre|repas|buffets?"
)
# What is sold or done for money, whatever is bought for it.
SALES: Final = re.compile(
    r"\b(?:ventes?|emballages?|papiers? cadeaux|paquets? cadeaux|lavages?|car wash|tombolas?|lotos?"
    r"|brocantes?|vide[ -]?greniers?|repas (?:dansants?|solidaires?|paella|couscous)|muguet"
    r"|pourboires|chantiers?|kermesses?|buvettes?|collectes?|cagnottes?|bourses? (?:aux|ancv)"
    r"|recolte[es]*|auto-?financements?)\b"
)
INCOME: Final = re.compile(
    r"\b(?:subventions?|subv?s?|dons?|dotations?|aides?|apports?|mecenat|bourses?|participations?"
    r"|contributions?|financements?|financee?s?|versee?s?|donne|attribue|prise? en charge|recettes?"
    r"|ventes?|collectes?|autofinancements?|fonds|adhesions|cotisations|produits?"
    r"|emplois? aides?|rapporte[es]*|vendue?s?(?: [a-z']+){0,4} pour)\b"
)
GIVEN_BY: Final = re.compile(
    r"(?:pris(?:e|es)? en charge|finance[es]*|versee?s?|donne[es]*|attribue[es]*|accorde[es]*"
    r"|octroye[es]*|alloue[es]*|apporte[es]*|obtenu[es]*) (?:[a-z]+ )?(?:par|de|du|aupres|des)\b"
    r"|\bde la part d|\bprovenant d|\ba la charge d|\bpar (?:la|le|l'|les)\b|\bvia\b|\bgrace a\b"
)
FOR_WHAT: Final = re.compile(r"\b(?:pour|hors|dont|sans compter|afin|soit)\b")


def without_left_out(text: str) -> str:
    """Return the words before an amount without those that say what a total leaves out."""
    if "%" in text:
        text = _PERCENT_OF.sub("%", text)
    return _LEFT_OUT.sub(r"\g<whole>", text)
