"""The identity of a structure, as a correspondent may put it right."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from essaim.network import identity
from essaim.network.models import Structure
from essaim.network.standing import Standing
from essaim.network.territories import department_names


class StructureForm(forms.Form):
    """Name, département, kind, town, SIRET, site: what sheets are found and signed by."""

    name = forms.CharField(label="Nom", max_length=300)
    department_id = forms.ChoiceField(label="Département", required=False)
    kind = forms.ChoiceField(
        label="Type", required=False, choices=[("", "non précisé"), *Structure.Kind.choices]
    )
    town = forms.CharField(label="Commune", max_length=120, required=False)
    postcode = forms.CharField(label="Code postal", max_length=10, required=False)
    siret = forms.CharField(
        label="SIRET",
        max_length=30,
        required=False,
        help_text="14 chiffres ; les espaces sont acceptés.",
    )
    website = forms.CharField(label="Site internet", max_length=300, required=False)

    COLUMNS: ClassVar = ("name", "department_id", "kind", "town", "postcode", "siret", "website")

    def __init__(
        self, who: Standing, structure: Structure, data: Mapping[str, Any] | None = None
    ) -> None:
        values = {name: getattr(structure, name) or "" for name in self.COLUMNS}
        super().__init__(data, initial=values)
        self._before = values
        names = department_names().names
        codes = set(names if who.is_national else who.departments) | {values["department_id"]} - {
            ""
        }
        field = self.fields["department_id"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "inconnu"), *((code, names[code]) for code in sorted(codes))]

    def clean_name(self) -> str:
        """Refuse a name of blanks."""
        name = str(self.cleaned_data["name"]).strip()
        if not name:
            raise ValidationError("Une structure a un nom.")
        return name

    def clean_siret(self) -> str:
        """Return the 14 digits; refuse what fails its key."""
        return _read(identity.siret, self.cleaned_data["siret"])

    def clean_website(self) -> str:
        """Return the address with its scheme."""
        return _read(identity.website, self.cleaned_data["website"])

    def changes(self) -> dict[str, Any]:
        """Return the columns that differ from what was shown, ready for the writer."""
        found: dict[str, Any] = {
            name: self.cleaned_data[name]
            for name in self.COLUMNS
            if self.cleaned_data[name] != self._before[name]
        }
        if "department_id" in found:
            found["department_id"] = found["department_id"] or None
            # A structure of no known département is always to be looked at again.
            found["to_review"] = found["department_id"] is None
        return found


def _read(reader: Callable[[str], str], written: str) -> str:
    try:
        return reader(written)
    except ValueError as error:
        raise ValidationError(str(error)) from error
