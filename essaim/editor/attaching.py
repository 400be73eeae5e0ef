"""The files of a sheet being written: shown, added, taken off."""

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from django.core.files.uploadedfile import UploadedFile

from essaim.catalogue import attached
from essaim.catalogue.attached import Attached
from essaim.editor import files as addresses
from essaim.intake.attachments import limits, storing
from essaim.network.standing import Standing
from essaim.sheets import content as contents
from essaim.sheets import file_types
from essaim.sheets.content import Content
from essaim.sheets.models import Sheet
from essaim.sheets.validators import Refused
from essaim.workflow import drafting
from essaim.workflow.drafting import Names


@dataclass(frozen=True, slots=True)
class FilesPart:
    """The part of the editor's page that holds the files."""

    number: int
    files: tuple[Attached, ...]
    kinds: str
    accept: str
    limit: str
    room: int

    @classmethod
    def of(cls, sheet: Sheet, content: Content) -> Self:
        """Read the files that a content names: one query at most."""
        names = contents.many(content["files"])
        return cls(
            number=sheet.number,
            files=attached.of_names(sheet, names, addresses.of_file),
            kinds=file_types.IN_WORDS,
            accept=file_types.ACCEPT,
            limit=file_types.weight(limits.LARGEST),
            room=max(0, limits.MOST_FILES - len(names)),
        )


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that was not taken: its name as it was sent, and why, in French."""

    name: str
    reason: str


def add(
    who: Standing, sheet: Sheet, uploads: "Iterable[UploadedFile[bytes]]"
) -> tuple[list[str], list[Refusal]]:
    """Take files in and name them in the sheet's waiting version.

    Returns the names of those taken, and those refused. Raises PermissionDenied, Http404.
    """
    taken: list[str] = []
    refused: list[Refusal] = []
    for upload in uploads:
        try:
            name = storing.attach(sheet.pk, upload, actor=who.actor).name
            drafting.change_files(who, sheet.pk, functools.partial(_with, name))
        except Refused as error:
            refused.append(Refusal(upload.name or "Fichier sans nom", str(error)))
        else:
            taken.append(name)
    return taken, refused


def _with(name: str, names: Names) -> Names:
    return tuple(dict.fromkeys((*names, name)))


def remove(who: Standing, sheet: Sheet, name: str) -> None:
    """Leave a file out of the waiting version; the file itself stays for the former ones.

    Raises PermissionDenied, Http404.
    """
    drafting.change_files(who, sheet.pk, lambda names: tuple(one for one in names if one != name))
