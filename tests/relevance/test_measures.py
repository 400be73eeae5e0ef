"""The measures, on examples worked out by hand; and the forms of a query that are made by rule."""

import math
import re

import pytest
from rapidfuzz.distance import OSA

from tests.relevance import forms, judgements, measures
from tests.relevance.measures import Measures

GRADES = {10: 3, 20: 2, 30: 1}


def test_ndcg_by_hand() -> None:
    # Gains 7, 3 and 1; discounts 1, 1.585, 2 and 2.322.
    best = 7 + 3 / math.log2(3) + 1 / 2
    found = 3 + 7 / math.log2(3) + 0 + 1 / math.log2(5)
    assert found / best == pytest.approx(0.8354, abs=1e-4)
    assert measures.ndcg([20, 10, 99, 30], GRADES) == pytest.approx(found / best)
    assert measures.ndcg([10, 20, 30], GRADES) == 1.0
    assert measures.ndcg([10], GRADES) == pytest.approx(7 / best)
    assert measures.ndcg([], GRADES) == measures.ndcg([99], GRADES) == 0.0
    assert measures.ndcg([10], {}) == 0.0


def test_ndcg_looks_at_ten_sheets() -> None:
    others = list(range(100, 110))
    assert measures.ndcg([*others, 10], GRADES) == 0.0
    assert measures.ndcg([*others[:9], 10], {10: 3}) == pytest.approx(1 / math.log2(11))
    # With a dozen sheets as good, ten of them are all that can be asked for.
    dozen = dict.fromkeys(range(12), 3)
    assert measures.ndcg(list(range(10)), dozen) == pytest.approx(1.0)


def test_the_first_answer() -> None:
    assert measures.reciprocal_rank([30, 99, 20, 10], GRADES) == pytest.approx(1 / 3)
    assert measures.reciprocal_rank([30], GRADES) == 0.0
    assert measures.success([20, 10], GRADES) == 1.0
    assert measures.success([30, 10], GRADES) == measures.success([], GRADES) == 0.0
    # Where nothing does better than touch on it, that is the answer.
    assert measures.success([30], {30: 1}) == measures.reciprocal_rank([30], {30: 1}) == 1.0
    assert measures.success([30], {}) == 0.0


def test_recall_of_what_there_is_room_for() -> None:
    assert measures.recall([30, 99, 10], GRADES) == pytest.approx(2 / 3)
    many = dict.fromkeys(range(40), 2)
    assert measures.recall(list(range(20)), many) == 1.0
    assert measures.recall([*range(100, 120), 5], many) == 0.0
    assert measures.recall([1], {}) == 0.0


def test_means() -> None:
    whole, none = Measures(1.0, 1.0, 0.5, 1.0), Measures(0.0, 0.5, 0.5, 0.0)
    assert measures.means([whole, none]) == Measures(0.5, 0.75, 0.5, 0.5)
    assert math.isnan(measures.means([]).ndcg)


def test_without_accents() -> None:
    assert forms.unaccented("Où fêter Noël, cœur léger ?") == "Ou feter Noel, coeur leger ?"


def _long_queries() -> list[str]:
    return [
        judged.text
        for corpus in judgements.CORPORA
        for judged in judgements.everything(corpus)
        if re.search(r"[^\W\d_]{5}", judged.text)
    ]


def test_a_slip_is_one_slip_and_always_the_same() -> None:
    slipped = [(text, forms.typo(text)) for text in _long_queries() if forms.typo(text) != text]
    assert len(slipped) > 100
    for text, typed in slipped:
        assert OSA.distance(text, typed) == 1, (text, typed)
        assert forms.typo(text) == typed
        (before,) = [word for word in text.split() if word not in typed.split()] or [text]
        assert len(before) >= 5
        assert text[0] == typed[0]


@pytest.mark.parametrize("text", ["jeu", "FLE", '"repas partagé"', "« repas »", "cirque -chiens"])
def test_no_slip_where_none_is_meant(text: str) -> None:
    assert forms.typo(text) == text


def test_half_a_word_has_no_slip() -> None:
    assert dict(forms.made("parentali", is_whole=False)) == {}
    assert dict(forms.made("écolog", is_whole=False)) == {forms.UNACCENTED: "ecolog"}
