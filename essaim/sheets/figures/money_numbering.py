"""What stands around a number without a sign of money: a noun, a code, a year, the next label.

Patterns over plain text, for `money_marks`.
"""

import re
from typing import Final

from essaim.sheets.figures import money_words as words

# A bare number followed by one of these may be money; by any other word it counts that word.
NO_NOUN: Final = re.compile(
    r" ?(?:$|[\n,;.:()/+=\-–—*|•&!?\"»]|(?<= )[0-9a-z]{1,2}[)/.°] ?(?=[a-z])"
    r"|(?:de|du|des|d|la|le|les|l|par|pour|et|en|sur|dont|soit|a|au|aux|hors|plus|environ|ttc|ht"
    r"|ou|via|depuis|puis|net|nets|brut|annuels?|annuelle|total|chacun|chacune|reste|mais|avec"
    r"|sans|(?:obtenu|accorde|demande|verse|recu|attribue|finance)e?s?|pris|prise|est|sont"
    r"|ont|pendant|durant|comprenant|en tout|au total|maximum|max|minimum|min|toutes?|tout|dans"
    r"|que|qui|mensuels?|chaque|versement|vient|viennent|provient|proviennent)(?![a-z0-9])(?!-))"
)
# "300 de matériel" is money, "300 de ces familles" is not.
PERSONS_BEHIND_DE: Final = re.compile(
    rf" (?:de |d'|des |du )(?:ces |nos |plus de )?{words.PERSONS}\b"
)
COUNTED_BEFORE: Final = re.compile(
    r"(?:\b(?:nombres?|nb|effectifs?|capacite)\b[a-z' ]{0,40}"
    rf"|(?:^|[\n,;.•-] *){words.PERSONS}(?: [a-z']+){{0,3}}) ?[:=]? ?$"
)
NUMBERED_BEFORE: Final = re.compile(
    r"\b(?:cd|cg|cafs?|ddcs|cpam|departemental|general|loi(?: de)?) ?$"
)
NAMED_BEFORE: Final = re.compile(
    r"\b(?:qf|quotients?|jauges?|comptes?|codes?|ref(?:erence)?s?|dossiers?|pages?|salles?"
    r"|deliberations?|capacite)\b[a-z' .:<>≤≥=]{0,20}$"
)
# Numbers of the chart of accounts and of the like: "cpte 6068 : 312 €", "60 - Achats : 500 €".
CODED_BEFORE: Final = re.compile(
    r"(?:\b(?:c(?:om)?ptes?|chap(?:itres?|\.)?|imputations?(?: [a-z]+)?|bop|programme"
    r"|lignes?|sections?|rubriques?|postes?|art(?:icles?|\.)?|conventions?|dossiers?|marches?"
    r"|(?:codes?|sections?) analytiques?"
    r"|impute[es]* (?:au|sur le)(?: compte)?)(?: n°| no)?|\bc/|[(\[])$"
    r"|\b(?P<weak>devis|factures?|bons? de commande)(?: n°| no)?$"
)
CODE: Final = re.compile(r"[0-9]{2,8}(?![0-9.,])")
CODE_ENDS: Final = re.compile(r" ?[:=|] ?[0-9]{1,9}(?![0-9]| ?%)")
ACCOUNT: Final = re.compile(r"[67](?!0{2,})[0-9]{1,5}(?![0-9])")
ENTRY_BEFORE: Final = re.compile(r"(?:^|[\n;,|•/]) ?[-•*]? ?$")
ENTRY_BEHIND: Final = re.compile(
    r"(?: ?[-–.)|] ?| )(?!€|euros?\b)[a-z][^0-9\n;,+€]{2,50}(?:[:=|]| - | [-–] ) ?[0-9]"
    r"| ?[-–.)] ?[a-z][^0-9\n;,+€]{2,50}[0-9]"
    r"| [a-z][^0-9\n;,+€]{2,50} [0-9][0-9 ]{0,7}(?:[.,][0-9]{2}\b| ?€)"
    r"|(?<=[0-9]{3}) [a-z][^0-9\n;,+€]{2,50} [0-9][0-9 ]{1,7}(?=$|[\n;,|])"
)
STREET_BEFORE: Final = re.compile(
    r"\b(?:rue|avenue|av|bd|boulevard|place|chemin|allees?|impasse|route|cedex|cours|quai)\b[^\n]*$"
)
YEAR_BEFORE: Final = re.compile(
    r"\b(?:en|depuis|depuis l'annee|annees?|an|saisons?|rentree|exercices?|jusqu'en|fin|debut|ete"
    r"|hiver|printemps|automne|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|sept\.?"
    r"|octobre|novembre|decembre|des|vers|convention|periode|bp|ca|courant|entre|de) ?:? ?$"
)

# Words that look like a funder's and count many of them: "120 associations".
MANY_OF_THEM: Final = re.compile(
    rf"{words.PERSONS}|communes|villes|associations|assos|entreprises|colleges|lycees|mairies"
    r"|mutuelles|centres?(?: social)?|dons|ventes|regions|departements|adhesions|cotisations"
)

# "Participation des familles : 480" is money.
GIVEN_BEFORE: Final = re.compile(
    rf"\b(?:participations?|contributions?|parts?|apports?) (?:financieres? )?(?:des |de |aux )?"
    rf"(?:{words.PERSONS})(?: [a-z']+){{0,3}} ?[:=]? ?$"
)
# What begins the next of "SUBV VILLE 2 500 SUBV CAF 1 800", and what ends a label.
NEXT_LABEL: Final = re.compile(
    r" (?!(?:de|du|des|par|pour|a)\b)(?:(?:sub|subv|subs|total|autres?|solde|reste|centre|csc"
    rf"|mjc)\b|usagers|familles|parents|{words.INCOME.pattern}|{words.EXPENSE.pattern})"
    r"[a-z'. ]{0,40} [0-9]"
)
# "VILLE 3 000 USAGERS 845": those who give are named next.
GIVE_NEXT: Final = re.compile(
    r" (?:usagers|familles|parents|adherents|habitants|jeunes|participations?) [0-9 ]{3,6}"
    r"(?:(?! ?[a-z€])|€|total)"
)
ENDS_A_LABEL: Final = re.compile(
    r"[a-z]{2}\.? $(?<!\bde )(?<!\bdes )(?<!\bdu )(?<!\ba )(?<!\bpour )(?<!\bpar )"
)
LONGEST_LABEL: Final = 30
LEAST_LISTED: Final = 10
IN_SOMETHING: Final = re.compile(rf" en (?:petits? )?{words.EXPENSE.pattern}")
ENTRY_ENDS: Final = re.compile(r" ?(?:$|[,;\n+])")
ENTRY_LABEL: Final = re.compile(
    r"[,;\n+] ?[-•]? ?([a-z][a-z' ]{2,30})(?<! de)(?<! a)(?<! du)(?<! des)(?<! pour)[ .…_]*[:=]? ?$"
)
COUNTED: Final = re.compile(
    rf"\b(?:{words.PERSONS}|{words.SESSIONS}|ans?|ages?|classes?|semaines?|mois|lots?|numeros?|nb"
    r"|nombres?|duree|de|a|en|sur|par|environ|et)\b"
)
PERSONS_BEHIND: Final = re.compile(rf" ?{words.PERSONS}\b")
