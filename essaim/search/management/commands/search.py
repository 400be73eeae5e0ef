"""`essaim search TEXT`: search the catalogue from the command line."""

import argparse
import json
import shutil
import textwrap
from typing import Any
from urllib.parse import urlencode

from django.core.management.base import CommandError

from essaim.config.commands import EssaimCommand
from essaim.search import answer, engine, telling
from essaim.search.engine import Results
from essaim.search.phrases import listed, quoted
from essaim.search.query import EXACT_KEY, Query
from essaim.search.telling import Remark
from essaim.sheets.models import Sheet

_MOST = 1_000
_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"
_INDENT = "    "
_NEAR = 4


class Command(EssaimCommand):
    """Print the sheets found, best first; exit 0 whether there are any or not."""

    help = "Cherche dans les fiches publiées."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the contract's options."""
        parser.add_argument("text", metavar="TEXTE", nargs="*", help="les mots cherchés")
        parser.add_argument(
            "--query", default="", help="des critères, comme dans l’adresse : « departement=69 »"
        )
        parser.add_argument("--limit", type=int, default=20, help="nombre de fiches (20)")
        parser.add_argument("--json", action="store_true", help="répond en JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Search and print."""
        limit = options["limit"]
        if not 1 <= limit <= _MOST:
            raise CommandError(f"--limit : un nombre de 1 à {_MOST}.")
        text = urlencode({"q": " ".join(options["text"])}, errors="replace")
        query = Query.parse(f"{options['query'].removeprefix('?')}&{text}")
        results = engine.search(query, limit=limit)
        if options["json"]:
            self.stdout.write(json.dumps(answer.as_json(query, results), ensure_ascii=False))
        else:
            self.tell(query, results, limit)

    def tell(self, query: Query, results: Results, limit: int) -> None:
        """Print the results for a person."""
        for notice in query.notices:
            self.stdout.write(f"({notice})")
        self.stdout.write(f"{query.sentence()} : {_sheets(results.total)}.")
        for remark in telling.remarks(query, results):
            self.stdout.write(_told(query, remark))
        near = "" if results.total else _near(query)
        if near:
            self.stdout.write(near)
        first = (query.page - 1) * limit + 1
        for rank, (_, sheet) in enumerate(answer.sheets_of(results.hits), first):
            self.stdout.write("\n" + self.entry(results, sheet, rank))

    def entry(self, results: Results, sheet: Sheet, rank: int) -> str:
        """Return the lines about one sheet."""
        structure = sheet.structure
        place = f" — {structure.department.name}" if structure.department else ""
        width = min(shutil.get_terminal_size().columns, 100)
        passage = textwrap.wrap(
            self.passage(results, sheet), width, initial_indent=_INDENT, subsequent_indent=_INDENT
        )
        lines = [
            f"{rank:>2}. {self.bold(sheet.display_title)} (n° {sheet.number})",
            f"{_INDENT}{structure.name}{place}",
            *passage,
            f"{_INDENT}{answer.address(sheet)}",
        ]
        return "\n".join(lines)

    def passage(self, results: Results, sheet: Sheet) -> str:
        """Return the passage of the sheet that answers the query."""
        pieces = engine.snippet(results.meaning.marks, answer.readable_text(sheet))
        return "".join(self.bold(text) if found else text for text, found in pieces)

    def bold(self, text: str) -> str:
        """Return the text in bold on a terminal, as it is elsewhere."""
        return f"{_BOLD}{text}{_PLAIN}" if self.stdout.isatty() else text


def _sheets(total: int) -> str:
    if total == 0:
        return "aucune fiche"
    return "1 fiche" if total == 1 else f"{total} fiches"


def _told(query: Query, remark: Remark) -> str:
    """Return the lines of what was understood, with the criterion that undoes it."""
    lines = [remark.text, *(f"{_INDENT}{line}" for line in remark.more)]
    if remark.undone and set(remark.undone.exact) > set(query.exact):
        exact = "&".join(f"{EXACT_KEY}={one}" for one in remark.undone.exact)
        lines.append(f'{_INDENT}{remark.undo} : --query "{exact}"')
    return "\n".join(lines)


def _near(query: Query) -> str:
    """Return what to try instead, "" when nothing comes near."""
    plain = [term.written for term in query.terms.wanted if not term.quoted]
    words = [quoted(near) for written in plain for near in engine.nearest(written)[:_NEAR]]
    return f"Des mots proches : {listed(words)}." if words else ""
