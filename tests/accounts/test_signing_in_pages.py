"""Every address of the accounts' door: ours, in French, without a password anywhere."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account import urls as account
from allauth.mfa import urls as mfa
from allauth.socialaccount import urls as socialaccount
from allauth.socialaccount.providers.openid_connect import urls as oidc
from django.template import engines
from django.template.backends.django import DjangoTemplates
from django.test import signals
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from pytest_django.fixtures import Settings

from tests import factories
from tests.accounts import letters_sent
from tests.hostile import HostileClient

pytestmark = pytest.mark.django_db


def names(patterns: list[Any]) -> Iterator[str]:
    """Yield the names of addresses, those of included files too."""
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from names(one.url_patterns)
        elif isinstance(one, URLPattern) and one.name:
            yield one.name


def offered() -> set[str]:
    """Return the names of addresses under /compte/ that are not of a signed-in person's room."""
    root = get_resolver()
    rooms = [one for one in root.url_patterns if isinstance(one, URLResolver)]
    account = next(one for one in rooms if str(one.pattern) == "compte/")
    return {one.name for one in account.url_patterns if isinstance(one, URLPattern) and one.name}


def address(name: str) -> str:
    for arguments in ((), (1,), ("jeton",)):
        try:
            return reverse(name, args=arguments)
        except NoReverseMatch:
            continue
    raise AssertionError(name)


def allauth_names() -> set[str]:
    return {
        name for room in (account, mfa, socialaccount, oidc) for name in names(room.urlpatterns)
    }


def test_nothing_of_allauth_s_is_reachable_but_by_our_own_views() -> None:
    known = allauth_names()
    assert {"account_login", "account_change_password", "mfa_index"} <= known
    reachable = set()
    for name in known:
        for arguments in ((), (1,), ("jeton",), ("a", "b")):
            try:
                reverse(name, args=arguments)
                reachable.add(name)
            except NoReverseMatch:
                continue
    assert reachable <= offered()
    for name in reachable:
        assert not re.search(r"password|totp|recovery|phone|trust|signup_by_passkey", name)
    for found in get_resolver().url_patterns:
        if isinstance(found, URLResolver) and str(found.pattern) == "compte/":
            for one in found.url_patterns:
                if isinstance(one, URLPattern):
                    assert one.callback.__module__.startswith("essaim."), one.name


@pytest.mark.parametrize(
    "path", ["password/change/", "password/reset/", "2fa/", "signup/", "login/"]
)
def test_allauth_s_own_addresses_are_not_there(path: str, client: HostileClient) -> None:
    assert client.get(f"/compte/{path}").status_code == 404


@pytest.fixture
def django_templates() -> Iterator[list[str]]:
    """The names of Django templates (allauth's own, in English) rendered during the test."""
    rendered: list[str] = []

    def note(sender: Any, template: Any, **_: Any) -> None:
        if not str(template.name).startswith("django/forms/"):  # the controls themselves
            rendered.append(str(template.name))

    signals.template_rendered.connect(note)
    yield rendered
    signals.template_rendered.disconnect(note)


@pytest.mark.parametrize("state", ["visitor", "code sent", "inside", "long inside"])
def test_every_page_is_ours(
    state: str, client: HostileClient, django_templates: list[str], settings: Settings
) -> None:
    """The hostile client refuses English, scripts in the page, fields without a label…"""
    person = factories.a_person("jeanne@exemple.fr")
    if state == "code sent":
        client.post("/compte/connexion/", {"email": person.email})
    if state == "inside":
        client.post("/compte/connexion/", {"email": person.email})
        client.post("/compte/connexion/code/", {"code": letters_sent.code()})
    if state == "long inside":
        client.force_login(person, settings.AUTHENTICATION_BACKENDS[0])
    for name in sorted(offered()):
        for response in (client.get(address(name)), _post(client, name)):
            assert response.status_code in (200, 302, 401, 403, 404, 405, 410, 502), name
            if response.status_code == 200 and "html" in response["Content-Type"]:
                page = response.content.decode()
                assert "– Essaim</title>" in page or "Entrer dans Essaim</title>" in page, name
                assert 'type="password"' not in page, name
    assert django_templates == []


def _post(client: HostileClient, name: str) -> Any:
    """Post nothing to an address, unless that would end the session or spend the code."""
    if name in ("account_logout", "account_confirm_login_code"):
        return client.get(address(name))
    return client.post(address(name), {})


def test_every_template_and_message_of_ours_is_found_before_allauth_s() -> None:
    assert isinstance(engines["django"], DjangoTemplates)
    for name in (
        "account/messages/logged_in.txt",
        "mfa/messages/webauthn_added.txt",
        "mfa/messages/webauthn_removed.txt",
        "socialaccount/messages/account_connected.txt",
        "socialaccount/messages/account_connected_other.txt",
        "socialaccount/messages/account_connected_updated.txt",
        "socialaccount/authentication_error.html",
    ):
        engines["jinja2"].get_template(name)


def test_too_many_requests_are_told_in_french(client: HostileClient) -> None:
    for _ in range(60):
        response = client.post("/compte/connexion/cle/", {"credential": "{}"})
        assert response.status_code == 302
    response = client.post("/compte/connexion/cle/", {"credential": "{}"})
    assert response.status_code == 429
    assert "Un instant, s’il vous plaît" in response.content.decode()
