"""The page of a sheet."""

import pytest
from django.test import Client

from essaim.network.models import Structure
from essaim.sheets import fields
from essaim.sheets.fields import Section
from essaim.sheets.models import Sheet
from essaim.workflow.writer import withdraw
from tests.catalogue.reading_pages import links, page, plain, queries, text
from tests.factories import a_bare_sheet, a_sheet, a_structure, some_sheets
from tests.page import Page

pytestmark = pytest.mark.django_db


def address(sheet: Sheet) -> str:
    """Return the address of the sheet's page."""
    return f"/actions/{sheet.number}-{sheet.slug}/"


def headings(found: Page) -> list[str]:
    """Return the headings of the sheet, in their order."""
    article = found.first("article")
    assert article is not None
    return [plain(one.text()) for one in article.all("h1", "h2", "h3")]


def test_everything_said_is_shown_once_in_the_declared_order(client: Client) -> None:
    told = {field.name: f"Ici {field.key}." for field in fields.TEXTS}
    sheet = a_sheet(**{**told, "status": "Terminée", "title": "Fête"})
    read = text(page(client, address(sheet)))
    for field in fields.TEXTS:
        assert read.count(told[field.name]) == 1, field.name
    story = [f for f in fields.TEXTS if f.section in (Section.STORY, Section.RESULTS)]
    places = [read.index(told[field.name]) for field in story]
    assert places == sorted(places)


def test_headings_go_down_step_by_step(client: Client) -> None:
    assert headings(page(client, address(a_sheet(limits="L’eau.", prospects="Un puits.")))) == [
        "Le jardin d’en bas",
        "En bref",
        "Le point de départ",
        "Pourquoi cette action, et comment elle s’est construite",
        "Comment cela se passe",
        "L’action au quotidien",
        "Ce que cela a changé",
        "Pour le territoire",
        "Pour le centre social",
        "Pour les habitants",
        "Et maintenant",
        "Ce qui a coincé",
        "Et après ?",
        "Pour citer cette fiche",
    ]


def test_what_is_missing_leaves_no_trace(client: Client) -> None:
    sheet = a_bare_sheet(title="Café", summary="Un café.", description="Le mardi.")
    assert headings(page(client, address(sheet))) == [
        "Café",
        "Comment cela se passe",
        "L’action au quotidien",
        "Pour citer cette fiche",
    ]


def test_a_nearly_silent_sheet_stays_dignified(client: Client) -> None:
    sheet = a_bare_sheet()
    found = page(client, address(sheet))
    assert headings(found)[0] == "Sans titre"
    assert f"Fiche n° {sheet.number}" in text(found)
    assert "la structure n’a raconté que l’essentiel" in text(found)
    assert "En bref" not in text(found)


def test_a_text_of_blanks_is_no_text(client: Client) -> None:
    sheet = a_bare_sheet(title="Café", summary="Un café.", description=" \n\t\u00a0")
    assert "Comment cela se passe" not in text(page(client, address(sheet)))


def test_long_means_are_told_below_and_short_ones_in_the_panel_alone(client: Client) -> None:
    sheet = a_sheet(funding="Caf et Ville. " * 40, people="12 habitants")
    found = page(client, address(sheet))
    assert "Les moyens" in headings(found)
    assert "Ressources financières" in headings(found)
    assert "Personnes mobilisées" not in headings(found)
    anchor = links(found)["Lire la suite sur Ressources financières"]
    assert anchor.removeprefix("#") in {one.get("id") for one in found.all("div")}


def test_themes_lead_to_the_sheets_that_share_them(client: Client) -> None:
    sheet = a_sheet(keywords=("Démocratie & citoyenneté",))
    found = links(page(client, address(sheet)))
    target = page(client, found["Démocratie & citoyenneté"])
    assert sheet.display_title in text(target)


def test_the_trail_leads_to_region_and_departement(client: Client) -> None:
    found = links(page(client, address(a_sheet(department="69"))))
    assert found["Auvergne-Rhône-Alpes"] == "/territoires/84-auvergne-rhone-alpes/"
    assert found["Rhône"] == "/territoires/69-rhone/"
    assert client.get(found["Centre social Les Capucines"]).status_code == 200


def test_a_region_of_one_departement_is_named_once(client: Client) -> None:
    sheet = a_sheet(department="976", title="Mtsapéré")
    trail = next(one for one in page(client, address(sheet)).all("nav") if "Ariane" in str(one))
    assert plain(trail.text()) == "Actions Mayotte Mtsapéré"


def test_a_structure_without_departement_has_a_page_too(client: Client) -> None:
    sheet = a_sheet(structure="Centre inconnu", department="")
    assert "à vérifier" in text(page(client, address(sheet)))


def test_unknown_words_are_shown_and_discreetly_marked(client: Client) -> None:
    sheet = a_sheet(keywords=("Apiculture",), partners=("Commune",))
    read = text(page(client, address(sheet)))
    assert "Apiculture à vérifier" in read
    assert "Commune à vérifier" not in read


def test_an_invented_sheet_says_so(client: Client) -> None:
    a_structure("CS Inventé", "69", is_demonstration=True)
    sheet = a_sheet(structure="CS Inventé", department="69")
    assert "Fiche inventée pour la démonstration" in text(page(client, address(sheet)))
    assert "Fiche inventée" not in text(page(client, address(a_sheet())))


def test_files_are_named(client: Client) -> None:
    sheet = a_sheet(files=("bilan <2024>.pdf",))
    assert "bilan <2024>.pdf" in text(page(client, address(sheet)))


def test_similar_sheets_without_the_sheet_itself(client: Client) -> None:
    some_sheets(12, title="Autre chose")
    told = "Un castelet et des marionnettes en papier mâché"
    one = a_bare_sheet(structure="Ici", title="Marionnettes", summary=f"{told}, pour la fête.")
    other = a_bare_sheet(structure="Là", title="Un castelet roulant", summary=f"{told} d’été.")
    found = page(client, address(one))
    section = next(part for part in found.all("section") if "similar" in part.get("class"))
    titles = [plain(title.text()) for title in section.all("h3")]
    assert titles == [other.display_title]


def test_another_slug_leads_to_the_right_one(client: Client) -> None:
    sheet = a_sheet(title="Chœur d’été")
    assert sheet.slug == "choeur-dete"
    for wrong in (f"/actions/{sheet.number}-autre/", f"/actions/{sheet.number}/"):
        response = client.get(wrong)
        assert (response.status_code, response["Location"]) == (301, address(sheet))


@pytest.mark.parametrize("number", [0, 999_999, 10**18, 10**30])
def test_an_unknown_number_is_a_kind_404(client: Client, number: int) -> None:
    response = client.get(f"/actions/{number}-rien/")
    assert response.status_code == 404
    assert "Il n’y a rien à cette adresse" in response.content.decode()


def test_a_withdrawn_sheet_is_gone(client: Client) -> None:
    sheet = a_sheet(title="Secret")
    withdraw([sheet.pk], actor="essais")
    response = client.get(address(sheet))
    assert response.status_code == 410
    assert "Cette fiche a été retirée" in response.content.decode()
    assert "Secret" not in response.content.decode()


def test_a_draft_is_not_there(client: Client) -> None:
    sheet = a_sheet()
    Sheet.objects.filter(pk=sheet.pk).update(state=Sheet.State.DRAFT, published_at=None)
    assert client.get(address(sheet)).status_code == 404


def test_a_page_unchanged_is_not_sent_again(client: Client) -> None:
    sheet = a_sheet()
    etag = client.get(address(sheet))["ETag"]
    assert client.get(address(sheet), headers={"If-None-Match": etag}).status_code == 304


def test_the_head_tells_machines_where_and_what(client: Client) -> None:
    sheet = a_sheet(title="Fête", summary="Une fête au bord de l’eau.")
    found = page(client, address(sheet))
    metas = {
        one.get("property") or one.get("name"): one.get("content") for one in found.all("meta")
    }
    canonical = next(one.get("href") for one in found.all("link") if one.get("rel") == "canonical")
    assert canonical == f"http://testserver{address(sheet)}"
    assert metas["og:title"] == "Fête, Centre social Les Capucines"
    assert metas["description"] == metas["og:description"] == "Une fête au bord de l’eau."
    assert any(one.get("type") == "application/ld+json" for one in found.all("script"))


def test_as_many_queries_whatever_the_sheet_holds(client: Client) -> None:
    small = a_sheet(keywords=("Santé",), partners=(), title="Petite")
    few = queries(client, address(small))
    some_sheets(3)
    large = a_sheet(
        keywords=("Santé", "Culture", "Logement"),
        partners=("Commune", "Caf", "Mutuelle"),
        title="Grande",
    )
    some_sheets(3)
    # One more to find what is like it, now that something is.
    assert queries(client, address(large)) <= few + 2
    assert queries(client, address(large)) == queries(client, address(small))


def test_the_contact_of_the_structure_is_never_shown(client: Client) -> None:
    sheet = a_sheet()
    Structure.objects.filter(pk=sheet.structure_id).update(contact_email="jeanne@exemple.fr")
    assert "jeanne" not in page(client, address(sheet)).source
