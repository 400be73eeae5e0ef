"""The conversation of a sheet, between its structure and those who look after its département."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils import timezone
from django.utils.formats import date_format

from essaim.network.people import GONE, names_of
from essaim.network.standing import Standing
from essaim.sheets.models import Sheet
from essaim.workflow import notices
from essaim.workflow.models import Message
from essaim.workflow.opening import afterwards, opening
from essaim.workflow.rules import Act

LONGEST: Final = 5000
_KIND_LABELS: Final[Mapping[str, str]] = {
    Message.Kind.RETURN: "raison du renvoi",
    Message.Kind.WITHDRAWAL: "raison du retrait",
}


def say(who: Standing, sheet_id: int, text: str, *, asks: bool = True) -> Message:
    """Add a message, told to the other side by e-mail; a correspondent's `asks` for an answer.

    The same words twice in a row by one person are one message (a form sent twice). Raises
    ValueError when there is nothing or too much to say, PermissionDenied, Http404.
    """
    words = text.strip()
    if not words:
        raise ValueError("Écrivez votre message avant de l’envoyer.")
    if len(words) > LONGEST:
        raise ValueError(f"Votre message est trop long : {LONGEST} caractères au plus.")
    with opening(who, Act.DISCUSS, sheet_id) as opened:
        last = opened.sheet.messages.order_by("-pk").first()
        if last is not None and last.actor == who.actor and last.text == words:
            return last
        from_structure = who.is_member(opened.sheet.structure_id)
        message = Message.objects.create(
            sheet=opened.sheet,
            kind=Message.Kind.QUESTION if asks and not from_structure else Message.Kind.WORD,
            actor=who.actor,
            from_structure=from_structure,
            text=words,
            created_at=opened.at,
        )
        afterwards(lambda: notices.said(sheet_id, message.pk))
    return message


@dataclass(frozen=True, slots=True)
class Turn:
    """One message as it is shown. `side` says for whom its author spoke, in French."""

    id: int
    author: str
    side: str
    kind_label: str
    text: str
    at: datetime.datetime
    when: str
    mine: bool


def turns(who: Standing, sheet: Sheet) -> list[Turn]:
    """Return the conversation of a sheet, oldest first: two queries. Rights are the caller's."""
    messages = list(sheet.messages.order_by("pk"))
    names = names_of({message.actor for message in messages})
    return [
        Turn(
            id=message.pk,
            author=names.get(message.actor, GONE),
            side="La structure" if message.from_structure else "Correspondants",
            kind_label=_KIND_LABELS.get(message.kind, ""),
            text=message.text,
            at=message.created_at,
            when=date_format(timezone.localtime(message.created_at), "j F Y à H:i"),
            mine=message.actor == who.actor,
        )
        for message in messages
    ]
