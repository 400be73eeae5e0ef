"""Making a brochure in the background: a task, its progress, and what becomes of one that stops.

Each making has a number, the row's `attempt`. It goes on only while the row still has that number
and has not been stopped: so a making taken up elsewhere, or cancelled, ends by itself.
"""

import datetime
import logging
from typing import Any, Final

import typst
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from essaim.brochures import gathering, logos, odt, pdf, storing
from essaim.brochures.models import Brochure

logger = logging.getLogger(__name__)

State = Brochure.State

# One step never takes that long: whoever was at work has been killed.
LONGEST_STEP: Final = datetime.timedelta(minutes=3)
MOST_ATTEMPTS: Final = 3
# Letters first: somebody waits for a code to sign in.
_PRIORITY: Final = -50

_FAILED: Final = (
    "La plaquette n’a pas pu être fabriquée : la panne est de notre côté, et elle est notée. "
    "Réessayez ; si cela recommence, retirez une partie des fiches ou des graphiques."
)
_NOT_SET: Final = (
    "La mise en page n’a pas abouti : un texte ou un logo s’y oppose. Réessayez sans logo, ou avec "
    "moins de fiches ; la panne est notée."
)
_KILLED: Final = (
    "La fabrication s’est interrompue plusieurs fois : elle demande peut-être trop de mémoire. "
    "Réessayez avec moins de fiches, ou avec des fiches en bref."
)
_EMPTY: Final = (
    "Aucune fiche publiée ne répond plus à cette sélection : il n’y a rien à mettre en page."
)


class Stopped(Exception):
    """Somebody has stopped this making, or has taken it up."""


def ask(brochure: Brochure) -> None:
    """Have a brochure made, from the beginning, by whoever serves the site."""
    _wait(Brochure.objects.filter(pk=brochure.pk), content=None)
    make.enqueue(brochure.pk)


def again(brochure: Brochure) -> None:
    """Make the files anew.

    From what was frozen when they were made once: the same bytes, whatever has changed since. Of
    one that did not come off, from the sheets as they are now.
    """
    frozen = {} if brochure.state == State.DONE else {"content": None}
    _wait(Brochure.objects.filter(pk=brochure.pk).exclude(state__in=Brochure.RUNNING), **frozen)
    make.enqueue(brochure.pk)


def _wait(rows: QuerySet[Brochure], **also: None) -> None:
    """Have these brochures wait to be made, as if they never had been."""
    rows.update(
        state=State.WAITING,
        attempt=0,
        percent=0,
        step="",
        problem="",
        done_at=None,
        alive_at=timezone.now(),
        **also,
    )


def stop(brochure: Brochure) -> None:
    """Stop a making; whoever is at work on it ends at its next step."""
    Brochure.objects.filter(pk=brochure.pk, state__in=Brochure.RUNNING).update(
        state=State.CANCELLED, step="", percent=0
    )


def revive() -> int:
    """Take up the brochures whose worker has died, before or while it made them; return how many.

    One that has only waited long may be asked for twice: the second time finds it claimed.
    """
    late = Q(alive_at__lt=timezone.now() - LONGEST_STEP, state__in=Brochure.RUNNING)
    revived = 0
    for pk, state, attempt in Brochure.objects.filter(late).values_list("pk", "state", "attempt"):
        rows = Brochure.objects.filter(late, pk=pk, state=state, attempt=attempt)
        if state == State.MAKING and attempt >= MOST_ATTEMPTS:
            rows.update(state=State.FAILED, problem=_KILLED, step="")
        elif rows.update(state=State.WAITING, step="", percent=0, alive_at=timezone.now()):
            make.enqueue(pk)
            revived += 1
    return revived


@task(priority=_PRIORITY)
def make(pk: int) -> None:
    """Make one brochure. Whatever goes wrong is told on its page; nothing is raised."""
    revive()
    _tidy()
    claimed = Brochure.objects.filter(pk=pk, state=State.WAITING).update(
        state=State.MAKING,
        attempt=F("attempt") + 1,
        alive_at=timezone.now(),
        percent=5,
        step="On commence",
    )
    brochure = Brochure.objects.select_related("structure__department").filter(pk=pk).first()
    if not claimed or brochure is None:
        return
    try:
        _make(brochure)
    except Stopped:
        logger.info("Plaquette %s : fabrication arrêtée.", pk)
    except gathering.Nothing:
        _fail(brochure, _EMPTY)
    except typst.TypstError:
        logger.exception("Plaquette %s : la mise en page n’aboutit pas.", pk)
        _fail(brochure, _NOT_SET)
    except Exception:
        logger.exception("Plaquette %s : échec.", pk)
        _fail(brochure, _FAILED)


def _make(brochure: Brochure) -> None:
    """Gather what is not frozen yet, print it twice, and keep the files."""

    def tell(percent: int, step: str) -> None:
        changed = {"percent": percent, "step": step, "alive_at": timezone.now()}
        if not _mine(brochure).update(**changed):
            raise Stopped

    if brochure.content is None:
        content = gathering.gather(brochure, timezone.localdate(), tell)
        brochure.content = content
        if not _mine(brochure).update(content=content):
            raise Stopped
    marks = logos.of(brochure)
    tell(55, "Mise en page du PDF")
    printed = pdf.make(brochure.content, marks)
    tell(75, "Dessin des graphiques")
    pictures = pdf.pictures(brochure.content)
    tell(80, "Écriture du document modifiable")
    written = odt.make(brochure.content, marks, pictures)
    tell(95, "Enregistrement")
    _keep(brochure, printed, written)


def _keep(brochure: Brochure, printed: bytes, written: bytes) -> None:
    """Store both files, and say that they are there; undone when somebody has stopped it."""
    former = [brochure.pdf, brochure.odt]
    stored: list[str] = []
    try:
        stored = [storing.write(printed)]
        stored.append(storing.write(written))
        kept: dict[str, Any] = {
            "pdf": stored[0],
            "odt": stored[1],
            "pdf_size": len(printed),
            "odt_size": len(written),
        }
        now = timezone.now()
        done = _mine(brochure).update(
            state=State.DONE, percent=100, step="", problem="", done_at=now, alive_at=now, **kept
        )
        if not done:
            raise Stopped
    except BaseException:
        storing.remove(stored)
        raise
    storing.remove(former)


def _mine(brochure: Brochure) -> "Any":
    """Return the row while this making is the one in force."""
    return Brochure.objects.filter(pk=brochure.pk, state=State.MAKING, attempt=brochure.attempt)


def _fail(brochure: Brochure, problem: str) -> None:
    _mine(brochure).update(state=State.FAILED, problem=problem, step="")


def _tidy() -> None:
    """Remove the tasks that have been carried out: all they knew is in their brochure."""
    ours = DBTaskResult.objects.filter(task_path=make.module_path)
    (ours.successful() | ours.failed()).delete()
    # The worker of one that has not answered for so long is dead; its brochure is taken up above.
    late = timezone.now() - 10 * LONGEST_STEP
    ours.running().filter(started_at__lt=late).delete()
