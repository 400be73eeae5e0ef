"""`essaim import FILE`: take in the sheets of a listing, CSV, XLSX or JSON file."""

import argparse
import sys
from pathlib import Path
from typing import Any, NoReturn

from tqdm import tqdm

from essaim.config.commands import EssaimCommand
from essaim.intake import formats, importing
from essaim.intake.planning import Action
from essaim.workflow.locks import Busy

_SHOWN_REJECTS = 20


class _Bar:
    """A progress bar on the terminal, one per step; silent elsewhere."""

    def __init__(self) -> None:
        self._bar: tqdm[Any] | None = None
        self._step = ""

    def __call__(self, step: str, done: int, total: int | None) -> None:
        if step != self._step:
            self.close()
            self._step = step
            self._bar = tqdm(
                desc=step, total=total, unit=" fiches", file=sys.stderr, disable=None, leave=False
            )
        if self._bar is not None:
            self._bar.update(done - self._bar.n)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None


class Command(EssaimCommand):
    """Plan, then apply; exit 0 all taken, 1 some rejected, 2 unreadable."""

    help = "Importe des fiches action (listing, CSV, XLSX ou JSON)."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the contract's options."""
        parser.add_argument("file", metavar="FICHIER", type=Path)
        parser.add_argument("--format", choices=["auto", *formats.FORMATS], default="auto")
        parser.add_argument("--encoding", help="encodage du fichier (UTF-8 par défaut)")
        parser.add_argument(
            "--dry-run", action="store_true", help="dit ce qui serait fait, n’écrit rien"
        )
        parser.add_argument("--report", type=Path, metavar="FICHIER.json")
        parser.add_argument(
            "--rejects", type=Path, metavar="FICHIER", help="où écrire les fiches refusées"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the import and say what it did."""
        path: Path = options["file"]
        bar = _Bar()
        try:
            prepared = importing.prepare(
                path,
                format=options["format"],
                encoding=options["encoding"],
                progress=bar,
            )
            if not options["dry_run"]:
                importing.apply(prepared, actor=f"import de {path.name}", progress=bar)
        except formats.Unreadable as unreadable:
            self._stop(f"{path} : {unreadable}")
        except Busy:
            self._stop("Un autre import est en cours : réessayez quand il sera terminé.")
        except OSError as error:
            self._stop(f"{path} : {error.strerror or error}")
        finally:
            bar.close()
        self._tell(prepared, dry_run=options["dry_run"])
        try:
            self._write_files(prepared, options)
        except OSError as error:
            self._stop(f"{error.filename} : {error.strerror}")
        if prepared.counts[Action.REJECT]:
            sys.exit(1)

    def _finish(self, prepared: importing.Import, options: dict[str, Any]) -> None:
        # The files first: nothing is lost should nobody be left to tell.
        try:
            rejects = self._write_files(prepared, options)
        except OSError as error:
            self._stop(f"{error.filename or prepared.path} : {error.strerror or error}")
        self._tell(prepared, dry_run=options["dry_run"])
        if rejects:
            self.stdout.write(f"Fiches refusées écrites dans {rejects}")

    def _stop(self, message: str) -> NoReturn:
        self.stderr.write(message)
        sys.exit(2)

    def _tell(self, prepared: importing.Import, *, dry_run: bool) -> None:
        counts = prepared.counts
        say = self.stdout.write
        for warning in prepared.warnings:
            self.stderr.write(f"Attention : {warning}")
        head = "Essai (rien n’est écrit)" if dry_run else "Import"
        say(
            f"{head} de {prepared.path.name} ({prepared.format}) : "
            f"{_counted(sum(counts.values()), 'fiche lue', 'fiches lues')}"
        )
        for action, labels in _LABELS.items():
            say(f"  {_counted(counts[action], *labels)}")
        for line, title, reason in importing.rejected_lines(prepared, _SHOWN_REJECTS):
            say(f"  ligne {line} « {title} » : {reason}")
        if counts[Action.REJECT] > _SHOWN_REJECTS:
            say(f"  … et {counts[Action.REJECT] - _SHOWN_REJECTS} autres refus")
        for vocabulary, label in prepared.new_terms[:_SHOWN_REJECTS]:
            say(f"  à vérifier : « {label} » ({vocabulary})")

    def _write_files(self, prepared: importing.Import, options: dict[str, Any]) -> Path | None:
        """Write the rejects and the report; return where the rejects went, if there are any."""
        path: Path | None = options["rejects"]
        if path is None and not options["dry_run"]:
            path = prepared.path.with_name(f"{prepared.path.stem}.rejets{prepared.path.suffix}")
        written = path is not None and importing.write_rejects(prepared, path)
        if options["report"]:
            with options["report"].open("w", encoding="utf-8") as out:
                importing.write_report(prepared, out)
        return path if written else None


_LABELS = {
    Action.CREATE: ("créée", "créées"),
    Action.UPDATE: ("modifiée", "modifiées"),
    Action.KEEP: ("inchangée", "inchangées"),
    Action.REJECT: ("refusée", "refusées"),
}


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {many if count > 1 else one}"
