"""What the factories make is what the writer would have made."""

import pytest

from essaim.sheets import content as contents
from essaim.sheets.models import Event, Revision
from tests.factories import USUAL, a_bare_sheet, a_sheet, some_sheets

pytestmark = pytest.mark.django_db


def test_a_sheet_holds_what_was_asked() -> None:
    sheet = a_sheet(title="Autre", partners=("Caf",), structure="EVS Le Fil", department="2A")
    content = contents.of_sheet(sheet)
    assert content["title"] == "Autre"
    assert content["partners"] == ("Caf",)
    assert content["summary"] == USUAL["summary"]
    assert sheet.structure.listed_name == "EVS Le Fil - Corse-du-Sud"
    assert contents.digest(content) == sheet.digest
    assert Revision.objects.filter(sheet=sheet, state="live").count() == 1
    assert Event.objects.filter(sheet_id=sheet.pk).count() == 1


def test_a_bare_sheet_says_nothing_else() -> None:
    assert contents.to_json(contents.of_sheet(a_bare_sheet(status="En cours"))) == {
        "statut": "En cours"
    }


def test_several_sheets_keep_their_order() -> None:
    sheets = some_sheets(3)
    assert sorted(sheets, key=lambda sheet: sheet.pk) == sheets
    assert len({sheet.display_title for sheet in sheets}) == 3


def test_a_misspelt_field_is_an_error() -> None:
    with pytest.raises(AssertionError, match="titel"):
        a_sheet(titel="Autre")
