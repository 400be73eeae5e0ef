"""The page behind the yearly letter, without signing in."""

import re
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from essaim.letters.models import Link
from essaim.network.standing import Standing
from essaim.sheets import content as contents
from essaim.sheets.models import Event, Sheet
from essaim.workflow import deciding
from tests.factories import a_correspondent, a_member, a_sheet
from tests.hostile import HostileClient
from tests.workflow.rounds import run, tokens

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sheet() -> Sheet:
    return a_sheet(title="Le jardin d'en bas")


@pytest.fixture
def token(sheet: Sheet) -> str:
    a_member(sheet.structure, email="aline@exemple.fr")
    run()
    return tokens()[0]


def fresh(sheet: Sheet) -> Sheet:
    return Sheet.objects.for_reading().get(pk=sheet.pk)


def live(sheet: Sheet) -> contents.Content:
    return contents.of_sheet(fresh(sheet))


def address(token: str, more: str = "") -> str:
    return f"/contribuer/tournee/{token}/{more}"


def test_a_scanner_that_follows_every_link_answers_nothing(
    client: HostileClient, sheet: Sheet, token: str
) -> None:
    before = Event.objects.count()
    links = re.findall(r"http://\S+", str(mail.outbox[0].body))
    for link in links:
        parts = urlsplit(link)
        if parts.path.startswith("/contribuer/tournee/"):
            page = client.get(f"{parts.path}?{parts.query}")
            assert page.status_code == 200
            assert page["Referrer-Policy"] == "no-referrer"
            assert page["Cache-Control"] == "private, no-store"
            assert not page.cookies
    assert Event.objects.count() == before
    assert fresh(sheet).confirmed_at is None


def test_one_button(client: HostileClient, sheet: Sheet, token: str) -> None:
    page = client.get(address(token, f"?fiche={sheet.number}&reponse=en-cours"))
    assert page.content.decode().count("Oui, toujours en cours") == 1
    done = client.post(address(token), {"fiche": sheet.number, "reponse": "en-cours"})
    assert (done.status_code, done["Location"]) == (
        303,
        address(token, f"?fait={sheet.number}#fiche-{sheet.number}"),
    )
    after = client.get(done["Location"]).content.decode()
    assert "Merci, c’est noté." in after
    assert fresh(sheet).confirmed_at is not None


def test_a_reason_is_asked_for_and_kept(client: HostileClient, sheet: Sheet, token: str) -> None:
    asked = client.get(address(token, f"?fiche={sheet.number}&reponse=terminee"))
    assert 'name="raison"' in asked.content.decode()
    form = {"fiche": sheet.number, "reponse": "terminee", "raison": " "}
    empty = client.post(address(token), form)
    assert empty.status_code == 422
    assert "Dites en quelques mots" in empty.content.decode()
    long = client.post(address(token), form | {"raison": "mot " * 600})
    assert (long.status_code, "mot mot" in long.content.decode()) == (422, True)
    assert client.post(address(token), form | {"raison": "Fini."}).status_code == 303
    page = client.get(address(token)).content.decode()
    assert "Vous avez répondu pour votre fiche" in page
    assert "Fini." in page
    client.post(address(token), {"fiche": sheet.number, "reponse": "en-cours"})
    assert live(sheet)["status"] == "En cours"


def test_a_sheet_that_moved_on_is_told(client: HostileClient, sheet: Sheet, token: str) -> None:
    deciding.withdraw(Standing.of(a_correspondent("69")), sheet.pk, "Un nom y est.")
    done = client.post(address(token), {"fiche": sheet.number, "reponse": "en-cours"})
    assert done.status_code == 409
    assert "Cette fiche a changé depuis notre courriel" in done.content.decode()
    page = client.get(address(token)).content.decode()
    assert "jardin" not in page


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"fiche": "x", "reponse": "en-cours"},
        {"fiche": "9" * 30, "reponse": "en-cours"},
        {"fiche": "-1", "reponse": "en-cours"},
        {"fiche": "²", "reponse": "en-cours"},
        {"fiche": "424242", "reponse": "terminee", "raison": "x"},
    ],
)
def test_odd_forms(client: HostileClient, token: str, form: dict[str, str]) -> None:
    assert client.post(address(token), form).status_code in (404, 422)


def test_an_odd_answer_is_asked_again(client: HostileClient, sheet: Sheet, token: str) -> None:
    done = client.post(address(token), {"fiche": sheet.number, "reponse": "peut-être"})
    assert done.status_code == 422
    assert "Choisissez une réponse." in done.content.decode()


def test_a_spent_link_is_said_kindly(client: HostileClient, token: str) -> None:
    Link.objects.update(expires_at=timezone.now())
    page = client.get(address(token))
    assert page.status_code == 410
    assert "Ce lien a expiré." in page.content.decode()
    assert client.post(address(token), {"fiche": "1"}).status_code == 410


def test_the_page_costs_the_same_for_many(
    client: HostileClient,
    sheet: Sheet,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    a_member(sheet.structure)
    far = [a_sheet(structure="Ailleurs", title=f"Action {rank}") for rank in range(3)]
    a_member(far[0].structure)
    run()
    for token in tokens():
        with django_assert_num_queries(7):
            client.get(address(token))
