"""Authorship given another name, everywhere at once: what erasing somebody asks of the history."""

import secrets
from typing import Final

from django.db import models, transaction

from essaim.network.models import Membership, StructureRequest
from essaim.network.people import ERASED
from essaim.search.models import SynonymEdition
from essaim.sheets.models import Attachment, Event, Revision
from essaim.workflow.locks import lock_event_log
from essaim.workflow.models import Message, NotDoubles, SideApproval

# Every column that says who did something. A test reads them off the models.
ACTOR_COLUMNS: Final[tuple[tuple[type[models.Model], str], ...]] = (
    (Revision, "author"),
    (Revision, "published_by"),
    (Event, "actor"),
    (Message, "actor"),
    (SideApproval, "actor"),
    (Attachment, "uploaded_by"),
    (NotDoubles, "actor"),
    (SynonymEdition, "author"),
    (Membership, "decided_by"),
    (StructureRequest, "decided_by"),
)


def pseudonym() -> str:
    """Return a label nobody has: it ties what one person did together, and leads nowhere."""
    return f"{ERASED}{secrets.token_hex(4)}"


def relabel(old: str, new: str) -> int:
    """Put one actor's label in the place of another, in one transaction; return how many rows.

    The only change ever made to the past: it says who, never what or when. Readers of the log have
    nothing to read again.
    """
    with transaction.atomic():
        lock_event_log()
        return sum(
            model._default_manager.filter(**{column: old}).update(**{column: new})
            for model, column in ACTOR_COLUMNS
        )
