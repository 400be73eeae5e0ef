"""The catalogue: searching, filtering, leafing through, with and without htmx."""

from urllib.parse import urlencode

import pytest
from django.test import Client

from essaim.catalogue.results_page import page_numbers
from essaim.sheets.models import Sheet
from essaim.workflow.writer import withdraw
from tests.catalogue.reading_pages import links, page, plain, queries, text
from tests.factories import a_bare_sheet, a_sheet, a_structure, some_sheets
from tests.page import Page, parse

pytestmark = pytest.mark.django_db


def titles(found: Page) -> list[str]:
    """Return the titles of the cards found, in their order; not of those that come near."""
    near = {
        id(card)
        for section in found.all("section")
        if section.get("class") == "near"
        for card in section.all("article")
    }
    cards = [one for one in found.all("article") if one.get("class") == "card"]
    return [plain(next(card.all("h2")).text()) for card in cards if id(card) not in near]


def boxes(found: Page) -> dict[str, tuple[bool, str]]:
    """Return the filters as `key=value` → (ticked, the label's words)."""
    labels = {one.get("for"): plain(one.text()) for one in found.all("label")}
    return {
        f"{one.get('name')}={one.get('value')}": (
            "checked" in one.attributes,
            labels[one.get("id")],
        )
        for one in found.all("input")
        if one.get("type") == "checkbox"
    }


def test_an_empty_catalogue_says_so(client: Client) -> None:
    assert "Il attend ses premières fiches" in text(page(client, "/actions/"))


def test_words_are_found_and_marked(client: Client) -> None:
    a_sheet(title="Réveillon", summary="Un réveillon pour les voisins seuls.")
    a_sheet(title="Jardin")
    found = page(client, "/actions/?q=reveillon")
    assert titles(found) == ["Réveillon"]
    assert [one.text() for one in found.all("mark")] == ["réveillon"]
    assert "Actions qui parlent de « reveillon »" in text(found)
    assert "1 fiche" in text(found)


def test_the_excerpt_comes_from_the_field_that_has_the_words(client: Client) -> None:
    a_sheet(summary="Des voisins.", limits="Le minibus est tombé en panne.")
    found = page(client, "/actions/?q=minibus")
    assert "minibus" in [one.text() for one in found.all("mark")]
    assert "Des voisins." not in text(found)


def test_hostile_texts_come_out_as_words(client: Client) -> None:
    a_sheet(title='<b>Gras</b> & "co"', summary="jardin <script>alert('x')</script>")
    found = page(client, "/actions/?q=jardin")
    assert titles(found) == ["<b>Gras</b> & « co »"]
    assert "<script>alert(" in text(found)


def test_boxes_carry_counts_and_ticks(client: Client) -> None:
    a_sheet(audience="familles", keywords=("Santé",))
    a_sheet(audience="Adultes", keywords=("Santé", "Culture"))
    found = boxes(page(client, "/actions/?public=familles"))
    assert found["public=familles"] == (True, "familles 1")
    assert found["public=Adultes"] == (False, "Adultes 1")
    assert found["mot-cle=Santé"] == (False, "Santé 1")
    assert "mot-cle=Culture" not in found


def test_a_long_list_is_folded_but_ticked_boxes_are_at_hand(client: Client) -> None:
    for code in ("01", "02", "03", "04", "05", "06", "07", "08", "09", "10"):
        a_sheet(structure=f"CS {code}", department=code)
    found = page(client, "/actions/?departement=10")
    folded = next(one for one in found.all("details") if one.get("id") == "suite-departement")
    hidden = {one.get("value") for one in folded.all("input")}
    assert len(hidden) in (3, 4)
    assert "10" not in hidden
    assert boxes(found)["departement=10"][0]


def test_chips_take_conditions_away_one_by_one(client: Client) -> None:
    structure = a_sheet(structure="CS Lilas", department="69").structure
    address = f"/actions/?q=jardin&departement=69&structure={structure.pk}"
    found = links(page(client, address))
    assert found["Retirer « jardin »"] == f"/actions/?structure={structure.pk}&departement=69" or (
        found["Retirer « jardin »"] == f"/actions/?departement=69&structure={structure.pk}"
    )
    assert "q=jardin" in found["Retirer CS Lilas"]
    assert "structure" not in found["Retirer CS Lilas"]
    assert "departement" not in found["Retirer Rhône"]
    assert found["Tout effacer"] == "/actions/"


def test_what_no_box_holds_is_carried_by_the_form(client: Client) -> None:
    structure = a_sheet(year=2024).structure
    found = page(client, f"/actions/?structure={structure.pk}&annee=2024&tri=titre")
    hidden = {
        (one.get("name"), one.get("value"))
        for one in found.all("input")
        if one.get("type") == "hidden"
    }
    assert hidden == {("structure", str(structure.pk)), ("annee", "2024"), ("tri", "titre")}


def test_sorting(client: Client) -> None:
    a_sheet(title="Zèbre")
    a_sheet(title="abeille")
    a_sheet(title="Merle")
    found = page(client, "/actions/")
    assert titles(found) == ["Merle", "abeille", "Zèbre"]
    assert "Pertinence" not in links(found)
    assert titles(page(client, links(found)["Titre"])) == ["abeille", "Merle", "Zèbre"]
    assert "Pertinence" in links(page(client, "/actions/?q=voisins"))


def test_pages_follow_each_other_without_overlap(client: Client) -> None:
    some_sheets(45)
    seen: list[str] = []
    address: str | None = "/actions/"
    pages = 0
    while address:
        found = page(client, address)
        seen += titles(found)
        address = links(found).get("Suivante")
        pages += 1
    assert pages == 3
    assert len(seen) == len(set(seen)) == 45


def test_a_page_beyond_the_last_leads_to_the_last(client: Client) -> None:
    some_sheets(21)
    response = client.get("/actions/?page=9")
    assert (response.status_code, response["Location"]) == (302, "/actions/?page=2")


@pytest.mark.parametrize(
    ("current", "last", "expected"),
    [
        (1, 1, [1]),
        (1, 2, [1, 2]),
        (1, 9, [1, 2, 0, 9]),
        (3, 9, [1, 2, 3, 4, 0, 9]),
        (4, 9, [1, 2, 3, 4, 5, 0, 9]),
        (5, 9, [1, 0, 4, 5, 6, 0, 9]),
        (9, 9, [1, 0, 8, 9]),
    ],
)
def test_page_numbers_keep_both_ends_and_the_neighbours(
    current: int, last: int, expected: list[int]
) -> None:
    assert page_numbers(current, last) == expected


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        ("q=&statut=en+cours", "?statut=En+cours"),
        ("statut=En%20cours&q=jardin", "?q=jardin&statut=En+cours"),
        ("page=1", ""),
        ("q=", ""),
    ],
)
def test_the_address_becomes_the_canonical_one(client: Client, asked: str, canonical: str) -> None:
    a_sheet(title="Jardin")
    response = client.get(f"/actions/?{asked}")
    assert (response.status_code, response["Location"]) == (302, f"/actions/{canonical}")


@pytest.mark.parametrize("words", ["l'été à 100 %", "a+b & c=d", "«écluse»", "œuvre/ou#non", "%"])
def test_a_canonical_address_is_not_redirected_again(client: Client, words: str) -> None:
    a_sheet(title="Jardin")
    response = client.get(f"/actions/?{urlencode({'q': words})}")
    for _ in range(2):
        if response.status_code == 302:
            response = client.get(response["Location"])
    assert response.status_code == 200


def test_what_is_not_understood_is_said_not_refused(client: Client) -> None:
    a_sheet()
    found = page(client, "/actions/?bidon=1&page=abc")
    assert "bidon" in text(found)
    assert len(titles(found)) == 1


def test_words_that_no_sheet_has_all_of(client: Client) -> None:
    a_sheet(title="Jardin")
    found = page(client, "/actions/?q=jardin+hippopotame")
    assert titles(found) == ["Jardin"]
    assert "Aucune fiche n’a tous ces mots" in text(found)


def test_when_nothing_is_found_wider_questions_are_counted(client: Client) -> None:
    a_sheet(title="Jardin", audience="familles", department="69")
    a_sheet(title="Ludothèque", audience="Adultes", department="69")
    found = page(client, "/actions/?public=Adultes&public=familles&departement=69&annee=1999")
    offered = links(found)
    assert offered["Sans 1999 2 fiches"].count("annee") == 0
    assert not any(name.startswith("Sans Rhône") for name in offered)
    assert "repartez de toutes les actions" in offered


def test_exports_and_feed_carry_the_query_without_page_and_sort(client: Client) -> None:
    some_sheets(21, audience="familles")
    found = links(page(client, "/actions/?public=familles&tri=titre&page=2"))
    assert found["CSV"].startswith("/actions/export.csv?public=familles")
    assert {found[name].split("?")[0] for name in ("CSV", "Excel", "JSON", "Texte")} == {
        f"/actions/export.{extension}" for extension in ("csv", "xlsx", "json", "txt")
    }
    for name in ("CSV", "Excel", "JSON", "Texte", "Suivre les nouveautés (Atom)"):
        assert "page" not in found[name]
        assert client.get(found[name]).status_code == 200


def test_a_withdrawn_sheet_is_not_listed(client: Client) -> None:
    kept, gone = some_sheets(2)
    withdraw([gone.pk], actor="essais")
    assert titles(page(client, "/actions/")) == [kept.display_title]


def test_the_card_of_a_silent_sheet(client: Client) -> None:
    sheet = a_bare_sheet()
    found = page(client, "/actions/")
    assert titles(found) == [f"Sans titre (fiche n° {sheet.number})"]
    assert links(found)[f"Sans titre (fiche n° {sheet.number})"].endswith("-sans-titre/")


def test_an_invented_sheet_is_marked_in_lists(client: Client) -> None:
    a_structure("CS Inventé", "69", is_demonstration=True)
    a_sheet(structure="CS Inventé", department="69")
    assert "démonstration" in text(page(client, "/actions/"))


def test_as_many_queries_for_three_sheets_as_for_one(client: Client) -> None:
    a_sheet(department="69", structure="A")
    one = queries(client, "/actions/?q=voisins")
    a_sheet(department="01", structure="B", keywords=("Santé", "Culture", "Logement"))
    a_sheet(department="2A", structure="C")
    assert queries(client, "/actions/?q=voisins") == one


# --- htmx --------------------------------------------------------------------------------


def in_place(client: Client, address: str, **headers: str) -> tuple[Page, dict[str, str]]:
    """Return the fragment that htmx gets, and the response's headers."""
    response = client.get(address, headers={"HX-Request": "true", **headers})
    assert response.status_code == 200
    fragment = parse(response.content.decode(), is_fragment=True)
    return fragment, {name.casefold(): value for name, value in response.items()}


def test_htmx_gets_the_results_alone_and_the_canonical_address(client: Client) -> None:
    a_sheet(title="Jardin")
    fragment, headers = in_place(client, "/actions/?q=jardin&public=")
    assert fragment.first("header") is None or fragment.first("main") is None
    assert titles(fragment) == ["Jardin"]
    assert headers["hx-push-url"] == "/actions/?q=jardin"
    title = fragment.first("title")
    assert title is not None
    assert plain(title.text()).startswith("Actions qui parlent de « jardin »")


def test_htmx_has_the_number_of_results_announced(client: Client) -> None:
    some_sheets(2)
    fragment, _ = in_place(client, "/actions/")
    live = next(one for one in fragment.all("p") if one.get("id") == "annonce")
    assert plain(live.text()) == "2 fiches. Toutes les actions."


def test_words_being_typed_replace_the_last_step_of_history(client: Client) -> None:
    a_sheet()
    _, headers = in_place(client, "/actions/?q=voi", **{"Essaim-Suite": "1"})
    assert headers["hx-replace-url"] == "/actions/?q=voi"
    assert "hx-push-url" not in headers


def test_a_fragment_is_never_served_from_cache_as_a_page(client: Client) -> None:
    a_sheet()
    assert "HX-Request" in client.get("/actions/")["Vary"]
    assert "HX-Request" in in_place(client, "/actions/")[1]["vary"]


def test_the_full_page_announces_nothing_until_something_changes(client: Client) -> None:
    a_sheet()
    found = page(client, "/actions/")
    live = [one for one in found.all("p") if one.get("id") == "annonce"]
    assert [one.text() for one in live] == [""]
    assert Sheet.objects.count() == 1
