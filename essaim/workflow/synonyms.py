"""Changing the synonyms: the only writer of their editions.

An edition is the whole file, appended and never changed. The event tells every node: its index
moves, and with it the thesaurus it holds is forgotten.
"""

from django.db import transaction
from django.utils import timezone

from essaim.network.standing import Standing
from essaim.search import synonyms, synonyms_file
from essaim.search.models import SynonymEdition
from essaim.sheets import validators
from essaim.sheets.models import Event
from essaim.workflow import rules
from essaim.workflow.locks import lock_event_log
from essaim.workflow.opening import afterwards
from essaim.workflow.rules import Right


class Changed(Exception):
    """Somebody has changed the synonyms meanwhile; nothing has been done. `number` is theirs."""

    def __init__(self, number: int) -> None:
        super().__init__(
            "Quelqu’un a changé les synonymes pendant que vous écriviez. Rien n’est perdu : ce que "
            "vous aviez écrit est toujours là, relisez-le et enregistrez de nouveau."
        )
        self.number = number


def change(who: Standing, text: str, seen_number: int, comment: str = "") -> SynonymEdition | None:
    """Put a text in force, by somebody who had edition `seen_number` (0: the shipped file) open.

    Return the new edition, None when the text is already the one in force. Raises
    `SynonymsError` with every fault of the text, Changed when another edition is in force by now,
    ValueError (in French) for a comment that cannot be kept, PermissionDenied.
    """
    rules.require_right(who, Right.EDIT_SYNONYMS)
    synonyms.parse(text)
    kept = synonyms_file.tidy(text)
    said = _comment(comment)
    with transaction.atomic():
        lock_event_log()
        newest = SynonymEdition.objects.order_by("-number").first()
        number = newest.number if newest else 0
        if number != seen_number:
            raise Changed(number)
        if kept == (newest.text if newest else synonyms.shipped()):
            return None
        now = timezone.now()
        edition = SynonymEdition.objects.create(
            number=number + 1, text=kept, author=who.actor, at=now, comment=said
        )
        Event.objects.create(at=now, actor=who.actor, verb=Event.Verb.SYNONYMS)
        # Before the index moves: no answer of its new state may come from the older edition.
        transaction.on_commit(synonyms.expire)
        afterwards()
    return edition


def _comment(written: str) -> str:
    try:
        return validators.one_line(written.strip())
    except ValueError as problem:
        raise ValueError(f"Le commentaire {problem}.") from problem
