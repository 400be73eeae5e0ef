"""Asking a structure about a check: never twice while the first question is unanswered."""

from collections.abc import Iterable
from enum import StrEnum

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Max, OuterRef, Q, Subquery
from django.http import Http404

from essaim.desk.checks import Check
from essaim.network.standing import Standing
from essaim.sheets.models import Sheet
from essaim.workflow import conversation
from essaim.workflow.locks import lock_event_log
from essaim.workflow.models import Message


class Asked(StrEnum):
    """What became of one question."""

    SENT = "envoyee"
    ALREADY = "deja"
    REFUSED = "refusee"


def unanswered(check: Check, sheet_ids: Iterable[int]) -> set[int]:
    """Return the sheets already asked about that, whose structure has not written since."""
    answers = Message.objects.filter(sheet=OuterRef("sheet"), from_structure=True).order_by()
    last = answers.values("sheet").annotate(last=Max("pk")).values("last")
    asked = Message.objects.filter(
        sheet__in=list(sheet_ids), from_structure=False, text__startswith=check.subject
    ).annotate(answered=Subquery(last))
    still = asked.filter(Q(answered__isnull=True) | Q(answered__lt=F("pk")))
    return set(still.values_list("sheet_id", flat=True))


def ask(who: Standing, check: Check, sheet_id: int, text: str) -> Asked:
    """Write the question into the sheet's conversation, unless it stands there unanswered.

    Raises ValueError when there is nothing, or too much, to say.
    """
    words = f"{check.subject}\n\n{text.strip()}" if text.strip() else ""
    try:
        with transaction.atomic():
            # Two correspondents ask at once: the second finds the first's question.
            lock_event_log()
            Sheet.objects.select_for_update().filter(pk=sheet_id).first()
            if unanswered(check, [sheet_id]):
                return Asked.ALREADY
            conversation.say(who, sheet_id, words)
    except (PermissionDenied, Http404):
        return Asked.REFUSED
    return Asked.SENT
