"""The vocabulary page: what to review, and what comes of each choice."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from essaim.network.models import Person
from essaim.sheets.models import Sheet, Term
from tests.desk.desk import page, post, sign_in
from tests.factories import a_correspondent, a_person, a_sheet, some_sheets

pytestmark = pytest.mark.django_db
HERE = "/bureau/vocabulaire/"


@pytest.fixture
def correspondent(client: Client) -> Person:
    person = a_correspondent("69")
    sign_in(client, person)
    return person


def term(label: str) -> Term:
    return Term.objects.get(label=label)


def test_nothing_to_review(client: Client, correspondent: Person) -> None:
    assert "Tous les termes ont été vérifiés" in page(client, HERE)
    assert "n’a encore été ajouté" in page(client, f"{HERE}?voir=ajoutes")


def test_who_may_keep_the_vocabulary(client: Client) -> None:
    a_sheet(keywords=("Numérique",))
    pk = term("Numérique").pk
    assert client.get(HERE).status_code == 302
    sign_in(client, a_person())
    assert client.get(HERE).status_code == 403
    for act in ("accepter", "renommer", "reunir"):
        assert client.post(f"{HERE}{pk}/{act}/", {"nom": "Autre"}).status_code == 403
    assert term("Numérique").to_review


def test_a_term_with_its_sheets_and_its_neighbours(client: Client, correspondent: Person) -> None:
    some_sheets(2, keywords=("Parentalités",))
    a_sheet(audience="tout public")
    text = page(client, HERE)
    assert "Parentalités" in text
    assert "2\u00a0fiches</a>" in text
    assert "/actions/?mot-cle=Parentalit%C3%A9s" in text
    assert "/actions/?public=tout%20public" in text
    nearest = re.findall(r"« ([^»]+) » : </span>c’est « ([^»]+) »", text)
    first = dict(reversed(nearest))
    assert first == {"tout public": "Tous publics", "Parentalités": "Parentalité"}


def test_accepted(client: Client, correspondent: Person) -> None:
    a_sheet(keywords=("Numérique",))
    text = post(client, f"{HERE}{term('Numérique').pk}/accepter/")
    assert "est accepté" in text
    assert "Tous les termes ont été vérifiés" in text
    assert "Numérique" in page(client, f"{HERE}?voir=ajoutes")
    assert "Culture</h2>" not in page(client, f"{HERE}?voir=ajoutes")


def test_renamed(client: Client, correspondent: Person) -> None:
    a_sheet(keywords=("numerik",))
    pk = term("numerik").pk
    text = post(client, f"{HERE}{pk}/renommer/", 422, nom="culture")
    assert "existe déjà" in text
    assert 'value="culture"' in text
    assert 'aria-invalid="true"' in text
    assert "Écrivez le nouveau nom" in post(client, f"{HERE}{pk}/renommer/", 422, nom=" ")
    assert "s’appelle maintenant" in post(client, f"{HERE}{pk}/renommer/", nom="Numérique")
    assert Term.objects.get(pk=pk).label == "Numérique"


def test_merged(client: Client, correspondent: Person) -> None:
    some_sheets(2, keywords=("Parentalités",))
    pk = term("Parentalités").pk
    there = f"{HERE}{pk}/reunir/"
    for wrong in ("", "x", "9" * 30):
        assert "Choisissez le terme à garder" in post(client, there, vers=wrong)
    text = post(client, there, vers=term("Parentalité").pk)
    assert "2 fiches changées" in text
    labels = {str(row) for sheet in Sheet.objects.for_reading() for row in sheet.ordered_terms}
    assert "Parentalité" in labels
    assert "Parentalités" not in labels
    # A second correspondent had the page open.
    assert "n’est plus là" in post(client, there, vers=term("Culture").pk)
    assert "n’est plus là" in post(client, f"{HERE}{pk}/renommer/", nom="Autre")
    assert "n’est plus là" in post(client, f"{HERE}{pk}/accepter/")


def test_flat_queries(
    client: Client, correspondent: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    a_sheet(keywords=("Un",))
    page(client, HERE)
    with django_assert_num_queries(11):
        page(client, HERE)
    a_sheet(keywords=("Deux", "Trois"), audience="Tout le monde", dimension="Autre chose")
    with django_assert_num_queries(11):
        page(client, HERE)
