"""How a search was understood, on a terminal: the same words as on the page."""

from io import StringIO

import pytest
from django.core.management import call_command

from essaim.search import engine, telling
from essaim.search.query import Exact, Query
from tests.factories import a_bare_sheet
from tests.search.thesaurus import in_force

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _thesaurus(monkeypatch: pytest.MonkeyPatch) -> None:
    in_force(monkeypatch, "papa = père")


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("search", *arguments, stdout=out)
    return out.getvalue().replace("\u00a0", " ")


def test_repairs_and_synonyms_with_what_undoes_them() -> None:
    a_bare_sheet(title="Jardin des papas")
    lines = said("jardn", "papa").splitlines()
    assert lines[1:5] == [
        "Aucune fiche ne contient « jardn » : voici les résultats pour « jardin ».",
        '    Chercher « jardn » tel quel : --query "exact=orthographe"',
        "Cherché aussi pour « papa » : père.",
        '    Chercher sans synonymes : --query "exact=synonymes"',
    ]


def test_what_it_says_to_type_works() -> None:
    a_bare_sheet(title="Papa")
    a_bare_sheet(title="Père")
    assert "2 fiches." in said("papa")
    undone = said("papa", "--query", "exact=synonymes")
    assert "1 fiche." in undone
    assert "Cherché sans synonymes." in undone


def test_words_near_one_that_no_sheet_has() -> None:
    a_bare_sheet(title="Jardin")
    assert "Des mots proches : « jardin »." in said("jardinologue", "--query", "exact=orthographe")
    assert "proches" not in said("xyzzyx")


def test_nothing_is_done_to_the_words_that_is_not_told() -> None:
    """Each repair and each word looked for besides stands in what is told, and can be undone."""
    a_bare_sheet(title="Jardin des papas", summary="Marionnettes et ludothèque")
    query = Query().with_text("jardn papa mario ludoteque zygomatique")
    results = engine.search(query)
    told = telling.remarks(query, results)
    whole = " ".join((*(one.text for one in told), *(line for one in told for line in one.more)))
    meaning = results.meaning
    words = [word for one in meaning.repairs for word in (one.written, one.read)]
    words += [word for one in meaning.widened for word in (one.written, *one.others)]
    assert {"jardn", "jardin", "papa", "père", "mario", "marionnettes"} <= set(words)
    assert [word for word in (*words, *meaning.unknown) if word not in whole] == []
    offered = {one.undone.exact for one in told if one.undone}
    assert offered == {(Exact.SPELLING,), (Exact.SYNONYMS,)}
