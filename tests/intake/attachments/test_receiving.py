"""What comes off the network is counted before anything is kept of it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory, override_settings

from essaim.intake.attachments import limits
from essaim.intake.attachments.receiving import TooHeavy

HANDLERS = [
    "essaim.intake.attachments.receiving.LimitedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(limits, "LARGEST", 100_000)
    monkeypatch.setattr(limits, "LARGEST_REQUEST", 250_000)
    with override_settings(FILE_UPLOAD_HANDLERS=HANDLERS):
        yield


def received(*sizes: int) -> list[Any]:
    """Return the files of a form that sends as many bytes."""
    sent = [SimpleUploadedFile(f"{n}.pdf", b"x" * size) for n, size in enumerate(sizes)]
    request = RequestFactory().post("/", {"fichiers": sent, "titre": "Jardin"})
    assert request.POST["titre"] == "Jardin"
    return request.FILES.getlist("fichiers")


@pytest.mark.parametrize("memory", [10, 1_000_000])
def test_files_within_the_limit_come_through(memory: int) -> None:
    with override_settings(FILE_UPLOAD_MAX_MEMORY_SIZE=memory):
        small, full = received(3, 100_000)
    assert (small.name, small.read(), full.size) == ("0.pdf", b"xxx", 100_000)
    assert not isinstance(full, TooHeavy)


@pytest.mark.parametrize("memory", [10, 1_000_000])
def test_a_file_too_heavy_is_dropped_and_said_so(memory: int) -> None:
    with override_settings(FILE_UPLOAD_MAX_MEMORY_SIZE=memory):
        small, heavy, last = received(3, 100_001, 4)
    assert isinstance(heavy, TooHeavy)
    assert (heavy.name, heavy.size, heavy.read()) == ("1.pdf", 100_001, b"")
    assert (small.read(), last.read()) == (b"xxx", b"xxxx")


def test_all_the_files_of_a_form_share_a_limit() -> None:
    found = received(90_000, 90_000, 90_000, 10)
    assert [isinstance(one, TooHeavy) for one in found] == [False, False, True, True]


def test_an_empty_file_comes_through_empty() -> None:
    (empty,) = received(0)
    assert empty.size == 0 and not isinstance(empty, TooHeavy)
