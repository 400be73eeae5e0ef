"""`essaim round`: once a year, ask each structure which of its running actions go on."""

import argparse
import sys
from typing import Any, Final

from django.conf import settings
from django.utils import timezone

from essaim.config.commands import EssaimCommand
from essaim.letters import postman
from essaim.network.models import Department
from essaim.workflow import yearly_round
from essaim.workflow.yearly_round import Planned

_FIRST_YEAR: Final = 2020


class Command(EssaimCommand):
    """Send the letters that have not been sent this year; safe to repeat and to interrupt."""

    help = "Demande une fois l’an aux structures si leurs actions en cours continuent."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--year", type=int, help="l’année de la tournée (celle en cours)")
        parser.add_argument("--dry-run", action="store_true", help="dit ce qui partirait")
        parser.add_argument("--department", default="", help="le code d’un seul département")
        parser.add_argument("--limit", type=int, help="au plus tant de structures cette fois")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 2 on an option that makes no sense, saying why."""
        year = options["year"] or timezone.localdate().year
        self._check(year, options["department"], options["limit"])
        sent, unreached = 0, []
        for planned in yearly_round.plan(year, department=options["department"]):
            if planned.obstacle:
                unreached.append(planned)
                continue
            if options["limit"] is not None and sent >= options["limit"]:
                self.stdout.write("La limite est atteinte : relancez la commande pour la suite.")
                break
            if options["dry_run"]:
                self._tell(planned)
                sent += 1
            else:
                sent += yearly_round.send(planned, year)
        if not options["dry_run"] and not settings.LETTERS_WAIT:
            postman.carry_all()  # no mail server: the letters are files, written now
        self._conclude(year, sent, unreached, is_dry=options["dry_run"])

    def _check(self, year: int, department: str, limit: int | None) -> None:
        problem = ""
        if not _FIRST_YEAR <= year <= timezone.localdate().year:
            problem = f"--year : une année entre {_FIRST_YEAR} et celle-ci."
        elif department and not Department.objects.filter(code=department).exists():
            problem = f"--department : « {department} » n’est le code d’aucun département."
        elif limit is not None and limit < 1:
            problem = "--limit : au moins 1."
        if problem:
            self.stderr.write(problem)
            sys.exit(2)

    def _tell(self, planned: Planned) -> None:
        whom = planned.address or ", ".join(person.email for person in planned.people)
        self.stdout.write(f"{_place(planned)} : {_sheets(len(planned.sheets))} → {whom}")

    def _conclude(self, year: int, sent: int, unreached: list[Planned], *, is_dry: bool) -> None:
        verb = "Structures qui recevraient" if is_dry else "Structures à qui part"
        self.stdout.write(f"{verb} la lettre de {year} : {sent}.")
        if unreached:
            self.stdout.write(
                f"Structures à joindre autrement, par leur correspondant : {len(unreached)}."
            )
        for planned in unreached:
            about = _sheets(len(planned.sheets))
            self.stdout.write(f"- {_place(planned)}, {about} : {planned.obstacle}.")


def _place(planned: Planned) -> str:
    department = planned.structure.department
    where = f"{department.code} {department.name}" if department else "sans département"
    return f"{planned.structure.name} ({where})"


def _sheets(count: int) -> str:
    return "1 fiche en cours" if count == 1 else f"{count} fiches en cours"
