"""`ESSAIM_EMAIL_URL` and its kin: read, or refused at the start, in French."""

from typing import Any

import pytest
from django.conf import settings as live_settings
from pytest_django import Settings

from essaim.config import email_url
from essaim.config.safety import unsafe_settings
from tests.own_base import OwnBase


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.exemple.fr", ("mail.exemple.fr", 587, "", "", False, True)),
        ("smtp://a:b%40c%2F@mail.exemple.fr:25", ("mail.exemple.fr", 25, "a", "b@c/", False, True)),
        ("smtps://a@mail.exemple.fr/", ("mail.exemple.fr", 465, "a", "", True, False)),
        ("smtps://mail.exemple.fr:4650?tls=oui", ("mail.exemple.fr", 4650, "", "", True, False)),
        ("smtp://localhost", ("localhost", 25, "", "", False, False)),
        ("smtp://a:b@127.0.0.1:1025", ("127.0.0.1", 1025, "a", "b", False, False)),
        ("smtp://localhost?tls=oui", ("localhost", 587, "", "", False, True)),
        ("smtp://relais?tls=non", ("relais", 25, "", "", False, False)),
        ("smtp://[::1]:25", ("::1", 25, "", "", False, False)),
        ("", ("", 25, "", "", False, False)),
    ],
)
def test_read(url: str, expected: tuple[Any, ...]) -> None:
    found = email_url.parse(url)
    assert found.problems == ()
    read = (found.host, found.port, found.user, found.password, found.is_tls, found.starts_tls)
    assert read == expected


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mail.exemple.fr", "smtp://"),
        ("http://mail.exemple.fr", "smtp://"),
        ("smtp://", "nom du serveur"),
        ("smtp://mail.exemple.fr:port", "port"),
        ("smtp://mail.exemple.fr:70000", "port"),
        ("smtp://[::1", "serveur"),
        ("smtp://mail.exemple.fr?tls=peut-être", "oui ou non"),
        ("smtp://mail.exemple.fr?ssl=1", "« ssl »"),
        ("smtp://mail.exemple.fr/boite", "rien ne suit"),
        ("smtp://a:secret@mail.exemple.fr?tls=non", "en clair"),
    ],
)
def test_refused(url: str, said: str) -> None:
    found = email_url.parse(url)
    assert found.host == ""
    [problem] = found.problems
    assert said in problem
    assert "secret" not in problem


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"EMAIL_PROBLEMS": ("ESSAIM_EMAIL_URL ne convient pas.",)}, "ESSAIM_EMAIL_URL"),
        ({"LETTERS_WAIT": True, "EMAIL_HOST": "mail.exemple.fr"}, "ESSAIM_EMAIL_FROM"),
        ({"DEFAULT_FROM_EMAIL": "Essaim"}, "ESSAIM_EMAIL_FROM"),
        ({"DEFAULT_FROM_EMAIL": "Essaim <a@b.fr>\nBcc: x@y.fr"}, "ESSAIM_EMAIL_FROM"),
        ({"REPLY_DOMAIN": "reponses@exemple.fr"}, "ESSAIM_REPLY_DOMAIN"),
        ({"REPLY_DOMAIN": "exemple"}, "ESSAIM_REPLY_DOMAIN"),
    ],
)
def test_unsafe(settings: Settings, changes: dict[str, Any], said: str) -> None:
    assert unsafe_settings(live_settings) == []
    for name, value in changes.items():
        setattr(settings, name, value)
    [problem] = unsafe_settings(live_settings)
    assert said in problem


def test_a_server_on_this_machine_takes_any_sender(settings: Settings) -> None:
    settings.LETTERS_WAIT, settings.EMAIL_HOST = True, "127.0.0.1"
    assert unsafe_settings(live_settings) == []


def test_the_server_does_not_start_on_a_wrong_address(own_base: OwnBase) -> None:
    own_base.env = {**own_base.env, "ESSAIM_EMAIL_URL": "http://a:secret@mail.exemple.fr"}
    refused = own_base.essaim("serve", "--port", "1", check=False)
    assert refused.returncode == 2
    assert "ESSAIM_EMAIL_URL ne convient pas" in refused.stderr
    assert "secret" not in refused.stderr + refused.stdout
