"""Stopping letters: the page, and the button that mail programs show (RFC 8058)."""

import datetime
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from essaim.letters import links, sending
from essaim.letters.models import Link
from essaim.network.models import Membership, Person
from essaim.workflow import notices
from tests.factories import a_person, a_sheet
from tests.hostile import HostileClient

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def person() -> Person:
    return a_person("aline@exemple.fr")


@pytest.fixture
def address(person: Person) -> str:
    return urlsplit(sending.stop_address(person)).path


def wants(person: Person) -> bool:
    return Person.objects.get(pk=person.pk).wants_messages


def test_looking_changes_nothing(client: HostileClient, person: Person, address: str) -> None:
    for _ in range(2):
        page = client.get(address)
        assert page.status_code == 200
        assert page["Referrer-Policy"] == "no-referrer"
        assert page["Cache-Control"] == "private, no-store"
        assert "les codes pour vous connecter" in page.content.decode()
    client.head(address)
    assert wants(person)
    assert not page.cookies


def test_one_button_stops_them_once(client: HostileClient, person: Person, address: str) -> None:
    page = client.post(address)
    assert (page.status_code, wants(person)) == (200, False)
    assert "/compte/#moi" in page.content.decode()
    Person.objects.update(wants_messages=True)
    again = client.post(address)
    assert (again.status_code, wants(person)) == (410, True)
    assert "Ce lien a déjà servi." in again.content.decode()
    assert client.get(address).status_code == 410


def test_a_mail_program_does_it_without_a_session(person: Person, address: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    sent = "List-Unsubscribe=One-Click"
    done = strict.post(address, sent, content_type="application/x-www-form-urlencoded")
    assert (done.status_code, wants(person)) == (200, False)
    assert not done.cookies


def test_only_theirs_are_stopped(client: HostileClient, person: Person, address: str) -> None:
    other = a_person()
    client.force_login(other, backend="django.contrib.auth.backends.ModelBackend")
    client.post(address, ONE_CLICK)
    assert (wants(person), wants(other)) == (False, True)


def test_after_a_year_it_opens_nothing(client: HostileClient, person: Person, address: str) -> None:
    link = Link.objects.get()
    assert link.expires_at - timezone.now() > datetime.timedelta(days=364)
    Link.objects.update(expires_at=timezone.now())
    assert client.get(address).status_code == 410
    assert client.post(address, ONE_CLICK).status_code == 410
    assert wants(person)


@pytest.mark.parametrize("token", ["x", "x" * 43, "%00", "..%2f", "é"])
def test_a_guess_opens_nothing(client: HostileClient, person: Person, token: str) -> None:
    sending.stop_address(person)
    assert client.post(f"/compte/courriels/{token}/", ONE_CLICK).status_code in (404, 410)
    assert wants(person)


def test_a_link_of_another_kind_opens_nothing(client: HostileClient, person: Person) -> None:
    token, _ = links.make(
        Link.Purpose.INVITATION, {"person": person.pk}, datetime.timedelta(days=1)
    )
    assert client.post(f"/compte/courriels/{token}/").status_code == 410
    assert wants(person)


def test_the_base_holds_no_token(person: Person, address: str) -> None:
    token = address.rstrip("/").rpartition("/")[2]
    assert len(token) == 43
    held = str(list(Link.objects.values()))
    assert token not in held


def test_no_other_letter_comes_afterwards(client: HostileClient, person: Person) -> None:
    sheet = a_sheet()
    Membership.objects.create(person=person, structure=sheet.structure, state="acceptee")
    notices.published(sheet.pk, "essais")
    assert [message.to for message in mail.outbox] == [["aline@exemple.fr"]]
    stop = mail.outbox[0].extra_headers["List-Unsubscribe"].strip("<>")
    assert stop in mail.outbox[0].body
    client.post(urlsplit(stop).path)
    notices.published(sheet.pk, "essais")
    assert len(mail.outbox) == 1
