"""People, what they belong to and follow, and what they have asked for."""

from typing import Any, ClassVar

from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone

from essaim.accounts import entering
from essaim.accounts.administration.site import Rows, administration
from essaim.network import identity
from essaim.network.models import Correspondence, Membership, Person, StructureRequest


class PersonForm(forms.ModelForm[Person]):
    """A person, as the administration may change them."""

    siret = forms.CharField(label="SIRET annoncé à la connexion", max_length=30, required=False)
    # Set by the page: whoever fills the form in.
    asking: Person | None = None

    class Meta:
        model = Person
        fields: ClassVar = ["email", "name", "is_active", "is_staff", "wants_messages", "siret"]

    def clean_email(self) -> str:
        """Return the address as it is kept."""
        return entering.normal(self.cleaned_data["email"])

    def clean_siret(self) -> str:
        """Return the fourteen digits."""
        try:
            return identity.siret(self.cleaned_data["siret"])
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any] | None:
        """Keep an administrator from shutting themselves out by a slip."""
        cleaned = super().clean()
        if self.asking is not None and self.instance.pk == self.asking.pk and cleaned:
            for name in ("is_active", "is_staff"):
                if not cleaned.get(name):
                    self.add_error(name, "Vous ne pouvez pas vous retirer cela à vous-même.")
        return cleaned


@admin.register(Person, site=administration)
class PersonAdmin(Rows):
    """People. They are erased by themselves, or by `essaim`, never by deleting a row."""

    form: Any = PersonForm
    may_add = may_change = True
    list_display = ("email", "name", "is_active", "is_staff", "last_login")
    list_filter = ("is_staff", "is_active")
    search_fields = ("email", "name")
    readonly_fields = ("created_at", "last_login")
    ordering = ("email",)

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **named: Any) -> Any:
        """Return the form, which knows who fills it in."""
        made = super().get_form(request, obj, change, **named)
        return type(made.__name__, (made,), {"asking": request.user})

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        """Save the person; a new address is one that nobody has proved yet."""
        obj.is_superuser = obj.is_staff
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if "email" in form.changed_data:
            EmailAddress.objects.filter(user=obj).delete()


@admin.register(Membership, site=administration)
class MembershipAdmin(Rows):
    """Who belongs to which structure."""

    may_add = may_change = may_delete = True
    list_display = ("person", "structure", "role", "state", "asked_at")
    list_filter = ("state", "role")
    list_select_related = ("person", "structure")
    search_fields = ("person__email", "person__name", "structure__name")
    autocomplete_fields = ("person", "structure")
    fields = ("person", "structure", "role", "state", "message", "decided_at", "decided_by")
    readonly_fields = ("message", "decided_at", "decided_by")

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """Whose membership it is, and where, never changes."""
        return ("person", "structure", *self.readonly_fields) if obj else self.readonly_fields

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        """Save it, and write down who has decided so."""
        if "state" in form.changed_data and obj.state != Membership.State.ASKED:
            obj.decided_at = timezone.now()
            obj.decided_by = request.user.actor
        super().save_model(request, obj, form, change)


@admin.register(Correspondence, site=administration)
class CorrespondenceAdmin(Rows):
    """Who follows which département, and for whom."""

    may_add = may_change = may_delete = True
    list_display = ("person", "department", "side")
    list_filter = ("side",)
    list_select_related = ("person", "department")
    search_fields = ("person__email", "person__name", "department__name", "department__code")
    autocomplete_fields = ("person", "department")


@admin.register(StructureRequest, site=administration)
class StructureRequestAdmin(Rows):
    """Structures asked for. They are answered on the site, which tells who has asked."""

    list_display = ("name", "department", "person", "state", "asked_at")
    list_filter = ("state",)
    list_select_related = ("department", "person")
    search_fields = ("name", "person__email")
