"""Searching in a part of the sheet; where a passage stands; exports that agree with the page."""

import csv
import io

import pytest
from django.test import Client

from essaim.search import engine
from essaim.search.query import Query
from essaim.sheets.fields import PART_NAMES
from essaim.sheets.models import Sheet
from tests.catalogue.reading_pages import links, page, plain, text
from tests.catalogue.test_actions import in_place, titles
from tests.factories import a_bare_sheet, a_sheet, a_structure
from tests.page import Page

pytestmark = pytest.mark.django_db


def boxes(found: Page) -> dict[str, bool]:
    """Return the parts one may search in, and whether each is ticked."""
    return {
        one.get("value"): "checked" in one.attributes
        for one in found.all("input")
        if one.get("name") == "dans"
    }


def passages(found: Page) -> list[str]:
    return [plain(one.text()) for one in found.all("p") if one.get("class") == "card-text"]


def test_words_are_looked_for_in_the_part(client: Client) -> None:
    a_sheet(title="Ici", summary="Un financement.", limits="Le financement s’est arrêté.")
    a_sheet(title="Ailleurs", summary="Un financement.")
    found = page(client, "/actions/?q=financement&dans=limites")
    assert titles(found) == ["Ici"]
    assert "Actions qui parlent de « financement » dans ce qui a coincé" in text(found)
    assert boxes(found) == {part.value: part.value == "limites" for part in PART_NAMES}
    # The passage is cut from the part, though the summary has the word too, and says so.
    assert passages(found) == ["Ce qui a coincé : Le financement s’est arrêté."]
    assert links(found)["Retirer dans ce qui a coincé"] == "/actions/?q=financement"


def test_the_choice_is_folded_until_one_is_made(client: Client) -> None:
    a_sheet()
    for address, is_open in (("/actions/", False), ("/actions/?q=eau&dans=limites", True)):
        choice = next(
            one for one in page(client, address).all("details") if one.get("id") == "parties"
        )
        assert ("open" in choice.attributes) == is_open


def test_chips_take_parts_away_one_by_one(client: Client) -> None:
    a_sheet()
    found = links(page(client, "/actions/?q=eau&dans=moyens&dans=limites"))
    assert found["Retirer dans ce qui a coincé"] == "/actions/?q=eau&dans=moyens"
    assert found["Retirer dans les moyens"] == "/actions/?q=eau&dans=limites"
    assert found["Retirer « eau »"] == "/actions/?dans=moyens&dans=limites"


def test_every_link_that_goes_on_keeps_the_parts(client: Client) -> None:
    for rank in range(21):
        a_sheet(title=f"Fiche {rank}")
    found = links(page(client, "/actions/?q=eau&dans=limites"))
    for name in ("Suivante", "Titre", "CSV", "Suivre les nouveautés (Atom)"):
        assert "dans=limites" in found[name], name


def test_a_part_without_a_word_says_what_is_missing(client: Client) -> None:
    a_sheet(title="Jardin")
    found = page(client, "/actions/?dans=limites")
    assert titles(found) == ["Jardin"]
    assert "Il manque un mot à chercher dans ce qui a coincé." in text(found)
    assert links(found)["Chercher dans toute la fiche"] == "/actions/"


def test_htmx_is_told_which_boxes_are_ticked(client: Client) -> None:
    a_sheet()
    fragment, _ = in_place(client, "/actions/?q=eau&dans=moyens&dans=limites")
    head = next(one for one in fragment.all("div") if "data-dans" in one.attributes)
    assert head.get("data-dans").split() == ["moyens", "limites"]


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("summary", ""),
        ("limits", "Ce qui a coincé : "),
        ("prospects", "Et après ? "),
        ("funding", "Ressources financières : "),
        ("experience", "Le récit de l’action : "),
    ],
)
def test_a_passage_says_where_it_stands(field: str, said: str, client: Client) -> None:
    a_bare_sheet(title="Fiche", **{field: "Un minibus."})
    assert passages(page(client, "/actions/?q=minibus")) == [f"{said}Un minibus."]


def test_opening_words_say_nothing_of_the_kind(client: Client) -> None:
    a_bare_sheet(title="Minibus", description="Tous les mercredis.")
    for address in ("/actions/", "/actions/?q=minibus", "/actions/?q=minibus&dans=titre"):
        assert passages(page(client, address)) == ["Tous les mercredis."]


# --- Exports and feeds --------------------------------------------------------------------

SEARCHES = (
    "q=financement&dans=limites",
    "q=financement&dans=moyens&dans=limites",
    "q=-financement&dans=limites",
    "q=financment",
    "q=financment&exact=orthographe",
    "q=%22financement+public%22",
    "q=financement&milieu=rural&proches=oui",
    "q=financement+introuvable",
    "dans=limites",
)


@pytest.mark.parametrize("search", SEARCHES)
def test_exports_and_feed_give_what_is_shown(search: str, client: Client) -> None:
    a_structure("CS Champs", "15", setting="rural")
    a_structure("CS Ville", "69", setting="urbain")
    a_sheet(title="Un", structure="CS Champs", department="15", limits="Pas de financement.")
    a_sheet(title="Deux", structure="CS Ville", department="69", funding="Un financement public")
    a_sheet(title="Trois", structure="CS Champs", department="15", summary="Sans argent.")
    found = page(client, f"/actions/?{search}")
    response = client.get(links(found)["CSV"]) if titles(found) else None
    query = Query.parse(search)
    numbers = [pk for batch in engine.matching_ids(query) for pk in batch]
    shown = set(titles(found))
    assert set(Sheet.objects.filter(pk__in=numbers).values_list("title", flat=True)) == shown
    if response is None:
        return
    rows = list(csv.DictReader(io.StringIO(b"".join(response).decode("utf-8-sig"))))
    assert {row["titre"] for row in rows} == shown
    feed = client.get(links(found)["Suivre les nouveautés (Atom)"]).content.decode()
    # A subscriber asked for these words: what only comes near them is left out.
    softened = engine.search(query).softened
    assert {title for title in ("Un", "Deux", "Trois") if f"<title>{title}<" in feed} == (
        set() if softened else shown
    )
