"""What suggestions are measured with."""

import pytest

from bench import suggestions

WORDS = {"jardin": 9, "partage": 5, "cafe": 4, "parents": 3, "anticonstitutionnellement": 1}


def test_texts_are_beginnings_of_words_and_pairs_always_the_same() -> None:
    made = suggestions.texts(WORDS, 40)
    assert made == suggestions.texts(WORDS, 40)
    assert len(set(made)) == 40
    assert made != suggestions.texts(WORDS, 40, seed=8)
    pairs = [text for text in made if " " in text]
    assert 5 < len(pairs) < 35
    assert {len(text) for text in made if " " not in text} >= {1, 2, 3, 4, 5}
    assert max(len(text) for text in made if " " not in text) <= 12


def test_too_few_words_are_told() -> None:
    with pytest.raises(ValueError, match="1 mots"):
        suggestions.texts({"a": 1}, 300)
