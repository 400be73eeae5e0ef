"""Figures in the catalogue: bounded, ordered, shown with where they come from."""

import json
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from essaim.catalogue import figure_lines
from essaim.catalogue.figure_lines import READ, STATED, STATED_IN_PART, Line
from essaim.catalogue.typography import inline
from essaim.sheets.fields import NO_FIGURE
from essaim.sheets.models import Sheet
from tests.catalogue.reading_pages import links, page, plain, queries, text
from tests.factories import a_bare_sheet, some_sheets
from tests.page import Page

pytestmark = pytest.mark.django_db


def inputs(found: Page) -> dict[str, str]:
    """Return the values that the form « recherche » would send, by name."""
    return {
        one.get("name"): one.get("value")
        for one in found.all("input")
        if one.get("form") == "recherche" and one.get("type") != "checkbox"
    }


def address(sheet: Sheet) -> str:
    return f"/actions/{sheet.number}-{sheet.slug}/"


def some_budgets() -> None:
    for budget, volunteers in ((1_000, 3), (5_000, None), (None, 10), (NO_FIGURE, None)):
        a_bare_sheet(
            title=f"B {budget or 0}",
            stated_budget=budget,
            stated_volunteers=volunteers,
            keywords=("Culture",),
            partners=("Caf",),
        )


def test_the_panel_bounds_figures_without_any_script(client: Client) -> None:
    some_budgets()
    found = page(client, "/actions/?mot-cle=Culture&budget-min=1000&budget-max=4000")
    sent = inputs(found)
    assert (sent["budget-min"], sent["budget-max"], sent["personnes-min"]) == ("1000", "4000", "")
    # Held by their own boxes, and by no hidden one beside.
    names = [one.get("name") for one in found.all("input")]
    assert names.count("budget-min") == names.count("budget-max") == 1
    labels = {one.get("for"): plain(one.text()) for one in found.all("label")}
    assert (labels["f-budget-min"], labels["f-budget-max"]) == ("De", "À")
    open_ones = {one.get("id") for one in found.all("details") if "open" in one.attributes}
    assert "facette-budget" in open_ones
    assert "facette-personnes" not in open_ones


def test_what_is_bounded_is_said_and_comes_off(client: Client) -> None:
    some_budgets()
    found = page(client, "/actions/?partenaire-aussi=Caf&budget-min=900&personnes-max=5")
    assert links(found)["Retirer budget d’au moins 900 €"] == (
        "/actions/?partenaire-aussi=Caf&personnes-max=5"
    )
    assert "Retirer portées par au plus 5 personnes" in links(found)
    assert "Retirer et aussi Caf" in links(found)
    assert (
        "Actions avec la Caf, d’un budget d’au moins 900 €, portées par au plus 5 personnes"
        in text(found)
    )
    assert "Affiner (2)" in text(found)


def test_how_many_say_nothing_is_said_with_a_filter_and_with_an_order(client: Client) -> None:
    some_budgets()
    a_bare_sheet(title="Bal", stated_budget=3, department="33")
    assert "disent" not in text(page(client, "/actions/"))
    filtered = text(page(client, "/actions/?budget-min=2000"))
    assert "1 fiche" in filtered
    assert "3 fiches sur 5 disent leur budget ; les autres ne sont pas dans ce filtre." in filtered
    ordered = text(page(client, "/actions/?tri=personnes"))
    assert (
        "2 fiches sur 5 disent combien de personnes les portent ;"
        " les autres viennent à la fin de ce tri." in ordered
    )
    one = text(page(client, "/actions/?departement=33&tri=budget"))
    assert "1 fiche sur 1 dit son budget." in one


def test_bad_bounds_are_told_and_the_rest_still_counts(client: Client) -> None:
    some_budgets()
    told = text(page(client, "/actions/?budget-min=beaucoup&personnes-min=3"))
    assert "Budget : « beaucoup » n’est pas un nombre entier" in told
    assert "2 fiches" in told
    turned = page(client, "/actions/?budget-min=6000&budget-max=900")
    assert "nous les avons pris dans l’autre sens" in text(turned)
    assert inputs(turned)["budget-min"] == "900"


def test_the_orders_are_offered(client: Client) -> None:
    some_budgets()
    found = page(client, "/actions/?tri=budget")
    assert links(found)["Personnes"] == "/actions/?tri=personnes"
    titles = [plain(one.text()) for one in found.all("h2") if one.get("class") == "card-title"]
    assert titles[:2] == ["B 5000", "B 1000"]


def test_a_card_says_the_figures_and_where_they_come_from(client: Client) -> None:
    a_bare_sheet(
        title="Bal",
        stated_budget=18_000,
        stated_months=24,
        stated_professionals=3,
        stated_volunteers=10,
    )
    assert (
        "18 000 € sur 24 mois · 3 professionnels, 10 bénévoles confirmé par la structure"
        in text(page(client, "/actions/"))
    )


def test_a_card_tells_apart_what_was_read_and_what_was_confirmed(client: Client) -> None:
    a_bare_sheet(title="Bal", funding="Budget total : 900 €", stated_volunteers=1)
    told = text(page(client, "/actions/"))
    assert "900 € lu dans le texte 1 bénévole confirmé par la structure" in told


def test_cards_cost_no_more_queries(client: Client) -> None:
    some_sheets(8, stated_budget=5)
    assert queries(client, "/actions/") == queries(client, "/actions/?tri=budget")


def test_the_page_of_a_sheet_shows_figures_above_their_text(client: Client) -> None:
    sheet = a_bare_sheet(
        title="Bal",
        funding="Budget total : 900 €, en deux fois",
        people="les gens du quartier",
        stated_professionals=2,
        stated_beneficiaries=40,
    )
    told = text(page(client, address(sheet)))
    assert (
        "Ressources financières 900 € lu dans le texte Budget total : 900 €, en deux fois" in told
    )
    assert (
        "Personnes mobilisées 2 professionnels confirmé par la structure"
        " 40 bénéficiaires confirmé par la structure les gens du quartier" in told
    )


def test_a_figure_without_a_text_is_shown_and_one_set_aside_is_not(client: Client) -> None:
    sheet = a_bare_sheet(stated_budget=0, people="3 salariés", stated_professionals=NO_FIGURE)
    told = text(page(client, address(sheet)))
    assert "Ressources financières 0 € confirmé par la structure" in told
    assert "Personnes mobilisées 3 salariés" in told


def told_of(kept: dict[str, Any], *stated: str) -> tuple[Line, ...]:
    return figure_lines.short({"retenus": kept, "confirmes": list(stated)})


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ({"budget": 7_350.5}, "7 350,50 €"),
        ({"budget": 1_000, "mois": 1}, "1 000 € par mois"),
        ({"budget": 0}, "0 €"),
        ({"mois": 12}, None),
        ({"total": 0, "professionnels": 0}, "aucune personne"),
        ({"total": 1}, "1 personne"),
        ({"total": 20, "approximatifs": ["total"]}, "environ 20 personnes"),
        ({"benevoles": [5, 8], "total": [5, 8]}, "5 à 8 bénévoles"),
        ({"autres": 1, "benevoles": 1, "total": 2}, "1 bénévole, 1 autre personne"),
        ({"total": 12, "professionnels": 3}, "12 personnes, dont 3 professionnels"),
        ({"beneficiaires": 12}, None),
        ({}, None),
    ],
)
def test_figures_as_one_says_them(kept: dict[str, Any], said: str | None) -> None:
    assert [plain(line.text) for line in told_of(kept)] == ([said] if said else [])


def test_where_figures_come_from() -> None:
    parts = {"professionnels": 3, "benevoles": 2, "total": 5}
    assert [line.source for line in told_of(parts)] == [READ]
    assert [line.source for line in told_of(parts, "benevoles")] == [STATED_IN_PART]
    assert [line.source for line in told_of(parts, "benevoles", "professionnels")] == [STATED]
    money = {"budget": 9, "mois": 3}
    assert [line.source for line in told_of(money, "budget")] == [STATED_IN_PART]
    assert [line.source for line in told_of(money, "budget", "mois")] == [STATED]


_COUNT = st.one_of(
    st.none(),
    st.integers(0, 2_000_000),
    st.tuples(st.integers(0, 99), st.integers(100, 30_000)).map(list),
)
_SETTLED = st.fixed_dictionaries(
    {
        "budget": st.one_of(st.none(), st.integers(0, 10**8), st.sampled_from([7350.5, 12345.67])),
        "mois": st.one_of(st.none(), st.integers(1, 600)),
        **dict.fromkeys(("professionnels", "benevoles", "autres", "total"), _COUNT),
        "approximatifs": st.lists(st.sampled_from(["total", "benevoles", "autres"]), unique=True),
    }
)


@given(_SETTLED, st.lists(st.sampled_from(["budget", "benevoles"]), unique=True), st.text())
def test_the_lines_of_a_card_are_set_and_read_from_the_column(
    kept: dict[str, Any], stated: list[str], said: str
) -> None:
    # A text may hold what looks like a key.
    written = f'{said}", "retenus": {{"budget": 1}}, "confirmes": []'
    whole = {"argent": {"texte": written}, "retenus": kept, "confirmes": stated}
    for column in (whole, {"confirmes": stated, "retenus": kept, "personnes": {"texte": written}}):
        lines = figure_lines.short(json.dumps(column, ensure_ascii=False))
        assert lines == figure_lines.short(column)
        for line in lines:
            assert inline(line.text) == escape(line.text)


@pytest.mark.parametrize("column", ["null", "{}", None, '{"retenus": {"budget": 5}}'])
def test_a_column_that_says_less_is_read_all_the_same(column: str | None) -> None:
    said = [plain(line.text) for line in figure_lines.short(column)]
    assert said == (["5 €"] if column and "5" in column else [])
