"""A store for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings


@pytest.fixture(autouse=True)
def store(tmp_path: Path) -> Iterator[Path]:
    """The folder where this test's files are kept."""
    folder = tmp_path / "files"
    with override_settings(MEDIA_ROOT=folder):
        yield folder
