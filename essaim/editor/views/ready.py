"""Before a sheet is submitted: read it as the public will, look at what the guard saw."""

from dataclasses import dataclass
from typing import Self

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from essaim.editor import encouragement, likely_doubles
from essaim.editor.follow_up import Found, find
from essaim.editor.likely_doubles import Double
from essaim.editor.places import title_of
from essaim.editor.previewing import page_of
from essaim.editor.published_figures import PublishedFigures
from essaim.network.models import Approval
from essaim.network.private import private
from essaim.network.standing import who_asks
from essaim.sheets import content as contents
from essaim.sheets import fields, guard
from essaim.workflow.drafting import starting_point
from essaim.workflow.rules import Act

_WHAT_HAPPENS = {
    Approval.DIRECT: "Dans ce département, la fiche est en ligne dès que vous la soumettez.",
    Approval.ONE: "Un correspondant du département la lit, vous écrit s’il a une question, "
    "puis la publie. Vous êtes prévenu par courriel.",
    Approval.BOTH: "Dans ce département, la Caf et la fédération la lisent toutes les deux avant "
    "qu’elle soit publiée. Vous êtes prévenu par courriel.",
}
_NOWHERE = "L’administration nationale la lit, puis la publie. Vous êtes prévenu par courriel."


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing the guard saw, with the field it is in."""

    key: str
    heading: str
    warning: guard.Warning


@dataclass(frozen=True, slots=True)
class Check:
    """The page one reads before submitting."""

    number: int
    title: str
    version: int
    missing: list[tuple[str, str]]
    seen: list[Seen]
    doubles: list[Double]
    figures: PublishedFigures
    what_happens: str
    is_online: bool

    @classmethod
    def of(cls, found: Found) -> Self:
        """Read the page of a sheet somebody is about to submit."""
        start = starting_point(found.sheet, found.waiting)
        content = contents.from_json(start.content)
        department = found.sheet.structure.department
        by_name = fields.BY_NAME
        return cls(
            number=found.sheet.number,
            title=title_of(found.sheet, found.waiting),
            version=start.version,
            missing=[
                (by_name[name].key, by_name[name].heading)
                for name in encouragement.missing(content)
            ],
            seen=[
                Seen(by_name[one.field].key, by_name[one.field].heading, one)
                for one in guard.look(content)
            ],
            doubles=likely_doubles.of(found.sheet, str(content["title"])),
            figures=PublishedFigures.of(content),
            what_happens=_WHAT_HAPPENS[Approval(department.approval)] if department else _NOWHERE,
            is_online=found.sheet.state == found.sheet.State.PUBLISHED,
        )


@require_safe
@private
def check(request: HttpRequest, number: int) -> HttpResponse:
    """Say what is missing, what the guard saw, and what happens next; the button submits."""
    who = who_asks(request)
    found = find(who, number, Act.EDIT)
    if not found.may(who, Act.SUBMIT):
        return redirect("editor:sheet", number)  # nothing waits, or it is submitted already
    return render(request, "editor/check.html", {"page": Check.of(found)})


@require_safe
@private
def preview(request: HttpRequest, number: int) -> HttpResponse:
    """Show the waiting version as the public will read it."""
    who = who_asks(request)
    found = find(who, number, Act.SEE_DRAFT)
    start = starting_point(found.sheet, found.waiting)
    context = {
        "page": page_of(found.sheet, contents.from_json(start.content)),
        "number": number,
        "may_edit": found.may(who, Act.EDIT),
        "may_submit": found.may(who, Act.SUBMIT),
        "similar": [],
        "data": [],
    }
    return render(request, "editor/preview.html", context)
