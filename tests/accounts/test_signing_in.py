"""One door: an address, a code, and for a newcomer a name. Nothing tells who has an account."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from essaim.accounts import codes
from essaim.network.models import Person
from tests import factories
from tests.accounts import letters_sent
from tests.hostile import HostileClient

pytestmark = pytest.mark.django_db

DOOR = "/compte/connexion/"
CODE = "/compte/connexion/code/"
NAME = "/compte/inscription/"
NEXT = "/mentions-legales/"


def ask(client: HostileClient, address: str, next_page: str = NEXT) -> Any:
    return client.post(DOOR, {"email": address, "next": next_page})


def enter(client: HostileClient, address: str) -> Any:
    ask(client, address)
    return client.post(CODE, {"code": letters_sent.code()})


def who(client: HostileClient) -> str:
    return str(client.session.get("_auth_user_id", ""))


def test_a_known_person_comes_in_by_a_code(client: HostileClient) -> None:
    person = factories.a_person("jeanne@exemple.fr")
    assert client.get(DOOR, {"next": NEXT}).status_code == 200
    response = ask(client, " Jeanne@Exemple.FR ")
    assert response.status_code == 302
    assert response["Location"] == CODE
    assert client.get(CODE).status_code == 200
    assert mail.outbox[-1].to == ["jeanne@exemple.fr"]
    response = client.post(CODE, {"code": letters_sent.code()})
    assert (response.status_code, response["Location"]) == (302, NEXT)
    assert who(client) == str(person.pk)
    row = EmailAddress.objects.get(user=person)
    assert (row.email, row.verified, row.primary) == ("jeanne@exemple.fr", True, True)


def test_a_newcomer_comes_in_by_the_same_way_and_says_their_name(client: HostileClient) -> None:
    response = enter(client, "nouvelle@exemple.fr")
    assert response["Location"] == NAME
    assert not Person.objects.exists()
    assert "nouvelle@exemple.fr" in client.get(NAME).content.decode()
    refused = client.post(NAME, {"name": "  "})
    assert refused.status_code == 200
    response = client.post(NAME, {"name": "Jeanne Martin"})
    assert (response.status_code, response["Location"]) == (302, NEXT)
    person = Person.objects.get()
    assert (person.email, person.name) == ("nouvelle@exemple.fr", "Jeanne Martin")
    assert not person.has_usable_password()
    assert who(client) == str(person.pk)


def test_nobody_signs_up_without_having_proved_an_address(client: HostileClient) -> None:
    assert client.get(NAME)["Location"] == DOOR
    assert client.post(NAME, {"name": "Personne"})["Location"] == DOOR
    assert not Person.objects.exists()


def test_known_and_unknown_are_answered_the_same(client: HostileClient) -> None:
    """Same answer, same page, same letter, and the same work for the machine."""
    factories.a_person("connue@exemple.fr")
    factories.a_person("fermee@exemple.fr", is_active=False)
    seen = []
    for address in ("connue@exemple.fr", "absente@exemple.fr", "fermee@exemple.fr"):
        visitor = HostileClient()
        visitor.get(DOOR)
        with CaptureQueriesContext(
            connection,
        ) as asking:
            answer = visitor.post(DOOR, {"email": address})
        page = visitor.get(CODE)
        words = mail.outbox[-1].body.replace(letters_sent.code(), "CODE")
        letter: Any = mail.outbox[-1]
        html = str(letter.alternatives[0].content)
        neutral = re.sub(r'value="[^"]{30,}"', "", page.content.decode().replace(address, "X"))
        seen.append(
            (
                (answer.status_code, answer["Location"], answer.content),
                neutral,
                (mail.outbox[-1].subject.replace(letters_sent.code(), "CODE"), words),
                html.replace(letters_sent.code(), "CODE"),
                [re.sub(r"'[^']*'|\d+", "?", one["sql"]) for one in asking.captured_queries],
            )
        )
    assert seen[0] == seen[1] == seen[2]
    assert len(mail.outbox) == 3
    tables = " ".join(seen[0][4])
    assert "network_person" not in tables, "the door looks nobody up"
    assert "account_emailaddress" not in tables


def test_a_wrong_code_is_as_wrong_for_everybody(client: HostileClient) -> None:
    factories.a_person("connue@exemple.fr")
    answers = []
    for address in ("connue@exemple.fr", "absente@exemple.fr"):
        visitor = HostileClient()
        ask(visitor, address)
        with CaptureQueriesContext(connection) as typing:
            answer = visitor.post(CODE, {"code": letters_sent.another_code()})
        page = re.sub(r'value="[^"]{6,}"', "", answer.content.decode().replace(address, "X"))
        answers.append((answer.status_code, page, len(typing.captured_queries)))
    assert answers[0] == answers[1]
    assert "huit chiffres" in answers[0][1]


@pytest.mark.parametrize("dress", ["{}", " {} ", "\u202f{}", "«{}»", "code : {}"])
def test_a_code_may_be_pasted_with_what_surrounds_it(dress: str, client: HostileClient) -> None:
    person = factories.a_person("jeanne@exemple.fr")
    ask(client, "jeanne@exemple.fr")
    client.post(CODE, {"code": dress.format(letters_sent.code().replace(" ", "-"))})
    assert who(client) == str(person.pk)


@pytest.mark.parametrize("typed", ["", "12345678" * 6, "é" * 20, "٣٤٥٦٧٨٩٠", "\x00", "0"])
def test_what_is_no_code_is_a_plain_error(typed: str, client: HostileClient) -> None:
    ask(client, "jeanne@exemple.fr")
    assert client.post(CODE, {"code": typed}).status_code == 200
    assert who(client) == ""


def test_a_code_opens_once_and_in_its_own_session_only(client: HostileClient) -> None:
    factories.a_person("jeanne@exemple.fr")
    ask(client, "jeanne@exemple.fr")
    right = letters_sent.code()
    thief = HostileClient()
    assert thief.post(CODE, {"code": right})["Location"] == DOOR
    ask(thief, "jeanne@exemple.fr")
    assert letters_sent.code() != right
    thief.post(CODE, {"code": right})
    assert who(thief) == ""
    client.post(CODE, {"code": right})
    assert who(client)
    client.post("/compte/deconnexion/")
    assert client.post(CODE, {"code": right})["Location"] == DOOR


def test_five_tries_and_the_code_opens_nothing(client: HostileClient) -> None:
    factories.a_person("jeanne@exemple.fr")
    ask(client, "jeanne@exemple.fr")
    right = letters_sent.code()
    for _ in range(5):
        assert client.post(CODE, {"code": letters_sent.another_code()}).status_code == 200
    assert client.post(CODE, {"code": right})["Location"] == DOOR
    assert who(client) == ""


def test_tries_sent_at_once_do_not_begin_the_count_again(client: HostileClient) -> None:
    """Each try of a burst reads the session as it was: the count is elsewhere."""
    factories.a_person("jeanne@exemple.fr")
    ask(client, "jeanne@exemple.fr")
    right = letters_sent.code()
    before = dict(client.session.items())
    for _ in range(5):
        client.post(CODE, {"code": letters_sent.another_code()})
        session = client.session
        session.update(before)
        session.save()
    client.post(CODE, {"code": right})
    assert who(client) == ""


def test_a_code_grows_old(client: HostileClient) -> None:
    factories.a_person("jeanne@exemple.fr")
    ask(client, "jeanne@exemple.fr")
    session = client.session
    session["code"] = {**session["code"], "at": session["code"]["at"] - codes.LIFETIME - 1}
    session.save()
    assert client.post(CODE, {"code": letters_sent.code()})["Location"] == DOOR
    assert who(client) == ""


def test_the_session_does_not_hold_the_code(client: HostileClient) -> None:
    ask(client, "jeanne@exemple.fr")
    digits = letters_sent.code().replace(" ", "")
    assert digits not in str(dict(client.session.items()))


def test_another_code_may_be_asked_for_twice_and_spends_the_first(client: HostileClient) -> None:
    factories.a_person("jeanne@exemple.fr")
    ask(client, "jeanne@exemple.fr")
    first = letters_sent.code()
    assert "Envoyer un autre code" in client.get(CODE).content.decode()
    for _ in range(2):
        assert client.post(CODE, {"geste": "renvoyer"})["Location"] == CODE
    assert len(mail.outbox) == 3
    assert "Envoyer un autre code" not in client.get(CODE).content.decode()
    client.post(CODE, {"geste": "renvoyer"})
    assert len(mail.outbox) == 3
    client.post(CODE, {"code": first})
    assert who(client) == ""
    client.post(CODE, {"code": letters_sent.code()})
    assert who(client)


def test_too_many_codes_for_one_address_are_refused_kindly(client: HostileClient) -> None:
    for rank in range(4):
        visitor = HostileClient()
        answer = ask(visitor, "visee@exemple.fr")
        assert answer.status_code == (302 if rank < 3 else 429)
    assert "Attendez quelques minutes" in answer.content.decode()
    assert len(mail.outbox) == 3
    assert ask(HostileClient(), "autre@exemple.fr").status_code == 302


def test_too_many_codes_from_one_place_are_refused_kindly() -> None:
    statuses = [
        ask(HostileClient(REMOTE_ADDR="192.0.2.7"), f"a{rank}@exemple.fr").status_code
        for rank in range(31)
    ]
    assert statuses == [302] * 30 + [429]
    elsewhere = HostileClient(REMOTE_ADDR="192.0.2.8")
    assert ask(elsewhere, "b@exemple.fr").status_code == 302


def test_a_visitor_cannot_choose_where_they_come_from() -> None:
    """Without a proxy of ours, what a visitor says of their address is not believed."""
    assert settings.ALLAUTH_TRUSTED_PROXY_COUNT == 0
    statuses = [
        ask(
            HostileClient(headers={"x-forwarded-for": f"203.0.113.{rank}"}),
            f"a{rank}@exemple.fr",
        ).status_code
        for rank in range(31)
    ]
    assert statuses[-1] == 429


@pytest.mark.parametrize(
    "address", ["", "jeanne", "jeanne@", "a" * 300 + "@exemple.fr", "a@b.fr\nBcc: c@d.fr", "\x00"]
)
def test_what_is_no_address_is_a_plain_error(address: str, client: HostileClient) -> None:
    response = ask(client, address)
    assert response.status_code == 200
    assert mail.outbox == []


@pytest.mark.parametrize(
    "next_page",
    ["https://ailleurs.example/", "//ailleurs.example", "javascript:alert(1)", "/" + "a" * 3000],
)
def test_one_is_never_sent_to_another_site(next_page: str, client: HostileClient) -> None:
    factories.a_person("jeanne@exemple.fr")
    ask(client, "jeanne@exemple.fr", next_page)
    response = client.post(CODE, {"code": letters_sent.code(), "next": next_page})
    assert response["Location"] in (reverse(settings.LOGIN_REDIRECT_URL), next_page[:0])


def test_a_lookalike_address_opens_only_its_own_door(client: HostileClient) -> None:
    """`ı` upper-cases to `I`: a base that compares without capitals would mix the two up."""
    factories.a_person("info@social.fr")
    ask(client, "info@socıal.fr")
    assert mail.outbox[-1].to == ["info@socıal.fr"]
    assert client.post(CODE, {"code": letters_sent.code()})["Location"] == NAME
    assert who(client) == ""


def test_a_closed_account_is_told_so_to_its_owner_only(client: HostileClient) -> None:
    factories.a_person("fermee@exemple.fr", is_active=False)
    response = enter(client, "fermee@exemple.fr")
    assert response["Location"] == reverse("account_inactive")
    assert "fermé" in client.get(response["Location"]).content.decode()
    assert who(client) == ""


def test_closing_an_account_ends_its_sessions(client: HostileClient) -> None:
    person = factories.a_person("jeanne@exemple.fr")
    enter(client, "jeanne@exemple.fr")
    Person.objects.filter(pk=person.pk).update(is_active=False)
    assert client.get("/compte/cles/").status_code == 302


def test_an_account_made_meanwhile_is_the_one_that_opens(client: HostileClient) -> None:
    enter(client, "nouvelle@exemple.fr")
    person = factories.a_person("nouvelle@exemple.fr", name="Faite par commande")
    client.post(NAME, {"name": "Jeanne"})
    assert who(client) == str(person.pk)
    assert Person.objects.count() == 1


class TestSession:
    def test_its_key_changes_at_sign_in_and_nothing_is_left_at_sign_out(
        self, client: HostileClient
    ) -> None:
        factories.a_person("jeanne@exemple.fr")
        ask(client, "jeanne@exemple.fr")
        before = client.session.session_key
        client.post(CODE, {"code": letters_sent.code()})
        after = client.session.session_key
        assert before != after
        cookie = client.cookies["essaim"]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        response = client.post("/compte/deconnexion/")
        assert response["Location"] == "/"
        assert response.cookies["essaim"].value == ""
        thief = HostileClient()
        thief.cookies["essaim"] = after or ""
        assert thief.get("/compte/cles/").status_code == 302

    def test_signing_out_asks_first_and_takes_a_post(self, client: HostileClient) -> None:
        client.force_login(factories.a_person(), settings.AUTHENTICATION_BACKENDS[0])
        assert client.get("/compte/deconnexion/").status_code == 200
        assert who(client)
        strict = HostileClient(enforce_csrf_checks=True)
        strict.cookies = client.cookies
        assert strict.post("/compte/deconnexion/").status_code == 403
        assert who(client)

    def test_the_door_is_not_kept_by_caches_and_public_pages_set_no_cookie(
        self, client: HostileClient
    ) -> None:
        assert "no-store" in client.get(DOOR)["Cache-Control"]
        visitor = HostileClient()
        response = visitor.get("/mentions-legales/")
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")

    def test_cookies_are_secure_where_the_site_is_public(self) -> None:
        assert settings.SESSION_COOKIE_SECURE is (not settings.IS_LOCAL)
        assert settings.SESSION_COOKIE_HTTPONLY

    def test_somebody_signed_in_goes_straight_on(self, client: HostileClient) -> None:
        client.force_login(factories.a_person(), settings.AUTHENTICATION_BACKENDS[0])
        assert client.get(DOOR, {"next": NEXT})["Location"] == NEXT
        assert client.get(NAME)["Location"] == reverse(settings.LOGIN_REDIRECT_URL)
