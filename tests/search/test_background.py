"""What is prepared behind answers: never cut off, never begun by what ends at once."""

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

_WORK = """
    import time
    from essaim.search import background

    def work():
        time.sleep(0.3)
        print("fait")

    {first}
    print(background.start("essai", work))
"""


@pytest.mark.parametrize(
    ("first", "said"), [("", ["False"]), ("background.allow()", ["True", "fait"])]
)
def test_a_process_begins_only_what_it_waits_for(first: str, said: list[str]) -> None:
    script = textwrap.dedent(_WORK).format(first=first)
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stdout.split() == said


def test_searches_begin_no_other_thread() -> None:
    searching = ROOT / "essaim/search"
    begun = [path.name for path in searching.rglob("*.py") if "Thread(" in path.read_text("utf-8")]
    assert begun == ["background.py"]
