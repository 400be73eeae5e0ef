"""The conversation of a sheet, between its structure and those who look after its département."""

from typing import Final

from essaim.network.standing import Standing
from essaim.workflow import notices
from essaim.workflow.models import Message
from essaim.workflow.opening import afterwards, opening
from essaim.workflow.rules import Act

LONGEST: Final = 5000


def say(who: Standing, sheet_id: int, text: str) -> Message:
    """Add a message, told to the other side by e-mail; a correspondent's is a question.

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
            kind=Message.Kind.WORD if from_structure else Message.Kind.QUESTION,
            actor=who.actor,
            from_structure=from_structure,
            text=words,
            created_at=opened.at,
        )
        afterwards(lambda: notices.said(sheet_id, message.pk))
    return message
