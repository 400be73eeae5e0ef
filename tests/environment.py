"""The environment of a test run, chosen before Django reads its settings.

Loaded by pytest with `-p` (see pyproject.toml), in each worker: a conftest would come too late.
"""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
DATA = Path(tempfile.mkdtemp(prefix="essaim-tests-"))

# Each module is compiled once for the hundreds of processes that the tests start, whatever this
# machine's habits: an `essaim` command would spend more time on that than on all else.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
os.environ["PYTHONPYCACHEPREFIX"] = str(REPOSITORY / "build" / "bytecode")
sys.dont_write_bytecode = False
sys.pycache_prefix = os.environ["PYTHONPYCACHEPREFIX"]

# A developer's own settings must not decide what the tests see, nor a test touch his base.
for name in [key for key in os.environ if key.startswith("ESSAIM_")]:
    del os.environ[name]
os.environ.pop("DATABASE_URL", None)
if "TEST_DATABASE_URL" in os.environ:
    os.environ["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]
os.environ["ESSAIM_DATA"] = str(DATA)
os.environ["ESSAIM_SECRET_KEY"] = "only-for-tests-" + "0123456789" * 5
# Commands started by the tests find the package, and this one only.
os.environ["PYTHONPATH"] = str(REPOSITORY)
(DATA / "static").mkdir()


def _remove(owner: int) -> None:
    """Remove the run's data folder; a forked child leaves its parent's alone."""
    if os.getpid() == owner:
        shutil.rmtree(DATA, ignore_errors=True)


atexit.register(_remove, os.getpid())
