"""A link that signs in once: not guessable, expiring, spent by a click and not by a visit."""

import datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from essaim.letters.models import Link
from essaim.network.models import Person
from tests import factories
from tests.hostile import HostileClient

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> Person:
    return factories.a_person("jeanne@exemple.fr", name="Jeanne")


@pytest.fixture
def path(person: Person) -> str:
    """The path of a fresh link of that person's."""
    out = StringIO()
    call_command("user", "link", person.email, stdout=out, stderr=StringIO())
    return "/" + out.getvalue().strip().split("/", 3)[3]


def who(client: HostileClient) -> str:
    return str(client.session.get("_auth_user_id", ""))


def test_a_click_opens_once(client: HostileClient, person: Person, path: str) -> None:
    for _ in range(3):  # mail scanners, previews, a reader who hesitates
        page = client.get(path)
        assert page.status_code == 200
        assert "Bonjour Jeanne" in page.content.decode()
    assert who(client) == ""
    assert client.post(path).status_code == 302
    assert who(client) == str(person.pk)
    other = HostileClient()
    for response in (other.get(path), other.post(path)):
        assert response.status_code == 410
        assert "déjà servi" in response.content.decode()
    assert who(other) == ""


def test_it_is_not_leaked(client: HostileClient, path: str) -> None:
    for response in (client.get(path), client.post(path), client.get(path)):
        assert response["Referrer-Policy"] == "strict-origin"
        assert "no-store" in response["Cache-Control"]
        assert response["X-Robots-Tag"] == "noindex"
    token = path.rstrip("/").rpartition("/")[2]
    assert token not in str(list(Link.objects.values()))
    assert len(token) >= 43


def test_it_expires(client: HostileClient, path: str) -> None:
    link = Link.objects.get()
    assert link.expires_at - link.created_at == datetime.timedelta(minutes=15)
    Link.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    for response in (client.get(path), client.post(path)):
        assert response.status_code == 410
        assert "expiré" in response.content.decode()
    assert who(client) == ""


@pytest.mark.parametrize("token", ["a", "A" * 43, "é" * 40, "%00", "../../", "a" * 5000])
def test_another_token_opens_nothing(client: HostileClient, path: str, token: str) -> None:
    for response in (
        client.get(f"/compte/connexion/lien/{token}/"),
        client.post(f"/compte/connexion/lien/{token}/"),
    ):
        assert response.status_code in (404, 410)
    assert who(client) == ""


def test_a_link_of_another_kind_does_not_sign_in(
    client: HostileClient, person: Person, path: str
) -> None:
    Link.objects.update(purpose=Link.Purpose.UNSUBSCRIBE)
    assert client.post(path).status_code == 410
    assert who(client) == ""


def test_the_click_is_guarded_against_other_sites(path: str) -> None:
    strict = HostileClient(enforce_csrf_checks=True)
    strict.get(path)
    assert strict.post(path).status_code == 403
    assert who(strict) == ""
    assert Link.objects.get().used_at is None


def test_a_closed_or_absent_person_does_not_enter(
    client: HostileClient, person: Person, path: str
) -> None:
    Person.objects.update(is_active=False)
    assert client.post(path)["Location"] == "/compte/connexion/fermee/"
    assert who(client) == ""
    Link.objects.update(used_at=None, payload={"person": 999_999})
    assert client.get(path).status_code == 410
    assert client.post(path).status_code == 410


def test_it_takes_the_place_of_whoever_was_signed_in(
    client: HostileClient, person: Person, path: str
) -> None:
    client.force_login(factories.a_person(), "django.contrib.auth.backends.ModelBackend")
    client.post(path)
    assert who(client) == str(person.pk)
