"""The forms of an account's own pages: name, joining, inviting, a missing structure."""

from typing import Any, Final

from django import forms

from essaim.accounts.holding import LONGEST_WORD
from essaim.network import identity
from essaim.network.models import Membership, Person, Structure
from essaim.search import labels

_WORD: Final[dict[str, Any]] = {
    "required": False,
    "max_length": LONGEST_WORD,
    "widget": forms.Textarea(attrs={"rows": 3}),
}


class ProfileForm(forms.ModelForm[Person]):
    """How one is named, and which letters one gets."""

    name = forms.CharField(
        label="Nom affiché",
        max_length=120,
        help_text="C’est ainsi que vos collègues et vos correspondants vous voient. "
        "Il n’apparaît jamais sur les pages publiques.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    wants_messages = forms.BooleanField(
        label="Recevoir par courriel ce qui arrive à mes fiches et les demandes qui m’attendent",
        required=False,
        help_text="Les codes de connexion et les réponses à vos demandes arrivent toujours.",
    )

    class Meta:
        model = Person
        fields = ("name", "wants_messages")


class AskForm(forms.Form):
    """A word with a request to join."""

    message = forms.CharField(
        label="Un mot pour vous présenter",
        help_text="Par exemple : « Je suis la nouvelle référente famille ». "
        "La personne qui vous répondra verra aussi votre nom et votre adresse.",
        **_WORD,
    )


class InviteForm(forms.Form):
    """Somebody to invite."""

    email = forms.EmailField(
        label="Son adresse de courriel",
        help_text="L’invitation vaut pour cette adresse seulement, pendant quatorze jours.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label="Son rôle",
        choices=(
            (Membership.Role.MEMBER, "Membre : écrit et modifie les fiches"),
            (
                Membership.Role.MANAGER,
                "Responsable : invite aussi les membres et répond aux demandes",
            ),
        ),
        initial=Membership.Role.MEMBER,
        widget=forms.RadioSelect,
    )


class MissingForm(forms.Form):
    """A structure that is not in Essaim yet."""

    name = forms.CharField(label="Nom de la structure", max_length=300)
    department = forms.ChoiceField(label="Département")
    kind = forms.ChoiceField(
        label="Type",
        choices=(("", "Je ne sais pas"), *Structure.Kind.choices),
        required=False,
    )
    town = forms.CharField(label="Commune", max_length=120, required=False)
    siret = forms.CharField(
        label="SIRET",
        max_length=40,
        required=False,
        help_text="14 chiffres, si vous l’avez : il évite de confondre deux structures.",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    message = forms.CharField(
        label="Un mot pour la personne qui décidera",
        help_text="Par exemple, votre fonction dans la structure.",
        **_WORD,
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        names = labels.current().departments.names
        field = self.fields["department"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", "Choisissez"),
            *((code, f"{name} ({code})") for code, name in sorted(names.items())),
        ]

    def clean_siret(self) -> str:
        """Return the digits of the SIRET, whose key must be right."""
        try:
            return identity.siret(self.cleaned_data["siret"])
        except ValueError as error:
            raise forms.ValidationError(f"{error}.") from error


class EraseForm(forms.Form):
    """One's own address, typed again."""

    email = forms.CharField(
        label="Pour confirmer, écrivez votre adresse de courriel",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, person: Person, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._person = person

    def clean_email(self) -> str:
        """Refuse any other address than the person's."""
        written = str(self.cleaned_data["email"]).strip().casefold()
        if written != self._person.email.casefold():
            raise forms.ValidationError("Ce n’est pas l’adresse de votre compte.")
        return written
