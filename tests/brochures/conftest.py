"""What every test of the brochures begins with: a store of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import override_settings


@pytest.fixture(autouse=True)
def _store(tmp_path: Path) -> Iterator[None]:
    cache.clear()
    with override_settings(MEDIA_ROOT=tmp_path / "files"):
        yield
