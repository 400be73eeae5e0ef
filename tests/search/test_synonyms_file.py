"""The file of synonyms: every fault with its line, and whatever else one may be given."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essaim.search import analysis, synonyms, synonyms_file
from essaim.search.synonyms import Thesaurus
from essaim.search.synonyms_file import SynonymsError


def faults(text: str) -> list[tuple[int, str]]:
    with pytest.raises(SynonymsError) as caught:
        synonyms.parse(text)
    return [(one.line, one.reason) for one in caught.value.problems]


# Faults.


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("belote", "au moins deux termes"),
        ("= belote", "il manque un mot d’un côté de « = »"),
        ("belote =", "il manque un mot d’un côté de « = »"),
        ("belote = = tarot", "il manque un mot"),
        ("belote > ", "il manque un mot d’un côté de « > »"),
        ("belote, > tarot", "il manque un mot"),
        ("!", "au moins deux termes"),
        ("! = belote", "il manque un mot"),
        ("belote = tarot > cartes", "choisissez « = » ou « > »"),
        ("belote > tarot > cartes", "un seul « > »"),
        ("belote = tarot, cartes", "sans virgule"),
        ("belote = pour tous", "n’a que des mots courants"),
        ("MPT = maison pour tous", "ne retient que « maison »"),
        ("SDF = sans-abri", "ne retient que « abri »"),
        ("belote = Belotes", "déjà le même mot"),
        ("belote > tarot, BELOTE", "déjà le même mot"),
        ("belote = tarot # cartes", "sa propre ligne"),
        ("jeu de cartes! = belote", "ne suit qu’un mot seul"),
        ("belote > PRE!", "se met à gauche"),
        ("belote = " + "x" * 81, "80 caractères au plus"),
        ("belote = jeu de " + "x" * 40, "un mot trop long"),
        (" = ".join(f"mot{place}" for place in range(16)), "16 termes, c’est trop"),
        ("belote = ta\u200brot", "caractère invisible (U+200B)"),
        ("belote = tarot\x00", "caractère invisible (U+0000)"),
        ("belote = \u202etarot", "caractère invisible (U+202E)"),
        ("belote\u2028 = tarot", "caractère invisible (U+2028)"),
        ("belote = \ud800", "caractère invisible (U+D800)"),
        ("belote = r\ufffdcup", "doit être en UTF-8"),
        ("##", "titre de la section"),
        ("## " + "x" * 81, "80 caractères au plus"),
    ],
)
def test_a_faulty_line_is_told_with_its_number(line: str, reason: str) -> None:
    (fault,) = faults(f"# tête\n\nado = jeune\n{line}\n\nchat = minet\n")
    assert fault[0] == 4
    assert reason in fault[1]


def test_a_word_stands_once() -> None:
    text = "belote = tarot\nTAROTS = poker\nrami > cartes\ncartes > belote\nrami > belote"
    found = faults(text)
    assert [line for line, _ in found] == [2, 5]
    assert "déjà ligne 1 (« belote = tarot »)" in found[0][1]
    assert "déjà ligne 3 (« rami > cartes »)" in found[1][1]


def test_every_faulty_line_is_told() -> None:
    found = faults("\n".join(["belote"] * 40 + ["ado = jeune"] + ["= x"] * 3))
    assert [line for line, _ in found] == [*range(1, 41), 42, 43, 44]
    with pytest.raises(SynonymsError, match="Ligne 42 : il manque"):
        synonyms.parse("\n".join(["belote"] * 41 + ["= x"]))


def test_what_is_sound_is_read_whatever_the_rest() -> None:
    contents = synonyms_file.read("belote\nado = jeune\n## Chats\nchat = minet\n")
    assert [(group.line, group.section, group.text) for group in contents.groups] == [
        (2, "", "ado = jeune"),
        (4, "Chats", "chat = minet"),
    ]
    assert contents.sections == ("Chats",)


# Hostile files.


@pytest.mark.parametrize(
    "text",
    ["x" * 1_000_000, "belote = tarot\n" * 70_000, "\n" * 10_000, "## Titre\n" * 10_000],
    ids=["one line of 1 MB", "1 MB of lines", "10,000 empty lines", "10,000 titles"],
)
def test_a_huge_file_is_refused_whole(text: str) -> None:
    (fault,) = faults(text + "belote = tarot")
    assert fault[0] == 0
    assert "dépasse" in fault[1]


def test_as_many_lines_as_may_be() -> None:
    lines = [f"mot{place} = chose{place} de truc{place}" for place in range(5_000)]
    assert len(synonyms.parse("\n".join(lines))) == 5_000
    assert faults("\n".join([*lines, "x = y"]))[0][0] == 0


def test_cycles_end() -> None:
    letters = [f"mot{place}" for place in range(200)]
    pairs = zip(letters, [*letters[1:], letters[0]], strict=True)
    thesaurus = synonyms.parse("\n".join(f"{one} > {other}" for one, other in pairs))
    match = thesaurus.variants([analysis.stems["mot0"]], 0)
    assert match is not None
    assert [one.written for one in match.variants] == ["mot1"]


def test_letters_made_to_be_slow() -> None:
    """Finding the letters of an acronym among words tries each of them once."""
    words = " ".join(["aa"] * 25)
    lines = [f"{'a' * 30}{place}b = {words} z{place}" for place in range(50)]
    assert len(synonyms.parse("\n".join(lines))) == 50


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_ends_of_lines_and_a_mark_at_the_beginning(ends: str) -> None:
    text = f"\ufeff## Cartes{ends}belote\u00a0= \ttarot  {ends}{ends}rami = poker{ends}{ends}"
    contents = synonyms_file.read(text)
    assert contents.problems == ()
    assert [group.text for group in contents.groups] == ["belote = tarot", "rami = poker"]
    assert synonyms_file.tidy(text).endswith("\n\nrami = poker\n")


def test_a_file_in_another_encoding() -> None:
    """Read as UTF-8 by force, what was not leaves marks; told line by line."""
    latin = "café = thé\nrécup = réemploi\nbelote = tarot\n".encode("cp1252")
    assert [line for line, _ in faults(latin.decode("utf-8", "replace"))] == [1, 2]
    utf_16 = "belote = tarot\n".encode("utf-16").decode("utf-8", "replace")
    assert faults(utf_16)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab é=>,!#\n\r\t\u0301\u200b’-PRE", max_size=120))
def test_nothing_makes_it_fail_and_tidying_changes_nothing(text: str) -> None:
    contents = synonyms_file.read(text)
    tidied = synonyms_file.tidy(text)
    assert synonyms_file.tidy(tidied) == tidied
    assert [one.text for one in synonyms_file.read(tidied).groups] == [
        one.text for one in contents.groups
    ]
    Thesaurus(contents.groups)


@settings(max_examples=100, deadline=None)
@given(st.randoms(use_true_random=False))
def test_a_group_written_again_is_the_same(draw: random.Random) -> None:
    def word(place: int) -> str:
        return f"mot{place}x{draw.randrange(10**6)}{draw.choice(['', '!', ' de laine', 's'])}"

    plain = [word(place).rstrip("!") for place in (5, 6)]
    alike = " = ".join(word(place) for place in range(3))
    for line in (alike, f"{word(3)}, {word(4)} > {', '.join(plain)}"):
        (group,) = synonyms_file.read(line).groups
        (again,) = synonyms_file.read(group.text).groups
        assert (again, again.text) == (group, line)
