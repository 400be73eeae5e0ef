"""What was done to the words: told above the results, undone in one click."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client

from tests.catalogue.reading_pages import links, page, plain, queries, text
from tests.catalogue.test_actions import in_place, titles
from tests.factories import a_bare_sheet, some_sheets
from tests.page import Element, Page
from tests.search.thesaurus import in_force

pytestmark = pytest.mark.django_db

THESAURUS = """
## Familles
papa = père
ado = adolescent = jeune = jeunesse = collégien = lycéen = minot = gamin
repas = cuisine
"""


@pytest.fixture(autouse=True)
def _thesaurus(monkeypatch: pytest.MonkeyPatch) -> None:
    """These synonyms, whatever the shipped ones become."""
    in_force(monkeypatch, THESAURUS)


def told(found: Page) -> list[str]:
    """Return each thing told of how the words were understood, without its links."""
    boxes = [one for one in found.all("ul") if "understood" in one.get("class").split()]
    assert len(boxes) <= 1
    return [plain(next(item.all("span")).text()) for box in boxes for item in box.all("li")]


def undone(found: Page, name: str) -> list[tuple[str, str]]:
    """Return the query of the link of that name; htmx must lead where the link does."""
    link = next(one for one in found.all("a") if plain(one.text()) == name)
    assert link.get("data-hx-get") == link.get("href")
    return parse_qsl(urlsplit(link.get("href")).query)


def test_an_ordinary_search_is_told_nothing(client: Client) -> None:
    a_bare_sheet(title="Jardin")
    found = page(client, "/actions/?q=jardin")
    assert told(found) == []
    assert not [one for one in found.all("ul") if "understood" in one.get("class")]


def test_a_repair_is_told_and_undone(client: Client) -> None:
    a_bare_sheet(title="Jardin")
    found = page(client, "/actions/?q=jardn")
    assert titles(found) == ["Jardin"]
    assert told(found) == [
        "Aucune fiche ne contient « jardn » : voici les résultats pour « jardin »."
    ]
    assert undone(found, "Chercher « jardn » tel quel") == [
        ("q", "jardn"),
        ("exact", "orthographe"),
    ]
    exact = page(client, links(found)["Chercher « jardn » tel quel"])
    assert titles(exact) == []
    assert told(exact) == ["Cherché sans rien corriger ni compléter."]
    assert links(exact)["Rétablir les corrections"] == "/actions/?q=jardn"


def test_a_repair_that_finds_nothing_here_does_not_announce_results(client: Client) -> None:
    a_bare_sheet(title="Jardin", department="69")
    a_bare_sheet(title="Autre", department="33")
    found = page(client, "/actions/?q=jardn&departement=33")
    assert told(found) == ["Aucune fiche ne contient « jardn » : nous avons lu « jardin »."]


def test_synonyms_are_told_and_undone(client: Client) -> None:
    a_bare_sheet(title="Le café des papas")
    a_bare_sheet(title="La place du père")
    found = page(client, "/actions/?q=papa")
    assert titles(found) == ["Le café des papas", "La place du père"]
    assert told(found) == ["Cherché aussi : père."]
    exact = page(client, links(found)["Chercher seulement « papa »"])
    assert titles(exact) == ["Le café des papas"]
    assert told(exact) == ["Cherché sans synonymes."]
    assert links(exact)["Rétablir les synonymes"] == "/actions/?q=papa"


def test_half_a_word_is_completed_and_said(client: Client) -> None:
    a_bare_sheet(title="Marionnettes")
    found = page(client, "/actions/?q=mario")
    assert told(found) == ["« mario » a été complété : marionnettes."]
    assert ("exact", "orthographe") in undone(found, "Chercher « mario » tel quel")


def test_a_rare_word_that_looks_like_a_common_one_is_told_apart_from_synonyms(
    client: Client,
) -> None:
    a_bare_sheet(title="Un jardon")
    some_sheets(25, title="Jardin")
    found = page(client, "/actions/?q=jardon")
    assert told(found) == ["« jardon » est proche de « jardin » : cherché aussi."]
    exact = page(client, links(found)["Chercher « jardon » tel quel"])
    assert titles(exact) == ["Un jardon"]


def test_a_word_that_may_be_several_is_told_once(client: Client) -> None:
    a_bare_sheet(title="Jardin")
    a_bare_sheet(title="Jargon")
    found = page(client, "/actions/?q=jardon&exact=synonymes")
    assert told(found) == [
        "Aucune fiche ne contient « jardon » : voici les résultats pour « jardin » ou « jargon ».",
        "Cherché sans synonymes.",
    ]
    assert "Chercher « jardon » tel quel" in links(found)


def test_many_halves_of_words_are_folded(client: Client) -> None:
    a_bare_sheet(title="Marionnettes et ludothèque, bibliothèque")
    found = page(client, "/actions/?q=mario+ludot+biblio")
    assert told(found) == ["Mots complétés : « mario », « ludot » et « biblio »."]
    assert plain(next(_folded(found).all("p")).text()) == "« mario » : marionnettes"
    assert "Chercher ces mots tels quels" in links(found)


def test_words_left_out_are_told(client: Client) -> None:
    a_bare_sheet(title="Jardin")
    found = page(client, "/actions/?q=jardin+hippopotame")
    assert told(found) == [
        "Aucune fiche n’a tous ces mots : voici celles qui s’en approchent.",
        "« hippopotame » n’est dans aucune fiche : il a été laissé de côté.",
    ]
    both = told(page(client, "/actions/?q=jardin+hippopotame+zygomatique"))
    assert both[-1] == (
        "« hippopotame » et « zygomatique » ne sont dans aucune fiche : "
        "ils ont été laissés de côté."
    )


def test_several_things_at_once(client: Client) -> None:
    a_bare_sheet(title="Jardin et repas des papas")
    address = "/actions/?q=jardn+papa+repas&statut=En+cours&annee=2024&dans=titre"
    found = page(client, address)
    assert told(found) == [
        "Aucune fiche ne contient « jardn » : nous avons lu « jardin ».",
        "Cherché aussi : père pour « papa » ; cuisine pour « repas ».",
    ]
    # Each link keeps the whole query, and undoes one thing.
    kept = [
        ("q", "jardn papa repas"),
        ("statut", "En cours"),
        ("annee", "2024"),
        ("dans", "titre"),
    ]
    assert undone(found, "Chercher « jardn » tel quel") == [*kept, ("exact", "orthographe")]
    assert undone(found, "Chercher sans synonymes") == [*kept, ("exact", "synonymes")]
    twice = page(client, links(found)["Chercher sans synonymes"])
    assert undone(twice, "Chercher « jardn » tel quel") == [
        *kept,
        ("exact", "synonymes"),
        ("exact", "orthographe"),
    ]
    both = page(client, links(twice)["Chercher « jardn » tel quel"])
    assert told(both) == ["Cherché tel quel, sans synonymes ni corrections."]
    assert undone(both, "Rétablir les deux") == kept


def test_one_widened_word_among_several_is_named(client: Client) -> None:
    a_bare_sheet(title="Jardin des papas")
    found = page(client, "/actions/?q=jardin+papa")
    assert told(found) == ["Cherché aussi pour « papa » : père."]
    assert "Chercher sans synonymes" in links(found)


def test_many_variants_are_folded(client: Client) -> None:
    a_bare_sheet(title="Ados")
    found = page(client, "/actions/?q=ado")
    (line,) = told(found)
    assert line == "Cherché aussi : adolescent, jeune, jeunesse, collégien, lycéen…"
    folded = _folded(found)
    assert plain(next(folded.all("summary")).text()) == "et 2 autres"
    assert plain(next(folded.all("p")).text()) == "minot, gamin"


def test_many_variants_of_many_words_are_folded_word_by_word(client: Client) -> None:
    a_bare_sheet(title="Repas des ados")
    found = page(client, "/actions/?q=ado+repas")
    assert told(found) == ["Cherché aussi des synonymes de « ado » et « repas »."]
    folded = _folded(found)
    assert plain(next(folded.all("summary")).text()) == "Voir les 8 mots"
    assert [plain(one.text()) for one in folded.all("p")][1] == "« repas » : cuisine"


def _folded(found: Page) -> Element:
    return next(one for one in found.all("details") if one.get("id").startswith("mots-"))


def test_a_plural_is_not_a_word_of_its_own(client: Client) -> None:
    a_bare_sheet(title="Marionnette")
    a_bare_sheet(title="Marionnettes")
    assert told(page(client, "/actions/?q=mario")) == ["« mario » a été complété : marionnette."]


def test_the_form_carries_the_ways_of_reading(client: Client) -> None:
    a_bare_sheet(title="Jardin")
    found = page(client, "/actions/?q=jardin&exact=synonymes&exact=orthographe")
    hidden = [one.get("value") for one in found.all("input") if one.get("name") == "exact"]
    assert hidden == ["synonymes", "orthographe"]


def test_htmx_has_it_announced(client: Client) -> None:
    a_bare_sheet(title="Jardin")
    fragment, _ = in_place(client, "/actions/?q=jardn")
    live = next(one for one in fragment.all("p") if one.get("id") == "annonce")
    assert plain(live.text()) == (
        "1 fiche. Actions qui parlent de « jardn ». "
        "Aucune fiche ne contient « jardn » : voici les résultats pour « jardin »."
    )


def marked(found: Page) -> list[str]:
    return [one.text() for one in found.all("mark")]


def test_what_was_typed_is_shown_before_what_was_looked_for_besides(client: Client) -> None:
    a_bare_sheet(title="Fiche", summary="Un père raconte.", limits="Les papas manquent.")
    found = page(client, "/actions/?q=papa")
    assert marked(found) == ["papas"]
    assert "Ce qui a coincé : Les papas manquent." in text(found)


def test_a_synonym_is_shown_where_nothing_typed_is(client: Client) -> None:
    a_bare_sheet(title="Fiche", summary="Un père raconte.")
    assert marked(page(client, "/actions/?q=papa")) == ["père"]


def test_one_word_of_an_expression_is_no_reason(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_force(monkeypatch, "réveillon = fin d’année")
    a_bare_sheet(title="Réveillon", summary="Préparé toute une année.")
    a_bare_sheet(title="Fête", summary="Un repas de fin d’année.")
    found = page(client, "/actions/?q=reveillon")
    assert titles(found) == ["Réveillon", "Fête"]
    assert marked(found) == ["fin", "année"]


def test_words_are_never_html(client: Client) -> None:
    a_bare_sheet(title="Jardin")
    found = page(client, "/actions/?q=jardin+%3Cb%3Egraas%3C%2Fb%3E&exact=orthographe")
    assert "<b>graas</b>" in text(found)


def test_as_many_queries_for_three_sheets_as_for_one(client: Client) -> None:
    a_bare_sheet(title="Jardin des papas")
    address = "/actions/?q=jardn+papa&dans=titre"
    one = queries(client, address)
    a_bare_sheet(title="Jardin du papa", structure="B", department="01")
    a_bare_sheet(title="Papa au jardin", structure="C", department="2A")
    assert queries(client, address) == one
