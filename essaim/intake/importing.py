"""Importing a file: plan the whole of it, then apply the plan.

The dry run stops after the plan, so both runs tell the same story. Applying goes by batches,
each one transaction: killed half-way, the import is started again on the same file and finds
what it had written unchanged.
"""

import functools
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from essaim.intake import formats
from essaim.intake.form import Validator
from essaim.intake.planning import Action, Plan
from essaim.network.territories import department_names
from essaim.search import engine
from essaim.sheets.record import RawRecord
from essaim.sheets.terms import Terms
from essaim.workflow import writer
from essaim.workflow.locks import only_import

# Sheets written between two updates of the index: often enough to be seen, rarely enough to
# cost little.
_INDEX_EVERY: Final = 10_000

Progress = Callable[[str, int, int | None], None]


def _silent(_step: str, _done: int, _total: int | None) -> None:
    return None


@dataclass(slots=True)
class Import:
    """One import, planned: what it will do, and what is put up for review."""

    path: Path
    format: str
    encoding: str | None
    plan: Plan
    new_terms: list[tuple[str, str]]
    warnings: list[str]

    @property
    def counts(self) -> dict[Action, int]:
        """How many records each action has."""
        return self.plan.count()

    def source(self) -> Iterator[RawRecord]:
        """Read the file's records again, in the same order."""
        return _read(self.path, self.format, self.encoding, [])


def _read(path: Path, name: str, encoding: str | None, warnings: list[str]) -> Iterator[RawRecord]:
    reader = formats.FORMATS[name]
    return reader.read(
        path, encoding=encoding, departments=department_names(), warn=warnings.append
    )


def prepare(
    path: Path,
    *,
    format: str = "auto",
    encoding: str | None = None,
    progress: Progress = _silent,
) -> Import:
    """Read, validate and match every record of the file; write nothing.

    Raises formats.Unreadable when no record can be told from the file at all.
    """
    name = formats.detect(path, encoding=encoding) if format == "auto" else format
    warnings: list[str] = []
    validator = Validator(Terms.load(), department_names())
    plan = Plan()
    for done in plan.read(_read(path, name, encoding, warnings), validator):
        progress("Lecture", done, None)
    plan.match()
    return Import(path, name, encoding, plan, validator.terms.unknown(), warnings)


def apply(prepared: Import, *, actor: str, progress: Progress = _silent) -> None:
    """Write what the plan says. A sheet changed by somebody else since is rejected."""
    counts = prepared.counts
    total = counts[Action.CREATE] + counts[Action.UPDATE]
    above = prepared.plan.highest_number()
    done = 0
    unindexed = 0
    with only_import():
        for batch in prepared.plan.drafts():
            drafts = [draft for _, draft in batch]
            outcome = writer.publish(drafts, actor=actor, above=above)
            for place in outcome.conflicts:
                prepared.plan.refuse(
                    batch[place][0], "La fiche a été modifiée par ailleurs pendant l’import"
                )
            done += len(batch)
            unindexed += len(batch)
            progress("Écriture", done, total)
            if unindexed >= _INDEX_EVERY:
                engine.catch_up()
                unindexed = 0
    engine.catch_up()


def write_rejects(prepared: Import, path: Path) -> int:
    """Write the rejected records, whole and in the input's own format; return how many."""
    rejected = prepared.plan.rejected()
    if rejected:
        formats.FORMATS[prepared.format].write_rejects(
            (
                record
                for ordinal, record in enumerate(prepared.source(), start=1)
                if ordinal in rejected
            ),
            path,
        )
    return len(rejected)


def write_report(prepared: Import, out: IO[str]) -> None:
    """Write the report as JSON: counts, what to review, and each record in file order."""
    counts = prepared.counts
    texts = _texts_of_rejects(prepared)
    head = {
        "fichier": prepared.path.name,
        "format": prepared.format,
        "total": sum(counts.values()),
        "creees": counts[Action.CREATE],
        "modifiees": counts[Action.UPDATE],
        "inchangees": counts[Action.KEEP],
        "rejetees": counts[Action.REJECT],
        "avertissements": prepared.warnings,
        "termes_a_verifier": [
            {"vocabulaire": vocabulary, "libelle": label}
            for vocabulary, label in prepared.new_terms
        ],
    }
    dump = functools.partial(json.dumps, ensure_ascii=False)
    out.write(dump(head)[:-1] + ', "fiches": [\n')
    for place, line in enumerate(prepared.plan.lines()):
        entry: dict[str, Any] = {
            "ligne": line.line,
            "etat": line.action.value,
            "numero": line.number,
            "titre": line.title,
            "structure": line.structure,
        }
        if line.action is Action.REJECT:
            entry |= {"raison": line.reason, "texte": next(texts, "")}
        out.write((",\n" if place else "") + dump(entry))
    out.write("\n]}\n")


def _texts_of_rejects(prepared: Import) -> Iterator[str]:
    """Yield the text of each rejected record, in file order."""
    rejected = prepared.plan.rejected()
    if not rejected:
        return
    for ordinal, record in enumerate(prepared.source(), start=1):
        if ordinal in rejected:
            raw = record.raw
            text = raw if isinstance(raw, str) else json.dumps(raw, ensure_ascii=False, default=str)
            yield text.encode("utf-8", "replace").decode("utf-8")


def rejected_lines(prepared: Import, limit: int) -> Iterable[tuple[int, str, str]]:
    """Yield (line, title or structure, reason) of the first rejected records."""
    shown = 0
    for line in prepared.plan.lines():
        if line.action is Action.REJECT:
            if shown == limit:
                return
            shown += 1
            yield line.line, line.title or line.structure or "fiche sans titre", line.reason
