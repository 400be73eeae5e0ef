"""The ground the tests stand on."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from essaim.network.models import Department, Region
from essaim.search import engine
from essaim.search.query import Query
from essaim.sheets.models import Term, TermAlias
from tests.environment import REPOSITORY
from tests.factories import a_sheet
from tests.own_base import OwnBase


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_seeded_rows_come_back_after_a_flush(turn: int) -> None:
    assert Region.objects.filter(code="84").exists()
    assert Department.objects.filter(code="2A").exists()
    assert TermAlias.objects.get(label="Viellissement").term.label == "Vieillissement"
    Term.objects.filter(label="Culture").update(label="Changé")
    TermAlias.objects.create(vocabulary="keywords", key=f"essai{turn}", term=Term.objects.all()[0])


@pytest.mark.django_db
def test_other_tests_see_them_too() -> None:
    assert Term.objects.filter(label="Culture").exists()


def test_the_suite_runs_on_the_base_it_claims() -> None:
    claimed = "postgresql" if "TEST_DATABASE_URL" in os.environ else "sqlite"
    assert connection.vendor == claimed


def test_commands_run_on_a_base_of_their_own(own_base: OwnBase) -> None:
    own_base.essaim("migrate", "--check")
    if connection.vendor == "sqlite":
        base = sqlite3.connect(own_base.data / "essaim.sqlite3")
        assert base.execute("SELECT count(*) FROM network_department").fetchone()[0] > 100
        base.close()


def test_what_a_test_starts_dies_with_it(own_base: OwnBase) -> None:
    process = own_base.start("shell", "-c", "import time; time.sleep(60)")
    own_base.kill_all()
    assert process.returncode == -9


@pytest.mark.django_db
@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_has_an_index_of_its_own(turn: int, index: Path) -> None:
    assert not index.exists()
    assert engine.search(Query()).total == 0
    assert engine.catch_up() == 0
    a_sheet(title=f"Fiche {turn}")
    engine.catch_up()
    assert engine.search(Query(text=f"fiche {turn}")).total == 1
    assert engine.search(Query()).total == 1


@pytest.mark.parametrize(("ci", "expected"), [("", 0), ("true", 1)])
def test_in_ci_a_skip_is_a_failure(ci: str, expected: int, tmp_path: Path) -> None:
    path = tmp_path / "test_skipped.py"
    path.write_text("import pytest\n\ndef test_it(listing_path): pytest.skip('absent')\n")
    (tmp_path / "conftest.py").write_text(
        "from tests.conftest import pytest_sessionfinish\nimport pytest\n"
        "@pytest.fixture\ndef listing_path(): return 1\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--rootdir", tmp_path, path],
        cwd=REPOSITORY,
        env={**os.environ, "CI": ci},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == expected, done.stdout
