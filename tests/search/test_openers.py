"""Words that only say that one searches: left out, told, and searched again at a click."""

from importlib import resources

import pytest

from essaim.search import analysis, engine, openers, synonyms, telling
from essaim.search.query import Exact, Query
from tests.factories import a_bare_sheet


@pytest.mark.parametrize(
    ("text", "opening", "rest"),
    [
        ("je cherche un jardin partagé", "je cherche", "un jardin partagé"),
        (
            "Bonjour, je cherche des idées pour les ados",
            "Bonjour, je cherche des idées pour",
            "les ados",
        ),
        ("besoin d’aide aux devoirs", "besoin d’", "aide aux devoirs"),
        ("BESOIN D'AIDE", "BESOIN D'", "AIDE"),
        ("exemples d’actions sur la santé", "exemples d’actions sur", "la santé"),
        ("qui a déjà monté un café associatif ?", "qui a déjà monté", "un café associatif ?"),
        ("idees pour Noel", "idees pour", "Noel"),
        ("projets autour du livre", "projets autour", "du livre"),
        ('je cherche "un projet sur"', "je cherche", '"un projet sur"'),
    ],
)
def test_what_opens_a_question_is_set_apart(text: str, opening: str, rest: str) -> None:
    assert openers.split(text) == (opening, rest)


@pytest.mark.parametrize(
    "text",
    [
        *("", "jardin", "je cherche", "idées pour", "bonjour", "je cherche -jardin"),
        *("projet jeunes", "recherche d’emploi", "besoins des habitants", "jardin, idées pour"),
        *('"je cherche" un jardin', "fiches de paie", "qui est parent"),
    ],
)
def test_what_may_be_looked_for_is_not(text: str) -> None:
    assert openers.split(text) == ("", text.strip())


def test_an_expression_of_the_synonyms_stays_whole() -> None:
    thesaurus = synonyms.parse("créer une association = vie associative\nprojet social = agrément")
    for text in ("comment créer une association", "projet pour le social"):
        assert openers.split(text)[0]
        assert openers.split(text, thesaurus) == ("", text)
    assert openers.split("je cherche un projet social", thesaurus)[1] == "un projet social"


def test_each_opening_of_the_file_works_and_says_nothing_else() -> None:
    text = (resources.files("essaim.search") / "data" / "amorces.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert len(lines) == len(set(lines)) > 40
    for line in lines:
        assert openers.split(f"{line} xyzzyx")[1] == "xyzzyx", line
        assert analysis.words(line) or line.startswith("qui"), line


@pytest.mark.django_db
def test_sheets_that_do_not_say_that_one_searches_are_found() -> None:
    garden = a_bare_sheet(title="Jardin partagé")
    other = a_bare_sheet(title="Il cherche un jardin partagé")
    query = Query().with_text("je cherche un jardin partagé")
    results = engine.search(query)
    assert {hit.sheet_id for hit in results.hits} == {garden.pk, other.pk}
    assert not results.softened
    told = {one.text.replace("\u00a0", " "): one for one in telling.remarks(query, results)}
    remark = told["« je cherche » ne dit pas ce que vous cherchez : laissé de côté."]
    assert remark.undone is not None
    assert remark.undone.exact == (Exact.SPELLING,)
    assert [hit.sheet_id for hit in engine.search(remark.undone).hits] == [other.pk]
