"""The pages of brochures: who may make and open which, what is composed, what is refused."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from essaim.brochures import asking, making
from essaim.brochures.models import Brochure, Logo
from essaim.intake.attachments import limits
from essaim.network.models import Person, Structure
from essaim.sheets.models import Sheet
from tests.brochures.making import HARD, a_brochure, a_logo, made
from tests.factories import (
    a_correspondent,
    a_member,
    a_person,
    a_sheet,
    a_structure,
    an_administrator,
    some_sheets,
)
from tests.hostile import HostileClient
from tests.page import parse

pytestmark = pytest.mark.django_db

NEW = "/plaquettes/nouvelle/"
State = Brochure.State


@pytest.fixture
def house() -> Structure:
    """A structure of the Rhône with three sheets online."""
    return some_sheets(3)[0].structure


def signed_in(person: Person) -> HostileClient:
    client = HostileClient()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def form(client: Client, query: str = "", **values: Any) -> dict[str, Any]:
    """Return what the page would send as it stands, with these values over it."""
    page = parse(client.get(f"{NEW}?{query}").content.decode())
    sent: dict[str, Any] = {}
    for one in page.all("input"):
        if one.get("type") in ("checkbox", "radio") and "checked" not in one.attributes:
            continue
        if one.get("type") != "file" and one.get("name") != "csrfmiddlewaretoken":
            sent.setdefault(one.get("name"), []).append(one.get("value"))
    for one in page.all("select"):
        chosen = [option for option in one.all("option") if "selected" in option.attributes]
        sent[one.get("name")] = [option.get("value") for option in chosen]
    for one in page.all("textarea"):
        sent[one.get("name")] = [one.raw_text().removeprefix("\n")]
    return {**sent, **values}


def fragment(client: Client, address: str) -> str:
    """Return what the page asks for while it waits."""
    return client.get(address, headers={"HX-Request": "true"}).content.decode()


def first_of(house: Structure) -> Sheet:
    sheet = house.sheets.order_by("pk").first()
    assert sheet is not None
    return sheet


def the_only() -> Brochure:
    return Brochure.objects.get()


# --- Who --------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/plaquettes/", NEW, "/plaquettes/1/"])
def test_a_visitor_signs_in_first(client: Client, address: str) -> None:
    assert client.get(address).status_code == 302


def test_who_may_make_which(house: Structure) -> None:
    other = a_structure("Ailleurs", "13")
    of_house, of_rhone, of_all = f"structure={house.pk}", "departement=69", "mot-cle=Culture"
    member, neighbour = a_member(house), a_member(other)
    for person, query, status in (
        (member, of_house, 200),
        (member, of_rhone, 403),
        (member, of_all, 403),
        (member, f"structure={other.pk}", 403),
        (neighbour, of_house, 403),
        (a_correspondent("69"), of_house, 200),
        (a_correspondent("13"), of_rhone, 200),  # what is public, anywhere
        (a_correspondent("13"), of_all, 200),
        (an_administrator(), "", 200),
        (a_person(), of_house, 403),
    ):
        client = signed_in(person)
        assert client.get(f"{NEW}?{query}").status_code == status, (person, query)
        posted = client.post(f"{NEW}?{query}", {"title": "x", "detail": "aucune"})
        assert (posted.status_code == 403) == (status == 403), (person, query)


def test_a_member_of_one_house_is_led_to_its_brochure(house: Structure) -> None:
    answer = signed_in(a_member(house)).get(NEW)
    assert answer["Location"] == f"{NEW}?structure={house.pk}"


def test_two_structures_at_once_are_no_structure(house: Structure) -> None:
    other = a_sheet(structure="La ruche", department="69").structure
    member = a_member(house)
    answer = signed_in(member).get(f"{NEW}?structure={house.pk}&structure={other.pk}")
    assert answer.status_code == 403


def test_who_may_open_which(house: Structure) -> None:
    author = a_member(house)
    colleague, manager = a_member(house), a_member(house, role="responsable")
    near, far, nobody = a_correspondent("69"), a_correspondent("13"), a_person()
    sheets = [first_of(house)]
    of_house = made(a_brochure(author, *sheets, structure=house))
    of_rhone = made(a_brochure(near, *sheets, department_id="69"))
    of_region = made(a_brochure(near, *sheets, region_id="84"))
    of_query = made(a_brochure(near, *sheets, query="mot-cle=Solidarité"))
    for brochure, readers in (
        (of_house, {author, colleague, manager}),
        (of_rhone, {near}),
        (of_region, {near}),
        (of_query, {near}),
    ):
        for person in (author, colleague, manager, near, far, nobody):
            client, expected = signed_in(person), 200 if person in readers else 404
            for end in ("", "fichier.pdf", "fichier.odt"):
                found = client.get(f"/plaquettes/{brochure.pk}/{end}")
                assert found.status_code == expected, (brochure, person, end)
            state = f"/plaquettes/{brochure.pk}/etat/"
            assert client.get(state, headers={"HX-Request": "true"}).status_code == expected
            listed = client.get("/plaquettes/").content.decode()
            assert (f'href="/plaquettes/{brochure.pk}/"' in listed) == (person in readers)
    assert signed_in(a_correspondent("01")).get(f"/plaquettes/{of_region.pk}/").status_code == 200


def test_only_whose_it_is_may_change_it(house: Structure) -> None:
    author, colleague = a_member(house), a_member(house)
    brochure = made(a_brochure(author, first_of(house), structure=house))
    for end in ("arreter/", "refaire/", "supprimer/"):
        assert signed_in(colleague).post(f"/plaquettes/{brochure.pk}/{end}").status_code == 403
        assert signed_in(author).get(f"/plaquettes/{brochure.pk}/{end}").status_code == 405
    assert signed_in(author).post(f"/plaquettes/{brochure.pk}/supprimer/").status_code == 302
    assert not Brochure.objects.exists()


# --- Composing --------------------------------------------------------------------------


def test_a_department_from_the_page_to_the_file(correspondent: Person) -> None:
    first, second, third = some_sheets(3)
    client = signed_in(correspondent)
    sent = form(client, "departement=69", title="Le Rhône", foreword="Bonjour.\n\nVoici.")
    assert set(sent["fiche"]) == {str(one.number) for one in (first, second, third)}
    assert "chiffres" in sent["measures"]
    sent |= {"fiche": [first.number, second.number], f"rang-{second.number}": "1"}
    upload = SimpleUploadedFile("caf-du-rhone.png", a_logo(3000, 1500), "text/html")
    answer = client.post(f"{NEW}?departement=69", {**sent, "logos": [upload]})
    brochure = the_only()
    assert answer["Location"] == f"/plaquettes/{brochure.pk}/"
    assert brochure.sheets == [second.number, first.number]
    assert (brochure.department_id, brochure.query) == ("69", "departement=69")
    logo = Logo.objects.get()
    assert (logo.name, logo.width, logo.height) == ("caf du rhone", 1000, 500)
    waiting = client.get(answer["Location"])
    assert b'value="0"' in waiting.content
    assert made(brochure).state == State.DONE
    assert "prête" in client.get(answer["Location"]).content.decode()
    file = client.get(f"{answer['Location']}fichier.pdf")
    assert file["Content-Disposition"] == 'attachment; filename="le-rhone.pdf"'
    assert file["Cache-Control"] == "private, no-store"
    read = PdfReader(io.BytesIO(b"".join(file.streaming_content)))  # type: ignore[attr-defined]
    assert read.metadata is not None
    assert read.metadata.title == "Le Rhône"


def test_boxes_and_buttons_are_drawn_as_such(correspondent: Person) -> None:
    some_sheets(1)
    page = signed_in(correspondent).get(f"{NEW}?departement=69").content.decode()
    for name in ("measures", "detail"):
        assert f'<label class="choice" for="id_{name}_0">' in page


def test_a_house_shows_its_own_sheets_only(house: Structure) -> None:
    other = a_sheet(structure="La ruche", department="69")
    client = signed_in(a_member(house))
    query = f"structure={house.pk}"
    mine = first_of(house)
    client.post(f"{NEW}?{query}", form(client, query, fiche=[mine.number, other.number]))
    assert the_only().sheets == [mine.number]
    assert the_only().structure == house


def test_an_address_of_the_catalogue_is_taken(correspondent: Person) -> None:
    some_sheets(1)
    client = signed_in(correspondent)
    pasted = "https://essaim.example/actions/?departement=69&tri=titre&page=3"
    answer = client.get(NEW, {"adresse": pasted})
    assert answer["Location"].startswith(f"{NEW}?departement=69")


def test_an_empty_selection_is_said(correspondent: Person) -> None:
    page = signed_in(correspondent).get(f"{NEW}?departement=48").content.decode()
    assert "Aucune fiche publiée ne répond" in page
    assert "Fabriquer la plaquette" not in page


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"title": "  "}, "Titre"),
        ({"fiche": []}, "Cochez au moins une fiche"),
        ({"fiche": ["0", "x", "9999999999999"]}, "Cochez au moins une fiche"),
        ({"detail": "tout"}, "Les fiches"),
        ({"measures": ["inconnue"]}, "Chiffres et graphiques"),
        ({"title": "x" * 161}, "160"),
        ({"logos": [SimpleUploadedFile("logo.svg", b"<svg xmlns='x'></svg>")]}, "SVG"),
        ({"logos": [SimpleUploadedFile("logo.png", b"rien")]}, "logo.png"),
    ],
)
def test_what_is_refused_is_said_and_nothing_kept(
    correspondent: Person, values: dict[str, Any], told: str
) -> None:
    some_sheets(2)
    client = signed_in(correspondent)
    sent = form(client, "departement=69", **{"foreword": "À garder.", **values})
    answer = client.post(f"{NEW}?departement=69", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert told in page
    assert "À garder." in page
    assert not Brochure.objects.exists()


def test_so_many_at_once_and_no_more(correspondent: Person) -> None:
    sheets = some_sheets(1)
    for _ in range(asking.MOST_AT_ONCE):
        a_brochure(correspondent, *sheets)
    client = signed_in(correspondent)
    answer = client.post(f"{NEW}?departement=69", form(client, "departement=69"))
    assert answer.status_code == 422
    assert "attendez que l’une soit prête" in answer.content.decode()


def test_so_many_logos_tried(correspondent: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    some_sheets(1)
    monkeypatch.setattr(limits, "MOST_TRIES_AN_HOUR", 1)
    client = signed_in(correspondent)
    uploads = [SimpleUploadedFile(f"{name}.png", a_logo(), "image/png") for name in "ab"]
    sent = form(client, "departement=69", logos=uploads)
    answer = client.post(f"{NEW}?departement=69", sent)
    assert answer.status_code == 422
    assert "beaucoup de fichiers" in answer.content.decode()


def test_taken_up_to_change(correspondent: Person) -> None:
    first, second = some_sheets(2)
    client = signed_in(correspondent)
    sent = form(client, "departement=69", title="Première", fiche=[second.number])
    upload = SimpleUploadedFile("caf.png", a_logo(), "image/png")
    client.post(f"{NEW}?departement=69", {**sent, "logos": [upload], "logo_names": "La Caf"})
    source = the_only()
    shown = form(client, f"reprendre={source.pk}")
    assert (shown["title"], shown["fiche"]) == (["Première"], [str(second.number)])
    assert (shown["garder"], shown[f"rang-{second.number}"]) == (["0"], ["1"])
    again = {**shown, "title": "Seconde", "fiche": [first.number]}
    answer = client.post(f"{NEW}?reprendre={source.pk}", again)
    copy = Brochure.objects.exclude(pk=source.pk).get()
    assert answer["Location"] == f"/plaquettes/{copy.pk}/"
    assert (copy.title, copy.sheets, copy.query) == ("Seconde", [first.number], "departement=69")
    assert [logo.name for logo in copy.logos.all()] == ["La Caf"]
    source.refresh_from_db()
    assert source.title == "Première"


def test_anothers_is_not_taken_up(house: Structure, correspondent: Person) -> None:
    source = a_brochure(correspondent, first_of(house))
    assert signed_in(a_member(house)).get(f"{NEW}?reprendre={source.pk}").status_code == 404


# --- Waiting ----------------------------------------------------------------------------


def test_the_page_says_how_far_it_is(correspondent: Person) -> None:
    brochure = a_brochure(correspondent, *some_sheets(1))
    client = signed_in(correspondent)
    Brochure.objects.update(
        state=State.MAKING, percent=55, step="Mise en page du PDF", alive_at=timezone.now()
    )
    address = f"/plaquettes/{brochure.pk}/"
    assert client.get(f"{address}etat/")["Location"] == address
    for page in (client.get(address).content.decode(), fragment(client, f"{address}etat/")):
        assert 'value="55"' in page
        assert "Mise en page du PDF" in page
        assert "every 2s" in page
    client.post(f"/plaquettes/{brochure.pk}/arreter/")
    page = fragment(client, f"{address}etat/")
    assert "arrêtée" in page
    assert "every 2s" not in page
    client.post(f"/plaquettes/{brochure.pk}/refaire/")
    assert made(brochure).state == State.DONE


def test_looking_at_it_takes_it_up_again(correspondent: Person) -> None:
    brochure = a_brochure(correspondent, *some_sheets(1))
    late = timezone.now() - 2 * making.LONGEST_STEP
    Brochure.objects.update(state=State.MAKING, attempt=1, alive_at=late)
    fragment(signed_in(correspondent), f"/plaquettes/{brochure.pk}/etat/")
    assert made(brochure).state == State.DONE


def test_sheets_gone_since_are_told(correspondent: Person) -> None:
    sheet, other = some_sheets(2)
    brochure = made(a_brochure(correspondent, sheet, other))
    type(sheet).objects.filter(pk=sheet.pk).update(state="withdrawn")
    page = signed_in(correspondent).get(f"/plaquettes/{brochure.pk}/").content.decode()
    assert "n’est plus en ligne" in page


def test_hostile_words_on_every_page(correspondent: Person) -> None:
    hard = a_sheet(title=HARD.split("\n")[0], summary=HARD)
    values = {"title": "<script>alert(1)</script> {{ 7*7 }}"[:20], "problem": HARD}
    brochure = a_brochure(correspondent, hard, **values)
    client = signed_in(correspondent)
    for state in State:
        names = {"pdf": "x", "odt": "x"} if state == State.DONE else {}
        Brochure.objects.filter(pk=brochure.pk).update(state=state, **names)
        for address in ("/plaquettes/", f"/plaquettes/{brochure.pk}/"):
            assert client.get(address).status_code == 200
    assert client.get(f"{NEW}?reprendre={brochure.pk}").status_code == 200


@pytest.mark.parametrize("count", [0, 1, 3])
def test_the_list_asks_as_many_times_whatever_it_holds(
    correspondent: Person, count: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(count):
        a_brochure(correspondent)
    client = signed_in(correspondent)
    with django_assert_max_num_queries(12):
        page = client.get("/plaquettes/")
    assert page.content.decode().count('class="row-title"') == count
