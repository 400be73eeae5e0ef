"""The judged queries hold together, and name sheets that are there."""

import json
from pathlib import Path

import pytest

from essaim.sheets.vocabulary import fold
from tests.relevance import answers, forms, judgements
from tests.relevance.judgements import (
    CORPORA,
    DEMONSTRATION,
    KINDS,
    LISTING,
    PARTS,
    UNSEEN,
    Judged,
    everything,
)

LISTED = 25
UNTITLED = "(sans titre)"


def _all() -> list[Judged]:
    return [judged for corpus in CORPORA for judged in everything(corpus)]


def test_there_are_enough_and_each_is_judged_once() -> None:
    asked = [(judged.corpus, judged.text, judged.more) for judged in _all()]
    assert len(set(asked)) == len(asked)
    assert len({judged.text for judged in everything(DEMONSTRATION)}) >= 160
    assert len({judged.text for judged in everything(LISTING)}) >= 45


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("corpus", CORPORA)
def test_each_query_stands_in_the_file_its_words_decide(corpus: str, part: str) -> None:
    misplaced = [
        judged.text
        for judged in judgements.load(corpus, part)
        if judgements.is_unseen(judged.text) != (part == UNSEEN)
    ]
    assert misplaced == []


def test_a_third_is_kept_unseen() -> None:
    unseen = sum(judged.part == UNSEEN for judged in _all())
    assert 0.30 <= unseen / len(_all()) <= 0.40


@pytest.mark.parametrize("judged", _all(), ids=lambda judged: f"{judged.corpus}-{judged.text}")
def test_a_judgement_is_whole(judged: Judged) -> None:
    assert judged.kind in KINDS
    assert judged.text == " ".join(judged.text.split())
    assert set(judged.grades.values()) <= {1, 2, 3}
    assert judged.grades, "nothing answers: there is nothing to measure"
    said = [form.text for form in judged.forms]
    assert judged.text not in said
    assert len({(form.kind, form.text) for form in judged.forms}) == len(said)


def test_every_kind_of_query_and_of_form_is_there() -> None:
    assert {judged.kind for judged in _all()} == set(KINDS)
    having = {
        kind: sum(any(form.kind == kind for form in judged.forms) for judged in _all())
        for kind in forms.FORMS
    }
    assert having[forms.ACRONYM] >= 45
    assert min(having[kind] for kind in forms.FORMS if kind != forms.ACRONYM) >= 100


def test_the_sheets_of_the_demonstration_set_are_those_named() -> None:
    shipped = json.loads(answers.PATHS[DEMONSTRATION].read_text(encoding="utf-8"))["actions"]
    titles = {
        rank: " ".join(sheet.get("titre", "").split()) or UNTITLED
        for rank, sheet in enumerate(shipped, start=1)
    }
    wrong = [
        f"{judged.text}: {rank} {title!r} is {titles.get(rank, 'nothing')!r}"
        for judged in everything(DEMONSTRATION)
        for rank, title in judged.titles.items()
        if titles.get(rank) != title
    ]
    assert wrong == []


def test_the_sheets_of_the_listing_are_named_by_rank_alone() -> None:
    for judged in everything(LISTING):
        assert set(judged.grades) <= set(range(1, LISTED + 1)), judged.text
        assert not any(judged.titles.values()), judged.text


def test_no_query_is_a_title_of_the_listing(listing_path: Path) -> None:
    lines = listing_path.read_text(encoding="utf-8").split("\n")
    titles = {fold(lines[place + 1]) for place, line in enumerate(lines) if line == "Actions"}
    assert len(titles) == LISTED
    assert [judged.text for judged in everything(LISTING) if fold(judged.text) in titles] == []


@pytest.mark.django_db
def test_every_address_is_understood() -> None:
    from essaim.search.query import Query

    noticed = {
        text: notices
        for judged in _all()
        for text in (judged.text, *(form.text for form in judged.forms))
        if (notices := Query.parse(judged.address(text)).notices)
    }
    assert noticed == {}


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        ("jardin\nkind: theme\n4: 12 Un titre", "'4'"),
        ("jardin\nkind: theme\n3: douze", "names no sheet"),
        ("jardin\nkind: theme\n3: 12 Un titre\n2: 12 Un titre", "twice"),
        ("jardin\nkind: theme\nkind: need", "twice"),
        ("jardin\nkind", "key: value"),
    ],
)
def test_a_faulty_block_is_told(
    block: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judgements, "FOLDER", tmp_path)
    (tmp_path / "demonstration_seen.txt").write_text(block, encoding="utf-8")
    with pytest.raises(ValueError, match=reason):
        judgements.load(DEMONSTRATION, "seen")
