"""The open vocabularies: the known terms, how a written value finds its term.

Source: the national base's forms as seen in its public listing. A value that is not known is
kept as it is written and becomes a term to review; it is never refused and never lost.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class KnownTerm:
    """A term of the national base.

    `aliases` are other spellings that mean it; `listing` is the base's own spelling where it
    differs from ours, printed in the listing so that a listing comes back byte for byte.
    """

    label: str
    aliases: tuple[str, ...] = ()
    listing: str = ""


def _terms(*labels: str) -> tuple[KnownTerm, ...]:
    return tuple(KnownTerm(label) for label in labels)


# By field name; the order is the order of display.
KNOWN: Final[dict[str, tuple[KnownTerm, ...]]] = {
    "status": _terms("En cours", "Terminée"),
    "dimension": _terms("Accompagnement de projets", "Citoyenneté", "Services"),
    "keywords": (
        *_terms(
            "Parentalité",
            "Solidarité",
            "intergénérationnel",
            "Intégration",
            "éducation / scolarité",
            "Démocratie & citoyenneté",
            "Mixité sociale",
            "Précarité",
            "Santé",
            "vacances / loisirs",
            "Culture",
            "Entrepreneuriat social",
            "discriminations",
            "Logement",
            "développement durable",
        ),
        KnownTerm("Vieillissement", aliases=("Viellissement",), listing="Viellissement"),
    ),
    "initiative": _terms(
        "Le centre social",
        "Un habitant",
        "Un groupe d'habitants",
        "Un ou plusieurs partenaire(s)",
        "Autre",
    ),
    "territory": _terms("Un quartier", "Plusieurs quartiers", "Une commune", "Plusieurs communes"),
    "audience": _terms("familles", "Tous publics", "Adultes", "Jeunesse", "Jeunes adultes"),
    "partners": _terms(
        "ACSE",
        "ANCV",
        "Association locale",
        "Autre",
        "Bailleur social",
        "Caf",
        "Commune",
        "Conseil départemental",
        "Conseil régional",
        "Éducation Nationale",
        "Entreprise privée",
        "Etat",
        "Fondations",
        "FONJEP",
        "Mutuelle",
        "Préfecture",
        "Regroupement de communes",
    ),
}

# A term's id is its vocabulary's number times a million plus its rank: the database can then
# state which vocabulary a column takes, and the search index keeps ranks without a look-up.
# Numbers and ranks are for ever.
_SPAN: Final = 1_000_000
NUMBERS: Final[dict[str, int]] = {
    "status": 1,
    "dimension": 2,
    "keywords": 3,
    "initiative": 4,
    "territory": 5,
    "audience": 6,
    "partners": 7,
}


def term_id(vocabulary: str, rank: int) -> int:
    """Return the id of the term of that rank (from 0) in the vocabulary of that field name."""
    return NUMBERS[vocabulary] * _SPAN + rank


def rank_of(identifier: int) -> int:
    """Return the rank, within its vocabulary, of the term with that id."""
    return identifier % _SPAN


def id_range(vocabulary: str) -> tuple[int, int]:
    """Return the first and last id a term of that vocabulary can have."""
    return term_id(vocabulary, 0), term_id(vocabulary, _SPAN - 1)


RUNNING_ID: Final = term_id("status", 0)
ENDED_ID: Final = term_id("status", 1)

_APOSTROPHES: Final = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'"})
_LIGATURES: Final = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae"})


def fold(text: str) -> str:
    """Return `text` without case, accents, repeated blanks or kinds of apostrophe."""
    plain = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES).translate(_LIGATURES))
    bare = "".join([char for char in plain if char.isascii() or not unicodedata.combining(char)])
    return re.sub(r"\s+", " ", bare).strip().casefold()
