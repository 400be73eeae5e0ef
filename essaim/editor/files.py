"""The files of a sheet, for those who prepare or look after it."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from essaim.catalogue.views import files
from essaim.network.standing import who_asks
from essaim.sheets import fields
from essaim.sheets.models import Attachment, Revision, Sheet
from essaim.workflow import rules
from essaim.workflow.rules import Act, Situation

_KEY = fields.BY_NAME["files"].key


@require_safe
def draft_file(request: HttpRequest, number: int, pk: int, name: str) -> HttpResponseBase:
    """Serve a file of a sheet to whoever may see it; to others it is not there."""
    return files.respond(request, _found(request, number, pk, name))


@require_safe
def draft_thumbnail(request: HttpRequest, number: int, pk: int) -> HttpResponseBase:
    """Serve the thumbnail of such an image."""
    return files.respond(request, _found(request, number, pk), thumbnail=True)


def of_file(row: Attachment, thumbnail: bool = False) -> str:
    """Return the address of a file, or of its thumbnail, for a page of this room.

    Two addresses for one file, here and in the catalogue: only the public one may be cached.
    """
    place: dict[str, object] = {"number": row.sheet.number, "pk": row.pk}
    if thumbnail:
        return reverse("editor:thumbnail", kwargs=place)
    return reverse("editor:file", kwargs={**place, "name": row.name})


def _found(request: HttpRequest, number: int, pk: int, name: str | None = None) -> Attachment:
    rows = Attachment.objects.select_related("sheet__structure")
    row = rows.filter(pk=pk, sheet__number=number).first()
    if row is None or name not in (None, row.name) or not _may_see(request, row):
        raise Http404
    return row


def _may_see(request: HttpRequest, row: Attachment) -> bool:
    """Whoever works on the sheet sees all its files; who reads its draft, those it names.

    A photo sent by mistake and taken off before submitting is nobody else's business.
    """
    who, sheet = who_asks(request), row.sheet
    waiting = sheet.revisions.waiting().first()
    situation = Situation.of(sheet, waiting)
    if rules.may(who, Act.EDIT, situation):
        return True
    if not (rules.may(who, Act.SEE, situation) or rules.may(who, Act.SEE_DRAFT, situation)):
        return False
    seen = [_shown(sheet)]
    if waiting is not None and rules.may(who, Act.SEE_DRAFT, situation):
        seen.append(_named(waiting))
    return any(row.name in names for names in seen)


def _shown(sheet: Sheet) -> set[str]:
    """Return the names that were ever public: the history of published versions shows them."""
    return {name for revision in sheet.revisions.been_live() for name in _named(revision)}


def _named(revision: Revision) -> set[str]:
    return set(revision.content.get(_KEY) or ())


patterns = [
    path("<int:number>/fichiers/<int:pk>/vignette", draft_thumbnail, name="thumbnail"),
    path("<int:number>/fichiers/<int:pk>/<str:name>", draft_file, name="file"),
]
