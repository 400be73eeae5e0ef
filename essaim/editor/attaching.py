"""The files of a sheet being written: shown, added, taken off."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, Self

from django.core.files.uploadedfile import UploadedFile

from essaim.catalogue import attached
from essaim.catalogue.attached import Attached
from essaim.editor import files as addresses
from essaim.intake.attachments import limits, storing
from essaim.network.standing import Standing
from essaim.sheets import content as contents
from essaim.sheets import file_types
from essaim.sheets.content import Content
from essaim.sheets.models import Revision, Sheet
from essaim.sheets.validators import Refused
from essaim.workflow import drafting

# Somebody else may write between our reading and our writing; not that many times in a row.
_TRIES: Final = 5

Names = tuple[str, ...]


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
        names = named(content)
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


def named(content: Content) -> Names:
    """Return the names of a content's files."""
    files = content["files"]
    return files if isinstance(files, tuple) else ()


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
            _change(who, sheet, lambda names, new=name: tuple(dict.fromkeys((*names, new))))  # type: ignore[misc]
        except Refused as error:
            refused.append(Refusal(upload.name or "Fichier sans nom", str(error)))
        else:
            taken.append(name)
    return taken, refused


def remove(who: Standing, sheet: Sheet, name: str) -> None:
    """Leave a file out of the waiting version; the file itself stays for the former ones.

    Raises Refused, PermissionDenied, Http404.
    """
    _change(who, sheet, lambda names: tuple(one for one in names if one != name))


def _change(who: Standing, sheet: Sheet, change: Callable[[Names], Names]) -> None:
    """Change the files of what waits, and nothing else, whoever writes at the same time."""
    for _ in range(_TRIES):
        waiting = Revision.objects.waiting().filter(sheet=sheet).first()
        start = drafting.starting_point(sheet, waiting)
        content = contents.from_json(start.content)
        content["files"] = change(named(content))
        if not drafting.save(who, sheet.pk, content, based_on=start.version).conflicts:
            return
    raise Refused("Plusieurs personnes changent les fichiers en même temps : réessayez.")
