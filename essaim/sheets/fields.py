"""Every field of an action sheet, declared once, in the order of the national listing.

Labels are those of the national base's printed listing, to the letter: the listing reader and
writer match on them. Forms, CSV and XLSX headers, JSON keys, index documents, the public page,
exports and the data dictionary all derive from `FIELDS`. Adding a field is one entry here and
one migration.
"""

from typing import Final

from essaim.sheets.declaring import (
    CHANNEL_WEIGHTS,
    PART_NAMES,
    Channel,
    Field,
    Kind,
    Part,
    Section,
)

# What an author states instead of a number: "there is no such figure here", whatever is read in
# the text. Written NO_FIGURE_WRITTEN in files, forms and JSON.
NO_FIGURE: Final = -1
NO_FIGURE_WRITTEN: Final = "non"

# The largest figures accepted, stated or read: beyond, somebody's hand slipped.
MOST_EUROS: Final = 500_000_000
MOST_MONTHS: Final = 600
MOST_PERSONS: Final = 1_000_000

STATUS_RUNNING: Final = "En cours"
STATUS_ENDED: Final = "Terminée"


def _stated(
    name: str, key: str, label: str, help: str, *, corrects: str, most: int, unit: str = ""
) -> Field:
    """Return a figure its author states, which wins over what is read in the text `corrects`."""
    return Field(
        name=name,
        key=key,
        label=label,
        heading=label,
        section=Section.MEANS,
        kind=Kind.NUMBER,
        help=help,
        listed=False,
        corrects=corrects,
        most=most,
        unit=unit,
    )


FIELDS: Final[tuple[Field, ...]] = (
    Field(
        name="title",
        key="titre",
        label="Titre de l'action",
        heading="Titre",
        section=Section.IDENTITY,
        kind=Kind.TITLE,
        help="Le nom que vous donnez à l’action, celui que les habitants connaissent.",
        channel=Channel.TITLE,
        part=Part.TITLE,
    ),
    Field(
        name="structure",
        key="structure",
        label="Structure organisatrice",
        heading="Structure",
        section=Section.IDENTITY,
        kind=Kind.STRUCTURE,
        help="Le centre social ou l’espace de vie sociale qui porte l’action.",
        channel=Channel.META,
    ),
    Field(
        name="files",
        key="fichiers",
        label="Fichier(s) associé(s)",
        heading="Fichiers",
        section=Section.IDENTITY,
        kind=Kind.FILES,
        help="Affiche, bilan, photo : ce qui aide à comprendre l’action.",
    ),
    Field(
        name="status",
        key="statut",
        label="Statut de l'action",
        heading="Statut",
        section=Section.IDENTITY,
        kind=Kind.CHOICE,
        help="En cours, ou terminée.",
        facet="statut",
    ),
    Field(
        name="end_reason",
        key="raisons",
        label="Raisons pour lesquelles l'action est terminée",
        heading="Pourquoi l’action s’est arrêtée",
        section=Section.SEQUEL,
        kind=Kind.TEXT,
        help="Événement ponctuel, fin d’un financement, objectif atteint… "
        "Seulement quand l’action est terminée.",
        channel=Channel.BODY,
        part=Part.LIMITS,
        only_if=("status", STATUS_ENDED),
    ),
    Field(
        name="dimension",
        key="dimension",
        label="Dimension",
        heading="Dimension",
        section=Section.IDENTITY,
        kind=Kind.CHOICE,
        help="La grande famille d’action dans le projet social.",
        channel=Channel.META,
        facet="dimension",
    ),
    Field(
        name="keywords",
        key="mots_cles",
        label="Mots clés associés à l'action",
        heading="Mots-clés",
        section=Section.IDENTITY,
        kind=Kind.CHOICES,
        help="Un à quatre thèmes qui aideront vos collègues à trouver la fiche.",
        channel=Channel.META,
        facet="mot-cle",
    ),
    Field(
        name="summary",
        key="resume",
        label="Résumé",
        heading="En résumé",
        section=Section.IDENTITY,
        kind=Kind.TEXT,
        help="En quelques phrases : quoi, pour qui, où, quand.",
        channel=Channel.LEAD,
        part=Part.SUMMARY,
    ),
    Field(
        name="initiative",
        key="initiative",
        label="Qui est à l'initiative de l'action ?",
        heading="À l’initiative de",
        section=Section.CONTEXT,
        kind=Kind.CHOICES,
        help="Qui a eu l’idée, qui a lancé l’action.",
        facet="initiative",
    ),
    Field(
        name="initiative_detail",
        key="precision",
        label="Précision ( si autre )",
        heading="Précision sur l’initiative",
        section=Section.CONTEXT,
        kind=Kind.TEXT,
        help="Si c’est quelqu’un d’autre, ou pour en dire plus.",
        channel=Channel.BODY,
    ),
    Field(
        name="territory",
        key="territoire",
        label="Territoire concerné",
        heading="Territoire",
        section=Section.CONTEXT,
        kind=Kind.CHOICE,
        help="Jusqu’où l’action rayonne.",
        facet="territoire",
    ),
    Field(
        name="experience",
        key="description_experience",
        label="Description de l'expérience, ses objectifs, ses acteurs et ses différentes phases.",
        heading="Pourquoi cette action, et comment elle s’est construite",
        section=Section.CONTEXT,
        kind=Kind.TEXT,
        help="Le besoin de départ, les objectifs, les personnes engagées, les étapes.",
        channel=Channel.BODY,
        part=Part.STORY,
    ),
    Field(
        name="audience",
        key="public",
        label="Public",
        heading="Public",
        section=Section.IDENTITY,
        kind=Kind.CHOICE,
        help="À qui l’action s’adresse d’abord.",
        channel=Channel.META,
        facet="public",
    ),
    Field(
        name="partners",
        key="partenaires",
        label="Avec qui cette action a-t-elle été menée ?",
        heading="Partenaires",
        section=Section.CONTEXT,
        kind=Kind.CHOICES,
        help="Celles et ceux qui ont mené l’action avec vous.",
        channel=Channel.META,
        facet="partenaire",
    ),
    Field(
        name="description",
        key="description_generale",
        label="Description générale",
        heading="L’action au quotidien",
        section=Section.STORY,
        kind=Kind.TEXT,
        help="Le déroulement concret : rythme, lieux, activités, organisation.",
        channel=Channel.BODY,
        part=Part.STORY,
    ),
    Field(
        name="funding",
        key="ressources_financieres",
        label="Ressources financières mobilisées pour cette action",
        heading="Ressources financières",
        section=Section.MEANS,
        kind=Kind.TEXT,
        help="Combien, de qui, sur quelle durée : « 18 000 euros sur 2 ans, Caf et Ville ».",
        channel=Channel.BODY,
        part=Part.MEANS,
    ),
    _stated(
        "stated_budget",
        "budget_confirme",
        "Budget confirmé",
        "Le budget de l’action, en euros entiers ; « non » s’il n’y en a pas à compter.",
        corrects="funding",
        most=MOST_EUROS,
        unit="€",
    ),
    _stated(
        "stated_months",
        "mois_confirmes",
        "Durée du budget, en mois",
        "Le nombre de mois que couvre ce budget : 12 pour un an.",
        corrects="funding",
        most=MOST_MONTHS,
        unit="mois",
    ),
    Field(
        name="people",
        key="personnes_mobilisees",
        label="Nombre de personnes mobilisés pour cette action",
        heading="Personnes mobilisées",
        section=Section.MEANS,
        kind=Kind.TEXT,
        help="Dites combien de personnes : « 3 salariés, 10 bénévoles »…",
        channel=Channel.BODY,
        part=Part.MEANS,
    ),
    _stated(
        "stated_professionals",
        "professionnels_confirmes",
        "Professionnels confirmés",
        "Combien de professionnels portent l’action.",
        corrects="people",
        most=MOST_PERSONS,
    ),
    _stated(
        "stated_volunteers",
        "benevoles_confirmes",
        "Bénévoles confirmés",
        "Combien de bénévoles portent l’action.",
        corrects="people",
        most=MOST_PERSONS,
    ),
    _stated(
        "stated_others",
        "autres_personnes_confirmees",
        "Autres personnes confirmées",
        "Élus, services civiques, stagiaires, habitants qui organisent.",
        corrects="people",
        most=MOST_PERSONS,
    ),
    _stated(
        "stated_beneficiaries",
        "beneficiaires_confirmes",
        "Bénéficiaires confirmés",
        "Combien de personnes l’action touche, à part de celles qui la portent.",
        corrects="people",
        most=MOST_PERSONS,
    ),
    Field(
        name="result_territory",
        key="resultat_territoire",
        label="Résultat sur le territoire",
        heading="Pour le territoire",
        section=Section.RESULTS,
        kind=Kind.TEXT,
        help="Ce qui a changé dans le quartier, la commune, chez les partenaires.",
        channel=Channel.BODY,
        part=Part.RESULTS,
    ),
    Field(
        name="result_centre",
        key="resultat_centre",
        label="Résultat pour le centre social",
        heading="Pour le centre social",
        section=Section.RESULTS,
        kind=Kind.TEXT,
        help="Ce que l’action a apporté à l’équipe, au projet, à la fréquentation.",
        channel=Channel.BODY,
        part=Part.RESULTS,
    ),
    Field(
        name="result_residents",
        key="resultat_habitants",
        label="Résultat pour les habitants",
        heading="Pour les habitants",
        section=Section.RESULTS,
        kind=Kind.TEXT,
        help="Ce que les habitants y ont gagné, avec leurs mots si possible.",
        channel=Channel.BODY,
        part=Part.RESULTS,
    ),
    Field(
        name="limits",
        key="limites",
        label="Suite de l'action : Limites",
        heading="Ce qui a coincé",
        section=Section.SEQUEL,
        kind=Kind.TEXT,
        help="Les difficultés, ce que vous feriez autrement : c’est ce que l’on vient chercher.",
        channel=Channel.BODY,
        part=Part.LIMITS,
    ),
    Field(
        name="prospects",
        key="perspectives",
        label="Suite de l'action : Perspectives",
        heading="Et après ?",
        section=Section.SEQUEL,
        kind=Kind.TEXT,
        help="La suite prévue, espérée, à inventer.",
        channel=Channel.BODY,
        part=Part.PROSPECTS,
    ),
    Field(
        name="year",
        key="annee",
        label="Année",
        heading="Année",
        section=Section.IDENTITY,
        kind=Kind.YEAR,
        help="L’année de l’action, quand elle est connue.",
        facet="annee",
        listed=False,
    ),
)

BY_NAME: Final[dict[str, Field]] = {field.name: field for field in FIELDS}
BY_KEY: Final[dict[str, Field]] = {field.key: field for field in FIELDS}

TEXTS: Final = tuple(field for field in FIELDS if field.kind is Kind.TEXT)
CHOICES: Final = tuple(field for field in FIELDS if field.kind is Kind.CHOICE)
MULTIPLE_CHOICES: Final = tuple(field for field in FIELDS if field.kind is Kind.CHOICES)
NUMBERS: Final = tuple(field for field in FIELDS if field.kind is Kind.NUMBER)
VOCABULARIES: Final = tuple(field for field in FIELDS if field.is_vocabulary)

# The record's own number: an identity, not content, hence outside FIELDS.
NUMBER_KEY: Final = "numero"
DEPARTMENT_KEY: Final = "departement"

# Longest free text accepted: a spreadsheet cell holds 32,767 characters (Excel's limit), and
# the real sheets stay under 3,000.
TEXT_LIMIT: Final = 30_000
LINE_LIMIT: Final = 300
YEARS: Final = (1945, 2100)

__all__ = [
    "BY_KEY",
    "BY_NAME",
    "CHANNEL_WEIGHTS",
    "CHOICES",
    "DEPARTMENT_KEY",
    "FIELDS",
    "LINE_LIMIT",
    "MOST_EUROS",
    "MOST_MONTHS",
    "MOST_PERSONS",
    "MULTIPLE_CHOICES",
    "NO_FIGURE",
    "NO_FIGURE_WRITTEN",
    "NUMBERS",
    "NUMBER_KEY",
    "PART_NAMES",
    "STATUS_ENDED",
    "STATUS_RUNNING",
    "TEXTS",
    "TEXT_LIMIT",
    "VOCABULARIES",
    "YEARS",
    "Channel",
    "Field",
    "Kind",
    "Part",
    "Section",
]
