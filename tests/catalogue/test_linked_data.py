"""What machines read in the head of a page."""

import json
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from essaim.catalogue import linked_data
from essaim.sheets import content
from tests.catalogue.reading_pages import page
from tests.factories import a_bare_sheet, a_sheet, a_structure
from tests.page import Page, parse

SITE = "https://essaim.example"


def nodes(found: Page) -> list[Any]:
    """Return the JSON-LD of a page."""
    blocks = [one for one in found.all("script") if one.get("type") == "application/ld+json"]
    return [json.loads(block.raw_text()) for block in blocks]


def asked(path: str = "/") -> HttpRequest:
    return RequestFactory().get(path)


@given(st.text())
def test_any_text_comes_back_whole_and_closes_nothing(text: str) -> None:
    block = linked_data.script({"name": text})
    assert block.count("<") == 2
    (node,) = nodes(parse(block, is_fragment=True))
    assert node == {"@context": "https://schema.org", "name": text}


def test_a_script_in_a_text_stays_a_text() -> None:
    hostile = "</script><script>alert(1)</script><!--"
    (node,) = nodes(parse(linked_data.script({"name": hostile}), is_fragment=True))
    assert node["name"] == hostile


def test_half_a_character_does_not_break_the_page() -> None:
    linked_data.script({"name": "\ud800"}).encode()


@given(st.text())
def test_the_head_is_escaped_and_one_line_a_value(text: str) -> None:
    head = linked_data.head(asked("/x/"), title=text, description=text)
    found = parse(head, is_fragment=True)
    assert not found.unbalanced
    assert {one.tag for one in found.all()} <= {"link", "meta"}
    for meta in found.all("meta"):
        assert len(meta.get("content").splitlines()) <= 1


def test_the_canonical_address_is_absolute() -> None:
    head = linked_data.head(asked("/actions/?b=1"), title="x", path="/actions/?q=a&b=c")
    found = parse(head, is_fragment=True)
    link = found.first("link")
    assert link is not None
    assert link.get("href") == "http://testserver/actions/?q=a&b=c"


@pytest.mark.django_db
def test_a_sheet_is_a_report_by_its_structure() -> None:
    sheet = a_sheet(title="Jardin", summary="Une friche.\n- un\n- deux")
    node = linked_data.of_sheet(SITE, sheet, content.of_sheet(sheet))
    assert node["@type"] == "Report"
    assert node["@id"] == f"{SITE}/actions/{sheet.number}-jardin/"
    assert node["headline"] == "Jardin"
    assert node["abstract"] == "Une friche. un · deux"
    assert node["keywords"] == ["développement durable", "Solidarité"]
    assert node["temporalCoverage"] == "2024"
    assert node["license"] == linked_data.LICENCE
    assert node["author"]["name"] == "Centre social Les Capucines"
    assert node["spatialCoverage"]["containedInPlace"]["name"] == "Auvergne-Rhône-Alpes"
    assert node["isPartOf"]["@id"] == f"{SITE}/donnees/"
    json.dumps(node)


@pytest.mark.django_db
def test_what_is_unknown_is_left_out() -> None:
    sheet = a_bare_sheet(structure="Nulle part", department="")
    node = linked_data.of_sheet(SITE, sheet, content.of_sheet(sheet))
    assert node["headline"] == f"SANS TITRE - {sheet.number}"
    for key in ("abstract", "keywords", "audience", "temporalCoverage", "spatialCoverage"):
        assert key not in node
    assert "address" not in node["author"]


@pytest.mark.django_db
def test_a_structure_is_an_organisation_without_its_mail() -> None:
    structure = a_structure(
        "Les Lilas",
        management="association",
        town="Vénissieux",
        website="https://lilas.example",
        contact_email="jeanne@exemple.fr",
    )
    node = linked_data.of_structure(SITE, structure)
    assert node["@type"] == "NGO"
    assert node["sameAs"] == "https://lilas.example"
    assert node["address"]["addressLocality"] == "Vénissieux"
    assert "jeanne" not in json.dumps(node)
    structure.management, structure.website = "collectivite", "javascript:alert(1)"
    node = linked_data.of_structure(SITE, structure)
    assert node["@type"] == "Organization"
    assert "sameAs" not in node


@pytest.mark.django_db
def test_pages_carry_their_data(client: Client) -> None:
    sheet = a_sheet()
    structure = sheet.structure
    found = page(client, f"/structures/{structure.pk}-{structure.slug}/")
    assert [node["@type"] for node in nodes(found)] == ["Organization", "BreadcrumbList"]
    trail = nodes(found)[1]["itemListElement"]
    assert [step["position"] for step in trail] == [1, 2]
    (dataset,) = nodes(page(client, "/donnees/"))
    assert dataset["@type"] == "Dataset"
    assert len(dataset["distribution"]) == 4
    properties = {one.get("property"): one.get("content") for one in found.all("meta")}
    assert properties["og:title"] == structure.name
    assert properties["og:url"] == f"http://testserver/structures/{structure.pk}-{structure.slug}/"
