"""Two people wrote in one place: both texts, and what to do of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from essaim.editor import saving, sheet_form
from essaim.editor.arriving import keeps_texts
from essaim.editor.follow_up import Found, find
from essaim.editor.places import title_of
from essaim.network.private import private
from essaim.network.standing import who_asks
from essaim.sheets import content as contents
from essaim.sheets import fields
from essaim.sheets.content import Content, Value
from essaim.sheets.differences import Piece
from essaim.sheets.models import Revision
from essaim.workflow import drafting
from essaim.workflow.reconciling import Conflict, reconcile
from essaim.workflow.rules import Act

MINE: Final = "mien"
THEIRS: Final = "leur"
BOTH: Final = "deux"
WRITE: Final = "ecrire"


@dataclass(frozen=True, slots=True)
class Side:
    """One conflict as the page shows it."""

    key: str
    heading: str
    author: str
    pieces: list[Piece]
    has_both: bool
    may_write: bool
    chosen: str = ""
    written: str = ""
    fault: str = ""


@dataclass(slots=True)
class Dispute:
    """A text set aside, and what it disagrees with now."""

    aside: Revision
    current: Revision
    content: Content
    conflicts: tuple[Conflict, ...]
    faults: dict[str, str] = field(default_factory=dict)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_texts
@private
def conflict(request: HttpRequest, number: int, version: int) -> HttpResponse:
    """Show both texts of each field; put in place what was chosen."""
    who = who_asks(request)
    found = find(who, number, Act.EDIT)
    dispute = _dispute(found, version)
    if request.method != "POST":
        return _page(request, found, dispute)
    chosen = _settle(request, dispute)
    if dispute.faults:
        return _page(request, found, dispute, status=422)
    based_on = saving.number_in(request, sheet_form.VERSION)
    if not found.sheet.revisions.filter(version=based_on).exists():
        raise Http404
    saved = drafting.save(who, found.sheet.pk, chosen, based_on=based_on)
    if saved.conflicts:
        messages.warning(request, "La fiche a encore changé entre-temps : regardez à nouveau.")
        return redirect("editor:conflict", number, saved.aside)
    messages.success(request, f"C’est réglé, et enregistré à {saving.hour(saved)}.")
    return redirect("editor:edit", number)


def _dispute(found: Found, version: int) -> Dispute:
    """Compare a text set aside with what is there now."""
    asides = found.sheet.revisions.filter(state=Revision.State.ASIDE, version=version)
    aside = asides.first()
    if aside is None:
        raise Http404
    current = drafting.starting_point(found.sheet, found.waiting)
    base = found.sheet.revisions.filter(version=aside.based_on or 0).first() or current
    result = reconcile(
        contents.from_json(base.content),
        contents.from_json(current.content),
        contents.from_json(aside.content),
    )
    return Dispute(aside, current, result.content, result.conflicts)


def _settle(request: HttpRequest, dispute: Dispute) -> Content:
    """Return the content that was chosen; what was not chosen is told in `faults`."""
    content = dict(dispute.content)
    typed = request.POST.copy()
    written = [one.field for one in dispute.conflicts if _choice(request, one) == WRITE]
    for name in written:
        key = fields.BY_NAME[name].key
        typed[key] = request.POST.get(f"texte_{key}", "")
        typed.appendlist(sheet_form.SENT, key)
    posted = sheet_form.read(typed, content)
    for one in dispute.conflicts:
        choice = _choice(request, one)
        values: Mapping[str, Value] = {
            MINE: one.mine,
            THEIRS: one.theirs,
            BOTH: saving.both(one),
            WRITE: posted.content[one.field],
        }
        if choice not in values:
            dispute.faults[one.field] = "Choisissez ce qu’il faut garder."
        elif choice == WRITE and one.field in posted.faults:
            dispute.faults[one.field] = posted.faults[one.field]
        else:
            content[one.field] = values[choice]
    long = [one for one in dispute.conflicts if _is_too_long(content[one.field])]
    for one in long:
        dispute.faults[one.field] = "Les deux textes ensemble sont trop longs : raccourcissez-les."
    return saving.settled(content)


def _choice(request: HttpRequest, one: Conflict) -> str:
    return request.POST.get(f"choix_{fields.BY_NAME[one.field].key}", "")


def _is_too_long(value: Value) -> bool:
    return isinstance(value, str) and len(value) > fields.TEXT_LIMIT


def _page(request: HttpRequest, found: Found, dispute: Dispute, status: int = 200) -> HttpResponse:
    sides = [_side(request, found, dispute, one) for one in dispute.conflicts]
    context = {
        "number": found.sheet.number,
        "title": title_of(found.sheet, found.waiting),
        "sides": sides,
        "faults": [(side.key, side.heading, side.fault) for side in sides if side.fault],
        "version": dispute.current.version,
        "aside": dispute.aside.version,
        "person": who_asks(request).person_id,
    }
    return render(request, "editor/conflict.html", context, status=status)


def _side(request: HttpRequest, found: Found, dispute: Dispute, one: Conflict) -> Side:
    declared = fields.BY_NAME[one.field]
    is_text = declared.kind in (fields.Kind.TEXT, fields.Kind.TITLE)
    mine = sheet_form.as_text(one.mine)
    return Side(
        key=declared.key,
        heading=declared.heading,
        author=saving.author_of(found.sheet, dispute.current.version, one.field),
        pieces=saving.pieces(one),
        has_both=saving.has_both(one.field),
        may_write=is_text,
        chosen=_choice(request, one),
        written=request.POST.get(f"texte_{declared.key}", mine),
        fault=dispute.faults.get(one.field, ""),
    )
