"""`essaim import` as people run it: what it prints, writes and returns."""

import json
import subprocess
import sys
from pathlib import Path

from tests.environment import REPOSITORY
from tests.own_base import Bases, OwnBase


def test_on_a_base_that_does_not_exist_yet(bases: Bases, listing_path: Path) -> None:
    base = bases.unborn()
    said = base.essaim("import", listing_path).stdout
    assert "25 fiches lues" in said
    assert "25 créées" in said
    again = base.essaim("import", listing_path)
    assert "25 inchangées" in again.stdout
    assert again.stderr == ""


def test_a_cut_file_loses_only_its_last_record(own_base: OwnBase, listing_path: Path) -> None:
    whole = listing_path.read_text(encoding="utf-8")
    cut = own_base.data / "coupe.txt"
    cut.write_text(whole[:-3_000], encoding="utf-8")
    report = own_base.data / "rapport.json"
    dry = own_base.essaim("import", cut, "--dry-run", "--report", report, check=False)
    told = json.loads(report.read_text(encoding="utf-8"))
    real = own_base.essaim("import", cut, "--report", report, check=False)
    assert (dry.returncode, real.returncode) == (1, 1)
    assert json.loads(report.read_text(encoding="utf-8")) == told
    assert (told["creees"], told["rejetees"]) == (24, 1)
    assert "1 refusée\n" in real.stdout
    rejects = (own_base.data / "coupe.rejets.txt").read_text(encoding="utf-8")
    assert rejects.split("\n", 1)[1] in cut.read_text(encoding="utf-8")
    # Mended, it goes in.
    (own_base.data / "coupe.rejets.txt").write_text(rejects + whole[-3_000:], encoding="utf-8")
    assert "1 créée\n" in own_base.essaim("import", own_base.data / "coupe.rejets.txt").stdout


def test_what_cannot_be_read_is_said_in_one_line(own_base: OwnBase, listing_path: Path) -> None:
    old = own_base.data / "ancien.txt"
    old.write_bytes(listing_path.read_text(encoding="utf-8").encode("cp1252", "replace"))
    for path in (old, own_base.data, own_base.data / "rien.txt"):
        refused = own_base.essaim("import", path, check=False)
        assert refused.returncode == 2
        assert "Traceback" not in refused.stderr
        assert len(refused.stderr.strip().splitlines()) == 1
    assert "--encoding cp1252" in own_base.essaim("import", old, check=False).stderr
    assert "25 créées" in own_base.essaim("import", old, "--encoding", "cp1252").stdout


def test_a_reader_who_leaves_early_loses_nothing(own_base: OwnBase, listing_path: Path) -> None:
    piped = subprocess.run(
        f"{sys.executable} -m essaim import '{listing_path}' | true",
        shell=True,
        env=own_base.env,
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert "Traceback" not in piped.stderr
    assert "25 inchangées" in own_base.essaim("import", listing_path).stdout
