"""The list under a search box, as the server gives it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from essaim.network.models import Structure
from essaim.search import engine
from tests.catalogue.reading_pages import plain
from tests.factories import a_sheet, a_structure, some_sheets
from tests.hostile import HostileClient
from tests.page import Element, Page, parse

pytestmark = pytest.mark.django_db

ADDRESS = "/actions/suggestions"


def fragment(client: HostileClient, text: str, **params: str) -> Page:
    """Return the list that the script is given, which must not be empty."""
    response = client.get(ADDRESS, {"q": text, **params}, headers={"HX-Request": "true"})
    assert response.status_code == 200
    return parse(response.content.decode(), is_fragment=True)


def shown(page: Page) -> dict[str, list[str]]:
    """Return the texts of the options under each heading."""
    found: dict[str, list[str]] = {}
    for group in (one for one in page.all("div") if one.get("role") == "group"):
        heading = next(iter(group.all("div")))
        assert heading.get("id") == group.get("aria-labelledby")
        found[heading.text()] = [plain(option.text()) for option in group.all("a")]
    return found


def options(page: Page) -> list[Element]:
    return list(page.all("a"))


def test_the_list_is_grouped_and_leads_somewhere(client: HostileClient) -> None:
    a_structure("Parc aux cerfs", "75", town="Paris", kind="CSX")
    sheet = a_sheet(
        title="Partage de l’été", structure="Parc aux cerfs", department="75",
        keywords=("Parentalité",), partners=(),
    )  # fmt: skip
    page = fragment(client, "par")
    told = shown(page)
    words = told.pop("Chercher")
    assert told == {
        "Fiches": ["Partage de l’été, Parc aux cerfs, Paris"],
        "Thèmes et critères": ["Parentalité, Mots-clés, 1 fiche"],
        "Structures": ["Parc aux cerfs, Paris, 1 fiche"],
        "Communes": ["Paris, 1 structure"],
        "Territoires": ["Paris (75), Département, 1 fiche"],
    }
    assert words
    found = options(page)[:5]
    structure = Structure.objects.get()
    assert [one.get("href") for one in found] == [
        f"/actions/{sheet.number}-partage-de-lete/",
        "/actions/?mot-cle=Parentalit%C3%A9",
        f"/structures/{structure.pk}-parc-aux-cerfs/",
        "/actions/?q=Paris&departement=75",
        "/actions/?departement=75",
    ]
    for one in found:
        assert client.get(one.get("href")).status_code == 200


def test_the_list_is_one_listbox_of_options_out_of_the_way_of_tab(client: HostileClient) -> None:
    some_sheets(3)
    page = fragment(client, "jard")
    (listbox,) = [one for one in page.all("div") if one.get("role") == "listbox"]
    assert listbox.get("aria-label") == "Suggestions"
    found = options(page)
    assert len(found) >= 3
    assert {one.get("role") for one in found} == {"option"}
    assert {one.get("tabindex") for one in found} == {"-1"}
    assert {one.get("aria-selected") for one in found} == {"false"}
    assert len({one.get("id") for one in found}) == len(found)


def test_a_commune_without_a_sheet_leads_to_its_structures(client: HostileClient) -> None:
    a_structure("Les Lilas", "42", town="Saint-Étienne")
    a_sheet()
    found = {plain(one.text()): one.get("href") for one in options(fragment(client, "etien"))}
    (address,) = found.values()
    assert address == "/structures/?q=Saint-%C3%89tienne&departement=42"
    assert "Les Lilas" in client.get(address).content.decode()


def test_words_lead_to_their_search(client: HostileClient) -> None:
    a_sheet(title="Un", summary="Du jardinage & des fleurs.")
    found = shown(fragment(client, "jardi"))
    assert found == {"Chercher": ["jardinage"]}
    assert options(fragment(client, "jardi"))[0].get("href") == "/actions/?q=jardinage"


def test_as_many_as_asked_for_and_no_more_than_ten(client: HostileClient) -> None:
    some_sheets(8, keywords=("Jardin", "Jardinage", "Jardin bio", "Jardins", "Jardinières"))
    counts = [
        len(options(fragment(client, "jard", nombre=wanted)))
        for wanted in ("3", "10", "99", "0", "-2", "abc", "١", "9" * 40)
    ]
    assert counts[0] == 3
    assert len(set(counts[1:])) == 1


def test_nothing_to_suggest_is_no_content(client: HostileClient) -> None:
    a_sheet()
    for text in ("", "-", "xyzzyx", "🐝", "a" * 5_000, "\x00"):
        response = client.get(ADDRESS, {"q": text}, headers={"HX-Request": "true"})
        assert response.status_code == 204, text
        assert response.content == b""
        assert response["Cache-Control"] == "public, max-age=60"


def test_the_list_may_be_kept_a_minute_by_anybody(client: HostileClient) -> None:
    a_sheet()
    response = client.get(ADDRESS, {"q": "jard"}, headers={"HX-Request": "true"})
    assert response["Cache-Control"] == "public, max-age=60"
    assert set(response["Vary"].split(", ")) == {"HX-Request", "Accept-Encoding"}  # no cookie
    assert response.cookies == {}
    assert response["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?q=jardin+partag%C3%A9", "/actions/?q=jardin+partag%C3%A9"),
        ("?q=", "/actions/"),
        ("", "/actions/"),
        ("?q=%3Cscript%3E", "/actions/?q=%3Cscript%3E"),
        ("?q=a%00b%0d%0aX-Pirate:1", "/actions/?q=a+b+X-Pirate%3A1"),
    ],
)
def test_whoever_follows_it_by_hand_is_led_to_the_search(
    client: HostileClient, query: str, expected: str
) -> None:
    response = client.get(ADDRESS + query)
    assert response.status_code == 302
    assert response["Location"] == expected
    assert "HX-Request" in response["Vary"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_is_only_read(client: HostileClient, method: str) -> None:
    assert getattr(client, method)(ADDRESS).status_code == 405


def test_hostile_texts_stay_texts(client: HostileClient) -> None:
    wild = "<script>alert(1)</script> \"'>&amp; jardin"
    a_structure(f"Jardin {wild}", "69", town=f'Jardin "{wild}')
    a_sheet(title=wild, structure=f"Jardin {wild}", keywords=(wild,))
    page = fragment(client, "jardin")
    assert list(page.all("script", "img")) == []
    assert all(one.get("href").startswith(("/actions/", "/structures/")) for one in options(page))
    assert any("<script>alert(1)</script>" in one.text() for one in options(page))
    fragment(client, "<script>alert(1)</script>")


def test_it_takes_as_many_queries_for_three_as_for_one(client: HostileClient) -> None:
    def asked() -> int:
        engine.catch_up()
        fragment(client, "jardin")  # what the process keeps is read
        with CaptureQueriesContext(connection) as captured:
            found = shown(fragment(client, "jardin"))
        seen.append(len(found["Structures"]))
        return len(captured)

    seen: list[int] = []
    a_sheet(structure="Jardin 1")
    one = asked()
    a_sheet(structure="Jardin 2", department="01", title="Le jardin 2")
    a_sheet(structure="Jardin 3", department="42", title="Le jardin 3")
    assert asked() == one == 1
    assert seen == [1, 3]


def test_the_pages_with_a_box_ask_for_suggestions(client: HostileClient) -> None:
    a_sheet()
    for address, expected in (("/", ADDRESS), ("/actions/", f"{ADDRESS}?nombre=6")):
        page = parse(client.get(address).content.decode())
        (box,) = [one for one in page.all("input") if one.get("id") == "q"]
        assert box.get("data-suggestions") == expected
        assert box.get("role") == ""  # plain until the script takes it
        assert any("suggestions.js" in one.get("src") for one in page.all("script"))
    # A page that does not load the script says nothing of it.
    lost = parse(client.get("/nulle-part/").content.decode())
    assert all("data-suggestions" not in one.attributes for one in lost.all("input"))
