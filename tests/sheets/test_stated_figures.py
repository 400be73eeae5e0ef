"""The figures an author states: what is accepted, and how they go through every door."""

from typing import Any

import pytest

from essaim.desk import pairing, reading
from essaim.desk.pairing import Side
from essaim.sheets import cells, differences, fields, validators
from essaim.sheets import content as contents
from essaim.sheets.differences import Piece
from essaim.sheets.fields import NO_FIGURE
from essaim.sheets.validators import Refused
from essaim.workflow import reconciling
from tests.factories import a_content

BUDGET = fields.BY_NAME["stated_budget"]


def taken(value: Any) -> Any:
    return validators.field_value(BUDGET, value, lambda _, written: written)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        (None, None),
        ("", None),
        ("  ", None),
        ("18000", 18_000),
        (18_000, 18_000),
        (18_000.0, 18_000),
        ("18 000 €", 18_000),
        ("18\u202f000", 18_000),
        ("0", 0),
        (0, 0),
        ("007", 7),
        ("non", NO_FIGURE),
        (" Non ", NO_FIGURE),
        (NO_FIGURE, NO_FIGURE),
        (str(fields.MOST_EUROS), fields.MOST_EUROS),
    ],
)
def test_a_figure_as_people_write_it(written: Any, value: int | None) -> None:
    assert taken(written) == value


@pytest.mark.parametrize(
    "written",
    ["-1", "-5", -5, "12,5", 12.5, "abc", "1e3", "٢", True, ["1"], "9" * 5000, 10**30, "1 000 $"],
)
def test_what_is_no_figure_is_refused(written: Any) -> None:
    with pytest.raises(Refused):
        taken(written)
    with pytest.raises(Refused, match="au plus 500000000"):
        taken(fields.MOST_EUROS + 1)


@pytest.mark.parametrize("value", [None, 0, 1, NO_FIGURE])
def test_json_and_cells_give_back_what_they_were_given(value: int | None) -> None:
    told = a_content(stated_budget=value)
    stored = contents.to_json(told)
    assert stored.get("budget_confirme") == ("non" if value == NO_FIGURE else value)
    assert contents.from_json(stored) == told
    assert cells.values({"budget_confirme": contents.as_written(value)}) == {
        "budget_confirme": contents.as_written(value)
    }
    assert taken(contents.as_written(value)) == value


def test_zero_is_not_nothing() -> None:
    digests = {contents.digest(a_content(stated_budget=value)) for value in (None, 0, NO_FIGURE)}
    assert len(digests) == 3


def test_the_differences_say_it_as_it_is_written() -> None:
    (change,) = differences.changed(a_content(stated_budget=NO_FIGURE), a_content(stated_budget=0))
    assert change.pieces == (Piece("removed", "non"), Piece("added", "0"))


def test_two_sheets_made_one_keep_what_one_of_them_states() -> None:
    left, right = a_content(stated_budget=5), a_content(stated_budget=7, stated_volunteers=0)
    asked = {one.field.name: one for one in pairing.questions(left, right)}
    assert asked["stated_budget"].options == (Side.LEFT, Side.RIGHT)
    assert asked["stated_volunteers"].proposed is Side.RIGHT
    assert pairing.joined(left, right, {})["stated_volunteers"] == 0
    assert pairing.joined(left, right, {"stated_budget": Side.RIGHT})["stated_budget"] == 7


def test_two_authors_who_state_two_figures_are_asked() -> None:
    base, theirs = a_content(), a_content(stated_budget=5)
    mine = a_content(stated_budget=7, stated_volunteers=2)
    found = reconciling.reconcile(base, theirs, mine)
    assert [one.field for one in found.conflicts] == ["stated_budget"]
    assert found.content["stated_volunteers"] == 2


def test_the_desk_reads_it() -> None:
    assert reading.line_of(BUDGET, NO_FIGURE).values == ("non",)
    assert reading.line_of(BUDGET, 0).values == ("0",)
    assert reading.line_of(BUDGET, None).values == ()


def test_each_number_says_which_text_it_corrects() -> None:
    assert {field.corrects for field in fields.NUMBERS} == {"funding", "people"}
    for field in fields.NUMBERS:
        assert field.section is fields.BY_NAME[field.corrects].section
        assert field.most > 0 and not field.listed and field.channel is None
