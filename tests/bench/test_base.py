"""A base is taken up again only when it is whole, and its index is then of this version."""

import json
from pathlib import Path

import pytest

from bench import __main__ as command
from bench import base


@pytest.mark.slow
def test_a_base_is_made_once_and_taken_up_again(tmp_path: Path) -> None:
    asked = ["--sizes", "100", "--work", str(tmp_path), "--reuse", "--bases"]
    assert command.main(asked) == 0
    folder = tmp_path / "100"
    first = (folder / "made.json").read_text()
    assert json.loads(first)["importing"]["seconds"] > 0
    # As it is: nothing is imported, nor indexed.
    assert command.main(asked) == 0
    assert (folder / "made.json").read_text() == first
    # Larger than it is, it was left unfinished.
    assert base.adopt(101, folder) is None
    # Without an index, and without a word on how it was made.
    (folder / "made.json").unlink()
    (folder / "data" / "index" / "current").unlink()
    again = base.adopt(100, folder)
    assert again is not None
    assert again.importing is None
    assert again.indexing.seconds > 0
    assert (folder / "data" / "index" / "current").exists()


def test_no_base_is_none(tmp_path: Path) -> None:
    assert base.adopt(100, tmp_path) is None
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "essaim.sqlite3").touch()
    assert base.adopt(100, tmp_path) is None
