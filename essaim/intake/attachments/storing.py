"""`attach`, which takes a file in.

A stored name is random, without extension, and says nothing: the store may be copied or served
by mistake without a name leaking or a page being run. A file is written first, its row after:
what a crash leaves is a file that no row names, which `keeping.sweep` removes.
"""

import hashlib
import logging
import os
import secrets
from collections.abc import Iterable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from typing import BinaryIO, Final, cast

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from essaim.intake.attachments import images, inspecting, limits, naming, rates
from essaim.intake.attachments.images import Picture
from essaim.intake.attachments.receiving import TooHeavy
from essaim.sheets import fields, file_types
from essaim.sheets.file_types import FileType
from essaim.sheets.models import Attachment, Revision, Sheet
from essaim.sheets.validators import Refused

logger = logging.getLogger(__name__)

FOLDER: Final = "attachments"
_CHUNK: Final = 1_048_576
_FILES: Final = fields.BY_NAME["files"].key
# Versions set aside or superseded before anybody saw them: not what the sheet shows now.
_CURRENT: Final = (*Revision.WAITING, Revision.State.LIVE)

_FULL: Final = (
    "Cette fiche a déjà {count} fichiers, c’est le plus qu’elle puisse en montrer. Retirez-en "
    "un, enregistrez, puis ajoutez celui-ci."
)
_HEAVY: Final = (
    "Les fichiers de cette fiche dépasseraient {weight} en tout. Retirez-en un, enregistrez, "
    "puis ajoutez celui-ci."
)
_KEPT: Final = (
    "Cette fiche garde déjà beaucoup de fichiers, avec ceux de ses versions précédentes. "
    "Écrivez à votre correspondant pour faire de la place."
)
_NOT_WRITTEN: Final = (
    "Le fichier n’a pas pu être enregistré : la panne est de notre côté. Réessayez dans un "
    "moment ; votre texte, lui, est gardé."
)


@dataclass(frozen=True, slots=True)
class _Ready:
    """A file judged and made harmless, not written yet. `sha256` is of the bytes to store."""

    content: BinaryIO
    file_type: FileType
    size: int
    sha256: str
    picture: Picture | None


def attach(sheet_id: int, upload: "UploadedFile[bytes]", *, actor: str) -> Attachment:
    """Take the file in and return its row; raises Refused, with the reason in French.

    The same content sent twice to one sheet is kept once: the row it has is returned. Rights
    are the caller's to check, and so is naming the file in the sheet's `files`. Raises
    Sheet.DoesNotExist.
    """
    rates.take_a_try(actor)
    ready = _ready(upload)
    name = naming.clean(upload.name or "", ready.file_type)
    with ExitStack() as undoing:
        stored_as = _write(ready.content, undoing)
        thumbnail = _write(_bytes(ready.picture.thumbnail), undoing) if ready.picture else ""
        with transaction.atomic():
            # One upload at a time for each sheet: two at once cannot both take the last place.
            sheet = Sheet.objects.select_for_update().only("pk").get(pk=sheet_id)
            kept = list(sheet.attachments.order_by("pk"))
            twin = next((one for one in kept if one.sha256 == ready.sha256), None)
            if twin is not None:
                return twin
            _refuse_beyond(sheet, kept, ready.size)
            made = Attachment.objects.create(
                sheet=sheet,
                name=file_types.free_name(name, {one.name.casefold() for one in kept}),
                stored_as=stored_as,
                media_type=ready.file_type.media_type,
                size=ready.size,
                sha256=ready.sha256,
                thumbnail=thumbnail,
                width=ready.picture.width if ready.picture else None,
                height=ready.picture.height if ready.picture else None,
                uploaded_by=actor,
            )
        undoing.pop_all()
    return made


def _ready(upload: "UploadedFile[bytes]") -> _Ready:
    """Return what is to be kept of the upload."""
    if isinstance(upload, TooHeavy):
        raise Refused(inspecting.too_heavy())
    file = cast("BinaryIO", upload)
    file_type = inspecting.kind_of(file)
    if file_type.is_image:
        picture = images.prepare(file)
        content = _bytes(picture.data)
        return _Ready(content, picture.file_type, len(picture.data), digest(content), picture)
    size = file.seek(0, os.SEEK_END)
    return _Ready(file, file_type, size, digest(file), None)


def digest(file: BinaryIO) -> str:
    """Return the sha256 of the whole file, in hexadecimal."""
    found = hashlib.sha256()
    file.seek(0)
    while piece := file.read(_CHUNK):
        found.update(piece)
    return found.hexdigest()


def _bytes(data: bytes) -> BinaryIO:
    return cast("BinaryIO", ContentFile(data))


def _refuse_beyond(sheet: Sheet, kept: list[Attachment], size: int) -> None:
    """Raise Refused when one more file of `size` bytes is more than the sheet may hold."""
    if len(kept) >= limits.MOST_FILES_KEPT:
        raise Refused(_KEPT)
    if sum(one.size for one in kept) + size > limits.MOST_BYTES_KEPT:
        raise Refused(_KEPT)
    shown = _shown(sheet, kept)
    if len(shown) >= limits.MOST_FILES:
        raise Refused(_FULL.format(count=len(shown)))
    if sum(one.size for one in shown) + size > limits.MOST_BYTES:
        raise Refused(_HEAVY.format(weight=file_types.weight(limits.MOST_BYTES)))


def _shown(sheet: Sheet, kept: list[Attachment]) -> list[Attachment]:
    """Return the files its current version names, and those sent since, which it cannot yet."""
    current = Revision.objects.filter(sheet=sheet, state__in=_CURRENT).order_by("-version").first()
    if current is None:
        return kept
    named = set(current.content.get(_FILES) or ())
    return [one for one in kept if one.name in named or one.created_at > current.created_at]


# --- The store --------------------------------------------------------------------------


def _write(content: BinaryIO, undoing: ExitStack) -> str:
    """Store the bytes under a random name, and have them removed unless all goes well."""
    secret = secrets.token_hex(20)
    content.seek(0)
    try:
        stored_as = default_storage.save(f"{FOLDER}/{secret[:2]}/{secret}", File(content))
        undoing.callback(remove, (stored_as,))
        _settle(stored_as)
    except OSError as error:
        logger.exception("Un fichier n’a pas pu être écrit.")
        raise Refused(_NOT_WRITTEN) from error
    return stored_as


def _settle(stored_as: str) -> None:
    """Have the disk hold the bytes before the base says they are there."""
    with suppress(NotImplementedError):  # a store elsewhere has no path, and settles by itself
        handle = os.open(default_storage.path(stored_as), os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def remove(names: Iterable[str]) -> None:
    """Delete stored files; one that resists is told in the log, and swept later."""
    for name in names:
        try:
            default_storage.delete(name)
        except OSError:
            logger.exception("Un fichier n’a pas pu être supprimé : %s", name)
