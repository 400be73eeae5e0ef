"""Structures and départements. The index is told of what it shows, through `workflow`."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError

from essaim.accounts.administration.site import Rows, administration
from essaim.network import identity
from essaim.network.models import Department, Structure
from essaim.network.standing import Standing
from essaim.workflow import structures


class StructureForm(forms.ModelForm[Structure]):
    """A structure's identity sheet."""

    axes = forms.CharField(
        label="Axes du projet social",
        help_text="Un par ligne, cinq au plus.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    siret = forms.CharField(label="SIRET", max_length=30, required=False)
    website = forms.CharField(label="Site internet", max_length=300, required=False)

    class Meta:
        model = Structure
        exclude: ClassVar = ["is_demonstration"]

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.initial["axes"] = "\n".join(self.instance.axes)

    def clean_siret(self) -> str:
        """Return the fourteen digits."""
        try:
            return identity.siret(self.cleaned_data["siret"])
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def clean_website(self) -> str:
        """Return the address, with its scheme."""
        try:
            return identity.website(self.cleaned_data["website"])
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def clean_axes(self) -> list[str]:
        """Return the axes, one for each line that says something."""
        lines = self.cleaned_data["axes"].splitlines()
        axes = [line.strip() for line in lines if line.strip()]
        if len(axes) > identity.MOST_AXES:
            raise ValidationError(f"{len(axes)} axes ; le projet social en retient cinq au plus.")
        return axes


@admin.register(Structure, site=administration)
class StructureAdmin(Rows):
    """Structures. None is deleted here: its sheets would go with it, or hold it back."""

    form: Any = StructureForm
    may_add = may_change = True
    list_display = ("name", "department", "town", "kind", "to_review")
    list_filter = ("to_review", "kind")
    list_select_related = ("department",)
    search_fields = ("name", "town", "siret")
    autocomplete_fields = ("department",)
    readonly_fields = ("created_at",)
    ordering = ("name", "pk")

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        """Make it, or change it as the desk would."""
        if not change:
            super().save_model(request, obj, form, change)
            return
        columns = {column.name: column.attname for column in Structure._meta.concrete_fields}
        changed = [columns[name] for name in form.changed_data]
        values = {attribute: getattr(obj, attribute) for attribute in changed}
        structures.change(Standing.of(request.user), obj.pk, values)


@admin.register(Department, site=administration)
class DepartmentAdmin(Rows):
    """Départements: how one publishes there, and nothing else."""

    may_change = True
    list_display = ("code", "name", "region", "approval")
    list_filter = ("approval",)
    list_select_related = ("region",)
    search_fields = ("code", "name")
    fields = ("code", "name", "region", "approval")
    readonly_fields = ("code", "name", "region")
    ordering = ("code",)
