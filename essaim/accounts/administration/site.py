"""The administration's site, and what every page of it may do."""

from typing import Any, Final

from django.contrib.admin import AdminSite, ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver

from essaim.accounts import entering
from essaim.accounts.views import signing_in
from essaim.network.standing import who_asks
from essaim.workflow import rules
from essaim.workflow.rules import Right

# Pages of Django's that have no place here: there is no password, and no public page of a row.
_NOT_HERE = frozenset({"password_change", "password_change_done", "view_on_site"})

_NAMES: Final = {"person": "Personne", "structure": "Structure", "department": "Département"}


class Administration(AdminSite):
    """Opened by our own door, to whoever administers the whole country."""

    site_title = "Administration d’Essaim"
    site_header = "Administration d’Essaim"
    index_title = "Ce qui se règle ici"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether who asks administers Essaim."""
        return rules.has(who_asks(request), Right.ADMINISTER)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Send to the door; say no to somebody who has come through it already."""
        if request.user.is_authenticated:
            raise PermissionDenied("Cette page est réservée à l’administration nationale.")
        return signing_in.to_the_door(entering.wanted(request) or "/administration/")

    def logout(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:  # type: ignore[override]
        """Leave by the same door."""
        return signing_in.sign_out(request)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Return Django's addresses, less those that have no place here."""
        return [one for one in super().get_urls() if getattr(one, "name", "") not in _NOT_HERE]


administration = Administration(name="admin")


class Rows(ModelAdmin[Model]):
    """Rows one may look at; each kind says what else may be done to it."""

    may_add = False
    may_change = False
    may_delete = False
    list_per_page = 50
    show_full_result_count = False
    view_on_site = False
    actions = None

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **named: Any) -> Any:
        """Name in French what the columns themselves do not."""
        field = super().formfield_for_dbfield(db_field, request, **named)
        if field is not None and db_field.name in _NAMES:
            field.label = _NAMES[db_field.name]
        return field

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether the kind is listed at all."""
        return administration.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whether rows may be looked at."""
        return administration.has_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whether a row may be made here."""
        return self.may_add and administration.has_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whether a row may be changed here."""
        return self.may_change and administration.has_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whether a row may be deleted here."""
        return self.may_delete and administration.has_permission(request)
