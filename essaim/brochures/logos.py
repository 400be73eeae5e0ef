"""Logos: made anew like any image sent to us, and brought to the size of a cover."""

from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO, Final, cast

from django.core.files.uploadedfile import UploadedFile
from PIL import Image

from essaim.brochures.models import Brochure, Logo
from essaim.intake.attachments import images, inspecting, naming, rates
from essaim.intake.attachments.receiving import TooHeavy
from essaim.sheets import file_types
from essaim.sheets.validators import Refused

MOST: Final = 6
# 6 cm at 400 dots an inch: sharp on paper, and light.
_LONGEST_SIDE: Final = 1_000
_NAME: Final = 120
_NOT_AN_IMAGE: Final = (
    "Un logo est une image PNG, JPEG, WebP ou GIF. Un logo en SVG ou en PDF s’enregistre d’abord "
    "en PNG."
)


@dataclass(frozen=True, slots=True)
class Ready:
    """A logo that may be kept: PNG or JPEG, in sRGB, without metadata."""

    name: str
    media_type: str
    data: bytes
    width: int
    height: int


def prepare(upload: "UploadedFile[bytes]", *, actor: str, name: str = "") -> Ready:
    """Return the logo made anew; raises Refused, with the reason in French."""
    rates.take_a_try(actor)
    if isinstance(upload, TooHeavy):
        raise Refused(inspecting.too_heavy())
    file = cast("BinaryIO", upload)
    file_type = inspecting.kind_of(file)
    if not file_type.is_image:
        raise Refused(_NOT_AN_IMAGE)
    picture = images.prepare(file)
    stem = naming.clean(upload.name or "", file_type).rpartition(".")[0]
    said = name or stem.replace("_", " ").replace("-", " ").strip() or "un partenaire"
    return _at_size(picture.data, said[:_NAME])


def _at_size(data: bytes, name: str) -> Ready:
    with Image.open(BytesIO(data)) as opened:
        image = opened.copy()
        is_photo = opened.format == "JPEG"
    image.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE), Image.Resampling.LANCZOS)
    made = BytesIO()
    if is_photo:
        image.save(made, "JPEG", quality=90, optimize=True)
    else:
        image.save(made, "PNG", optimize=True)
    kind = file_types.JPEG if is_photo else file_types.PNG
    return Ready(name, kind.media_type, made.getvalue(), image.width, image.height)


def keep(brochure: Brochure, ready: list[Ready]) -> None:
    """Write the logos of a brochure that has none yet, in order."""
    Logo.objects.bulk_create(
        Logo(
            brochure=brochure,
            position=position,
            name=one.name,
            media_type=one.media_type,
            data=one.data,
            width=one.width,
            height=one.height,
        )
        for position, one in enumerate(ready)
    )


def of(brochure: Brochure) -> list[Ready]:
    """Return the logos a brochure has."""
    return [
        Ready(one.name, one.media_type, bytes(one.data), one.width, one.height)
        for one in brochure.logos.all()
    ]
