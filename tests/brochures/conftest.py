"""What every test of the brochures begins with: a store of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import override_settings
from django_tasks_db.management.commands import db_worker


@pytest.fixture(autouse=True)
def _store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    cache.clear()
    # The worker closes its connection after each task: here, it holds the test's transaction.
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)
    with override_settings(MEDIA_ROOT=tmp_path / "files"):
        yield
