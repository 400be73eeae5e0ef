"""The administration: who enters, what may be changed, and that nothing bypasses the writers."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.admin import site as default_site
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from essaim.accounts.administration import administration
from essaim.network.models import Correspondence, Department, Membership, Person, Structure
from essaim.sheets.models import Attachment, Event, Revision, Sheet, Term, TermAlias
from essaim.workflow.models import Message
from tests import factories
from tests.hostile import HostileClient

pytestmark = pytest.mark.django_db

HOME = "/administration/"
# What Django's own templates do differently: they are shown as they are.
DJANGO_S = ("document", "labels", "headings", "identifiers", "leftovers", "balance")
READ_ONLY = (Sheet, Revision, Event, Attachment, Message, Term, TermAlias)
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def chief() -> Person:
    return factories.an_administrator(email="cheffe@exemple.fr")


@pytest.fixture
def office(chief: Person) -> HostileClient:
    """A client signed in as a national administrator; inline code is still refused."""
    client = HostileClient(without=frozenset(DJANGO_S))
    client.force_login(chief, BACKEND)
    return client


def listed(model: type[Any]) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def shown(row: Any) -> str:
    model = type(row)
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[row.pk])


def one_of_each(chief: Person) -> list[Any]:
    """Make a row of every kind that is registered; return them."""
    sheet = factories.a_sheet()
    member = factories.a_member(sheet.structure)
    factories.a_correspondent("69")
    term = Term.objects.all()[0]
    TermAlias.objects.get_or_create(
        vocabulary=term.vocabulary, key="autre graphie", label="Autre graphie", term=term
    )
    asked = administration_models()["StructureRequest"].objects.create(
        person=member, name="Maison neuve", department_id="69"
    )
    attachment = Attachment.objects.create(
        sheet=sheet, name="a.pdf", stored_as="a", media_type="application/pdf", size=1, sha256="0"
    )
    message = Message.objects.create(
        sheet=sheet, actor="x", from_structure=True, text="Bonjour", created_at=timezone.now()
    )
    made = [asked, attachment, message, term, sheet]
    for model in administration_models().values():
        if not any(isinstance(row, model) for row in made):
            row = model.objects.first()
            assert row is not None, model
            made.append(row)
    return made


def administration_models() -> dict[str, Any]:
    return {model.__name__: model for model in administration._registry}


def test_visitors_are_sent_to_our_own_door(client: HostileClient) -> None:
    for path in (HOME, listed(Person), HOME + "login/"):
        response = client.get(path)
        while response.status_code == 302 and "/compte/" not in response["Location"]:
            response = client.get(response["Location"])
        assert response["Location"].startswith("/compte/connexion/?next=%2Fadministration%2F"), path
    assert client.post(HOME + "login/", {"username": "a", "password": "b"}).status_code == 302


@pytest.mark.parametrize("role", ["nobody", "correspondent", "manager", "closed"])
def test_nobody_else_enters(role: str, client: HostileClient, chief: Person) -> None:
    rows = one_of_each(chief)
    makers: dict[str, Callable[[], Person]] = {
        "nobody": factories.a_person,
        "correspondent": lambda: factories.a_correspondent("69"),
        "manager": lambda: factories.a_member(rows[4].structure, role="responsable"),
        "closed": lambda: factories.an_administrator(is_active=False),
    }
    person = makers[role]()
    client.force_login(person, BACKEND)
    for path in (HOME, *(listed(type(row)) for row in rows), *(shown(row) for row in rows)):
        response = client.get(path, follow=True)
        assert response.status_code == 403 or "/compte/connexion/" in response.redirect_chain[-1][0]
        assert client.post(path, {}).status_code in (302, 403)


def test_every_page_opens_under_our_policy(office: HostileClient, chief: Person) -> None:
    rows = one_of_each(chief)
    assert len({type(row) for row in rows}) == len(administration._registry) == 13
    home = office.get(HOME).content.decode()
    assert "Administration d’Essaim" in home
    for row in rows:
        assert office.get(listed(type(row))).status_code == 200, row
        assert office.get(listed(type(row)), {"q": "a 12"}).status_code == 200, row
        assert office.get(shown(row)).status_code == 200, row
        assert office.get(shown(row).replace("change", "history")).status_code == 200, row


def test_there_is_no_password_page() -> None:
    for name in ("admin:password_change", "admin:password_change_done"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    assert default_site._registry == {}, "nothing hides on the site that Django makes by itself"


def test_what_the_writers_write_is_only_looked_at(office: HostileClient, chief: Person) -> None:
    rows = [row for row in one_of_each(chief) if isinstance(row, READ_ONLY)]
    assert len(rows) == len(READ_ONLY)
    before = [type(row).objects.count() for row in rows]
    for row in rows:
        assert office.post(shown(row), {"title": "Volée", "label": "Volé"}).status_code == 403
        assert office.get(listed(type(row)) + "add/").status_code == 403
        delete = shown(row).replace("change", "delete")
        assert office.post(delete, {"post": "yes"}).status_code == 403
        chosen = {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"}
        assert office.post(listed(type(row)), chosen).status_code in (200, 302, 403)
    assert [type(row).objects.count() for row in rows] == before
    sheet = next(row for row in rows if isinstance(row, Sheet))
    assert Sheet.objects.get(pk=sheet.pk).display_title == sheet.display_title


@pytest.mark.parametrize("model", [Person, Structure, Department])
def test_some_rows_are_never_deleted(
    model: type[Any], office: HostileClient, chief: Person
) -> None:
    one_of_each(chief)
    row = model.objects.first()
    assert office.post(shown(row).replace("change", "delete"), {"post": "yes"}).status_code == 403
    assert model.objects.filter(pk=row.pk).exists()


def test_a_person_is_made_and_changed(office: HostileClient) -> None:
    values = {"email": "Neuve@Exemple.FR", "name": "Neuve", "is_active": "on", "siret": ""}
    assert office.post(listed(Person) + "add/", values).status_code == 302
    person = Person.objects.get(email="neuve@exemple.fr")
    assert not person.has_usable_password()
    EmailAddress.objects.create(user=person, email=person.email, verified=True)
    values |= {"email": "autre@exemple.fr", "is_staff": "on", "siret": "732 829 320 00074"}
    assert office.post(shown(person), values).status_code == 302
    person.refresh_from_db()
    assert (person.email, person.siret) == ("autre@exemple.fr", "73282932000074")
    assert person.is_staff
    assert person.is_superuser
    assert not EmailAddress.objects.filter(user=person).exists(), "nobody has proved the new one"
    assert "pas un SIRET" in office.post(shown(person), values | {"siret": "1"}).content.decode()
    values["email"] = "CHEFFE@exemple.fr"
    assert office.post(shown(person), values).status_code == 200


def test_an_administrator_cannot_shut_themselves_out(office: HostileClient, chief: Person) -> None:
    page = office.post(shown(chief), {"email": chief.email, "name": "Moi"}).content.decode()
    assert "vous-même" in page
    chief.refresh_from_db()
    assert chief.is_staff
    assert chief.is_active


def test_roles_are_given_and_taken(office: HostileClient, chief: Person) -> None:
    person, structure = factories.a_person(), factories.a_structure()
    row = {
        "person": person.pk,
        "structure": structure.pk,
        "role": "responsable",
        "state": "acceptee",
    }
    assert office.post(listed(Membership) + "add/", row).status_code == 302
    membership = Membership.objects.get()
    assert (membership.decided_by, membership.role) == (chief.actor, "responsable")
    other = factories.a_structure("Ailleurs")
    changed = {"role": "membre", "state": "terminee", "structure": other.pk}
    office.post(shown(membership), changed)
    membership.refresh_from_db()
    assert (membership.state, membership.structure_id) == ("terminee", structure.pk)
    row = {"person": person.pk, "department": "69", "side": "caf"}
    assert office.post(listed(Correspondence) + "add/", row).status_code == 302
    assert office.post(listed(Correspondence) + "add/", row).status_code == 200, "once is enough"
    assert Correspondence.objects.count() == 1


def test_a_departement_chooses_how_one_publishes_and_nothing_else(office: HostileClient) -> None:
    rhone = Department.objects.get(pk="69")
    office.post(shown(rhone), {"approval": "deux", "name": "Volé", "code": "00"})
    rhone.refresh_from_db()
    assert (rhone.approval, rhone.name) == ("deux", "Rhône")


class TestStructures:
    def post(self, office: HostileClient, structure: Structure, **values: Any) -> Any:
        usual = {"name": structure.name, "department": structure.department_id or "", "axes": ""}
        return office.post(shown(structure), {**usual, **values})

    def test_what_the_index_shows_is_logged(self, office: HostileClient, chief: Person) -> None:
        sheets = factories.some_sheets(3)
        structure = sheets[0].structure
        assert self.post(office, structure, name="Renommée").status_code == 302
        events = Event.objects.filter(verb=Event.Verb.REINDEXED)
        assert [event.sheet_id for event in events.order_by("sequence")] == [
            sheet.pk for sheet in sheets
        ]
        assert {event.actor for event in events} == {chief.actor}
        structure.refresh_from_db()
        assert structure.name == "Renommée"

    def test_the_rest_is_saved_in_silence(self, office: HostileClient) -> None:
        structure = factories.a_sheet().structure
        values = {
            "axes": "Parentalité\n\n Jeunesse ",
            "multi_site": "true",
            "history": "Née en 1975",
        }
        assert self.post(office, structure, **values).status_code == 302
        structure.refresh_from_db()
        assert structure.axes == ["Parentalité", "Jeunesse"]
        assert (structure.multi_site, structure.history) == (True, "Née en 1975")
        assert not Event.objects.filter(verb=Event.Verb.REINDEXED).exists()

    def test_what_is_wrong_is_said_in_french(self, office: HostileClient) -> None:
        structure = factories.a_structure()
        factories.a_structure("Voisine")
        for values in ({"siret": "12"}, {"name": "Voisine"}, {"axes": "a\nb\nc\nd\ne\nf"}):
            response = self.post(office, structure, **values)
            assert response.status_code == 200
            assert "errorlist" in response.content.decode()

    def test_one_is_made(self, office: HostileClient) -> None:
        values = {"name": "Maison neuve", "department": "69", "axes": ""}
        assert office.post(listed(Structure) + "add/", values).status_code == 302
        assert Structure.objects.get(name="Maison neuve").axes == []


@pytest.mark.parametrize("model", [Membership, Correspondence, Structure, Sheet, Revision, Message])
def test_lists_ask_as_much_of_the_base_for_three_rows_as_for_one(
    model: type[Any], office: HostileClient
) -> None:
    def more() -> None:
        sheet = factories.some_sheets(1, structure=f"Maison {Structure.objects.count()}")[0]
        factories.a_member(sheet.structure)
        factories.a_correspondent("69")
        Message.objects.create(
            sheet=sheet, actor="x", from_structure=True, text="Bonjour", created_at=timezone.now()
        )

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            office.get(listed(model))
        return len(captured)

    more()
    queries()
    first = queries()
    more()
    more()
    assert queries() == first
