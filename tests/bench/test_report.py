"""The figures say what was measured, and compare the same queries."""

import os
import subprocess
import sys
from typing import Any

import pytest

from bench import measures, report


def _measured(**changed: Any) -> dict[str, Any]:
    return {
        "queries": ["q=un", "q=deux", "q=trois", "q=quatre"],
        "page": [10.0, 10.0, 2.0, 2.0],
        "engine": [4.0, 4.0, 1.0, 1.0],
        "unread": [3.0, 3.0, 1.0, 1.0],
        "search": [3.0, 3.0, 1.0, 1.0],
        "page_again": [1.0],
        "engine_again": [0.1],
        "page_bytes": [9000, 9000, 9000, 9000],
        "found": [0, 50, 500, 50_000],
        "peers": {"Datasette": [600.0, 700.0], "PostgreSQL GIN + SQL": [90.0, 400.0]},
        "absent": {},
        "loading": {},
        "agreed": {},
        "server_mb": 100.0,
        **changed,
    }


@pytest.mark.parametrize(
    ("share", "expected"), [(0, 1), (0.5, 5), (0.51, 6), (0.95, 10), (0.9, 9), (1, 10)]
)
def test_a_percentile_is_one_of_the_values(share: float, expected: float) -> None:
    assert measures.percentile([3, 1, 2, 10, 9, 8, 7, 6, 5, 4], share) == expected


def test_a_peer_is_compared_on_the_queries_it_answered() -> None:
    # The first two pages took 10 ms, all four 2 ms at the median.
    measured = _measured()
    figures = report.peer_figures(measured, "Datasette", report.places(measured))
    assert figures is not None
    theirs, ours = figures
    assert (theirs.p50, ours.p50, ours.p95) == (600, 10, 10)


def test_promises_are_judged_one_by_one() -> None:
    kept = {promise.said: promise.kept for promise in report.promises(_measured(), range(4))}
    assert kept == {
        "la page sur le moteur seul, p50": True,  # 2 ms on 1 ms
        "la page sur le moteur seul, p95": True,  # 10 on 4
        "Datasette sur la page, p50": True,  # 600 on 10
        "PostgreSQL GIN + SQL sur la page, p50": False,  # 90 on 10
        "PostgreSQL GIN + SQL sur la page, p95": True,  # 400 on 10
    }
    slow = report.promises(_measured(page=[10.0, 10.0, 10.0, 10.0]), range(4))
    assert not slow[0].kept


def test_promises_are_told_on_what_finds_much_and_on_all() -> None:
    measured = _measured(found=[0, 1_000, 999, 50_000])
    assert report.places(measured, 0.01 * report.PROMISED_AT) == [1, 3]
    # Of those two, Datasette answered the second query only, PostgreSQL too: 700 and 400 ms.
    much = {one.said: one.ratio for one in report.promises(measured, [1, 3])}
    assert much["Datasette sur la page, p50"] == 70
    assert much["PostgreSQL GIN + SQL sur la page, p50"] == 40
    told = report.table({"sheets": report.PROMISED_AT, "measured": measured})
    first, second = told.split("toutes les requêtes, longue traîne comprise (4) :")
    first = first.split("les requêtes qui trouvent au moins 1 % de la base (2) :")[1]
    assert "tenu      PostgreSQL GIN + SQL sur la page, p50 : ×40.0" in first
    assert "NON TENU  PostgreSQL GIN + SQL sur la page, p50 : ×9.0" in second


def test_nothing_is_promised_of_queries_that_were_not_asked() -> None:
    measured = _measured(found=[0, 0, 0, 0])
    assert report.promises(measured, report.places(measured, 1)) == []
    assert report.peer_figures(measured, "Datasette", [2, 3]) is None


def test_verdicts_are_given_at_the_size_they_were_promised_for_only() -> None:
    big = report.table({"sheets": report.PROMISED_AT, "measured": _measured()})
    assert (
        big.count("NON TENU") == 1
    )  # on all queries: peers were not asked the one that finds much
    assert "NON TENU" not in report.table({"sheets": 10_000, "measured": _measured()})


def test_medians_are_told_by_how_much_a_query_finds() -> None:
    told = report.table({"sheets": 10_000, "measured": _measured()})
    assert "1 à 99 (1 requêtes) : page 10.0, moteur 4.0, Datasette 700.0" in told
    assert "10000 et plus (1 requêtes) : page 2.0, moteur 1.0\n" in told
    assert "1000 à 9999" not in told


def test_a_peer_that_is_not_there_is_said_to_be_absent() -> None:
    measured = _measured(peers={}, absent={"Datasette": "make bench-peers l’installe"})
    told = report.table({"sheets": report.PROMISED_AT, "measured": measured})
    assert "Datasette" in told
    assert "non installé (make bench-peers l’installe)" in told


def test_the_peak_memory_is_that_of_the_command() -> None:
    pause = "import time; held = b'x' * {}; time.sleep(.5)"
    small = measures.run([sys.executable, "-c", pause.format(1)], os.environ)
    large = measures.run([sys.executable, "-c", pause.format(200_000_000)], os.environ)
    assert 0 < small.own_mb <= small.peak_mb < 50
    assert 190 < large.own_mb <= large.peak_mb < 250
    assert small.seconds > 0.5


def test_a_command_that_fails_stops_the_run() -> None:
    with pytest.raises(subprocess.CalledProcessError):
        measures.run([sys.executable, "-c", "raise SystemExit(3)"], os.environ)
