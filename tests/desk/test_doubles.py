"""Likely doubles: listed, told apart, merged after a look at both."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from essaim.desk import pairing
from essaim.intake import importing
from essaim.network.models import Person
from essaim.network.standing import Standing
from essaim.search import doubles
from essaim.sheets import content as contents
from essaim.sheets.models import Attachment, Sheet
from essaim.workflow import checking, deciding
from essaim.workflow.models import NotDoubles
from tests.desk.desk import page, post, sign_in
from tests.factories import USUAL, a_content, a_correspondent, a_person, a_sheet, an_administrator
from tests.page import parse

pytestmark = pytest.mark.django_db
HERE = "/bureau/doublons/"


@pytest.fixture
def correspondent(client: Client) -> Person:
    person = a_correspondent("69")
    sign_in(client, person)
    return person


def twins(**second: object) -> tuple[Sheet, Sheet]:
    """Two sheets that are one, the second with those values over."""
    return a_sheet(title="Ludo'Jardin"), a_sheet(**{"title": "Ludo Jardin", **second})


def between(one: Sheet, other: Sheet, act: str = "") -> str:
    return f"{HERE}{one.number}-{other.number}/{act}"


def chosen(text: str) -> dict[str, str]:
    """Return what the form of a page would send, without its buttons."""
    found = {}
    for control in parse(text).all("input"):
        name, kind = control.get("name"), control.get("type")
        if name and (kind == "hidden" or "checked" in control.attributes):
            found[name] = control.get("value")
    found.pop("csrfmiddlewaretoken", None)
    return found


def test_nothing_alike(client: Client, correspondent: Person) -> None:
    a_sheet()
    assert "Aucune fiche ne semble en double" in page(client, HERE)


def test_on_the_real_listing(client: Client, listing_path: Path) -> None:
    importing.apply(importing.prepare(listing_path), actor="essais")
    sign_in(client, an_administrator())
    text = page(client, HERE)
    titles = [found.split(" / ") for found in re.findall(r'<h2 class="row-title">(.*?)</h2>', text)]
    assert {frozenset(pair) for pair in titles} == {
        frozenset(("Ludo’Parc", "Ludo Parc")),
        frozenset(("lieu d’accueil parent", "SANS TITRE - 923")),
    }


def test_only_those_of_my_departements(client: Client) -> None:
    twins()
    sign_in(client, a_correspondent("42"))
    assert "Aucune fiche" in page(client, HERE)
    page(client, f"{HERE}?departement=69", 404)
    sign_in(client, a_correspondent("42", "69"))
    assert "Comparer et réunir" in page(client, HERE)
    assert "Aucune fiche" in page(client, f"{HERE}?departement=42")


def test_two_sheets_after_all(client: Client, correspondent: Person) -> None:
    one, other = twins()
    assert "même structure" in page(client, HERE)
    text = post(client, between(other, one, "deux-fiches/"))
    assert "sont deux fiches" in text
    assert "Aucune fiche ne semble en double" in text
    post(client, between(one, other, "deux-fiches/"))
    assert NotDoubles.objects.count() == 1


def test_who_may_merge(client: Client) -> None:
    one, other = twins()
    away = a_sheet(department="42", structure="Maison d’ailleurs")
    assert client.get(between(one, other)).status_code == 302
    sign_in(client, a_person())
    assert client.get(between(one, other)).status_code == 403
    sign_in(client, a_correspondent("42"))
    for pair in ((one, other), (away, one)):
        assert client.get(between(*pair)).status_code == 404
        assert client.post(between(*pair, "deux-fiches/")).status_code == 404
    sign_in(client, a_correspondent("69"))
    assert client.get(between(one, one)).status_code == 404
    assert client.get(f"{HERE}1-2/").status_code == 404


def test_compared_then_looked_at_then_merged(client: Client, correspondent: Person) -> None:
    one, other = twins(keywords=("Culture",), limits="", description="Plus court.", year=2023)
    text = page(client, between(one, other))
    assert "Ce qu’elles disent toutes les deux" in text
    form = chosen(text)
    assert form["champ-limits"] == "gauche"
    assert form["champ-description"] == "gauche"
    assert form["champ-keywords"] == "les-deux"
    assert "champ-summary" not in form
    form |= {"champ-title": "droite", "champ-description": "les-deux", "garder": "droite"}
    text = client.post(between(one, other), {**form, "etape": "apercu"}).content.decode()
    assert f"Voici ce que dira la fiche {other.number}" in text
    assert Sheet.objects.published().count() == 2
    form = chosen(text)
    response = client.post(between(one, other), {**form, "etape": "reunir"}, follow=True)
    assert "n’en font plus qu’une" in response.content.decode()
    live = contents.of_sheet(Sheet.objects.published().for_reading().get())
    assert live["title"] == "Ludo Jardin"
    assert live["description"] == f"{USUAL['description']}\n\nPlus court."
    assert live["keywords"] == ("développement durable", "Solidarité", "Culture")
    assert live["limits"] == USUAL["limits"]
    address = client.get(f"/actions/{one.number}-{one.slug}/")
    assert (address.status_code, address["Location"]) == (
        301,
        f"/actions/{other.number}-{other.slug}/",
    )
    assert checking.problems() == []
    # The page somebody else has open.
    response = client.post(between(one, other), {**form, "etape": "reunir"}, follow=True)
    assert "n’est plus en ligne" in response.content.decode()


def test_nothing_is_merged_unseen(client: Client, correspondent: Person) -> None:
    one, other = twins(limits="Le bruit.")
    form = chosen(page(client, between(one, other)))
    text = client.post(between(one, other), {**form, "etape": "reunir"}).content.decode()
    assert "Voici ce que dira la fiche" in text
    # The choices changed after the preview: it is shown again.
    form = chosen(text) | {"champ-limits": "les-deux"}
    text = client.post(between(one, other), {**form, "etape": "reunir"}).content.decode()
    assert "Voici ce que dira la fiche" in text
    form = chosen(text) | {"garder": "droite"}
    text = client.post(between(one, other), {**form, "etape": "reunir"}).content.decode()
    assert f"Voici ce que dira la fiche {other.number}" in text
    assert Sheet.objects.published().count() == 2


def test_a_sheet_that_moved_is_said_and_choices_are_kept(
    client: Client, correspondent: Person
) -> None:
    one, other = twins(limits="Le bruit.")
    form = chosen(page(client, between(one, other))) | {"champ-limits": "les-deux"}
    form = chosen(client.post(between(one, other), form | {"etape": "apercu"}).content.decode())
    deciding.mend(Standing.of(correspondent), other.pk, {"dimension": "Services"})
    response = client.post(between(one, other), {**form, "etape": "reunir"})
    assert response.status_code == 409
    text = response.content.decode()
    assert "Une des deux fiches a changé" in text
    assert chosen(text)["champ-limits"] == "les-deux"
    assert "champ-dimension" in chosen(text)
    assert Sheet.objects.published().count() == 2


def test_files_of_both_are_kept(client: Client, correspondent: Person) -> None:
    one, other = a_sheet(files=("affiche.pdf",)), a_sheet(files=("bilan.pdf", "liste.pdf"))
    Attachment.objects.create(sheet=other, name="bilan.pdf", stored_as="x", size=1)
    form = chosen(page(client, between(one, other)))
    form = chosen(client.post(between(one, other), form | {"etape": "apercu"}).content.decode())
    client.post(between(one, other), {**form, "etape": "reunir"})
    live = contents.of_sheet(Sheet.objects.published().for_reading().get())
    assert set(live["files"] or ()) == {"affiche.pdf", "liste.pdf", "bilan.pdf"}  # type: ignore[arg-type]


def test_two_long_texts_do_not_fit_together(client: Client, correspondent: Person) -> None:
    one, other = a_sheet(limits="a " * 10_000), a_sheet(limits="b " * 10_000)
    form = chosen(page(client, between(one, other))) | {"champ-limits": "les-deux"}
    response = client.post(between(one, other), {**form, "etape": "apercu"})
    assert response.status_code == 422
    assert "trop longs" in response.content.decode()


@pytest.mark.parametrize(
    ("left", "right", "side"),
    [
        ({"limits": ""}, {"limits": "Long."}, "droite"),
        ({"limits": "Plus long."}, {"limits": "Court."}, "gauche"),
        ({"title": "  "}, {"title": "Le bal"}, "droite"),
        ({"title": ""}, {"title": "Le bal"}, "droite"),
        ({"keywords": ("Culture",)}, {"keywords": ("Santé",)}, "les-deux"),
        ({"keywords": ()}, {"keywords": ("Santé",)}, "droite"),
        ({"year": None}, {"year": 2020}, "droite"),
        ({"year": 2021}, {"year": 2020}, "gauche"),
        ({"status": "En cours"}, {"status": "Terminée"}, "gauche"),
    ],
)
def test_what_is_proposed(left: dict[str, object], right: dict[str, object], side: str) -> None:
    (question,) = pairing.questions(a_content(**left), a_content(**right))
    assert question.proposed == side


def test_a_reason_goes_with_an_end_only() -> None:
    left = a_content(status="Terminée", end_reason="Plus d’argent.")
    right = a_content(status="En cours")
    assert pairing.joined(left, right, {})["end_reason"] == "Plus d’argent."
    kept = pairing.joined(left, right, {"status": pairing.Side.RIGHT})
    assert (kept["status"], kept["end_reason"]) == ("En cours", "")


def test_too_many_to_compare(
    client: Client, correspondent: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pairing, "MOST_SHEETS", 1)
    twins()
    assert "choisissez un département" in page(client, HERE)


def test_flat_queries(
    client: Client, correspondent: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    page(client)
    twins()
    with django_assert_num_queries(15):
        page(client, HERE)
    twins()
    with django_assert_num_queries(15):
        assert page(client, HERE).count("Comparer et réunir") > 1


def test_judged_once_until_something_happens(
    client: Client, correspondent: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []
    judge = doubles.pairs

    def counted(**named: Any) -> list[doubles.Pair]:
        calls.append(named)
        return judge(**named)

    monkeypatch.setattr(doubles, "pairs", counted)
    one, other = twins()
    page(client, HERE)
    assert "Comparer et réunir" in page(client, HERE)
    assert calls == [{"departments": ["69"]}]
    post(client, between(one, other, "deux-fiches/"))
    assert "Aucune fiche" in page(client, HERE)
    twins()
    assert page(client, HERE).count("Comparer et réunir") > 1
    assert len(calls) == 2
