"""Images made anew: right side up, in sRGB, of a reasonable size, and without any metadata.

What was sent is thrown away, so whatever hid in it (GPS position, thumbnail of the uncropped
photo, a script in a comment, a zip after the end) goes with it.
"""

import logging
import threading
from contextlib import nullcontext
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO, Final

from PIL import Image, ImageCms, ImageOps

from essaim.intake.attachments import limits
from essaim.sheets import file_types
from essaim.sheets.file_types import FileType
from essaim.sheets.validators import Refused

logger = logging.getLogger(__name__)

_FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF")
_LOSSLESS: Final = ("PNG", "GIF")
# A screenshot or a drawing stays exact; a photograph saved as PNG becomes a JPEG.
_LARGEST_PNG: Final = 1_500_000
_QUALITY: Final = 85
_THUMBNAIL_QUALITY: Final = 80
_AVERAGED: Final = ("L", "LA", "RGB", "RGBA", "CMYK")
# Large images are decoded one at a time in a process: each may take 400 MB for a second.
_decoding: Final = threading.Lock()
# Beyond it Pillow warns, beyond twice it raises, on its own: we refuse before.
Image.MAX_IMAGE_PIXELS = limits.MOST_PIXELS_REDUCED
_SRGB: Final = ImageCms.createProfile("sRGB")

_DAMAGED: Final = (
    "Cette image est incomplète ou abîmée. Ouvrez-la, enregistrez-en une nouvelle copie, puis "
    "envoyez-la."
)
_ENORMOUS: Final = (
    "Cette image est démesurée ({width} × {height} pixels). Réduisez-la à moins de 8 000 pixels "
    "de large, puis envoyez-la à nouveau."
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A re-encoded image; sizes in pixels; `thumbnail` is WebP."""

    data: bytes
    file_type: FileType
    width: int
    height: int
    thumbnail: bytes


def prepare(file: BinaryIO) -> Picture:
    """Return the image re-encoded; raises Refused, with the reason in French."""
    file.seek(0)
    try:
        with Image.open(file, formats=_FORMATS) as opened:
            return _prepare(opened)
    except Refused:
        raise
    except Image.DecompressionBombError as error:
        raise Refused(
            "Cette image est démesurée. Réduisez-la à moins de 8 000 pixels de large, puis "
            "envoyez-la à nouveau."
        ) from error
    except Exception as error:  # decoders raise what they like on what is not an image
        logger.info("Image refusée : %s", error)
        raise Refused(_DAMAGED) from error


def _prepare(opened: Image.Image) -> Picture:
    _refuse_enormous(opened)
    lossless = opened.format in _LOSSLESS
    width, height = opened.size
    with _decoding if width * height > limits.LARGE else nullcontext():
        image = _plain(_shrunk(opened))
    data, file_type = _encode(image, lossless=lossless)
    small = image.copy()
    small.thumbnail((limits.THUMBNAIL_SIDE, limits.THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
    thumbnail = _saved(small, "WEBP", quality=_THUMBNAIL_QUALITY, method=4)
    return Picture(data, file_type, image.width, image.height, thumbnail)


def _refuse_enormous(opened: Image.Image) -> None:
    """Refuse by the header alone, before anything is decoded."""
    width, height = opened.size
    # MPO: a JPEG followed by others, as some phones write; the first is kept.
    # A progressive JPEG is held whole in memory whatever the scale.
    reduced = opened.format in ("JPEG", "MPO") and not opened.info.get("progressive")
    most = limits.MOST_PIXELS_REDUCED if reduced else limits.MOST_PIXELS
    if max(width, height) > limits.LONGEST_SIDE or width * height > most:
        raise Refused(_ENORMOUS.format(width=width, height=height))


def _shrunk(opened: Image.Image) -> Image.Image:
    """Return the first frame, decoded and brought to size before anything else copies it."""
    # Decodes a JPEG at a half, a quarter or an eighth, never below what is asked.
    opened.draft("RGB", (limits.SHOWN_SIDE, limits.SHOWN_SIDE))
    opened.load()
    # Neither a palette nor a colour that stands for transparency can be averaged.
    plain = opened.mode in _AVERAGED and "transparency" not in opened.info
    image = opened if plain else _expanded(opened)
    image.thumbnail(
        (limits.SHOWN_SIDE, limits.SHOWN_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0
    )
    return image


def _expanded(image: Image.Image) -> Image.Image:
    """Return the image in a mode that can be averaged; it keeps its `info`."""
    if image.has_transparency_data:
        return image.convert("RGBA")
    if image.mode.startswith("I") or image.mode == "F":
        # 16 bits a pixel: `convert` would cut at 255 instead of scaling.
        whole = image.convert("I")
        return whole.point(lambda value: value * (1 / 257) + 0.5).convert("L")
    return image.convert("L" if image.mode == "1" else "RGB")


def _plain(image: Image.Image) -> Image.Image:
    """Return the image as L, RGB or RGBA, in sRGB, right side up, and nothing else."""
    turned = _right_side_up(image)
    profile = turned.info.get("icc_profile")
    alpha = _alpha(turned)
    colours = _in_srgb(turned, profile) if profile else _converted(turned)
    if alpha is not None:
        colours = colours.convert("RGB")
        colours.putalpha(alpha)
    # A new image: the old one's `info` holds EXIF, XMP, comments and the profile.
    bare = Image.new(colours.mode, colours.size)
    bare.paste(colours)
    return bare


def _right_side_up(opened: Image.Image) -> Image.Image:
    """Return the image turned as EXIF says; broken EXIF turns nothing."""
    try:
        return ImageOps.exif_transpose(opened)
    except Exception as error:  # its parser too raises what it likes
        logger.info("EXIF illisible : %s", error)
        return opened


def _alpha(image: Image.Image) -> Image.Image | None:
    """Return the transparency, None when the image is opaque."""
    if not image.has_transparency_data:
        return None
    alpha = image.convert("RGBA").getchannel("A")
    return None if alpha.getextrema() == (255, 255) else alpha


def _converted(image: Image.Image) -> Image.Image:
    return image.convert("L" if image.mode in ("L", "LA") else "RGB")


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """Return the colours as the profile means them; a broken profile counts for nothing."""
    source = image if image.mode in ("RGB", "CMYK", "L") else _converted(image)
    try:
        found = ImageCms.profileToProfile(
            source, ImageCms.ImageCmsProfile(BytesIO(profile)), _SRGB, outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return _converted(image)
    return found or _converted(image)


def _encode(image: Image.Image, *, lossless: bool) -> tuple[bytes, FileType]:
    """Return the image's bytes and type: PNG where it is exact and light, JPEG for photos."""
    transparent = image.mode == "RGBA"
    if lossless or transparent:
        png = _saved(image, "PNG", optimize=True)
        if len(png) <= _LARGEST_PNG:
            return png, file_types.PNG
    if transparent:
        return _saved(image, "WEBP", quality=_QUALITY, method=4), file_types.WEBP
    jpeg = _saved(image, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return jpeg, file_types.JPEG


def _saved(image: Image.Image, form: str, **options: int | bool) -> bytes:
    made = BytesIO()
    image.save(made, form, **options)
    return made.getvalue()
