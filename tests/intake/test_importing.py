"""Plan, then apply: what an import does, says, and never does twice."""

import contextlib
import io
import json
from pathlib import Path
from typing import Any

import pytest

from essaim.intake import formats, importing
from essaim.intake.planning import Action
from essaim.sheets.fields import NO_FIGURE
from essaim.sheets.models import Event, Revision, Sheet
from essaim.workflow import writer
from essaim.workflow.locks import Busy, only_import

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_index(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the index alone: its following has its own tests."""
    monkeypatch.setattr("essaim.search.engine.catch_up", lambda: 0)


def sheet(titre: str = "Jardin", **values: Any) -> dict[str, Any]:
    return {"titre": titre, "structure": "Les Tilleuls", "departement": "69"} | values


class Folder:
    def __init__(self, path: Path) -> None:
        self.path = path

    def json(self, *actions: Any) -> Path:
        target = self.path / "fiches.json"
        target.write_text(json.dumps({"actions": actions}), encoding="utf-8")
        return target


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def counts(prepared: importing.Import) -> tuple[int, int, int, int]:
    found = prepared.counts
    return tuple(found[action] for action in Action)  # type: ignore[return-value]


def run(path: Path, **options: Any) -> tuple[int, int, int, int]:
    """Import for real; returns (created, updated, unchanged, rejected)."""
    prepared = importing.prepare(path, **options)
    importing.apply(prepared, actor="essai")
    return counts(prepared)


def report(path: Path, *, apply: bool) -> dict[str, Any]:
    prepared = importing.prepare(path)
    if apply:
        importing.apply(prepared, actor="essai")
    out = io.StringIO()
    importing.write_report(prepared, out)
    told: dict[str, Any] = json.loads(out.getvalue())
    return told


def test_the_same_file_again_changes_nothing(folder: Folder) -> None:
    path = folder.json(sheet("a"), sheet("b", mots_cles=["Numérique"]), sheet("", numero=893))
    assert run(path) == (3, 0, 0, 0)
    before = (Revision.objects.count(), Event.objects.count())
    assert run(path) == (0, 0, 3, 0)
    assert (Revision.objects.count(), Event.objects.count()) == before


def test_an_edited_record_is_an_update_of_the_sheet_of_that_title(folder: Folder) -> None:
    run(folder.json(sheet(resume="avant"), sheet("Autre")))
    assert run(folder.json(sheet(resume="après"), sheet("Autre"))) == (0, 1, 1, 0)
    assert Sheet.objects.get(title="Jardin").revisions.count() == 2


def test_a_file_without_the_figures_stated_leaves_them(folder: Folder) -> None:
    path = folder.path / "fiches.csv"
    stated: dict[str, Any] = {"budget_confirme": 900, "benevoles_confirmes": "non"}
    run(folder.json(sheet(resume="avant", **stated), sheet("Autre")))
    before = folder.json(sheet(resume="avant"), sheet("Autre"))
    assert run(before) == (0, 0, 2, 0)
    path.write_text("titre,structure,departement,resume\r\nJardin,Les Tilleuls,69,après\r\n")
    assert run(path) == (0, 1, 0, 0)
    rows = Sheet.objects.filter(title="Jardin").values_list(
        "summary", "stated_budget", "budget", "stated_volunteers"
    )
    assert list(rows) == [("après", 900, 90_000, NO_FIGURE)]
    assert run(path) == (0, 0, 1, 0)


def test_a_file_that_leaves_a_figure_empty_takes_it_away(folder: Folder) -> None:
    run(folder.json(sheet(budget_confirme=900)))
    assert run(folder.json(sheet(budget_confirme=None))) == (0, 1, 0, 0)
    assert list(Sheet.objects.values_list("stated_budget", flat=True)) == [None]


def test_two_sheets_may_share_a_title_and_identical_ones_stay_two(folder: Folder) -> None:
    path = folder.json(sheet(resume="un"), sheet(resume="deux"), sheet(resume="deux"))
    assert run(path) == (3, 0, 0, 0)
    assert run(path) == (0, 0, 3, 0)
    swapped = folder.json(sheet(resume="deux"), sheet(resume="trois"), sheet(resume="deux"))
    assert run(swapped) == (0, 1, 2, 0)


def test_the_dry_run_tells_what_the_real_run_tells_and_writes_nothing(folder: Folder) -> None:
    path = folder.json(
        sheet("a"), sheet("b", annee="demain"), sheet("c", mots_cles=["Couture"]), {"titre": "d"}
    )
    dry = report(path, apply=False)
    assert Sheet.objects.count() == Event.objects.count() == 0
    assert report(path, apply=True) == dry
    assert (dry["creees"], dry["rejetees"], dry["total"]) == (2, 2, 4)
    refused = [fiche for fiche in dry["fiches"] if fiche["etat"] == "rejetee"]
    assert "demain" in refused[0]["raison"]
    assert "demain" in refused[0]["texte"]
    assert "structure" in refused[1]["raison"]
    assert dry["termes_a_verifier"] == [{"vocabulaire": "keywords", "libelle": "Couture"}]


def test_a_number_means_its_sheet_and_no_other(folder: Folder) -> None:
    run(folder.json(sheet("a", numero=12)))
    assert run(folder.json(sheet("a bis", numero=12))) == (0, 1, 0, 0)
    stranger = sheet("a", numero=12) | {"structure": "Autre maison"}
    twice = [sheet("x", numero=40), sheet("y", numero=40)]
    prepared = importing.prepare(folder.json(stranger, *twice))
    assert counts(prepared) == (1, 0, 0, 2)
    assert [line for line, _, _ in importing.rejected_lines(prepared, 5)] == [1, 3]


def test_new_numbers_never_collide_with_those_later_in_the_file(folder: Folder) -> None:
    first = writer.FIRST_OWN_NUMBER
    assert run(folder.json(sheet("a"), sheet("", numero=first + 1), sheet("c"))) == (3, 0, 0, 0)
    numbers = list(Sheet.objects.order_by("pk").values_list("number", flat=True))
    assert numbers == [first + 2, first + 1, first + 3]


def test_stopped_after_any_batch_it_completes_without_doubles(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("essaim.intake.planning.BATCH", 3)
    path = folder.json(*(sheet(f"t{i % 4}", resume=str(i // 2)) for i in range(20)))
    batches = importing.prepare(path).plan.drafts()
    for _ in range(3):
        writer.publish([draft for _, draft in next(batches)], actor="essai")
    assert run(path) == (11, 0, 9, 0)
    assert run(path) == (0, 0, 20, 0)


def test_a_sheet_changed_since_the_plan_is_refused_not_overwritten(folder: Folder) -> None:
    run(folder.json(sheet(resume="avant")))
    late = importing.prepare(folder.json(sheet(resume="tard")))
    run(folder.json(sheet(resume="tôt")))
    importing.apply(late, actor="essai")
    assert counts(late) == (0, 0, 0, 1)
    assert getattr(Sheet.objects.get(), "summary") == "tôt"  # noqa: B009


def test_a_withdrawn_sheet_is_not_brought_back(folder: Folder) -> None:
    run(folder.json(sheet(resume="avant")))
    writer.withdraw(Sheet.objects.values_list("pk", flat=True), actor="essai")
    assert run(folder.json(sheet(resume="avant"))) == (0, 0, 1, 0)
    assert run(folder.json(sheet(resume="après"))) == (0, 0, 0, 1)
    assert not Sheet.objects.published().exists()


def test_one_import_at_a_time(folder: Folder) -> None:
    prepared = importing.prepare(folder.json(sheet()))
    with only_import(), pytest.raises(Busy):
        _other_process(prepared)


def _other_process(prepared: importing.Import) -> None:
    """Ask for the lock as another process would: with a connection of its own."""
    from django.db import connection

    if connection.vendor != "postgresql":
        importing.apply(prepared, actor="essai")
        return
    copied = connection.copy()
    with contextlib.closing(copied), copied.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [7_377_241_002])
        if not cursor.fetchone()[0]:
            raise Busy


def test_the_real_listing_goes_in_once(listing_path: Path) -> None:
    assert run(listing_path) == (25, 0, 0, 0)
    assert run(listing_path) == (0, 0, 25, 0)
    untitled = Sheet.objects.filter(title="").order_by("number")
    assert [one.number for one in untitled] == [893, 923]
    assert not Sheet.objects.filter(structure__department=None).exists()


def test_rejects_come_back_whole_and_go_in_once_mended(folder: Folder) -> None:
    path = folder.json(sheet("bonne"), sheet("à mendier", annee="demain", resume="- é\n🎉"))
    prepared = importing.prepare(path)
    rejects = folder.path / "fiches.rejets.json"
    assert importing.write_rejects(prepared, rejects) == 1
    text = rejects.read_text(encoding="utf-8")
    rejects.write_text(text.replace('"demain"', "2024"), encoding="utf-8")
    assert run(rejects) == (1, 0, 0, 0)


@pytest.mark.parametrize("content", ["", "{", "[", '{"autre": 1}', "null", '{"actions": 3}'])
def test_a_file_with_nothing_to_read_says_so(folder: Folder, content: str) -> None:
    path = folder.path / "vide.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(formats.Unreadable) as caught:
        run(path, format="json")
    assert str(caught.value)
