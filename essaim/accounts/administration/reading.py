"""What is only looked at: the writers change it, and the log says so."""

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from essaim.accounts.administration.site import Rows, administration
from essaim.sheets.models import Attachment, Event, Revision, Sheet, Term, TermAlias
from essaim.workflow.models import Message


@admin.register(Term, site=administration)
class TermAdmin(Rows):
    """Values of vocabularies: the desk accepts, renames and merges them."""

    list_display = ("label", "vocabulary", "to_review")
    list_filter = ("vocabulary", "to_review")
    search_fields = ("label",)


@admin.register(TermAlias, site=administration)
class TermAliasAdmin(Rows):
    """Other spellings."""

    list_display = ("label", "vocabulary", "term")
    list_filter = ("vocabulary",)
    list_select_related = ("term",)
    search_fields = ("label", "term__label")


@admin.register(Sheet, site=administration)
class SheetAdmin(Rows):
    """What the public sees of each sheet; of its figures, what counts."""

    exclude = ("figures",)  # both readings, with every passage they stand on
    list_display = ("number", "display_title", "state", "structure", "updated_at")
    list_display_links = ("number", "display_title")
    list_filter = ("state",)
    list_select_related = ("structure",)
    search_fields = ("=number", "title")
    ordering = ("-pk",)


@admin.register(Revision, site=administration)
class RevisionAdmin(Rows):
    """Each saved version of each sheet."""

    list_display = ("sheet", "version", "state", "author", "created_at")
    list_filter = ("state",)
    list_select_related = ("sheet",)
    search_fields = ("=sheet__number", "author")
    ordering = ("-pk",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        """Leave the contents, which are long, out of lists."""
        rows = super().get_queryset(request)
        match = request.resolver_match
        is_list = match is not None and str(match.url_name).endswith("_changelist")
        return rows.defer("content") if is_list else rows


@admin.register(Event, site=administration)
class EventAdmin(Rows):
    """The log."""

    list_display = ("sequence", "at", "actor", "verb", "sheet_number")
    list_filter = ("verb",)
    search_fields = ("=sheet_number", "actor")
    ordering = ("-sequence",)


@admin.register(Attachment, site=administration)
class AttachmentAdmin(Rows):
    """Files of sheets: what is known of them, not the files."""

    list_display = ("name", "sheet", "media_type", "size", "created_at")
    list_select_related = ("sheet",)
    search_fields = ("name", "=sheet__number")
    ordering = ("-pk",)


@admin.register(Message, site=administration)
class MessageAdmin(Rows):
    """Conversations between structures and correspondents."""

    list_display = ("sheet", "kind", "actor", "created_at")
    list_filter = ("kind",)
    list_select_related = ("sheet",)
    search_fields = ("=sheet__number", "actor")
    ordering = ("-pk",)
