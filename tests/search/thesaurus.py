"""Synonyms of a test's own, whatever those shipped become."""

import pytest

from essaim.search import synonyms


def in_force(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Have these synonyms instead of those shipped."""
    parsed = synonyms.parse(text)
    monkeypatch.setattr(synonyms, "current", lambda: parsed)
