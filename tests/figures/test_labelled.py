"""The labelled texts hold together."""

import hashlib
import re
from itertools import combinations

import pytest

from essaim.sheets.vocabulary import KNOWN, fold
from tests.figures import labelled, measuring
from tests.figures.labelled import FIELDS, FUNDING, PEOPLE, SEEN, UNSEEN, Labelled
from tests.test_no_listing_text import words

PARTNERS = {term.label for term in KNOWN["partners"]}
OWN = (SEEN, UNSEEN)
WORDED = re.compile(r"\d ?k|mill|cent|quarant|quin|quantaine", re.IGNORECASE)


def _own(field: str) -> list[Labelled]:
    return [one for part in OWN for one in labelled.load(field, part)]


def _shown(one: Labelled) -> str:
    """Return the text, but for one that nobody is to see: the beginning of its SHA-256."""
    if one.part != UNSEEN:
        return one.text
    return f"unseen {hashlib.sha256(one.text.encode()).hexdigest()[:12]}"


@pytest.mark.parametrize("field", FIELDS)
def test_there_are_enough_and_each_is_labelled_once(field: str) -> None:
    texts = [one.text for one in _own(field)]
    # Counts, for pytest prints what it compares.
    count, folded, different = len(texts), len(set(map(fold, texts))), len(set(texts))
    assert count >= 330
    assert folded >= count - 5  # "Néant", "néant."
    assert different == count


@pytest.mark.parametrize("part", OWN)
@pytest.mark.parametrize("field", FIELDS)
def test_each_text_stands_in_the_file_it_decides(field: str, part: str) -> None:
    misplaced = [
        _shown(one)
        for one in labelled.load(field, part)
        if labelled.is_unseen(one.text) != (part == UNSEEN)
    ]
    assert misplaced == []


@pytest.mark.parametrize("field", FIELDS)
def test_a_third_is_kept_unseen(field: str) -> None:
    unseen = len(labelled.load(field, UNSEEN))
    assert 0.30 <= unseen / len(_own(field)) <= 0.40


@pytest.mark.parametrize("field", FIELDS)
def test_answers_have_the_keys_of_a_reading(field: str) -> None:
    known = {*measuring.KINDS[field], "autres_montants"}
    for one in _own(field):
        assert one.answer.keys() <= known, _shown(one)
        assert one.ambiguous <= known, _shown(one)
        assert None not in one.answer.values(), _shown(one)
    judged = [one for one in _own(field) if not one.ambiguous]
    assert len(judged) >= 0.75 * len(_own(field))


def test_every_share_has_a_funder_and_a_term_is_written_as_it_is() -> None:
    folded = {fold(label): label for label in PARTNERS}
    for one in _own(FUNDING):
        for share in one.answer.get("parts", ()):
            for funder in share["financeur"].split("|"):
                assert folded.get(fold(funder), funder) == funder, _shown(one)


def test_a_budget_is_written_or_a_sum() -> None:
    for one in _own(FUNDING):
        budget = one.answer.get("budget")
        # What is said in words or in thousands is not looked for.
        if not budget or "budget" in one.ambiguous or WORDED.search(one.text):
            continue
        amounts = [share["montant"] for share in one.answer.get("parts", ())]
        amounts += one.answer.get("autres_montants", ())
        sums = {
            sum(some)
            for count in range(2, len(amounts) + 1)
            for some in combinations(amounts, count)
        }
        written = re.sub(r"[\s.]", "", one.text)
        holds = str(int(budget)) in written or budget in sums
        assert holds, _shown(one)


def _ends(count: int | list[int]) -> tuple[int, int]:
    return (count[0], count[1]) if isinstance(count, list) else (count, count)


def test_a_total_is_stated_or_the_sum_of_its_parts() -> None:
    kinds = ("professionnels", "benevoles", "autres")
    for one in _own(PEOPLE):
        parts = [_ends(one.answer[kind]) for kind in kinds if kind in one.answer]
        if not parts or one.ambiguous:
            continue
        total = _ends(one.answer["total"])
        summed = (sum(low for low, _ in parts), sum(high for _, high in parts))
        holds = total == summed or str(total[0]) in words(one.text)
        assert holds, _shown(one)


@pytest.mark.usefixtures("listing_path")
def test_the_real_answers_name_sheets_that_have_that_text() -> None:
    real = labelled.load_real()
    assert len({(one.rank, one.field) for one in real}) == len(real)
    assert {one.field: 0 for one in real}.keys() == set(FIELDS)
    assert all(one.text for one in real)
    # 14 sheets speak of money, 19 of people: none is left out.
    assert [sum(one.field == field for one in real) for field in FIELDS] == [14, 19]
