"""`essaim export`: write the public sheets, all or those a query finds, to a file or a pipe."""

import argparse
import os
import sys
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.core.management.base import CommandError

from essaim.config.commands import EssaimCommand
from essaim.exports import FORMATS, Format, stream
from essaim.search.query import Query
from essaim.sheets.whole_file import written_whole
from essaim.sheets.workbook import TooManyRows

_UNREADABLE = 2
_DEFAULT = "listing"


class Command(EssaimCommand):
    """Exit 0 when the export is whole, 2 when it cannot be made; a file is whole or not there."""

    help = "Exporte les fiches publiées, toutes ou celles d’une recherche."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the contract's options."""
        parser.add_argument(
            "--format",
            metavar="FORMAT",
            help=f"{', '.join(FORMATS)} (sinon selon le nom du fichier, sinon {_DEFAULT})",
        )
        parser.add_argument(
            "--query",
            default="",
            metavar="RECHERCHE",
            help="une recherche, telle que dans l’adresse du catalogue : « q=jardin&statut=… »",
        )
        parser.add_argument(
            "-o",
            "--output",
            default="-",
            metavar="FICHIER",
            help="fichier à écrire (sinon la sortie standard)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the export."""
        target: str = options["output"]
        format = _format(options["format"], target)
        query = _query(options["query"])
        try:
            if target == "-":
                self._to_standard_output(format, query)
                return
            with written_whole(Path(target)) as out:
                for piece in stream(format, query):
                    out.write(piece)
        except TooManyRows as error:
            raise CommandError(str(error), returncode=_UNREADABLE) from error
        except OSError as error:
            raise CommandError(
                f"{target} : {error.strerror or error}", returncode=_UNREADABLE
            ) from error

    def _to_standard_output(self, format: Format, query: Query) -> None:
        out: BinaryIO = cast(Any, self.stdout).buffer  # the bytes beneath sys.stdout
        if format.is_binary and out.isatty():
            raise CommandError(
                f"le format {format.name} ne s’affiche pas dans un terminal : ajoutez -o FICHIER",
                returncode=_UNREADABLE,
            )
        try:
            for piece in stream(format, query):
                out.write(piece)
            out.flush()
        except BrokenPipeError:
            # The reader has had enough (`| head`). Python would complain again at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _format(name: str | None, target: str) -> Format:
    """Return the format asked for, or the one the file's name says."""
    if name is None:
        extension = Path(target).suffix.removeprefix(".").lower()
        said = [format for format in FORMATS.values() if format.extension == extension]
        return said[0] if said else FORMATS[_DEFAULT]
    if name not in FORMATS:
        raise CommandError(
            f"format inconnu : « {name} » (au choix : {', '.join(FORMATS)})",
            returncode=_UNREADABLE,
        )
    return FORMATS[name]


def _query(text: str) -> Query:
    """Return the query, refused when any part of it would be ignored."""
    query = Query.parse(text.removeprefix("?"))
    if query.notices:
        raise CommandError(
            " ".join(("Rien n’est exporté : la recherche n’est pas comprise.", *query.notices)),
            returncode=_UNREADABLE,
        )
    return query
