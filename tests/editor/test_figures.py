"""Figures in the editor: read under the texts, confirmed or corrected by plain forms, asked again
as one types."""

from typing import Any

import pytest
from django.test import Client

from essaim.editor.views import figures
from essaim.network.models import Person, Structure
from essaim.sheets import fields
from essaim.sheets.models import Revision, Sheet
from tests.editor.forms import content_of, posted, signed_in, some, waiting
from tests.factories import a_correspondent, a_draft, a_member, a_submitted_sheet
from tests.hostile import HostileClient
from tests.page import Page, parse

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}
MONEY = "18 000 euros sur 2 ans"
PEOPLE = "3 salariés, 10 bénévoles"


@pytest.fixture
def writer(client: HostileClient, member: Person) -> Client:
    return signed_in(client, member)


@pytest.fixture
def sheet(member: Person, structure: Structure) -> Sheet:
    return a_draft(member, structure, funding=MONEY, people=PEOPLE)


def edit(sheet: Sheet) -> str:
    return f"/contribuer/{sheet.number}/modifier/"


def page_of(writer: Client, sheet: Sheet) -> Page:
    answer = writer.get(edit(sheet))
    assert answer.status_code == 200
    return parse(answer.content.decode())


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def under(page: Page, key: str) -> str:
    """Return what stands under a text, with plain blanks."""
    (box,) = (one for one in page.all("div") if one.get("id") == f"lecture-{key}")
    return plain(box.text())


def button(page: Page, key: str, words: str) -> str:
    """Return what a button under a text answers."""
    (box,) = (one for one in page.all("div") if one.get("id") == f"lecture-{key}")
    (found,) = (one for one in box.all("button") if one.text() == words.replace("'", "’"))
    assert found.get("name") == "chiffres"
    return found.get("value")


def value_of(page: Page, key: str) -> str:
    (found,) = (one for one in page.all("input") if one.get("id") == key)
    return found.get("value")


# --- By plain forms -------------------------------------------------------------------------------


def test_the_page_says_what_is_read(writer: Client, sheet: Sheet) -> None:
    page = page_of(writer, sheet)
    money = under(page, "ressources_financieres")
    assert "Nous lisons : 18 000 € sur 24 mois. C’est bien cela ?" in money
    assert "18 000 euros sur 2 ans" in money
    assert "3 professionnels et 10 bénévoles" in under(page, "personnes_mobilisees")
    assert value_of(page, "budget_confirme") == ""


def test_yes_is_kept_by_a_plain_form(writer: Client, sheet: Sheet) -> None:
    page = page_of(writer, sheet)
    answer = button(page, "ressources_financieres", "Oui, c’est cela")
    before = content_of(sheet)
    sent = writer.post(edit(sheet), posted(before, 1) | {"chiffres": answer})
    assert sent["Location"] == f"{edit(sheet)}#lecture-ressources_financieres"
    assert content_of(sheet) == before | {"stated_budget": 18_000, "stated_months": 24}
    page = page_of(writer, sheet)
    assert "Vous avez confirmé : 18 000 € sur 24 mois." in under(page, "ressources_financieres")
    assert value_of(page, "budget_confirme") == "18000"
    back = button(page, "ressources_financieres", "Revenir à la lecture du texte")
    writer.post(edit(sheet), posted(content_of(sheet), 2) | {"chiffres": back})
    assert content_of(sheet) == before


def test_no_is_kept_too(writer: Client, sheet: Sheet) -> None:
    page = page_of(writer, sheet)
    answer = button(page, "ressources_financieres", "Ce n’est pas un budget")
    writer.post(edit(sheet), posted(content_of(sheet), 1) | {"chiffres": answer})
    assert content_of(sheet)["stated_budget"] == fields.NO_FIGURE
    page = page_of(writer, sheet)
    assert "pas de budget à compter" in under(page, "ressources_financieres")
    assert value_of(page, "budget_confirme") == "non"
    # The form as a browser sends it back changes nothing.
    writer.post(edit(sheet), posted(content_of(sheet), 2))
    assert waiting(sheet).version == 2


def test_what_was_typed_beside_the_button_is_kept(writer: Client, sheet: Sheet) -> None:
    answer = button(page_of(writer, sheet), "personnes_mobilisees", "Oui, c’est cela")
    form = posted(content_of(sheet), 1, limits="Le vent.", stated_budget="12 500 €")
    writer.post(edit(sheet), form | {"chiffres": answer})
    after = content_of(sheet)
    assert (after["limits"], after["stated_budget"]) == ("Le vent.", 12_500)
    assert (after["stated_professionals"], after["stated_volunteers"]) == (3, 10)


def test_a_correction_stays_whatever_the_text_becomes(writer: Client, sheet: Sheet) -> None:
    writer.post(edit(sheet), some(1, stated_budget="20 000"))
    writer.post(edit(sheet), some(2, funding="9 000 euros"))
    assert (content_of(sheet)["stated_budget"], content_of(sheet)["funding"]) == (
        20_000,
        "9 000 euros",
    )
    told = under(page_of(writer, sheet), "ressources_financieres")
    assert "Vous avez confirmé : 20 000 €." in told
    assert "Le texte, lui, se lit : 9 000 €" in told


@pytest.mark.parametrize(
    "typed", ["beaucoup", "12,5", "-3", "9" * 30, "<b>", "½", "1e3", "deux mille"]
)
def test_what_is_no_figure_is_said_and_nothing_else_is_lost(
    typed: str, writer: Client, sheet: Sheet
) -> None:
    answer = writer.post(edit(sheet), some(1, stated_budget=typed, limits="Le vent."))
    assert answer.status_code == 422
    page = parse(answer.content.decode())
    assert value_of(page, "budget_confirme") == typed
    (fault,) = (one for one in page.all("p") if one.get("id") == "budget_confirme-erreur")
    assert "nombre" in fault.text()
    # The part of the page that holds it is open.
    assert any(one.tag == "details" and "open" in one.attributes for one in fault.above())
    assert (content_of(sheet)["stated_budget"], content_of(sheet)["limits"]) == (None, "Le vent.")


def test_two_people_who_state_different_figures_are_asked(
    writer: Client, sheet: Sheet, structure: Structure
) -> None:
    other = signed_in(Client(), a_member(structure, name="Basile"))
    other.post(edit(sheet), some(1, stated_budget="100"))
    sent = writer.post(edit(sheet), some(1, stated_budget="200"))
    assert "/conflit/" in sent["Location"]
    page = writer.get(sent["Location"])
    assert "Budget confirmé" in page.content.decode()
    form = {"version": 2, "choix_budget_confirme": "mien"}
    writer.post(sent["Location"], form)
    assert content_of(sheet)["stated_budget"] == 200


def test_the_enter_key_never_answers_about_figures(writer: Client, sheet: Sheet) -> None:
    """It presses the first button of a form."""
    page = page_of(writer, sheet)
    (form,) = (one for one in page.all("form") if one.get("id") == "fiche")
    first = next(iter(form.all("button")))
    assert first.get("name") == ""


def test_an_answer_given_after_the_session_ended_is_given_back(
    sheet: Sheet, member: Person
) -> None:
    form = some(1, limits="Le vent.") | {"chiffres": "budget_confirme=18000"}
    page = Client().post(edit(sheet), form)
    assert page.status_code == 401
    hidden = {
        one.get("name"): one.get("value") for one in parse(page.content.decode()).all("input")
    }
    assert hidden["chiffres"] == "budget_confirme=18000"
    signed_in(Client(), member).post(edit(sheet), hidden)
    assert content_of(sheet)["stated_budget"] == 18_000


def test_a_copy_leaves_last_years_figures_behind(
    writer: Client, member: Person, structure: Structure
) -> None:
    model = a_draft(member, structure, funding=MONEY, stated_budget=5, stated_volunteers=2)
    form = {"structure": structure.pk, "jeton": "x", "modele": model.number, "titre": "Encore"}
    writer.post("/contribuer/nouvelle/", form)
    copy = content_of(Sheet.objects.latest("pk"))
    assert copy["funding"] == MONEY
    assert {copy[field.name] for field in fields.NUMBERS} == {None}


def test_a_version_shows_the_figures_that_changed(writer: Client, sheet: Sheet) -> None:
    writer.post(edit(sheet), some(1, stated_budget="20000", stated_volunteers="non"))
    page = writer.get(f"/contribuer/{sheet.number}/versions/2/").content.decode()
    for words in ("Budget confirmé", "20000", "Bénévoles confirmés", "non"):
        assert words in page
    assert "-1" not in parse(page).first("main").text()  # type: ignore[union-attr]


# --- As one types ---------------------------------------------------------------------------------


def ask(client: Client, sheet: Sheet, status: int = 200, **typed: Any) -> Any:
    form = {"champ": "ressources_financieres", **typed}
    answer = client.post(f"/contribuer/{sheet.number}/chiffres/", form, headers=JSON)
    assert answer.status_code == status, answer.content
    return answer.json()


def test_a_text_being_typed_is_read_and_not_kept(writer: Client, sheet: Sheet) -> None:
    told = ask(writer, sheet, ressources_financieres="7 350,50 €\r\npour un an")
    assert plain(told["dit"]).startswith("Nous lisons : 7 350,50 €")
    assert "C’est bien cela" in told["lecture"]
    assert told["ouvrir"] == "Corriger"
    assert sheet.revisions.count() == 1
    told = ask(writer, sheet, ressources_financieres=MONEY, budget_confirme="5")
    assert told["dit"] == "Vous avez confirmé : 5 €."
    told = ask(writer, sheet, ressources_financieres=MONEY, budget_confirme="cinq")
    assert told["dit"].startswith("Nous lisons")
    assert ask(writer, sheet, ressources_financieres="") == {
        "lecture": "",
        "dit": "",
        "ouvrir": "Donner les chiffres",
    }
    told = ask(writer, sheet, champ="personnes_mobilisees", personnes_mobilisees=PEOPLE)
    assert "3 professionnels" in plain(told["dit"])


def test_hostile_texts_are_quoted_as_text(writer: Client, sheet: Sheet) -> None:
    text = '<script>alert("18 000 €")</script> 18 000 € <img src=x onerror=alert(1)> Caf : 3 000 €'
    told = ask(writer, sheet, ressources_financieres=text)
    fragment = parse(told["lecture"])
    assert not list(fragment.all("script", "img"))


def test_only_figures_of_a_reasonable_length(writer: Client, sheet: Sheet) -> None:
    long = "1" * (fields.TEXT_LIMIT + 1)
    ask(writer, sheet, 413, ressources_financieres=long)
    ask(writer, sheet, 400, champ="limites", limites="Le vent.")
    ask(writer, sheet, 400, champ="budget_confirme")


def test_not_too_many_in_a_minute(
    writer: Client, sheet: Sheet, structure: Structure, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures, "_pace", figures.Pace(clock=lambda: 30.0))
    monkeypatch.setattr(figures, "MOST_A_MINUTE", 3)
    for _ in range(3):
        ask(writer, sheet, ressources_financieres=MONEY)
    ask(writer, sheet, 429, ressources_financieres=MONEY)
    other = signed_in(Client(), a_member(structure))
    ask(other, sheet, ressources_financieres=MONEY)
    monkeypatch.setattr(figures, "_pace", figures.Pace(clock=lambda: 90.0))
    ask(writer, sheet, ressources_financieres=MONEY)


def test_who_may_not_write_the_sheet_reads_nothing(sheet: Sheet, member: Person) -> None:
    address = f"/contribuer/{sheet.number}/chiffres/"
    form = {"champ": "ressources_financieres", "ressources_financieres": MONEY}
    assert Client().post(address, form, headers=JSON).status_code == 401
    assert Client().get(address).status_code == 405
    assert signed_in(Client(), a_correspondent("69")).post(address, form).status_code == 404
    strict = Client(enforce_csrf_checks=True)
    signed_in(strict, member)
    refused = strict.post(address, form, headers=JSON)
    assert (refused.status_code, refused.json()["raison"]) == (403, "jeton")
    other = form | {"personne": "999999"}
    assert signed_in(Client(), member).post(address, other, headers=JSON).status_code == 403


# --- Before submitting, and as the public will read it --------------------------------------------


def test_before_submitting_the_figures_are_shown(writer: Client, sheet: Sheet) -> None:
    writer.post(edit(sheet), some(1, stated_budget="20000"))
    source = writer.get(f"/contribuer/{sheet.number}/soumettre/").content.decode()
    text = plain(parse(source).first("main").text())  # type: ignore[union-attr]
    assert "Voici les chiffres que nous publierons" in text
    assert "20 000 € sur 24 mois confirmé par vous" in text
    assert "3 professionnels et 10 bénévoles, 13 personnes en tout lu dans le texte" in text
    assert f"/contribuer/{sheet.number}/modifier/#lecture-personnes_mobilisees" in source


def test_without_figures_nothing_is_said(
    writer: Client, member: Person, structure: Structure
) -> None:
    sheet = a_draft(member, structure, funding="", people="")
    page = writer.get(f"/contribuer/{sheet.number}/soumettre/").content.decode()
    assert "chiffres que nous" not in page


def test_the_preview_writes_no_figure(writer: Client, member: Person, structure: Structure) -> None:
    sheet = a_submitted_sheet(member, structure, funding=MONEY)
    before = Revision.objects.count()
    assert writer.get(f"/contribuer/{sheet.number}/apercu/").status_code == 200
    assert Revision.objects.count() == before
    assert Sheet.objects.get(pk=sheet.pk).budget is None
