"""The forms of signing in. Their words are read by people who write little and on a telephone."""

from typing import Any, Final

from allauth.mfa.webauthn.forms import (
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
    SignupWebAuthnForm,
)
from django import forms
from django.core.exceptions import ValidationError

from essaim.accounts.entering import normal

LONGEST_KEY_NAME: Final = 60
_WRONG_ANSWER: Final = "Votre appareil a donné une réponse que nous ne comprenons pas. Recommencez."
_ADDRESS_ERRORS: Final = {
    "required": "Indiquez votre adresse électronique.",
    "invalid": "Cette adresse n’est pas complète. Elle ressemble à prenom.nom@exemple.fr.",
}


def address_field(label: str, autocomplete: str = "email") -> forms.EmailField:
    """Return the field of an e-mail address."""
    look = {"autocomplete": autocomplete, "inputmode": "email", "spellcheck": "false"}
    return forms.EmailField(
        label=label,
        max_length=254,
        error_messages=_ADDRESS_ERRORS,
        widget=forms.EmailInput(attrs={**look, "autocapitalize": "none"}),
    )


class AddressForm(forms.Form):
    """Where to send a code."""

    email = address_field("Votre adresse électronique")

    def clean_email(self) -> str:
        """Return the address as it is kept."""
        return normal(self.cleaned_data["email"])


class NewAddressForm(AddressForm):
    """Another address than one's own."""

    email = address_field("Votre nouvelle adresse électronique")

    def __init__(self, *arguments: Any, current: str, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._current = current

    def clean_email(self) -> str:
        """Return the address, which must be another one."""
        address = super().clean_email()
        if address == self._current:
            raise ValidationError("C’est déjà votre adresse.")
        return address


class CodeForm(forms.Form):
    """The code of a letter, typed or pasted with whatever stands around its digits."""

    code = forms.CharField(
        label="Le code reçu",
        max_length=40,
        error_messages={"required": "Recopiez le code reçu par courriel."},
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "code"}
        ),
    )


class NameForm(forms.Form):
    """How one wants to be called."""

    name = forms.CharField(
        label="Votre prénom et votre nom",
        help_text="Vos collègues et les correspondants de votre département vous verront ainsi.",
        max_length=120,
        error_messages={"required": "Dites-nous comment vous appeler."},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class AnswerField(forms.JSONField):
    """What a browser answers for a key: JSON, from anybody."""

    def __init__(self) -> None:
        errors = {"required": _WRONG_ANSWER, "invalid": _WRONG_ANSWER}
        super().__init__(widget=forms.HiddenInput, error_messages=errors)

    def to_python(self, value: Any) -> Any:
        """Read it. Raises ValidationError for what is no JSON, or is too deep to be read."""
        try:
            return super().to_python(value)
        except RecursionError as error:
            raise ValidationError(_WRONG_ANSWER) from error


def _understood(answer: Any) -> Any:
    """Return the form's check of a browser's answer; what is malformed is a plain error."""
    try:
        return answer()
    # The library reads CBOR, keys and lengths out of what anybody may send.
    except ValidationError:
        raise
    except Exception as error:
        raise ValidationError(_WRONG_ANSWER) from error


class KeyForm(SignupWebAuthnForm):  # type: ignore[misc]
    """A new passkey and its name."""

    name = forms.CharField(
        label="Le nom de cette clé",
        help_text="Pour la reconnaître plus tard, si vous en avez plusieurs.",
        max_length=LONGEST_KEY_NAME,
        required=False,
    )
    credential = AnswerField()

    def clean(self) -> dict[str, Any]:
        """Check what the device answered."""
        cleaned: dict[str, Any] = _understood(super().clean)
        return cleaned


class KeyNameForm(forms.Form):
    """Another name for a passkey."""

    name = forms.CharField(
        label="Le nom de cette clé",
        max_length=LONGEST_KEY_NAME,
        error_messages={"required": "Donnez-lui un nom."},
    )


class KeySignInForm(LoginWebAuthnForm):  # type: ignore[misc]
    """Whoever holds this passkey."""

    credential = AnswerField()

    def clean_credential(self) -> Any:
        """Check what the device answered."""
        return _understood(super().clean_credential)


class KeyAgainForm(ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """The person signed in, with one of their passkeys."""

    credential = AnswerField()

    def clean_credential(self) -> Any:
        """Check what the device answered."""
        return _understood(super().clean_credential)
