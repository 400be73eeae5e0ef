"""Every measure of the observatory, declared once. Pages, CSV and methodology read these."""

from typing import Final

from essaim.observatory.measures import (
    completeness,
    gaps,
    limits,
    money,
    overview,
    partners,
    people,
    places,
    what,
    when,
)
from essaim.observatory.results import Measure

# The parts of the observatory, in the order of its page.
THEMES: Final[dict[str, str]] = {
    "ensemble": "L’essentiel",
    "quoi": "Ce que l’on fait",
    "qui": "Pour qui, et à l’initiative de qui",
    "partenaires": "Avec qui",
    "argent": "L’argent",
    "personnes": "Les personnes",
    "territoires": "Les territoires",
    "temps": "Au fil du temps",
    "limites": "Ce qui a coincé",
    "fiches": "Les fiches elles-mêmes",
}

# In the order of the themes.
MEASURES: Final[tuple[Measure, ...]] = (
    *overview.MEASURES,
    *what.MEASURES,
    *partners.MEASURES,
    *money.MEASURES,
    *people.MEASURES,
    *places.MEASURES,
    *gaps.MEASURES,
    *when.MEASURES,
    *limits.MEASURES,
    *completeness.MEASURES,
)
BY_KEY: Final[dict[str, Measure]] = {measure.key: measure for measure in MEASURES}

__all__ = ["BY_KEY", "MEASURES", "THEMES"]
