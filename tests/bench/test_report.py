"""The figures say what was measured, in words a person reads."""

import os
import subprocess
import sys

import pytest

from bench import measures, report
from tests.bench import sizes


@pytest.mark.parametrize(
    ("share", "expected"), [(0, 1), (0.5, 5), (0.51, 6), (0.95, 10), (0.9, 9), (1, 10)]
)
def test_a_percentile_is_one_of_the_values(share: float, expected: float) -> None:
    assert measures.percentile([3, 1, 2, 10, 9, 8, 7, 6, 5, 4], share) == expected


def test_every_system_has_its_figures_and_its_ratios() -> None:
    told = report.table(sizes.size())
    lines = {line[2:36].strip(): line[36:].split() for line in told.splitlines()}
    assert lines["Essaim, page entière par HTTP"] == ["2.0", "10.0", "10.0", "1.00", "1.00", "1.00"]
    assert lines["Essaim, moteur seul"] == ["1.0", "4.0", "4.0", "0.50", "0.40", "0.40"]
    assert lines["vue Django vide, même serveur"][:3] == ["1.0"] * 3
    assert lines["Datasette"][:5] == ["600.0", "700.0", "700.0", "60.00", "70.00"]
    assert "(2 requêtes)" in told


def test_medians_are_told_by_how_much_a_query_finds() -> None:
    told = report.table(sizes.size(10_000))
    assert "1 à 99 (1 requêtes) : page 10.0, moteur 4.0, Datasette 700.0" in told
    assert "10000 et plus (1 requêtes) : page 2.0, moteur 1.0\n" in told
    assert "1000 à 9999" not in told


def test_a_peer_that_is_not_there_is_said_to_be_absent() -> None:
    measured = sizes.measured({})
    measured["peers"] |= {
        "absent": {"Datasette": "make bench-peers l’installe"},
        "left_out": {"Wagtail": "trop lent"},
        "out_of_time": ["WordPress"],
    }
    told = report.table(sizes.size() | {"measured": measured})
    assert "Datasette : non installé (make bench-peers l’installe)" in told
    assert "Wagtail : non mesuré (trop lent)" in told
    assert "WordPress : arrêté au bout de son temps" in told


def test_a_base_taken_up_again_was_not_imported() -> None:
    told = report.table(sizes.size())
    assert "Import (indexation comprise) : non mesuré, la base a été reprise" in told
    assert "Index : 2.0 s, 50000 fiches/s" in told


def test_the_site_under_load_is_told_beside_the_empty_view() -> None:
    told = report.table(sizes.size(load=sizes.load()))
    assert "4 à la fois : 200 pages/s" in told
    assert "(vue vide : 1000/s, 1.50 ms ; la page : ×4.0)" in told
    assert "Mémoire, web 1 : 120 Mo, 80 sans les fichiers" in told
    assert "index mis à jour par le suivi : p50 300 ms, p95 600 ms (2 fiches)" in told
    assert "p95 de chaque tranche : 9.0 8.0 ; en écrivant : 11.2 9.0" in told
    assert "tenu      lire pendant qu’on écrit chaque seconde, p95 en plus : 25.0 %" in told


def test_a_whole_run_ends_with_what_holds_from_one_size_to_another() -> None:
    results = {
        "date": "2026-01-02T03:04:05+00:00",
        "coeurs": 2,
        "versions": "Python 3",
        "tailles": [sizes.size(10_000), sizes.size(1_000_000)],
    }
    told = report.whole(results)
    assert told.startswith("Essaim, mesures du 2026-01-02 03:04 UTC, 2 cœurs, Python 3\n")
    assert "10 000 à 1 000 000 fiches : ×1.0 (≤ ×4.0)" in told.replace("\N{NO-BREAK SPACE}", " ")


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
