"""OpenID Connect, against a fake issuer (see `issuer.py`): ProConnect itself cannot be had here."""

import urllib.parse
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from pytest_django.fixtures import Settings

from essaim.accounts import linking
from essaim.config.safety import unsafe_settings
from essaim.network.models import Person
from tests import factories
from tests.accounts import letters_sent
from tests.accounts.issuer import CLIENT, SECRET, Issuer
from tests.hostile import HostileClient

pytestmark = pytest.mark.django_db

START = "/compte/oidc/aller/"
BACK = "/compte/oidc/retour/"
LINK = "/compte/oidc/relier/"
DOOR = "/compte/connexion/"
CODE = "/compte/connexion/code/"
NEXT = "/mentions-legales/"
SIRET = "73282932000074"
JEANNE = {
    "sub": "b3c1",
    "email": "Jeanne@Exemple.fr",
    "given_name": "Jeanne",
    "usual_name": "Martin",
    "siret": SIRET,
    "uid": "4217",
    "phone": "+33 6 00 00 00 00",
}


@pytest.fixture
def issuer(settings: Settings) -> Iterator[Issuer]:
    """A fake issuer, and our settings as they are when it is configured."""
    made = Issuer(claims=dict(JEANNE))
    settings.OIDC_NAME = "ProConnect"
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "provider_class": "essaim.accounts.oidc.Provider",
            "APPS": [
                {
                    "provider_id": "oidc-essai",
                    "name": "ProConnect",
                    "client_id": CLIENT,
                    "secret": SECRET,
                    "settings": {"server_url": made.address, "oauth_pkce_enabled": True},
                }
            ],
        }
    }
    yield made
    made.close()


def go(client: HostileClient, issuer: Issuer, next_page: str = NEXT, **changed: str) -> Any:
    """Go to the issuer and come back; return our last answer."""
    sent = client.get(START, {"next": next_page} if next_page else {})
    assert sent.status_code == 302, sent.content.decode()
    query = issuer.visited(sent["Location"])
    return client.get(BACK, {"code": "un-code", "state": query["state"], **changed})


def who(client: HostileClient) -> str:
    return str(client.session.get("_auth_user_id", ""))


def test_without_an_issuer_there_is_no_door(client: HostileClient) -> None:
    assert "S’identifier avec" not in client.get(DOOR).content.decode()
    assert client.get(START).status_code == 404
    assert client.get(BACK).status_code == 404


def test_a_half_configured_or_unsafe_issuer_keeps_the_site_from_starting(
    settings: Settings,
) -> None:
    assert unsafe_settings(settings) == []
    settings.OIDC_ADDRESS = "http://ailleurs.example/api/v2"
    assert "ESSAIM_OIDC_CLIENT" in unsafe_settings(settings)[0]
    settings.OIDC_CLIENT = "essaim"
    assert unsafe_settings(settings) == [], "on one machine, for trials"
    settings.IS_LOCAL = False
    assert "https://" in unsafe_settings(settings)[0]
    settings.OIDC_ADDRESS = "https://ailleurs.example/api/v2"
    assert unsafe_settings(settings) == []


def test_what_the_issuer_is_asked(client: HostileClient, issuer: Issuer) -> None:
    assert "S’identifier avec ProConnect" in client.get(DOOR).content.decode()
    query = issuer.visited(client.get(START)["Location"])
    assert query["client_id"] == CLIENT
    assert query["response_type"] == "code"
    assert query["redirect_uri"] == f"http://testserver{BACK}"
    assert set(query["scope"].split()) == {
        *("openid", "email", "given_name", "usual_name", "siret", "uid")
    }
    assert len(query["state"]) >= 32
    assert len(query["nonce"]) >= 32
    assert query["code_challenge_method"] == "S256"


def test_from_another_site_one_is_asked_first(client: HostileClient, issuer: Issuer) -> None:
    page = client.get(START, headers={"sec-fetch-site": "cross-site"})
    assert page.status_code == 200
    assert "Continuer avec ProConnect" in page.content.decode()


def test_a_newcomer_whose_address_is_verified_is_in(client: HostileClient, issuer: Issuer) -> None:
    issuer.claims["email_verified"] = True
    before = client.session.session_key
    response = go(client, issuer)
    assert (response.status_code, response["Location"]) == (302, NEXT)
    person = Person.objects.get()
    assert (person.email, person.name, person.siret) == (
        "jeanne@exemple.fr",
        "Jeanne Martin",
        SIRET,
    )
    assert who(client) == str(person.pk)
    assert client.session.session_key != before
    assert EmailAddress.objects.get(user=person).verified
    kept = SocialAccount.objects.get().extra_data["userinfo"]
    assert "phone" not in kept, "no more is kept than is used"
    again = HostileClient()
    issuer.claims |= {"email": "autre@exemple.fr", "siret": "55208131766522"}
    go(again, issuer)
    assert who(again) == str(person.pk), "the same subject is the same person"
    person.refresh_from_db()
    assert (person.email, person.siret) == ("jeanne@exemple.fr", "55208131766522")


def test_userinfo_in_plain_json_is_read_too(client: HostileClient, issuer: Issuer) -> None:
    issuer.claims["email_verified"] = True
    issuer.userinfo_type = "application/json; charset=utf-8"
    go(client, issuer)
    assert who(client) == str(Person.objects.get().pk)


def test_a_verified_address_links_whoever_has_it(client: HostileClient, issuer: Issuer) -> None:
    person = factories.a_person("jeanne@exemple.fr", name="Déjà là")
    issuer.claims["email_verified"] = True
    go(client, issuer)
    assert who(client) == str(person.pk)
    assert SocialAccount.objects.get().user_id == person.pk
    assert "ProConnect" in str(mail.outbox[-1].subject), "and they are told"
    person.refresh_from_db()
    assert (person.name, person.siret) == ("Déjà là", SIRET)


@pytest.mark.parametrize("verified", [None, False, "true", "yes", 1])
def test_an_address_not_said_verified_links_to_nothing_by_itself(
    verified: object, client: HostileClient, issuer: Issuer
) -> None:
    factories.a_person("jeanne@exemple.fr")
    if verified is not None:
        issuer.claims["email_verified"] = verified
    response = go(client, issuer)
    assert response["Location"].startswith(f"{DOOR}?next=")
    assert who(client) == ""
    assert not SocialAccount.objects.exists()


def prove(client: HostileClient, door: str, address: str) -> Any:
    """Prove an address at the door one was sent to; return the answer."""
    page = client.get(door)
    assert "ne nous garantit pas votre adresse" in page.content.decode()
    next_page = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(door).query))["next"]
    client.post(DOOR, {"email": address, "next": next_page})
    return client.post(CODE, {"code": letters_sent.code()})


@pytest.mark.parametrize("answer", ["oui", "non", ""])
def test_a_proof_by_code_then_a_word_links_or_not(
    answer: str, client: HostileClient, issuer: Issuer
) -> None:
    person = factories.a_person("jeanne@exemple.fr")
    door = go(client, issuer)["Location"]
    assert 'value="jeanne@exemple.fr"' in client.get(door).content.decode()
    assert prove(client, door, "jeanne@exemple.fr")["Location"] == LINK
    assert not SocialAccount.objects.exists(), "not before one has said so"
    assert "Jeanne Martin" in client.get(LINK).content.decode()
    assert client.post(LINK, {"reponse": answer})["Location"] == NEXT
    assert SocialAccount.objects.exists() is (answer == "oui")
    person.refresh_from_db()
    assert person.siret == (SIRET if answer == "oui" else "")
    assert client.get(LINK)["Location"] == "/compte/oidc/", "asked once"
    later = HostileClient()
    go(later, issuer)
    assert who(later) == (str(person.pk) if answer == "oui" else "")


def test_a_newcomer_without_an_address_proves_one_and_is_named(
    client: HostileClient, issuer: Issuer
) -> None:
    del issuer.claims["email"]
    door = go(client, issuer)["Location"]
    assert prove(client, door, "neuve@exemple.fr")["Location"] == "/compte/inscription/"
    assert 'value="Jeanne Martin"' in client.get("/compte/inscription/").content.decode()
    response = client.post("/compte/inscription/", {"name": "Jeanne"})
    assert response["Location"] == LINK
    assert client.get(LINK).status_code == 200
    client.post(LINK, {"reponse": "oui"})
    assert SocialAccount.objects.get().user.email == "neuve@exemple.fr"


def test_an_outside_account_of_somebody_else_s_is_not_taken(
    client: HostileClient, issuer: Issuer
) -> None:
    door = go(client, issuer)["Location"]
    other = factories.a_person()
    SocialAccount.objects.create(user=other, provider="oidc-essai", uid="b3c1")
    factories.a_person("moi@exemple.fr")
    prove(client, door, "moi@exemple.fr")
    client.post(LINK, {"reponse": "oui"})
    assert SocialAccount.objects.get().user_id == other.pk


@pytest.mark.parametrize(
    ("what", "value"),
    [
        ("signs_with_another_key", True),
        ("algorithm", "none"),
        ("algorithm", "HS256"),
        ("id_token", {"iss": "https://ailleurs.example"}),
        ("id_token", {"aud": "un-autre-site"}),
        ("id_token", {"exp": 1_000_000_000}),
        ("id_token", {"nonce": "une-autre-demande"}),
        ("id_token", {"nonce": None}),
        ("id_token", {"sub": None}),
        ("userinfo", {"sub": "quelqu-un-d-autre"}),
        ("userinfo", {"iss": "https://ailleurs.example"}),
        ("userinfo", {"aud": "un-autre-site"}),
        ("claims", {}),
        ("userinfo_type", "text/html"),
        ("discovery", {"jwks_uri": ""}),
        ("status", 500),
    ],
)
def test_what_cannot_be_trusted_opens_nothing(
    what: str, value: Any, client: HostileClient, issuer: Issuer
) -> None:
    factories.a_person("jeanne@exemple.fr")
    issuer.claims["email_verified"] = True
    sent = client.get(START)
    query = issuer.visited(sent["Location"])
    setattr(issuer, what, value)
    response = client.get(BACK, {"code": "un-code", "state": query["state"]})
    assert response.status_code in (401, 502)
    assert "n’a pas abouti" in response.content.decode()
    assert who(client) == ""
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize(
    "discovery", [{"issuer": "https://ailleurs.example"}, {"authorization_endpoint": None}]
)
def test_an_issuer_that_does_not_describe_itself_rightly_is_not_gone_to(
    discovery: dict[str, Any], client: HostileClient, issuer: Issuer
) -> None:
    issuer.discovery = discovery
    response = client.get(START)
    assert response.status_code == 502
    assert "n’a pas abouti" in response.content.decode()


def test_an_issuer_that_does_not_answer_is_told(client: HostileClient, issuer: Issuer) -> None:
    issuer.close()
    assert client.get(START).status_code == 502


def test_an_answer_nobody_waits_for_opens_nothing(client: HostileClient, issuer: Issuer) -> None:
    """Another session's answer, or the same one twice: the state is this session's, once."""
    issuer.claims["email_verified"] = True
    query = issuer.visited(client.get(START)["Location"])
    answer = {"code": "un-code", "state": query["state"]}
    thief = HostileClient()
    assert thief.get(BACK, answer).status_code == 401
    assert client.get(BACK, {**answer, "state": "x"}).status_code == 401
    assert client.get(BACK, answer).status_code == 302
    client.post("/compte/deconnexion/")
    assert client.get(BACK, answer).status_code == 401
    assert who(client) == ""


def test_whoever_gives_up_comes_back_to_the_door(client: HostileClient, issuer: Issuer) -> None:
    query = issuer.visited(client.get(START)["Location"])
    back = client.get(BACK, {"error": "access_denied", "state": query["state"]}, follow=True)
    assert "Vous n’avez pas poursuivi" in back.content.decode()
    query = issuer.visited(client.get(START)["Location"])
    back = client.get(BACK, {"error": "server_error", "state": query["state"]})
    assert back.status_code == 401


def test_a_closed_account_stays_closed(client: HostileClient, issuer: Issuer) -> None:
    factories.a_person("jeanne@exemple.fr", is_active=False)
    issuer.claims["email_verified"] = True
    assert go(client, issuer)["Location"] == "/compte/connexion/fermee/"
    assert who(client) == ""


@pytest.mark.parametrize("siret", ["", "123", "73282932000075", None, 7, ["x"], SIRET + "0"])
def test_a_siret_that_fails_its_key_is_not_kept(
    siret: object, client: HostileClient, issuer: Issuer
) -> None:
    issuer.claims |= {"email_verified": True, "siret": siret}
    go(client, issuer)
    assert Person.objects.get().siret == ""


def test_the_structure_of_the_siret_is_offered_until_joined(
    client: HostileClient, issuer: Issuer
) -> None:
    structure = factories.a_structure(siret=SIRET)
    factories.a_structure("Sans SIRET")
    issuer.claims["email_verified"] = True
    offer = f"/compte/rejoindre/{structure.pk}/"
    assert go(client, issuer, next_page="")["Location"] == offer
    assert client.get(offer).status_code == 200
    person = Person.objects.get()
    assert linking.offered(person) == [structure]
    page = client.get("/compte/oidc/").content.decode()
    assert "Centre social Les Capucines" in page
    assert "Rejoindre cette structure" in page
    member = factories.a_member(structure, siret=SIRET)
    assert linking.offered(member) == []
    assert linking.offered(factories.a_person()) == []


class TestLinkedAccounts:
    @pytest.fixture
    def inside(self, client: HostileClient) -> HostileClient:
        factories.a_person("moi@exemple.fr")
        client.post(DOOR, {"email": "moi@exemple.fr"})
        client.post(CODE, {"code": letters_sent.code()})
        return client

    def test_one_is_added_from_within_and_taken_away(
        self, inside: HostileClient, issuer: Issuer
    ) -> None:
        assert "Relier mon compte ProConnect" in inside.get("/compte/oidc/").content.decode()
        assert go(inside, issuer, "/compte/oidc/")["Location"] == "/compte/oidc/"
        account = SocialAccount.objects.get()
        assert account.user.email == "moi@exemple.fr"
        assert account.user.siret == SIRET
        page = inside.get("/compte/oidc/").content.decode()
        assert "jeanne@exemple.fr" in page.lower()
        other = HostileClient()
        other.force_login(factories.a_person(), "django.contrib.auth.backends.ModelBackend")
        assert other.post("/compte/oidc/", {"compte": account.pk}).status_code == 302
        assert SocialAccount.objects.exists(), "and by its owner only, after a fresh proof"
        for wrong in ("", "x", "9" * 40, "999999"):
            assert inside.post("/compte/oidc/", {"compte": wrong}).status_code == 404
        assert inside.post("/compte/oidc/", {"compte": account.pk}).status_code == 302
        assert not SocialAccount.objects.exists()
        assert "n’ouvre plus" in str(mail.outbox[-1].subject)

    def test_somebody_else_s_is_not_taken(self, inside: HostileClient, issuer: Issuer) -> None:
        other = factories.a_person()
        SocialAccount.objects.create(user=other, provider="oidc-essai", uid="b3c1")
        go(inside, issuer, "/compte/oidc/")
        assert SocialAccount.objects.get().user_id == other.pk
        other.refresh_from_db()
        page = inside.get("/compte/oidc/").content.decode()
        assert "déjà un autre compte" in page
