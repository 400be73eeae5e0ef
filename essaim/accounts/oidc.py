"""OpenID Connect, as ProConnect speaks it; any issuer that follows the standard will do.

ProConnect's facts, from its documentation for service providers: `nonce` and a `state` of at least
32 characters are required; claims `sub`, `email`, `given_name`, `usual_name`, `siret`, `uid`, each
asked for by a scope of its name; `userinfo` answers a signed JWT (`application/jwt`). Signatures
are checked with the issuer's published keys, those of the ID token too.
"""

import secrets
from typing import Any, Final

import jwt
from allauth.account.internal.flows.manage_email import assess_unique_email
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from essaim.accounts import linking
from essaim.accounts.entering import find, normal
from essaim.network import identity

# Asymmetric only: a key that is public must not be taken for a shared secret.
_ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384")
_SCOPES: Final = ("openid", "email", "profile", "given_name", "usual_name", "siret", "uid")
_KEPT: Final = ("sub", "email", "given_name", "usual_name", "siret", "uid")
_LEEWAY: Final = 60  # seconds between two clocks
_NEEDED: Final = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")


class Conversation(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """What is said to the issuer, server to server. Raises OAuth2Error for what must not be."""

    nonce = ""  # the one the visitor was sent with

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the issuer publishes about itself."""
        found = super().openid_config
        if not isinstance(found, dict) or not all(found.get(key) for key in _NEEDED):
            raise OAuth2Error("incomplete discovery document")
        if str(found["issuer"]).rstrip("/") != self.get_provider().app.settings["server_url"]:
            raise OAuth2Error(f"another issuer answers: {found['issuer']}")
        return found

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """Return where the issuer sends the visitor back to, as registered there."""
        return request.build_absolute_uri(reverse("openid_connect_callback"))

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: Any, **named: Any
    ) -> SocialLogin:
        """Read who it is from the ID token and from what the issuer says of them."""
        id_token = self._signed(
            str(named["response"].get("id_token") or ""),
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            options={"require": ["iss", "sub", "aud", "exp"]},
        )
        if not self.nonce or id_token.get("nonce") != self.nonce:
            raise OAuth2Error("the ID token answers another request")
        claims = {**id_token, **self._fetch_user_info(token.token)}
        if claims["sub"] != id_token["sub"]:
            raise OAuth2Error("userinfo is about somebody else")
        return self.get_provider().sociallogin_from_response(request, {"userinfo": claims})

    def _fetch_user_info(self, access_token: str) -> dict[str, Any]:
        address = self.openid_config.get("userinfo_endpoint")
        if not address:
            return {}
        headers = {"Authorization": f"Bearer {access_token}"}
        with get_adapter().get_requests_session() as session:
            answer = session.get(address, headers=headers)
            answer.raise_for_status()
        kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if kind == "application/json":
            claims = answer.json()
            if not isinstance(claims, dict):
                raise OAuth2Error("userinfo is no object")
            return claims
        if kind != "application/jwt":
            raise OAuth2Error(f"userinfo is neither a token nor JSON: {kind}")
        # The standard asks for `iss` and `aud` in a signed answer, and lets them be left out.
        claims = self._signed(answer.text.strip(), options={"verify_aud": False})
        if claims.get("iss", self.openid_config["issuer"]) != self.openid_config["issuer"]:
            raise OAuth2Error("userinfo comes from another issuer")
        audience = claims.get("aud", self.get_provider().app.client_id)
        if self.get_provider().app.client_id not in (
            audience if isinstance(audience, list) else [audience]
        ):
            raise OAuth2Error("userinfo is meant for another site")
        return claims

    def _signed(self, token: str, **expected: Any) -> dict[str, Any]:
        """Return the claims of a token that one of the issuer's own keys has signed."""
        try:
            header = jwt.get_unverified_header(token)
            with get_adapter().get_requests_session() as session:
                answer = session.get(self.openid_config["jwks_uri"])
                answer.raise_for_status()
            keys = jwt.PyJWKSet.from_dict(answer.json()).keys
            named = [key for key in keys if key.key_id == header.get("kid")]
            if len(named) != 1:
                raise OAuth2Error(f"no such key: {header.get('kid')}")
            claims: dict[str, Any] = jwt.decode(
                token, named[0].key, algorithms=_ALGORITHMS, leeway=_LEEWAY, **expected
            )
        except jwt.PyJWTError as error:
            raise OAuth2Error(f"a token that cannot be trusted: {error}") from error
        return claims


class Provider(OpenIDConnectProvider):  # type: ignore[misc]
    """The issuer of the settings."""

    oauth2_adapter_class = Conversation

    def get_callback_url(self) -> str:
        """Return the path the issuer sends the visitor back to."""
        return reverse("openid_connect_callback")

    def send_off(self, request: HttpRequest, process: str, next_url: str) -> HttpResponse:
        """Send the visitor to the issuer, with a number that its answer must hold."""
        nonce = secrets.token_urlsafe(32)
        published = self.get_oauth2_adapter(request).openid_config.get("scopes_supported")
        scope = [one for one in _SCOPES if not published or one in published]
        response: HttpResponse = self.redirect(
            request,
            process,
            next_url or None,
            {"nonce": nonce},
            scope=scope,
            auth_params={"nonce": nonce},
        )
        return response

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return what is kept of the claims: no more than is used."""
        claims = data["userinfo"]
        return {"userinfo": {key: claims[key] for key in _KEPT if key in claims}}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return the address and the name to show."""
        claims = data["userinfo"]
        family = claims.get("usual_name") or claims.get("family_name")
        parts = [str(part) for part in (claims.get("given_name"), family) if part]
        name = " ".join(parts) or str(claims.get("name") or "")
        return {"email": normal(str(claims.get("email") or "")), "name": name}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[EmailAddress]:
        """Return the address, verified only when the issuer says so in so many words."""
        claims = data["userinfo"]
        address = normal(str(claims.get("email") or ""))
        verified = claims.get("email_verified") is True
        return [EmailAddress(email=address, verified=verified, primary=True)] if address else []


class Callback(OAuth2CallbackView):  # type: ignore[misc]
    """The visitor's way back."""

    def _get_state(
        self, request: HttpRequest, provider: Provider
    ) -> tuple[dict[str, Any] | None, HttpResponse | None]:
        state, response = super()._get_state(request, provider)
        if state:
            self.adapter.nonce = (state.get("data") or {}).get("nonce", "")
        return state, response


def siret_of(login: SocialLogin) -> str:
    """Return the SIRET that the issuer gives, when its key is right; else ""."""
    claimed = login.account.extra_data.get("userinfo", {}).get("siret") or ""
    try:
        return identity.siret(str(claimed))
    except ValueError:
        return ""


def before_login(request: HttpRequest, login: SocialLogin) -> None:
    """Keep the SIRET of somebody known; ask for a proof where the issuer gives none.

    An address the issuer does not call verified, or does not give, links to nothing by itself: the
    visitor proves an address by a code, then says whether the two accounts are one.
    """
    siret = siret_of(login)
    if login.state.get("process") == AuthProcess.CONNECT:
        linking.keep_siret(request.user, siret)
        return
    if login.is_existing:
        if not login.user.is_active:
            raise ImmediateHttpResponse(HttpResponseRedirect(reverse("account_inactive")))
        linking.keep_siret(login.user, siret)
        return
    verified = [one.email for one in login.email_addresses if one.verified]
    if not verified or assess_unique_email(verified[0]) is not True or find(verified[0]):
        linking.put_aside(request, login, siret)
        raise ImmediateHttpResponse(linking.ask_for_a_proof())
