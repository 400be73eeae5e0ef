"""A base of sheets drawn at random, for measures: every kind of value, and none, in any mix."""

import datetime
import random
from typing import Any

from django.utils import timezone

from essaim.network.models import Structure
from essaim.sheets import vocabulary
from essaim.sheets.models import Sheet
from tests.factories import a_structure, a_validated_sheet, publish_all

DEPARTMENTS = ["69", "69", "69", "42", "01", "33", "2A", "974", "75", ""]
LIMITS = ["eau", "manque", "bénévole", "bénévoles", "météo", "budget", "local", "pluie", "retard"]
SEQUELS = ["jardin", "fête", "bénévoles", "projet", "saison", "local", "poulailler", "marché"]
FUNDINGS = [
    "",
    "",
    "Caf : 2 000 €, Commune : 500 €",
    "Budget total : 3 500 €",
    "Néant",
    "Commune 1 200 euros ; Fondation du Vent 800 euros",
]


def _maybe(draw: random.Random, values: list[Any], nothing: Any, chance: float = 0.7) -> Any:
    return draw.choice(values) if draw.random() < chance else nothing


def _labels(draw: random.Random, name: str, strangers: int = 2) -> tuple[str, ...]:
    known = [term.label for term in vocabulary.KNOWN[name]]
    known += [f"{name} {n}" for n in range(strangers)]
    return tuple(draw.sample(known, draw.choice([0, 0, 1, 1, 2, 3, 4])))


def _words(draw: random.Random, words: list[str]) -> str:
    return " ".join(draw.choices(words, k=draw.choice([0, 0, 2, 4, 6])))


def a_generated_sheet(draw: random.Random, places: dict[str, str]) -> dict[str, Any]:
    """Return the values of one sheet; `places` remembers where each structure is."""
    name = f"Centre {draw.randint(1, 25)}"
    department = places.setdefault(name, draw.choice(DEPARTMENTS))
    known = {key: [term.label for term in terms] for key, terms in vocabulary.KNOWN.items()}
    return {
        "structure": name,
        "department": department,
        "title": _maybe(draw, ["Le jardin", "La fête", "L’atelier"], ""),
        "status": _maybe(draw, known["status"], ""),
        "dimension": _maybe(draw, known["dimension"], ""),
        "territory": _maybe(draw, known["territory"], ""),
        "audience": _maybe(draw, [*known["audience"], "Voisins"], ""),
        "keywords": _labels(draw, "keywords"),
        "initiative": _labels(draw, "initiative", 0),
        "partners": _labels(draw, "partners"),
        "year": _maybe(draw, [2019, 2021, 2022, 2024], None),
        "summary": _maybe(draw, ["Un jardin pour tous", "Une fête de quartier", "  "], ""),
        "funding": draw.choice(FUNDINGS),
        "stated_budget": _maybe(draw, [0, 300, 1_000, 1_001, 5_000, 18_000, 90_000, -1], None, 0.6),
        "stated_months": _maybe(draw, [1, 12, 24], None, 0.4),
        "stated_professionals": _maybe(draw, [0, 1, 2, 3, 5], None, 0.5),
        "stated_volunteers": _maybe(draw, [0, 4, 10, 12, -1], None, 0.5),
        "stated_others": _maybe(draw, [1, 2], None, 0.3),
        "stated_beneficiaries": _maybe(draw, [20, 35, 120], None, 0.3),
        "limits": _words(draw, LIMITS),
        "prospects": _words(draw, SEQUELS),
    }


def publish_generated(count: int, seed: int) -> None:
    """Publish that many sheets and let their dates and structures differ; nothing is indexed."""
    draw = random.Random(seed)
    places: dict[str, str] = {}
    sheets = publish_all(
        *(a_validated_sheet(**a_generated_sheet(draw, places)) for _ in range(count))
    )
    now = timezone.now()
    for sheet in sheets:
        published = now - datetime.timedelta(days=draw.randint(0, 2_500))
        renewed = now - datetime.timedelta(days=draw.choice([0, 182, 183, 365, 366, 730, 2_000]))
        Sheet.objects.filter(pk=sheet.pk).update(
            published_at=published,
            updated_at=max(published, renewed),
            confirmed_at=draw.choice([None, now - datetime.timedelta(days=100)]),
        )
    for structure in Structure.objects.order_by("pk"):
        structure.priority_area = draw.choice([None, True, False])
        structure.save()
    for rank in range(6):
        a_structure(f"Centre sans fiche {rank}", ["69", "02", "33"][rank % 3])
