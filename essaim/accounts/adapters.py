"""How allauth does things here: one French voice, letters of ours, no second factor.

A passkey, an e-mailed code and the outside issuer each open the door by themselves, so that losing
a telephone shuts nobody out; see docs/decisions/010-accounts.md.
"""

from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.http import url_has_allowed_host_and_scheme

from essaim.accounts import linking, oidc
from essaim.letters import sending
from essaim.network.models import Person

# What a browser says of itself, in the order to look for it, and what its owner calls it.
_DEVICES: Final = (
    ("iPhone", "Mon iPhone"),
    ("iPad", "Mon iPad"),
    ("Android", "Mon téléphone"),
    ("Windows", "Mon ordinateur"),
    ("Macintosh", "Mon Mac"),
    ("Linux", "Mon ordinateur"),
)
_WRONG_KEY: Final = (
    "Cette clé d’accès n’a pas été reconnue. Essayez encore, ou demandez un code par courriel."
)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Signing in and out, and the letters about it."""

    error_messages: dict[str, Any] = {  # noqa: RUF012 (so named and made by allauth)
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "Ce compte est fermé.",
        "incorrect_code": _WRONG_KEY,
        "rate_limited": "Vous allez un peu vite : attendez une minute, puis recommencez.",
        "too_many_login_attempts": "Trop d’essais : attendez quelques minutes, puis recommencez.",
    }

    def get_login_stages(self) -> list[str]:
        """Nothing follows a proof."""
        return []

    def is_reauthentication_required(self, *, app: str, **named: Any) -> bool:
        """Return False: our own pages ask, through `essaim.accounts.recent`."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Whether one may be sent there: within this very site."""
        host = self.request.get_host()
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={host}, require_https=self.request.is_secure()
        )

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return where to go when nothing was asked for: one's sheets.

        Whoever belongs nowhere yet, and comes with the SIRET of a structure, is offered to join it.
        """
        person = request.user
        if isinstance(person, Person) and person.siret and not person.memberships.exists():
            for structure in linking.offered(person)[:1]:
                return reverse("accounts:ask", kwargs={"structure_id": structure.pk})
        return str(super().get_login_redirect_url(request))

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """Return where a newcomer goes: the same way."""
        return self.get_login_redirect_url(request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send `letters/account/key_added`, say, for allauth's `mfa/email/webauthn_added`."""
        sending.to_address(f"account/{template_prefix.rpartition('/')[2]}", email, context)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Person,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell somebody that their account has changed, wherever that was done from."""
        told = {"person": user.display_name, "outside": settings.OIDC_NAME, **(context or {})}
        self.send_mail(template_prefix, email or user.email, told)


class KeysAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Passkeys."""

    error_messages: dict[str, Any] = {  # noqa: RUF012
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _WRONG_KEY,
    }

    def _get_site_name(self) -> str:
        return "Essaim"

    def generate_authenticator_name(self, user: Person, type: Authenticator.Type) -> str:
        """Return a name for a new key: the device's, as its owner would call it."""
        from allauth.core import context

        browser = context.request.META.get("HTTP_USER_AGENT", "")
        return next((name for sign, name in _DEVICES if sign in browser), "Ma clé d’accès")


class OutsideAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Coming in through OpenID Connect."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Take note of the SIRET; turn aside those whose address nobody has verified."""
        oidc.before_login(request, sociallogin)

    def populate_user(
        self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]
    ) -> Person:
        """Fill in a new person's name and address from the claims."""
        person: Person = sociallogin.user
        person.email = str(data.get("email") or "").strip().lower()
        person.name = str(data.get("name") or "")[:120]
        person.siret = oidc.siret_of(sociallogin)
        return person

    def generate_state_param(self, state: dict[str, Any]) -> str:
        """Return what comes back with the visitor. ProConnect wants 32 characters at least."""
        return get_random_string(43)
