"""What is read in a text while it is being typed. Keeps nothing."""

import time
from collections import Counter
from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST

from essaim.editor import reading, sheet_form
from essaim.editor.arriving import keeps_texts
from essaim.editor.follow_up import find
from essaim.network.private import private
from essaim.network.standing import who_asks
from essaim.sheets import content as contents
from essaim.sheets import fields, validators
from essaim.sheets.content import Content
from essaim.sheets.validators import Refused
from essaim.workflow.rules import Act

# Readings one person may ask of one process in a minute: the script asks once a pause in typing.
MOST_A_MINUTE: Final = 120
TEXT: Final = "champ"


class Pace:
    """How many readings each person has asked for in this minute, counted by this process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._minute = 0
        self._asked: Counter[int] = Counter()

    def allows(self, person: int) -> bool:
        """Count one more; return whether it may be answered."""
        minute = int(self._clock() // 60)
        if minute != self._minute:
            self._minute, self._asked = minute, Counter()
        self._asked[person] += 1
        return self._asked[person] <= MOST_A_MINUTE


_pace = Pace()


@require_POST
@keeps_texts
@private
def read(request: HttpRequest, number: int) -> HttpResponse:
    """Answer with what stands under one text (`champ`) as it is typed, in JSON.

    400 for another field, 413 for a text no sheet would take, 429 for too many at once.
    """
    who = who_asks(request)
    find(who, number, Act.EDIT)
    field = fields.BY_KEY.get(request.POST.get(TEXT, ""))
    if field is None or field.name not in reading.READ:
        return JsonResponse({"raison": "champ"}, status=400)
    if len(request.POST.get(field.key, "")) > fields.TEXT_LIMIT:
        return JsonResponse({"raison": "longueur"}, status=413)
    if not _pace.allows(who.person_id or 0):
        return JsonResponse({"raison": "rythme"}, status=429)
    one = reading.all_of(_typed(field, request.POST))[field.key]
    return JsonResponse(
        {
            "lecture": render_to_string("editor/reading.html", {"one": one}, request),
            "dit": one.told,
            "ouvrir": one.opening,
        }
    )


def _typed(field: fields.Field, post: QueryDict) -> Content:
    """Return a content that holds that text and what is stated of it; a wrong figure is none."""
    content = contents.empty()
    content[field.name] = sheet_form.as_shown(field, post.get(field.key, ""))
    for number in reading.READ[field.name]:
        try:
            content[number.name] = validators.figure(post.get(number.key, ""), number.most)
        except Refused:
            content[number.name] = None
    return content
