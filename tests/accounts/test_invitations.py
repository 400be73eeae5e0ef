"""Invitations: single use, expiring, for one address, and never in a referrer."""

import datetime
from urllib.parse import urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from essaim.accounts import inviting, joining
from essaim.accounts.holding import Settled, Unable
from essaim.accounts.inviting import WrongAddress
from essaim.letters.links import Unusable
from essaim.letters.models import Link
from essaim.network.models import Membership, Person, Structure
from essaim.network.standing import Standing
from tests.accounts.letters_sent import code
from tests.accounts.mailbox import letters_to, link_in, text_to
from tests.factories import a_correspondent, a_member, a_person, a_structure

pytestmark = pytest.mark.django_db(transaction=True)

INVITED = "invitee@exemple.fr"
MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def manager(structure: Structure) -> Person:
    return a_member(structure, role="responsable", email="responsable@exemple.fr", name="Inès Roy")


@pytest.fixture
def path(structure: Structure, manager: Person) -> str:
    """The path of the link of an invitation."""
    return invite(manager, structure)


def invite(manager: Person, structure: Structure, role: str = "membre", to: str = INVITED) -> str:
    inviting.invite(Standing.of(manager), structure.pk, to, role)
    return link_in(text_to(to.lower()), "compte/invitation/")


def token_of(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2]


def signed_in(client: Client, person: Person) -> Client:
    client.force_login(person, backend=MODEL_BACKEND)
    return client


def test_accepted(client: Client, structure: Structure, manager: Person) -> None:
    path = invite(manager, structure, "responsable", "Invitee@Exemple.fr")
    person = a_person(INVITED, name="Nour Petit")
    page = signed_in(client, person).get(path, follow=True)
    assert "Inès Roy" in page.content.decode()
    assert "Centre social Les Capucines" in page.content.decode()
    assert not Membership.objects.filter(person=person).exists()  # looking is not accepting
    client.post("/compte/invitation/", {"reponse": "accepter"})
    assert Standing.of(person).is_manager(structure.pk)
    assert letters_to(manager.email) == ["Nour Petit a rejoint « Centre social Les Capucines »"]


def test_the_token_is_in_no_page_and_no_referrer(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 302
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]
    assert response["Location"] == "/compte/invitation/"
    page = client.get("/compte/invitation/")
    assert token_of(path) not in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    unusable = client.get("/compte/invitation/tout-a-fait-faux/")
    assert unusable["Referrer-Policy"] == "no-referrer"


def test_the_base_does_not_hold_the_token(path: str) -> None:
    link = Link.objects.get(purpose="invitation")
    assert token_of(path) not in f"{link.digest}{link.payload}"


def test_somebody_without_an_account_signs_up_then_accepts(client: Client, path: str) -> None:
    """By the real door: the link, the address, the code, a name, and the invitation again."""
    assert client.get(path).status_code == 302
    next_page = "/compte/invitation/"
    client.post("/compte/connexion/", {"email": INVITED, "next": next_page})
    client.post("/compte/connexion/code/", {"code": code()})
    entered = client.post("/compte/inscription/", {"name": "Nour Petit"})
    assert entered["Location"] == next_page
    page = client.get(next_page).content.decode()
    assert "Accepter l’invitation" in page
    client.post(next_page, {"reponse": "accepter"})
    assert Membership.objects.accepted().filter(person__email=INVITED).exists()


def test_somebody_without_an_account_finds_it_again(client: Client, path: str) -> None:
    page = client.get(path, follow=True)
    assert page.redirect_chain == [("/compte/invitation/", 302)]
    assert "/compte/connexion/?next=/compte/invitation/" in page.content.decode()
    # Signing up ends in a session that keeps what the visitor's held.
    person = a_person(INVITED)
    signed_in(client, person)
    assert client.session["invitation"] == token_of(path)
    client.post("/compte/invitation/", {"reponse": "accepter"})
    assert Membership.objects.accepted().filter(person=person).exists()


def test_another_address_is_told_so(client: Client, structure: Structure, path: str) -> None:
    other = a_person("autre@exemple.fr")
    page = signed_in(client, other).get(path, follow=True).content.decode()
    assert "envoyée à une autre adresse" in page
    assert INVITED not in page
    assert "i…@exemple.fr" in page
    client.post("/compte/invitation/", {"reponse": "accepter"})
    assert Standing.of(other).structures == {}
    with pytest.raises(WrongAddress):
        inviting.accept_invitation(token_of(path), other)
    # Going in under the right address: the session is another's, the invitation is kept.
    response = client.post("/compte/invitation/", {"reponse": "changer"}, follow=True)
    assert not response.wsgi_request.user.is_authenticated
    person = a_person(INVITED)
    signed_in(client, person).post("/compte/invitation/", {"reponse": "accepter"})
    assert Standing.of(person).is_member(structure.pk)


def test_a_second_proved_address_will_do(structure: Structure, path: str) -> None:
    from allauth.account.models import EmailAddress

    person = a_person("principale@exemple.fr")
    row = EmailAddress.objects.create(user=person, email=INVITED, verified=False)
    with pytest.raises(WrongAddress):
        inviting.accept_invitation(token_of(path), person)
    EmailAddress.objects.filter(pk=row.pk).update(verified=True)
    inviting.accept_invitation(token_of(path), person)
    assert Standing.of(person).is_member(structure.pk)


def test_used_twice(client: Client, structure: Structure, path: str) -> None:
    person = a_person(INVITED)
    inviting.accept_invitation(token_of(path), person)
    joining.leave(Standing.of(person), Membership.objects.get(person=person).pk)
    page = signed_in(client, person).get(path)
    assert page.status_code == 410
    assert "a déjà servi" in page.content.decode()
    with pytest.raises(Unusable):
        inviting.accept_invitation(token_of(path), person)
    assert Standing.of(person).structures == {}


def test_expired(client: Client, path: str) -> None:
    Link.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    page = client.get(path)
    assert page.status_code == 410
    assert "a expiré" in page.content.decode()
    with pytest.raises(Unusable, match="a expiré"):
        inviting.accept_invitation(token_of(path), a_person(INVITED))


def test_expires_while_one_signs_in(client: Client, path: str) -> None:
    client.get(path)
    Link.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    signed_in(client, a_person(INVITED))
    response = client.post("/compte/invitation/", {"reponse": "accepter"})
    assert response.status_code == 410
    assert not Membership.objects.filter(role="membre").exists()


def test_it_lasts_fourteen_days(path: str) -> None:
    link = Link.objects.get(purpose="invitation")
    assert link.expires_at - link.created_at == datetime.timedelta(days=14)


def test_taken_back(client: Client, structure: Structure, manager: Person, path: str) -> None:
    link = Link.objects.get(purpose="invitation")
    inviting.revoke(Standing.of(manager), structure.pk, link.pk)
    page = client.get(path)
    assert page.status_code == 410
    assert "annulée" in page.content.decode()
    with pytest.raises(Settled):
        inviting.revoke(Standing.of(manager), structure.pk, link.pk)


def test_who_invited_has_been_removed(structure: Structure, manager: Person, path: str) -> None:
    correspondent = a_correspondent("69")
    joining.remove(Standing.of(correspondent), Membership.objects.get(person=manager).pk)
    with pytest.raises(Unusable, match="ne s’occupe plus"):
        inviting.accept_invitation(token_of(path), a_person(INVITED))


def test_guessed(client: Client) -> None:
    page = client.get("/compte/invitation/aaaa/")
    assert page.status_code == 404
    assert "incomplet" in page.content.decode()
    assert client.get("/compte/invitation/").status_code == 404
    assert not Session.objects.exists()


def test_a_link_of_another_kind_opens_nothing(client: Client) -> None:
    from essaim.letters import links

    token, _ = links.make(Link.Purpose.UNSUBSCRIBE, {"person": 1}, datetime.timedelta(days=1))
    assert client.get(f"/compte/invitation/{token}/").status_code == 404


def test_invited_again_replaces_the_first(structure: Structure, manager: Person, path: str) -> None:
    again = invite(manager, structure, "responsable")
    with pytest.raises(Unusable):
        inviting.look(token_of(path))
    assert inviting.look(token_of(again)).role == "responsable"
    assert inviting.waiting(structure.pk).count() == 1


def test_a_manager_invited_as_a_member_stays_one(structure: Structure, manager: Person) -> None:
    person = a_person(INVITED)
    path = invite(manager, structure)
    Membership.objects.create(
        person=person, structure=structure, role="responsable", state="acceptee"
    )
    inviting.accept_invitation(token_of(path), person)
    assert Standing.of(person).is_manager(structure.pk)


@pytest.mark.parametrize("address", ["", "pas une adresse", "a@b", "x" * 300 + "@exemple.fr"])
def test_not_an_address(structure: Structure, manager: Person, address: str) -> None:
    with pytest.raises(Unable):
        inviting.invite(Standing.of(manager), structure.pk, address, "membre")
    assert not Link.objects.exists()


def test_already_there_or_asking(structure: Structure, manager: Person) -> None:
    with pytest.raises(Unable, match="déjà partie"):
        inviting.invite(Standing.of(manager), structure.pk, manager.email.upper(), "membre")
    joining.ask(Standing.of(a_person(INVITED)), structure.pk)
    with pytest.raises(Unable, match="répondez à sa demande"):
        inviting.invite(Standing.of(manager), structure.pk, INVITED, "membre")


def test_not_too_many_a_day(structure: Structure, manager: Person) -> None:
    for rank in range(inviting.MOST_A_DAY):
        inviting.invite(Standing.of(manager), structure.pk, f"a{rank}@exemple.fr", "membre")
    with pytest.raises(Unable, match="Reprenez demain"):
        inviting.invite(Standing.of(manager), structure.pk, "trop@exemple.fr", "membre")


def test_put_aside(client: Client, path: str) -> None:
    signed_in(client, a_person(INVITED)).get(path)
    assert "Une invitation à rejoindre" in client.get("/compte/").content.decode()
    client.post("/compte/invitation/", {"reponse": "plus-tard"})
    assert "invitation" not in client.session
    assert client.get(path).status_code == 302


def test_a_name_that_would_be_html(client: Client, manager: Person) -> None:
    hostile = a_structure("<script>alert(1)</script> & Cie")
    Membership.objects.create(
        person=manager, structure=hostile, role="responsable", state="acceptee"
    )
    page = client.get(invite(manager, hostile), follow=True).content.decode()
    assert "<script>alert" not in page


def test_the_letter_leads_to_the_site(path: str) -> None:
    assert urlsplit(path).path == path
