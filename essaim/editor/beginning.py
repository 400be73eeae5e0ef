"""Beginning a sheet: blank, or from one of one's own; once, however often the form is sent."""

import hashlib
import secrets
from dataclasses import dataclass
from typing import Final, Self

from django.core.cache import cache
from django.db import transaction

from essaim.editor.follow_up import find
from essaim.editor.places import title_of
from essaim.network.models import Structure
from essaim.network.standing import Standing
from essaim.sheets import content as contents
from essaim.sheets import fields
from essaim.sheets.content import Content
from essaim.sheets.models import Sheet
from essaim.workflow import drafting
from essaim.workflow.locks import lock_event_log
from essaim.workflow.rules import Act

# What belongs to one year's action, and would be wrong in another's.
_LEFT_OUT: Final = (
    "files",
    "year",
    "status",
    "end_reason",
    "result_territory",
    "result_centre",
    "result_residents",
    "limits",
    "prospects",
    # The text is taken up, and read: last year's word on it is not this year's.
    *(field.name for field in fields.NUMBERS),
)
_REMEMBERED: Final = 24 * 3600
_OWN: Final = 8


@dataclass(frozen=True, slots=True)
class Model:
    """A sheet one starts from."""

    number: int
    title: str
    structure: int


@dataclass(frozen=True, slots=True)
class Beginning:
    """The page where one begins."""

    structures: list[Structure]
    chosen: int
    model: Model | None
    own: list[Model]
    title: str
    token: str

    @classmethod
    def of(cls, who: Standing, model: Model | None, *, title: str = "", token: str = "") -> Self:
        """Read the page: three queries."""
        structures = list(Structure.objects.filter(pk__in=list(who.structures)))
        recent = Sheet.objects.filter(structure__in=structures).order_by("-pk")
        titled = recent.published().exclude(title="")[:_OWN]
        chosen = model.structure if model else structures[0].pk if structures else 0
        return cls(
            structures=structures,
            chosen=chosen,
            model=model,
            own=[Model(one.number, one.display_title, one.structure_id) for one in titled],
            title=title,
            token=token or secrets.token_urlsafe(16),
        )


def model_of(who: Standing, number: int) -> Model:
    """Return the sheet one starts from. Raises Http404, PermissionDenied."""
    found = find(who, number, Act.COPY)
    title = title_of(found.sheet, found.waiting)
    return Model(number, title, found.sheet.structure_id)


def copied(who: Standing, number: int) -> Content:
    """Return what one may take up of a sheet: not its files, its year, nor what came of it."""
    found = find(who, number, Act.COPY)
    start = drafting.starting_point(found.sheet, found.waiting)
    content = contents.from_json(start.content)
    return content | {name: contents.empty()[name] for name in _LEFT_OUT}


def begin(who: Standing, structure: Structure, content: Content, token: str) -> int:
    """Create the sheet and return its number; the same form sent twice makes one sheet.

    Raises PermissionDenied.
    """
    form = hashlib.sha256(token.encode(errors="replace")).hexdigest()
    key = f"fiche-commencee:{who.person_id}:{form}"
    with transaction.atomic():
        lock_event_log()  # the second click waits here for what the first has done
        number: int | None = cache.get(key) if token else None
        if number is None:
            number = drafting.create(who, structure, content).number
            cache.set(key, number, _REMEMBERED)
    return number
