"""No text of the real listing has found its way into the project."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from essaim.network import territories
from essaim.sheets import fields, vocabulary
from tests.test_documentation import texts

RUN = 7


def words(text: str) -> list[str]:
    """Return the folded words of a text."""
    return re.findall(r"[a-z0-9]+", vocabulary.fold(text))


def runs(text: str) -> Iterator[tuple[str, ...]]:
    """Yield every run of seven words."""
    found = words(text)
    return (tuple(found[place : place + RUN]) for place in range(len(found) - RUN + 1))


def own_lines() -> set[str]:
    """Return the lines of a listing that are not its authors': labels, vocabulary, territories."""
    lines = [field.label for field in fields.FIELDS] + ["Partenaires d'action:", "Actions"]
    for terms in vocabulary.KNOWN.values():
        lines += [one for term in terms for one in (term.label, term.listing, *term.aliases)]
    lines += [row["name"] for row in territories.shipped()["departments"]]
    return {vocabulary.fold(line) for line in lines}


def texts_of_authors(listing: str) -> Iterator[str]:
    """Yield the pieces of free text between the labels and vocabulary of a listing."""
    known = own_lines()
    piece: list[str] = []
    for line in listing.split("\n"):
        bare = line[2:] if line.startswith("- ") else line
        if vocabulary.fold(bare) in known:
            yield " ".join(piece)
            piece = []
        else:
            piece.append(bare)
    yield " ".join(piece)


def foreign_runs(listing: str) -> set[tuple[str, ...]]:
    """Return every run of words that belongs to the authors of a listing."""
    return {run for piece in texts_of_authors(listing) for run in runs(piece)}


def copied(text: str, foreign: set[tuple[str, ...]]) -> list[str]:
    """Return the runs of a text that are the authors'."""
    return [" ".join(run) for run in runs(text) if run in foreign]


def test_nothing_is_copied_from_the_real_listing(listing_path: Path) -> None:
    foreign = foreign_runs(listing_path.read_text(encoding="utf-8"))
    assert len(foreign) > 5_000
    found = {
        name: one[:3]
        for name, text in texts().items()
        # Escapes of JSON and Python would hide a copy.
        if (one := copied(text + " " + _unescaped(text), foreign))
    }
    assert found == {}


def _unescaped(text: str) -> str:
    """Return the text with `\\n`, `\\uXXXX` and HTML's tags undone."""
    plain = re.sub(r"\\u([0-9a-fA-F]{4})", lambda code: chr(int(code[1], 16)), text)
    return re.sub(r"<[^>]*>", " ", plain.replace("\\n", " ").replace('\\"', '"'))


@pytest.mark.parametrize(
    "text",
    [
        "Le potager des grands-mères ouvre chaque jeudi à la nuit tombée",
        '{"resume": "Le potager\\ndes grands-m\\u00e8res ouvre chaque jeudi \\u00e0 la nuit"}',
        "# le POTAGER, des grands-mères : <b>ouvre</b> chaque jeudi à la",
    ],
)
def test_a_copy_is_found(text: str) -> None:
    listing = (
        "Actions\nLe potager\n- Structure organisatrice\n- X - Rhône\n- Résumé\n"
        "Le potager des grands-mères ouvre chaque jeudi à la nuit tombée, sans lampe.\n- Public"
    )
    foreign = foreign_runs(listing)
    assert copied(text, foreign) or copied(_unescaped(text), foreign)
    assert not copied("Le potager des voisins ouvre chaque jeudi à la nuit", foreign)
    assert not copied("Description de l'expérience, ses objectifs, ses acteurs et ses", foreign)
