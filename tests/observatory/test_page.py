"""The pages of the observatory: any query has one, each figure leads to its sheets."""

import datetime
import json
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from essaim.observatory import measures, snapshots
from essaim.observatory.presenting.pages import MAIN
from essaim.observatory.results import Shape
from essaim.search import engine
from tests.catalogue.reading_pages import links, page, plain, queries, text
from tests.factories import a_bare_sheet, a_sheet, some_sheets
from tests.page import Element, Page

pytestmark = pytest.mark.django_db

THEME = "Démocratie & citoyenneté"


def panel(found: Page, key: str) -> Element:
    """Return the part of the page that shows a measure."""
    return next(one for one in found.all("section") if one.get("id") == key)


def test_an_empty_base_says_so_and_counts_nothing(client: Client) -> None:
    found = page(client, "/observatoire/")
    assert "Aucune fiche ne répond à cette recherche : il n’y a rien à compter." in text(found)
    assert not list(found.all("figure"))
    assert not any("chiffres." in one.get("href") for one in found.all("a"))


def test_three_sheets_are_described_without_a_median(client: Client) -> None:
    some_sheets(3, funding="Budget total : 12 000 €")
    found = page(client, "/observatoire/argent/")
    read = text(found)
    assert "Trois fiches : trop peu pour une médiane" in read
    assert "Trop peu de fiches le disent (3) pour une médiane" in read
    assert "Budget médian 12 000" not in read


def test_one_sheet_is_spoken_of_in_the_singular(client: Client) -> None:
    a_sheet()
    read = text(page(client, "/observatoire/"))
    assert "1 fiche de 1 structure" in read
    assert "Une seule fiche : trop peu" in read
    assert "Voir la fiche" in read


def test_each_bar_leads_to_as_many_sheets_as_it_says(client: Client) -> None:
    some_sheets(6, keywords=(THEME,))
    some_sheets(2, keywords=("Santé", "Culture"))
    a_bare_sheet()
    found = panel(page(client, "/observatoire/"), "mots-cles")
    words = plain(found.text())
    assert "Sur 8 des 9 fiches ; 1 n’en dit rien." in words
    bars = [one for one in found.all("a") if one.get("tabindex") == "-1"]
    assert len(bars) == 3
    for bar in bars:
        count = re.search(r"(\d+) fiche", plain(bar.text()))
        assert count is not None
        assert f"{count[0]}" in text(page(client, bar.get("href")))


def test_the_query_is_the_catalogue_s(client: Client) -> None:
    a_sheet(title="Le jardin", department="69", keywords=("Santé",))
    a_sheet(title="Le jardin", department="01")
    a_sheet(title="La cuisine", department="69")
    found = page(client, "/observatoire/?q=jardin&departement=69&tri=titre&page=3")
    read = text(found)
    assert "Actions qui parlent de « jardin » dans le Rhône : 1 fiche de 1 structure" in read
    to = links(found)
    assert to["Voir la fiche"] == "/actions/?q=jardin&departement=69"
    assert to["Retirer « jardin »"] == "/observatoire/?departement=69"
    assert to["Retirer Rhône"] == "/observatoire/?q=jardin"
    assert to["Tout effacer"] == "/observatoire/"
    form = next(one for one in found.all("form") if one.get("role") == "search")
    assert [(one.get("name"), one.get("value")) for one in form.all("input")] == [
        ("q", "jardin"),
        ("departement", "69"),
    ]


def test_the_catalogue_leads_to_the_observatory_of_its_results(client: Client) -> None:
    some_sheets(2, department="69")
    to = links(page(client, "/actions/?departement=69"))
    assert to["Voir leur observatoire"] == "/observatoire/?departement=69"
    assert links(page(client, "/actions/"))["Voir leur observatoire"] == "/observatoire/"
    assert "Observatoire" in links(page(client, "/"))


def test_what_is_not_understood_is_said(client: Client) -> None:
    a_sheet()
    read = text(page(client, "/observatoire/?inconnu=1&carte=lune&par=km&dimension=Nulle+part"))
    assert "Le critère « inconnu » n’existe pas" in read
    assert "La carte ne montre pas « lune »" in read
    assert "« km » : la carte se compte par fiche ou par structure." in read
    assert "« Nulle part » n’est pas connu" in read


@pytest.mark.parametrize("theme", measures.THEMES)
def test_each_theme_shows_all_its_measures(client: Client, theme: str) -> None:
    some_sheets(6, keywords=(THEME,))
    found = page(client, f"/observatoire/{theme}/")
    shown = [one.get("id") for one in found.all("section") if "measure" in one.get("class")]
    wanted = [one.key for one in measures.MEASURES if one.theme == theme]
    assert shown == wanted
    assert wanted


def test_the_first_page_shows_known_measures_of_each_theme() -> None:
    assert {measures.BY_KEY[key].theme for key in MAIN} == set(measures.THEMES)


@pytest.mark.parametrize("key", measures.BY_KEY)
def test_each_measure_has_its_page_with_its_definition(client: Client, key: str) -> None:
    some_sheets(6, keywords=(THEME,), funding="10 000 €", people="3 salariés")
    measure = measures.BY_KEY[key]
    read = text(page(client, f"/observatoire/mesures/{key}/?dimension=Citoyennet%C3%A9"))
    for said in (measure.title, measure.question, measure.definition, measure.missing):
        assert plain(said).replace("'", "’")[:40] in read.replace("'", "’")


@pytest.mark.parametrize("key", measures.BY_KEY)
@pytest.mark.parametrize("extension", ["svg", "csv"])
def test_each_measure_can_be_taken_away(client: Client, key: str, extension: str) -> None:
    some_sheets(6)
    answer = client.get(f"/observatoire/mesures/{key}.{extension}?dimension=Services")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith({"svg": "image/svg+xml", "csv": "text/csv"}[extension])
    today = timezone.localdate().year
    assert f'filename="essaim-{key}-{today}' in answer["Content-Disposition"]
    assert answer["X-Robots-Tag"] == "noindex"
    if extension == "svg":
        assert "Actions de services" in answer.content.decode()


def test_a_picture_is_taken_away_and_asked_again_for_nothing(client: Client) -> None:
    some_sheets(6, keywords=(THEME,))
    address = "/observatoire/mesures/mots-cles.png"
    answer = client.get(address)
    assert answer.content.startswith(b"\x89PNG")
    again = client.get(address, headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304
    some_sheets(1, keywords=("Santé",))
    engine.catch_up()
    assert client.get(address, headers={"if-none-match": answer["ETag"]}).status_code == 200


def test_everything_as_json(client: Client) -> None:
    some_sheets(6, keywords=(THEME,), department="69")
    some_sheets(2, department="01")
    said = json.loads(client.get("/observatoire/chiffres.json?departement=69").content)
    assert said["fiches"] == 6
    assert said["selection"] == "Actions dans le Rhône"
    assert [one["mesure"] for one in said["mesures"]] == list(measures.BY_KEY)


def test_everything_as_csv(client: Client) -> None:
    some_sheets(6, keywords=(THEME,))
    answer = client.get("/observatoire/chiffres.csv")
    lines = answer.content.decode().splitlines()
    assert lines[0].startswith("mesure,cle,libelle,")
    assert f"mots-cles,{THEME},{THEME},,,6,fiches,6," in answer.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        *("mesures/lune/", "mesures/lune.svg", "mesures/budget.pdf", "carte.gif", "lune/"),
        *("chiffres.xml", "mesures/", "carte"),
    ],
)
def test_what_does_not_exist_is_not_found(client: Client, address: str) -> None:
    answer = client.get(f"/observatoire/{address}", follow=True)
    assert answer.status_code == 404
    assert "<h1" in answer.content.decode()


def test_the_method_says_all_that_is_declared(client: Client) -> None:
    found = page(client, "/observatoire/methode/")
    read = text(found).replace("'", "’")
    ids = {one.get("id") for one in found.all("section")}
    for measure in measures.MEASURES:
        assert measure.key in ids
        for said in (measure.title, measure.definition, measure.numerator, measure.missing):
            assert plain(said).replace("'", "’")[:40] in read


def test_each_panel_leads_to_its_method(client: Client) -> None:
    some_sheets(6)
    found = page(client, "/observatoire/")
    for key in MAIN:
        method = f"{reverse('observatory:method')}#{key}"
        assert method in {one.get("href") for one in panel(found, key).all("a")}


def test_each_drawing_has_its_table(client: Client) -> None:
    some_sheets(6, keywords=(THEME,), funding="10 000 €", people="3 salariés")
    found = page(client, "/observatoire/")
    drawn = list(found.all("figure"))
    assert len(drawn) > 8
    for figure in drawn:
        part = next(up for up in figure.above() if up.tag == "section")
        assert len(list(part.all("table"))) == 1, part.get("id")
        assert list(part.all("caption"))


def test_every_panel_says_what_it_rests_on(client: Client) -> None:
    some_sheets(6, keywords=(THEME,))
    a_bare_sheet()
    found = page(client, "/observatoire/")
    for key in MAIN:
        words = plain(panel(found, key).text())
        if measures.BY_KEY[key].shape is not Shape.LIST:
            assert re.search(r"[Ss]ur \d+ (des \d+ )?fiche|Aucune des \d+ fiches", words), key


def test_evolution_is_told_from_two_days_on(client: Client) -> None:
    some_sheets(6)
    snapshots.take(datetime.date(2024, 3, 1))
    assert "depuis le" not in text(page(client, "/observatoire/"))
    some_sheets(2)
    engine.catch_up()
    snapshots.take(datetime.date(2024, 3, 2))
    found = page(client, "/observatoire/")
    read = text(found)
    assert "Les fiches publiées depuis le 01/03/2024" in read
    assert "De 6 fiches le 01/03/2024 à 8 fiches le 02/03/2024" in read
    assert "depuis le" not in text(page(client, "/observatoire/?q=rien"))


def test_a_selection_is_not_for_search_engines(client: Client) -> None:
    some_sheets(2, department="69")

    def robots(address: str) -> list[str]:
        found = page(client, address).all("meta")
        return [one.get("content") for one in found if one.get("name") == "robots"]

    assert robots("/observatoire/") == []
    assert robots("/observatoire/?departement=69") == ["noindex"]


def test_as_many_queries_for_many_sheets_as_for_few(client: Client) -> None:
    some_sheets(6)
    few = queries(client, "/observatoire/")
    some_sheets(12, keywords=(THEME,), department="69")
    engine.catch_up()
    assert queries(client, "/observatoire/") <= few


def test_hostile_words_stay_words(client: Client) -> None:
    some_sheets(6, keywords=("<script>alert(1)</script>",), department="69")
    found = page(client, "/observatoire/quoi/?q=%3Cscript%3E")
    assert not [one for one in found.all("script") if "alert" in one.raw_text()]
    shown = panel(page(client, "/observatoire/quoi/"), "mots-cles")
    assert "<script>alert(1)</script>" in plain(shown.text())
