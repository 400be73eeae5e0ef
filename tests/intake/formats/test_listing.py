"""The listing's reader: the real one, then what could deceive it."""

import dataclasses
import time
from pathlib import Path

import pytest

from essaim import exports
from essaim.intake.formats import Unreadable, listing
from essaim.network.territories import DepartmentNames
from essaim.sheets import content as contents
from essaim.sheets import listing_grammar as grammar
from essaim.sheets.content import StructureName
from essaim.sheets.record import RawRecord, SheetRecord
from tests.intake.formats import files
from tests.listing_strategies import listed, record_of

CENTRE = StructureName("Centre social Les Capucines", "69")


def a_record(title: str = "Le jardin", **values: object) -> SheetRecord:
    content = {**contents.empty(), "title": title, **values}
    return SheetRecord(7, CENTRE, listed(CENTRE), content)  # type: ignore[arg-type]


def lines_of(*records: SheetRecord) -> list[str]:
    return files.written("listing", records).decode().split("\n")


def read(lines: list[str], **options: object) -> list[RawRecord]:
    return files.read("listing", "\n".join(lines).encode(), **options)  # type: ignore[arg-type]


def problem(lines: list[str]) -> str:
    (record,) = read(lines)
    assert record.values.keys() <= {"titre", "structure", "departement"}
    assert record.values["titre"] == "Le jardin"
    assert record.raw == "\n".join(lines[1:])
    return record.problem


# --- The real listing ---------------------------------------------------------------------


def _again(records: list[RawRecord]) -> list[SheetRecord]:
    """Return the records as a base would hold them, each with a number."""
    found = map(record_of, records)
    return [
        dataclasses.replace(record, number=record.number or 10_000 + rank)
        for rank, record in enumerate(found, start=1)
    ]


def test_the_real_listing_comes_back_byte_for_byte(listing_path: Path) -> None:
    data = listing_path.read_bytes()
    records = files.read("listing", data)
    assert len(records) == 25
    assert [raw.problem for raw in records if raw.problem] == []
    assert all("departement" in raw.values for raw in records)
    assert files.written("listing", _again(records)) == data
    assert sum("numero" in raw.values for raw in records) == 2
    text = data.decode().split("\n")
    assert all(text[raw.line - 1] == "Actions" for raw in records)


@pytest.mark.parametrize("name", ["csv", "xlsx", "json"])
def test_the_real_listing_goes_through_every_format(listing_path: Path, name: str) -> None:
    data = listing_path.read_bytes()
    first = _again(files.read("listing", data))
    second = _again(files.read(name, files.written(name, first)))
    assert files.written("listing", second) == data


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["bare", "marked"])
@pytest.mark.parametrize("crlf", [False, True], ids=["lf", "crlf"])
def test_line_breaks_and_marks_change_nothing(listing_path: Path, mark: bytes, crlf: bool) -> None:
    data = listing_path.read_bytes()
    other = mark + (data.replace(b"\n", b"\r\n") if crlf else data)
    assert files.detect(other) == "listing"
    assert [raw.values for raw in files.read("listing", other)] == [
        raw.values for raw in files.read("listing", data)
    ]


@pytest.mark.parametrize("crlf", [False, True], ids=["lf", "crlf"])
def test_a_truncated_last_record_is_refused_alone(listing_path: Path, crlf: bool) -> None:
    lines = listing_path.read_text(encoding="utf-8").split("\n")
    whole = read(lines)
    last = whole[-1].line - 1
    perspectives = len(lines) - 1 - lines[::-1].index("- Suite de l'action : Perspectives")
    for end in range(last + 3, perspectives + 1):
        cut = ("\r\n" if crlf else "\n").join(lines[:end]).encode()
        *before, truncated = files.read("listing", cut)
        assert [raw.values for raw in before] == [raw.values for raw in whole[:-1]]
        assert "elle est incomplète" in truncated.problem
        assert f"ligne {end} " in truncated.problem
        text = truncated.raw.replace("\r\n", "\n")
        assert text.split("\n") == lines[last:end]


def test_mended_rejects_are_read(listing_path: Path) -> None:
    lines = listing_path.read_text(encoding="utf-8").split("\n")
    whole = read(lines)
    missing = lines.index("- Public")  # the first record's
    broken = read(lines[:missing] + lines[missing + 1 :])
    refused = [raw for raw in broken if raw.problem]
    assert len(refused) == 1
    assert "« Public » manque" in refused[0].problem
    rejects = files.rejects("listing", refused).decode().split("\n")
    assert rejects == [lines[0], *lines[1:missing], *lines[missing + 1 : whole[1].line - 1]]
    place = rejects.index("- Avec qui cette action a-t-elle été menée ?") - 1
    (mended,) = read([*rejects[:place], "- Public", *rejects[place:]])
    assert mended.values == whole[0].values


# --- Texts that look like structure -------------------------------------------------------


def test_a_text_may_hold_its_own_next_label_unescaped() -> None:
    lines = lines_of(a_record(summary="avant\nICI\naprès", experience="vu"))
    lines[lines.index("ICI")] = "- Qui est à l'initiative de l'action ?"
    (raw,) = read(lines)
    assert raw.values["resume"] == "avant\n- Qui est à l'initiative de l'action ?\naprès"
    assert raw.values["description_experience"] == "vu"


def test_a_text_may_hold_a_whole_part_of_a_record() -> None:
    quoted = "\n".join(lines_of(a_record(summary="x"))[5:])
    record = a_record(description=quoted, limits=quoted, prospects=quoted, summary=quoted)
    (raw,) = read(lines_of(record))
    assert record_of(raw).content == record.content


def test_three_head_lines_in_a_text_are_escaped_and_only_they() -> None:
    text = "Actions\nJardin\n- Structure organisatrice\n\\- Structure organisatrice\nActions"
    lines = lines_of(a_record(prospects=text), a_record("- Structure organisatrice"))
    assert "\\- Structure organisatrice" in lines
    first, second = read(lines)
    assert first.values["perspectives"] == text
    assert second.values["titre"] == "- Structure organisatrice"


def test_nothing_else_is_escaped() -> None:
    text = "- Structure organisatrice\n\\- Public\n- Public\nActions\n\\\n- Dimension"
    assert "\n".join(lines_of(a_record(prospects=text))).endswith(f"Perspectives\n{text}")


def test_unknown_structure_names_are_kept_whole() -> None:
    lines = lines_of(a_record())
    lines[4] = "- Maison pour tous - Le Moulin - Loire-Atlantique"
    (raw,) = read(lines)
    assert raw.values["structure"] == "Maison pour tous - Le Moulin"
    assert raw.values["departement"] == "44"
    lines[4] = "- Maison pour tous - Le Moulin - Ailleurs"
    (raw,) = read(lines)
    assert raw.values["structure"] == "Maison pour tous - Le Moulin - Ailleurs"
    assert "departement" not in raw.values


def test_only_a_line_feed_separates_lines() -> None:
    text = "a\x0bb\x0cc\x1cd\x85e\u2028f\rg"
    (raw,) = read(lines_of(a_record(summary=text)))
    assert raw.values["resume"] == text


@pytest.mark.parametrize("text", ["", "a", "a\n", "\n", "\n\na", "a\r\nb\r", " "])
def test_texts_are_kept_to_the_byte_at_the_end_of_the_file_too(text: str) -> None:
    (raw,) = read(lines_of(a_record(prospects=text)))
    assert raw.values["perspectives"] == text


def test_files_asked_for_or_not() -> None:
    for value in (None, (), ("affiche.pdf", "Statut de l'action")):
        (raw,) = read(lines_of(a_record(files=value)))
        assert raw.values["fichiers"] == (None if value is None else list(value))


def test_an_untitled_sheet_is_its_number() -> None:
    lines = lines_of(a_record(""))
    assert lines[2] == "SANS TITRE - 7"
    (raw,) = read(lines)
    assert (raw.values["titre"], raw.values["numero"]) == ("", "7")


def test_terms_are_spelt_as_the_base_does() -> None:
    record = a_record(keywords=("Vieillissement", "Santé"))
    spellings = {"keywords": {"Vieillissement": "Viellissement"}}
    spelt = b"".join(exports.FORMATS["listing"].chunks([record], spellings)).decode()
    assert "\n- Viellissement\n- Santé\n" in spelt


def test_a_line_break_in_a_title_is_a_programming_error() -> None:
    with pytest.raises(ValueError, match="line break"):
        lines_of(a_record("a\nb"))


# --- What is wrong, said in French --------------------------------------------------------


def test_territories_that_differ_are_refused() -> None:
    lines = lines_of(a_record(territory="Un quartier"))
    place = len(lines) - lines[::-1].index("- Un quartier") - 1
    lines[place] = "- Une commune"
    assert problem(lines) == (
        f"ligne {place} : « Territoire concerné » est donné deux fois et change : "
        "« Un quartier » puis « Une commune »"
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("- Public", "- Publics", "la rubrique « Public » manque"),
        ("- Dimension", "Dimension", "on attend « Dimension », on lit « Dimension »"),
        ("- Statut de l'action", "", "on attend « Statut de l'action », on lit une ligne vide"),
        ("Partenaires d'action:", "x", "on attend « Partenaires d'action: », on lit « x »"),
        ("- Centre social Les Capucines - Rhône", "x", "on attend « - nom de la structure »"),
        ("- Suite de l'action : Perspectives", "x", "s’arrête avant « Suite de l'action : Pers"),
    ],
)
def test_a_damaged_record_says_where(old: str, new: str, said: str) -> None:
    lines = lines_of(a_record())
    lines[lines.index(old)] = new
    assert said in problem(lines)


def test_several_values_where_one_is_allowed() -> None:
    lines = lines_of(a_record(dimension="Services"))
    place = lines.index("- Services")
    lines.insert(place, "- Citoyenneté")
    assert f"ligne {place + 2} : on attend « Mots clés" in problem(lines)


def test_text_before_the_first_record_is_refused_whole() -> None:
    lines = lines_of(a_record())
    lines[1:1] = ["Bonjour", "voici le fichier"]
    lost, found = read(lines)
    assert lost.raw == "Bonjour\nvoici le fichier"
    assert "texte avant la première fiche" in lost.problem
    assert found.values["titre"] == "Le jardin"
    assert (lost.line, found.line) == (2, 4)


def test_the_preamble_may_be_missing() -> None:
    (raw,) = read(lines_of(a_record())[1:])
    assert raw.line == 1
    assert raw.values["titre"] == "Le jardin"


def test_a_file_that_ends_like_a_new_record_warns() -> None:
    lines = lines_of(a_record(), a_record("Autre"))
    warnings: list[str] = []
    cut = len(lines) - lines[::-1].index("Autre")
    (raw,) = read(lines[:cut], warnings=warnings)
    assert raw.values["perspectives"] == "Actions\nAutre"
    assert len(warnings) == 1
    assert "coupé" in warnings[0]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "vide"),
        (b"\n", "aucune fiche"),
        (b"Les actions des centres sociaux", "aucune fiche"),
        (b"Les actions des centres sociaux\nActions\nTitre", "aucune fiche"),
        (b"\x00\x01\x02\xff\xfe" * 50, "texte"),
        (b"x" * 25_000_000, "sans fin"),
        (b"x\n" * 15_000_000, "sans nouvelle fiche"),
    ],
    ids=["empty", "blank", "preamble", "head", "junk", "one line", "no record"],
)
def test_what_is_no_listing_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        files.read("listing", data)


def test_a_folder_or_nothing_is_refused(tmp_path: Path) -> None:
    none = DepartmentNames({}, {}, {})
    with pytest.raises(Unreadable, match="dossier"):
        next(listing.read(tmp_path, departments=none))
    with pytest.raises(Unreadable, match="n’existe pas"):
        next(listing.read(tmp_path / "rien", departments=none))


# --- Time ---------------------------------------------------------------------------------


@pytest.mark.parametrize("label", [slot.line for slot in grammar.SLOTS[:-1]])
def test_a_hundred_thousand_labels_do_not_explode(label: str) -> None:
    lines = lines_of(a_record(files=(), status="Terminée", initiative_detail="x"))
    place = lines.index(label)
    soup = [*lines[: place + 1], *[label] * 100_000, *lines[place + 1 :]]
    start = time.perf_counter()
    read(soup)
    assert time.perf_counter() - start < 5


def test_a_hundred_thousand_mixed_labels_do_not_explode() -> None:
    lines = lines_of(a_record(summary="x"))
    body = [line for line in lines[5:] for _ in range(2)] * 2_000
    start = time.perf_counter()
    read([*lines[: lines.index("x")], *body, *lines[lines.index("x") :]])
    read([*lines[:5], *body])
    assert time.perf_counter() - start < 10
