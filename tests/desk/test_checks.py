"""Each check with a sheet that fails it and one that does not; mending and asking from the list."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from essaim.desk import checks
from essaim.network.models import Person
from essaim.network.standing import Standing
from essaim.sheets import content as contents
from essaim.sheets.models import Sheet
from essaim.workflow import conversation
from tests.desk.desk import page, post, sign_in, token
from tests.factories import (
    a_bare_sheet,
    a_correspondent,
    a_member,
    a_person,
    a_sheet,
    a_structure,
    an_administrator,
)

pytestmark = pytest.mark.django_db
THIS_YEAR = timezone.localdate().year
LONG_AGO = timezone.now() - datetime.timedelta(days=4 * 366)
LATELY = timezone.now() - datetime.timedelta(days=30)

# For each check: what fails it, and what comes near without failing it.
FAILING: dict[str, dict[str, object]] = {
    "sans-titre": {"title": ""},
    "presque-vide": {"title": "Le bal", "summary": "On danse.", "description": "Le samedi."},
    "sans-dimension": {"dimension": ""},
    "sans-territoire": {"territory": ""},
    "en-cours-longtemps": {"year": THIS_YEAR - 4},
}
PASSING: dict[str, dict[str, object]] = {
    "sans-titre": {"title": "?"},
    "presque-vide": {"summary": "On danse. " * 30},
    "sans-dimension": {"dimension": "Services"},
    "sans-territoire": {"territory": "Un lieu-dit"},
    "en-cours-longtemps": {"year": THIS_YEAR - 3},
}


def live() -> contents.Content:
    return contents.of_sheet(Sheet.objects.for_reading().get())


@pytest.fixture
def correspondent(client: Client) -> Person:
    person = a_correspondent("69")
    sign_in(client, person)
    return person


@pytest.mark.parametrize("key", [check.key for check in checks.CHECKS])
def test_each_check(client: Client, correspondent: Person, key: str) -> None:
    make = a_bare_sheet if key == "presque-vide" else a_sheet
    failing = make(**FAILING[key])
    passing = make(**PASSING[key])
    make(**FAILING[key], structure="Maison d’ailleurs", department="42")
    text = page(client, f"/bureau/verifications/{key}/")
    assert f'value="{token(failing)}"' in text
    assert f'value="{token(passing)}"' not in text
    assert "Maison d’ailleurs" not in text
    index = page(client, "/bureau/verifications/")
    assert checks.BY_KEY[key].title in index


def test_running_for_long(correspondent: Person) -> None:
    sheets = {
        "dated": a_sheet(year=THIS_YEAR - 4),
        "old, undated": a_sheet(year=None),
        "old, said recent": a_sheet(year=THIS_YEAR),
        "new, undated": a_sheet(year=None),
        "ended": a_sheet(year=THIS_YEAR - 9, status="Terminée"),
        "confirmed": a_sheet(year=THIS_YEAR - 9),
        "confirmed long ago": a_sheet(year=THIS_YEAR - 9),
        "no status": a_sheet(year=THIS_YEAR - 9, status=""),
    }
    for name in ("old, undated", "old, said recent"):
        Sheet.objects.filter(pk=sheets[name].pk).update(published_at=LONG_AGO)
    Sheet.objects.filter(pk=sheets["confirmed"].pk).update(confirmed_at=LATELY)
    Sheet.objects.filter(pk=sheets["confirmed long ago"].pk).update(confirmed_at=LONG_AGO)
    found = set(checks.BY_KEY["en-cours-longtemps"].find(Sheet.objects.published()))
    told = {name for name, sheet in sheets.items() if sheet in found}
    assert told == {"dated", "old, undated", "confirmed long ago"}


def test_structures(client: Client) -> None:
    a_structure("Nulle part", None)
    a_structure("Faux numéro", siret="12345678901234")
    a_structure("Vrai numéro", siret="73282932000074")
    a_structure("Sans numéro")
    sign_in(client, an_administrator())
    text = page(client, "/bureau/verifications/structures-sans-departement/")
    assert "Nulle part" in text
    assert "Faux numéro" not in text
    text = page(client, "/bureau/verifications/siret-faux/")
    assert "Faux numéro" in text
    assert "Vrai numéro" not in text
    assert "Sans numéro" not in text
    sign_in(client, a_correspondent("69"))
    assert "Faux numéro" in page(client, "/bureau/verifications/siret-faux/")
    assert "Nulle part" not in page(client, "/bureau/verifications/structures-sans-departement/")


def test_nothing_to_say(client: Client, correspondent: Person) -> None:
    for check in (*checks.CHECKS, *checks.STRUCTURE_CHECKS):
        assert "tout est en ordre" in page(client, f"/bureau/verifications/{check.key}/")
    page(client, "/bureau/verifications/inconnue/", 404)


def test_only_what_is_online_is_checked(client: Client, correspondent: Person) -> None:
    sheet = a_sheet(dimension="")
    Sheet.objects.filter(pk=sheet.pk).update(state="withdrawn")
    assert "tout est en ordre" in page(client, "/bureau/verifications/sans-dimension/")


def test_mended_in_the_list(client: Client, correspondent: Person) -> None:
    sheet = a_sheet(dimension="")
    there = "/bureau/verifications/sans-dimension/"
    text = post(client, f"{there}corriger/", fiche=token(sheet), valeur="Bricolage", page="1")
    assert "choisissez une valeur de la liste" in text
    text = post(client, f"{there}corriger/", fiche=token(sheet), valeur="Services")
    assert "est corrigée" in text
    assert "tout est en ordre" in text
    assert live()["dimension"] == "Services"
    # Somebody has mended it meanwhile: their choice stands.
    text = post(client, f"{there}corriger/", fiche=token(sheet), valeur="Citoyenneté")
    assert "n’est plus dans la liste" in text
    assert live()["dimension"] == "Services"


def test_a_title_given(client: Client, correspondent: Person) -> None:
    sheet = a_sheet(title="")
    there = "/bureau/verifications/sans-titre/corriger/"
    for wrong in ("  ", "SANS TITRE - 893", "deux\nlignes", "x" * 301):
        assert "n’a pas été corrigée" in post(client, there, fiche=token(sheet), valeur=wrong)
    assert "«\u00a0Le bal\u00a0» est corrigée" in post(
        client, there, fiche=token(sheet), valeur=" Le bal "
    )
    assert Sheet.objects.get().display_title == "Le bal"


def test_ended_in_one_click(client: Client, correspondent: Person) -> None:
    sheet = a_sheet(year=2015)
    post(client, "/bureau/verifications/en-cours-longtemps/corriger/", fiche=token(sheet))
    assert live()["status"] == "Terminée"


def test_what_only_the_structure_can_mend(client: Client, correspondent: Person) -> None:
    sheet = a_bare_sheet(title="Le bal")
    there = "/bureau/verifications/presque-vide/corriger/"
    assert client.post(there, {"fiche": token(sheet)}).status_code == 404


def test_asked_once_while_unanswered(client: Client, correspondent: Person) -> None:
    house = a_structure()
    member = a_member(house)
    sheets = [a_sheet(title=f"Fiche {rank}", dimension="") for rank in range(2)]
    there = "/bureau/verifications/sans-dimension/"
    text = post(client, f"{there}demander/", fiche=token(sheets[0]), texte="Laquelle ?")
    assert "La question est envoyée" in text
    assert "déjà demandé" in text
    message = sheets[0].messages.get()
    assert message.text == "À propos de la dimension de cette fiche :\n\nLaquelle ?"
    sign_in(client, a_correspondent("69"))
    both = [token(sheet) for sheet in sheets]
    text = post(client, f"{there}demander/", fiche=both, texte="Laquelle donc ?")
    assert "La question est envoyée" in text
    assert "La question a déjà été posée" in text
    assert [sheet.messages.count() for sheet in sheets] == [1, 1]
    conversation.say(Standing.of(member), sheets[0].pk, "Je ne sais pas.")
    assert page(client, there).count("déjà demandé") == 1
    post(client, f"{there}demander/", fiche=both[0], texte="Citoyenneté ?")
    assert sheets[0].messages.count() == 3


def test_another_check_may_be_asked_too(client: Client, correspondent: Person) -> None:
    sheet = a_sheet(dimension="", territory="")
    for key in ("sans-dimension", "sans-territoire"):
        post(client, f"/bureau/verifications/{key}/demander/", fiche=token(sheet), texte="Et ?")
    assert sheet.messages.count() == 2


def test_what_cannot_be_asked(client: Client, correspondent: Person) -> None:
    sheet = a_sheet(dimension="")
    other = a_sheet(dimension="", structure="Maison d’ailleurs", department="42")
    there = "/bureau/verifications/sans-dimension/demander/"
    assert "Cochez au moins une fiche" in post(client, there, 422, texte="Mon mot.")
    assert "Mon mot." in post(client, there, 422, texte="Mon mot.")
    assert "Écrivez votre message" in post(client, there, 422, fiche=token(sheet), texte=" ")
    assert "trop long" in post(client, there, 422, fiche=token(sheet), texte="x" * 5001)
    assert "n’est plus en ligne" in post(client, there, fiche=token(other), texte="Et ?")
    assert other.messages.count() == sheet.messages.count() == 0


def test_who_may_check(client: Client) -> None:
    sheet = a_sheet(dimension="")
    addresses = ("/bureau/verifications/", "/bureau/verifications/sans-dimension/")
    assert {client.get(address).status_code for address in addresses} == {302}
    sign_in(client, a_person())
    assert {client.get(address).status_code for address in addresses} == {403}
    for act in ("corriger", "demander"):
        there = f"/bureau/verifications/sans-dimension/{act}/"
        assert client.post(there, {"fiche": token(sheet)}).status_code == 403
    sign_in(client, a_correspondent("42"))
    mend = "/bureau/verifications/sans-dimension/corriger/"
    assert "n’est plus dans la liste" in post(client, mend, fiche=token(sheet), valeur="Services")
    assert page(client, "/bureau/verifications/?departement=69", 404)


@pytest.mark.parametrize("address", ["", "sans-dimension/", "siret-faux/"])
def test_flat_queries(
    client: Client,
    correspondent: Person,
    address: str,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    most = {"": 13, "sans-dimension/": 10, "siret-faux/": 7}[address]

    def add(rank: int) -> None:
        a_sheet(title=f"Fiche {rank}", dimension="", structure=f"Maison {rank}")
        a_structure(f"Autre {rank}", siret="12345678901234")

    add(0)
    page(client, f"/bureau/verifications/{address}")
    with django_assert_num_queries(most):
        page(client, f"/bureau/verifications/{address}")
    add(1)
    add(2)
    with django_assert_num_queries(most):
        page(client, f"/bureau/verifications/{address}")
