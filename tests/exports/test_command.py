"""`essaim export`: to a file, to a pipe, to a terminal; and what it refuses."""

import io
import json
import os
import pty
import select
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from essaim.exports import FORMATS
from essaim.intake import importing
from essaim.intake.planning import Action
from essaim.search import engine
from essaim.sheets import workbook
from tests.factories import a_sheet, some_sheets
from tests.intake.formats.files import read
from tests.listing_strategies import record_of
from tests.own_base import OwnBase


def run(*arguments: str | Path) -> bytes:
    """Return what the command writes to its standard output."""
    out = io.BytesIO()
    text = io.TextIOWrapper(out, encoding="utf-8")
    call_command("export", *map(str, arguments), stdout=text)
    text.flush()
    return out.getvalue()


def refused(*arguments: str | Path) -> CommandError:
    with pytest.raises(CommandError) as refusal:
        run(*arguments)
    return refusal.value


@pytest.mark.django_db
def test_the_format_is_the_one_asked_for_or_the_one_of_the_name(tmp_path: Path) -> None:
    sheet = a_sheet(title="Jardin")
    assert run().startswith(b"Les actions des centres sociaux\nActions\nJardin\n")
    assert run("--format", "csv").startswith(b"numero,titre,")
    for name, format in FORMATS.items():
        path = tmp_path / f"actions.{format.extension}"
        assert run("-o", path) == b""
        if name != "xlsx":
            assert path.read_bytes() == run("--format", name)
        else:
            assert path.read_bytes().startswith(b"PK")
    run("--format", "json", "-o", tmp_path / "sans-nom")
    (action,) = json.loads((tmp_path / "sans-nom").read_text(encoding="utf-8"))["actions"]
    assert action["numero"] == sheet.number


@pytest.mark.django_db
def test_a_query_filters() -> None:
    a_sheet(title="Jardin", department="69")
    a_sheet(title="Jardin d’ailleurs", department="33")
    engine.catch_up()
    found = json.loads(run("--format", "json", "--query", "?q=jardins&departement=33"))
    assert [action["titre"] for action in found["actions"]] == ["Jardin d’ailleurs"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--format", "odt"), "format inconnu : « odt » (au choix : listing, csv, xlsx, json)"),
        (("--query", "couleur=bleu"), "couleur"),
        (("--query", "statut=inconnu"), "inconnu"),
        (("-o", "/nulle/part/x.csv"), "/nulle/part/x.csv"),
        (("-o", "."), "dossier"),
    ],
)
def test_what_is_refused(arguments: tuple[str, ...], said: str) -> None:
    refusal = refused(*arguments)
    assert refusal.returncode == 2
    assert said in str(refusal)


@pytest.mark.django_db
def test_a_failed_export_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_sheets(3)
    path = tmp_path / "actions.xlsx"
    path.write_text("ancien")
    monkeypatch.setattr(workbook, "ROW_LIMIT", 2)
    assert "choisissez le CSV" in str(refused("-o", path))
    assert path.read_text() == "ancien"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.django_db
def test_links_are_followed_and_modes_are_usual(tmp_path: Path) -> None:
    target = tmp_path / "vrai.csv"
    (tmp_path / "lien.csv").symlink_to(target)
    run("-o", tmp_path / "lien.csv")
    assert (tmp_path / "lien.csv").is_symlink()
    plain = tmp_path / "temoin"
    plain.touch()
    assert target.stat().st_mode == plain.stat().st_mode


def test_the_real_listing_comes_back_byte_for_byte(
    own_base: OwnBase, listing_path: Path, tmp_path: Path
) -> None:
    own_base.essaim("import", listing_path)
    for name in FORMATS:
        own_base.essaim("export", "--format", name, "-o", tmp_path / f"actions.{name}")
    assert (tmp_path / "actions.listing").read_bytes() == listing_path.read_bytes()
    for name in FORMATS:
        again = own_base.essaim("import", tmp_path / f"actions.{name}", "--dry-run").stdout
        assert "25 inchangées" in again, name


@pytest.mark.django_db
@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_base_filled_from_any_format_gives_the_listing_back(
    listing_path: Path, tmp_path: Path, name: str
) -> None:
    sheets = (
        replace(record, number=record.number or 20_000 + rank)
        for rank, record in enumerate(map(record_of, read("listing", listing_path.read_bytes())))
    )
    with (tmp_path / "table").open("wb") as out:
        FORMATS[name].write(sheets, out)
    prepared = importing.prepare(tmp_path / "table")
    importing.apply(prepared, actor="essais")
    assert prepared.counts[Action.CREATE] == 25
    assert run() == listing_path.read_bytes()


def test_pipes_and_terminals(own_base: OwnBase, tmp_path: Path) -> None:
    own_base.essaim("demo")
    reader, writer = os.pipe()
    process = own_base.start("export", stdout=writer, stderr=subprocess.PIPE)
    os.close(writer)
    assert select.select([reader], [], [], 60)[0], process.said()
    assert os.read(reader, 31) == b"Les actions des centres sociaux"
    os.close(reader)
    assert process.wait(60) == 0
    assert process.stderr is not None
    assert process.stderr.read() == ""
    process.stderr.close()

    controller, terminal = pty.openpty()
    options: dict[str, Any] = {"check": False, "stdout": terminal, "stderr": subprocess.PIPE}
    said = own_base.essaim("export", "--format", "xlsx", **options)
    os.close(terminal)
    os.close(controller)
    assert said.returncode == 2
    assert "terminal" in said.stderr

    assert own_base.essaim("export", "-o", "/dev/null").stdout == ""
