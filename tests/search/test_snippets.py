"""Passages: plain text, the words of the query marked, cut between words, never HTML."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essaim.search.analysis import WORD, stems, words
from essaim.search.snippets import cut
from essaim.search.spellings import candidates

LONG = (
    "Les ateliers du mercredi réunissent une dizaine de familles. On y parle du quotidien. "
    "En juin, le jardin partagé ouvre ses portes, et les enfants du jardin invitent leurs parents. "
    "Plus tard, rien de notable. " + "Encore une phrase sans intérêt. " * 30
)


def said(pieces: list[tuple[str, bool]]) -> str:
    return "".join(text for text, _ in pieces)


def found(pieces: list[tuple[str, bool]]) -> list[str]:
    return [text for text, is_found in pieces if is_found]


def test_the_passage_with_most_of_the_words() -> None:
    pieces = cut(LONG, words("jardins parent"), 120)
    assert found(pieces) == ["jardin", "jardin", "parents"]
    assert said(pieces).startswith("…")
    assert said(pieces).endswith(" …")


def test_words_are_marked_as_they_are_written() -> None:
    text = "Le RÉVEILLON des Œuvres, l’école\u202f! Reveillons-nous."
    assert found(cut(text, words("reveillon oeuvre ecole"), 200)) == [
        "RÉVEILLON",
        "Œuvres",
        "école",
        "Reveillons",
    ]


def test_an_elision_is_not_part_of_the_word_that_follows() -> None:
    """Though « l » begins « loto », and « ’ » is no ASCII letter either."""
    assert found(cut("À l’ombre, loto.", words("ombre loto"), 200)) == ["ombre", "loto"]
    assert found(cut("Un “arbre” rare", words("arbre rare"), 200)) == ["arbre", "rare"]


def test_a_word_that_several_beginnings_find_is_marked_once() -> None:
    assert found(cut("Les élèves élus", words("élève élu élan"), 200)) == ["élèves", "élus"]


def test_without_words_the_beginning_is_shown_cut_between_words() -> None:
    pieces = cut(LONG, (), 100)
    assert found(pieces) == []
    assert LONG.startswith(said(pieces).removesuffix(" …"))
    assert LONG[len(said(pieces)) - 2].isspace()
    assert len(said(pieces)) <= 102


def test_a_short_text_is_whole_and_its_lines_are_joined() -> None:
    assert cut("- un\n- deux\n\n  trois  \n", (), 220) == [("- un - deux trois", False)]
    assert cut("", words("jardin"), 220) == []
    assert cut("\n \n", (), 220) == [] or said(cut("\n \n", (), 220)).strip() == ""


def test_markup_comes_out_as_it_is() -> None:
    """Escaping is the page's: here is plain text."""
    pieces = cut("<b>jardin</b> & <script>", words("jardin"), 220)
    assert pieces == [("<b>", False), ("jardin", True), ("</b> & <script>", False)]


def test_a_text_without_blanks_is_cut_all_the_same() -> None:
    pieces = cut("jardin" + "x" * 30_000, (), 100)
    assert len(said(pieces)) <= 102


letters = st.text(st.sampled_from("aeéèœcx sS\n'’-.<&jardinu0\u0301"), max_size=400)
needle = st.sampled_from(["jardin", "vélo", "œuvre", "sœurs", "ce", "a1", "é"])


@settings(deadline=None)
@given(letters, st.lists(needle, max_size=4), st.integers(20, 300))
def test_any_text_gives_pieces_of_itself(text: str, wanted: list[str], width: int) -> None:
    text = unicodedata.normalize("NFC", " ".join([text, *wanted, text]))
    stems_wanted = frozenset(word for one in wanted for word in words(one))
    pieces = cut(text, stems_wanted, width)
    flat = " ".join(text.split())
    shown = said(pieces).removeprefix("…").removesuffix(" …")
    assert " ".join(shown.split()) in flat
    assert all(piece for piece, _ in pieces)
    assert len(shown) <= width + 41  # a whole word at the least
    for piece in found(pieces):
        assert stems[piece] in stems_wanted
    present = {stems[match[0]] for match in WORD.finditer(text)} & stems_wanted
    assert bool(found(pieces)) == bool(present)


@given(st.text(max_size=300), st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=3))
def test_no_word_breaks_the_pattern(text: str, wanted: list[str]) -> None:
    stems_wanted = frozenset(word for one in wanted for word in words(one))
    if stems_wanted:
        list(candidates(stems_wanted, text))
        cut(text, stems_wanted, 100)


def test_the_pattern_finds_every_word_of_the_real_listing(listing_path: Path) -> None:
    """The short cut must see all that word-by-word analysis sees."""
    text = unicodedata.normalize("NFC", listing_path.read_text(encoding="utf-8"))
    places: dict[str, list[int]] = {}
    for match in WORD.finditer(text):
        if stems[match[0]]:
            places.setdefault(stems[match[0]], []).append(match.start())
    assert len(places) > 1000
    for stem, expected in places.items():
        matches = candidates(frozenset([stem]), text)
        assert [match.start() for match in matches if stems[match[0]] == stem] == expected, stem


@pytest.mark.parametrize("width", [1, 10, 39, 41])
def test_a_tiny_width_does_no_harm(width: int) -> None:
    assert cut(LONG, words("jardin"), width)
