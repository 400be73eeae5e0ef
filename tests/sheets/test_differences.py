"""What changed between two versions, by field and by word."""

from hypothesis import given
from hypothesis import strategies as st

from essaim.sheets import differences
from essaim.sheets.differences import Piece
from tests.factories import a_content


def test_words_that_changed() -> None:
    found = differences.words("Un bal le samedi soir.", "Un grand bal le dimanche soir.")
    assert found == [
        Piece("same", "Un "),
        Piece("added", "grand "),
        Piece("same", "bal le "),
        Piece("removed", "samedi"),
        Piece("added", "dimanche"),
        Piece("same", " soir."),
    ]


def test_words_that_changed_in_a_row_are_one_change() -> None:
    found = differences.words("deux mots changés ici", "trois termes autres ici")
    assert [piece.kind for piece in found] == ["removed", "added", "same"]


def test_fields_that_changed() -> None:
    before = a_content(title="Bal", keywords=("Culture", "Santé"), year=2023, status="En cours")
    after = a_content(title="Bal", keywords=("Culture", "Logement"), year=2024)
    found = {change.field.name: change for change in differences.changed(before, after)}
    assert set(found) == {"keywords", "year", "status"}
    assert found["keywords"].pieces == (
        Piece("same", "Culture"),
        Piece("removed", "Santé"),
        Piece("added", "Logement"),
    )
    assert found["year"].pieces == (Piece("removed", "2023"), Piece("added", "2024"))
    assert found["status"].pieces == (Piece("removed", "En cours"),)


TEXTS = st.lists(st.sampled_from(["bal", " ", "\n", "été", "!", "le ", "🎉"])).map("".join)


@given(before=TEXTS, after=TEXTS)
def test_the_pieces_hold_both_texts(before: str, after: str) -> None:
    found = differences.words(before, after)
    assert "".join(piece.text for piece in found if piece.kind != "added") == before
    assert "".join(piece.text for piece in found if piece.kind != "removed") == after


def test_a_text_as_long_as_allowed_is_compared_by_lines() -> None:
    before = "\n".join(f"ligne {number} du texte" for number in range(1500))
    after = before.replace("ligne 700 ", "ligne sept cents ")
    found = differences.words(before, after)
    assert [piece.text for piece in found if piece.kind == "added"] == [
        "ligne sept cents du texte\n"
    ]
