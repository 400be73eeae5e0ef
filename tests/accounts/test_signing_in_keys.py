"""Passkeys without a browser: guards, names, and hostile answers (the rest is end to end)."""

import hashlib
import json
import secrets
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from django.core import mail
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from essaim.accounts import recent
from essaim.network.models import Person
from tests import factories
from tests.accounts import letters_sent
from tests.hostile import HostileClient

pytestmark = pytest.mark.django_db

KEYS = "/compte/cles/"
ADD = "/compte/cles/ajouter/"
AGAIN = "/compte/verification/"
CODE = "/compte/connexion/code/"
SIGN_IN = "/compte/connexion/cle/"


@pytest.fixture
def person() -> Person:
    return factories.a_person("jeanne@exemple.fr", name="Jeanne")


@pytest.fixture
def inside(client: HostileClient, person: Person) -> HostileClient:
    """A client that has just come in by a code."""
    client.post("/compte/connexion/", {"email": person.email})
    client.post(CODE, {"code": letters_sent.code()})
    assert client.session["_auth_user_id"] == str(person.pk)
    return client


def grow_old(client: HostileClient) -> None:
    """Make the session's proofs older than what is delicate accepts."""
    session = client.session
    records = session["account_authentication_methods"]
    for record in records:
        record["at"] -= recent.LIFETIME + 1
    session["account_authentication_methods"] = records
    session.save()


def a_credential() -> dict[str, Any]:
    """Return what a browser would have answered when a key was made."""
    identifier = secrets.token_bytes(16)
    private = ec.generate_private_key(ec.SECP256R1())
    public = ES256.from_cryptography_key(private.public_key())  # type: ignore[no-untyped-call]
    flags = AuthenticatorData.FLAG
    about = AuthenticatorData.create(
        hashlib.sha256(b"testserver").digest(),
        flags.UP | flags.UV | flags.AT,
        0,
        AttestedCredentialData.create(Aaguid.NONE, identifier, public),
    )
    told = CollectedClientData.create("webauthn.create", b"c" * 32, "http://testserver")
    return {
        "id": websafe_encode(identifier),
        "rawId": websafe_encode(identifier),
        "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(told),
            "attestationObject": websafe_encode(AttestationObject.create("none", about, {})),
        },
        "clientExtensionResults": {},
    }


def a_key(person: Person, name: str = "Mon téléphone") -> Authenticator:
    data = {"name": name, "credential": a_credential()}
    key: Authenticator = Authenticator.objects.create(
        user=person, type=Authenticator.Type.WEBAUTHN, data=data
    )
    return key


def test_the_list_is_empty_then_full(inside: HostileClient, person: Person) -> None:
    assert "pas encore de clé" in inside.get(KEYS).content.decode()
    for rank in range(10):
        a_key(person, f"Clé <b>{rank}</b>")
    page = inside.get(KEYS).content.decode()
    assert page.count("n’a pas encore servi") == 10
    assert "&lt;b&gt;" in page
    assert "Ajouter" not in page
    assert inside.get(ADD)["Location"] == KEYS


def test_what_the_browser_is_asked(inside: HostileClient, person: Person) -> None:
    page = inside.get(ADD).content.decode()
    block = page.split('id="options-cle">')[1].split("</script>")[0]
    asked: dict[str, Any] = json.loads(block)["publicKey"]
    assert asked["rp"] == {"id": "testserver", "name": "Essaim"}
    assert asked["authenticatorSelection"]["residentKey"] == "required"
    assert asked["authenticatorSelection"]["userVerification"] == "required"
    assert person.email == asked["user"]["name"]
    anybody = json.loads(HostileClient().get(SIGN_IN).content)["options"]["publicKey"]
    assert anybody["userVerification"] == "required"
    assert not anybody.get("allowCredentials"), "no list of keys: it would tell who has an account"


# What a browser never sends, and somebody will.
HOSTILE: tuple[Any, ...] = (
    "",
    "{",
    "null",
    "[]",
    "12",
    '"a"',
    "{}",
    {"id": "a", "rawId": "a", "type": "public-key", "response": {}},
    {"id": "é", "rawId": 3, "type": [], "response": "x", "clientExtensionResults": 7},
    {
        "id": "YQ",
        "rawId": "YQ",
        "type": "public-key",
        "response": {"clientDataJSON": "YQ", "attestationObject": "YQ"},
    },
    {
        "id": "YQ",
        "rawId": "YQ",
        "type": "public-key",
        "response": {
            "clientDataJSON": "e30",
            "authenticatorData": "YQ",
            "signature": "YQ",
            "userHandle": "MQ",
        },
    },
    {
        "id": "YQ",
        "rawId": "YQ",
        "type": "public-key",
        "response": {"clientDataJSON": "e30", "attestationObject": "oGNmbXQ", "userHandle": None},
    },
    {"response": {"userHandle": "////"}},
    "[" * 2000,
)


@pytest.mark.parametrize("answer", HOSTILE)
def test_a_malformed_answer_is_a_plain_error(
    answer: Any, inside: HostileClient, person: Person
) -> None:
    text = answer if isinstance(answer, str) else json.dumps(answer)
    inside.get(ADD)
    response = inside.post(ADD, {"name": "Clé", "credential": text})
    assert response.status_code == 200
    visitor = HostileClient()
    visitor.get(SIGN_IN)
    assert visitor.post(SIGN_IN, {"credential": text})["Location"].startswith("/compte/connexion/")
    assert "_auth_user_id" not in visitor.session
    a_key(person)
    grow_old(inside)
    assert inside.post(AGAIN, {"credential": text}).status_code in (200, 302)
    assert Authenticator.objects.count() == 1


def test_a_key_is_renamed_and_removed_by_its_owner_only(
    inside: HostileClient, person: Person
) -> None:
    key, other = a_key(person), a_key(factories.a_person())
    for deed in ("nom", "retirer"):
        assert inside.get(f"{KEYS}{other.pk}/{deed}/").status_code == 404
        assert inside.post(f"{KEYS}{other.pk}/{deed}/", {"name": "x"}).status_code == 404
        assert inside.get(f"{KEYS}{key.pk}/{deed}/").status_code == 200
    assert inside.post(f"{KEYS}{key.pk}/nom/", {"name": " "}).status_code == 200
    assert inside.post(f"{KEYS}{key.pk}/nom/", {"name": "Ma tablette"}).status_code == 302
    assert "Ma tablette" in inside.get(KEYS).content.decode()
    mail.outbox.clear()
    assert inside.post(f"{KEYS}{key.pk}/retirer/").status_code == 302
    assert list(Authenticator.objects.all()) == [other]
    assert mail.outbox[-1].to == [person.email]
    assert "retirée" in mail.outbox[-1].subject


@pytest.mark.parametrize("path", [ADD, KEYS + "1/nom/", KEYS + "1/retirer/", "/compte/adresse/"])
def test_what_is_delicate_asks_for_a_fresh_proof(
    path: str, inside: HostileClient, person: Person
) -> None:
    key = a_key(person)
    path = path.replace("/1/", f"/{key.pk}/")
    grow_old(inside)
    for response in (inside.get(path), inside.post(path, {"email": "a@b.fr", "name": "x"})):
        assert response["Location"].startswith(AGAIN)
    assert Authenticator.objects.filter(pk=key.pk).exists()
    page = inside.get(AGAIN, {"next": path})
    assert "C’est bien vous" in page.content.decode()
    assert inside.post(AGAIN, {"next": path})["Location"] == CODE
    assert mail.outbox[-1].to == [person.email]
    assert "Continuer" in inside.get(CODE).content.decode()
    assert inside.post(CODE, {"code": letters_sent.code()})["Location"] == path
    assert inside.get(path).status_code == 200


def test_an_open_session_of_unknown_age_proves_nothing(
    client: HostileClient, person: Person
) -> None:
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    assert client.get(ADD)["Location"].startswith(AGAIN)
    assert client.get(KEYS).status_code == 200


def test_nothing_here_is_for_visitors(client: HostileClient) -> None:
    for path in (KEYS, ADD, AGAIN, KEYS + "1/nom/", "/compte/adresse/", "/compte/oidc/"):
        assert client.get(path)["Location"].startswith("/compte/connexion/?next=")


class TestAddress:
    def change(self, client: HostileClient, address: str) -> Any:
        assert client.post("/compte/adresse/", {"email": address})["Location"] == CODE
        return client.post(CODE, {"code": letters_sent.code()})

    def test_the_new_one_is_proved_and_the_old_one_told(
        self, inside: HostileClient, person: Person
    ) -> None:
        assert inside.get("/compte/adresse/").status_code == 200
        assert self.change(inside, " Neuve@Exemple.fr")["Location"] == "/compte/adresse/"
        person.refresh_from_db()
        assert person.email == "neuve@exemple.fr"
        assert [one.to for one in mail.outbox[-2:]] == [["neuve@exemple.fr"], ["jeanne@exemple.fr"]]
        assert "neuve@exemple.fr" in str(mail.outbox[-1].body)
        assert "maintenant neuve@exemple.fr" in inside.get("/compte/adresse/").content.decode()
        visitor = HostileClient()
        visitor.post("/compte/connexion/", {"email": "neuve@exemple.fr"})
        visitor.post(CODE, {"code": letters_sent.code()})
        assert visitor.session["_auth_user_id"] == str(person.pk)

    def test_somebody_else_s_is_refused_once_proved_and_not_before(
        self, inside: HostileClient, person: Person
    ) -> None:
        factories.a_person("autre@exemple.fr")
        self.change(inside, "autre@exemple.fr")
        person.refresh_from_db()
        assert person.email == "jeanne@exemple.fr"
        assert "ouvre déjà un autre compte" in inside.get("/compte/adresse/").content.decode()

    @pytest.mark.parametrize("address", ["", "jeanne", "jeanne@exemple.fr", " JEANNE@exemple.fr "])
    def test_what_is_no_other_address_is_a_plain_error(
        self, address: str, inside: HostileClient
    ) -> None:
        mail.outbox.clear()
        assert inside.post("/compte/adresse/", {"email": address}).status_code == 200
        assert mail.outbox == []

    def test_a_code_of_another_purpose_changes_nothing(
        self, inside: HostileClient, person: Person
    ) -> None:
        """Signed out in another tab, the code of a new address opens nothing."""
        inside.post("/compte/adresse/", {"email": "neuve@exemple.fr"})
        kept = inside.session["code"]
        inside.post("/compte/deconnexion/")
        session = inside.session
        session["code"] = kept
        session.save()
        inside.post(CODE, {"code": letters_sent.code()})
        person.refresh_from_db()
        assert person.email == "jeanne@exemple.fr"
        assert "_auth_user_id" not in inside.session
