"""Brochures for tests: asked for as the page does, made as the worker does."""

import io
from typing import Any

from django.core.files.storage import default_storage
from PIL import Image

from essaim.brochures import making
from essaim.brochures.asking import usual_measures
from essaim.brochures.models import Brochure
from essaim.letters.postman import carry_all
from essaim.network.models import Person
from essaim.observatory import measures
from essaim.sheets.models import Sheet

HARD = (
    "<b>gras</b> & #pagebreak() *étoiles* _tirets_ $x$ @renvoi \\ « guillemets » // fin\n"
    "- un 🎉\n- deux 中文 السلام\n\n"
    + "w" * 300
    + "\nhttps://exemple.fr/"
    + "tres-long-chemin/" * 30
)


def a_brochure(owner: Person, *sheets: Sheet, **values: Any) -> Brochure:
    """Ask for a brochure of these sheets, of the whole country unless told."""
    mappable = next(one.key for one in measures.MEASURES if one.mappable)
    usual: dict[str, Any] = {
        "title": "Les centres sociaux en actions",
        "subtitle": "Ce qu’ils inventent",
        "period": "2024 – 2025",
        "foreword": "Chers partenaires,\n\nVoici.\n- un\n- deux",
        "measures": usual_measures(),
        "map_measure": mappable,
        "detail": Brochure.Detail.WHOLE,
        "sheets": [sheet.number for sheet in sheets],
    }
    brochure = Brochure.objects.create(owner=owner, **{**usual, **values})
    making.ask(brochure)
    return brochure


def made(brochure: Brochure) -> Brochure:
    """Have all that waits made; return the brochure as it is then."""
    carry_all()
    return Brochure.objects.get(pk=brochure.pk)


def stored(name: str) -> bytes:
    """Return the bytes of a stored file."""
    with default_storage.open(name) as file:
        return bytes(file.read())


def a_logo(width: int = 400, height: int = 200, form: str = "PNG") -> bytes:
    """Return the bytes of a plain image."""
    data = io.BytesIO()
    Image.new("RGB", (width, height), "#1b3f7a").save(data, form)
    return data.getvalue()
