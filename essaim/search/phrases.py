"""The known terms as they stand in a sentence, and how a list of them is said.

By field name, then folded label. A term that is not here is quoted: « sur « Jardinage » ».
"""

from collections.abc import Sequence
from typing import Final

from essaim.sheets.vocabulary import fold

NBSP: Final = "\u00a0"
NARROW: Final = "\u202f"

STATUS: Final = {"En cours": "en cours", "Terminée": "terminées"}
DIMENSION: Final = {
    "Accompagnement de projets": "d’accompagnement de projets",
    "Citoyenneté": "de citoyenneté",
    "Services": "de services",
}
KEYWORDS: Final = {
    "Parentalité": "la parentalité",
    "Solidarité": "la solidarité",
    "intergénérationnel": "l’intergénérationnel",
    "Intégration": "l’intégration",
    "éducation / scolarité": "l’éducation et la scolarité",
    "Démocratie & citoyenneté": "la démocratie et la citoyenneté",
    "Mixité sociale": "la mixité sociale",
    "Précarité": "la précarité",
    "Santé": "la santé",
    "vacances / loisirs": "les vacances et les loisirs",
    "Culture": "la culture",
    "Entrepreneuriat social": "l’entrepreneuriat social",
    "discriminations": "les discriminations",
    "Logement": "le logement",
    "développement durable": "le développement durable",
    "Vieillissement": "le vieillissement",
}
INITIATIVE: Final = {
    "Le centre social": "du centre social",
    "Un habitant": "d’un habitant",
    "Un groupe d'habitants": "d’un groupe d’habitants",
    "Un ou plusieurs partenaire(s)": "d’un ou plusieurs partenaires",
    "Autre": "d’autres personnes",
}
TERRITORY: Final = {
    "Un quartier": "d’un quartier",
    "Plusieurs quartiers": "de plusieurs quartiers",
    "Une commune": "d’une commune",
    "Plusieurs communes": "de plusieurs communes",
}
AUDIENCE: Final = {
    "familles": "les familles",
    "Tous publics": "tous les publics",
    "Adultes": "les adultes",
    "Jeunesse": "la jeunesse",
    "Jeunes adultes": "les jeunes adultes",
}
PARTNERS: Final = {
    "ACSE": "l’ACSE",
    "ANCV": "l’ANCV",
    "Association locale": "une association locale",
    "Autre": "un autre partenaire",
    "Bailleur social": "un bailleur social",
    "Caf": "la Caf",
    "Commune": "la commune",
    "Conseil départemental": "le conseil départemental",
    "Conseil régional": "le conseil régional",
    "Éducation Nationale": "l’Éducation nationale",
    "Entreprise privée": "une entreprise privée",
    "Etat": "l’État",
    "Fondations": "une fondation",
    "FONJEP": "le Fonjep",
    "Mutuelle": "une mutuelle",
    "Préfecture": "la préfecture",
    "Regroupement de communes": "un regroupement de communes",
}


def quoted(text: str) -> str:
    """Return the text between French quotation marks."""
    return f"«{NBSP}{text}{NBSP}»"


def number(figure: int) -> str:
    """Return 12345 as « 12 345 », kept on one line."""
    return f"{figure:,}".replace(",", NARROW)


def listed(parts: Sequence[str], joint: str = "ou") -> str:
    """Return "a", "a ou b", "a, b ou c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {joint} {parts[-1]}"


class Wording:
    """How one vocabulary is said: known terms by heart, others quoted after `stranger`."""

    def __init__(self, known: dict[str, str], lead: str, stranger: str = "") -> None:
        """`lead` opens the clause, once ("sur la santé ou le logement")."""
        self.known = {fold(label): said for label, said in known.items()}
        self.lead = lead
        self.stranger = stranger

    def __call__(self, values: Sequence[str]) -> str:
        """Return the clause for these labels, any of which will do."""
        said = [self.known.get(fold(label)) or self.stranger + quoted(label) for label in values]
        return self.lead + listed(said)


WORDINGS: Final[dict[str, Wording]] = {
    "status": Wording(STATUS, "", "au statut "),
    "dimension": Wording(DIMENSION, "", "de la dimension "),
    "keywords": Wording(KEYWORDS, "sur "),
    "initiative": Wording(INITIATIVE, "à l’initiative ", "de "),
    "territory": Wording(TERRITORY, "à l’échelle ", "de "),
    "audience": Wording(AUDIENCE, "pour ", "le public "),
    "partners": Wording(PARTNERS, "avec "),
}
