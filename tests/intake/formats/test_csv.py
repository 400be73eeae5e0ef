"""CSV as people and spreadsheets make it."""

import csv
import io
import time

import pytest

from essaim.intake.formats import Unreadable
from essaim.sheets import csv_cells
from essaim.sheets.record import RawRecord
from tests.intake.formats import files
from tests.intake.formats.test_listing import a_record


def read(text: str, **options: object) -> list[RawRecord]:
    return files.read("csv", text.encode(), **options)  # type: ignore[arg-type]


def test_headers_are_the_keys_in_order() -> None:
    header, row = files.written("csv", [a_record()]).decode().splitlines()
    assert header == (
        "numero,titre,structure,departement,fichiers,statut,raisons,dimension,mots_cles,resume,"
        "initiative,precision,territoire,description_experience,public,partenaires,"
        "description_generale,ressources_financieres,budget_confirme,mois_confirmes,"
        "personnes_mobilisees,professionnels_confirmes,benevoles_confirmes,"
        "autres_personnes_confirmees,beneficiaires_confirmes,resultat_territoire,"
        "resultat_centre,resultat_habitants,limites,perspectives,annee,modifiee_le"
    )
    assert row.startswith("7,Le jardin,Centre social Les Capucines,69,")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_labels_in_any_order_and_any_delimiter(delimiter: str, mark: str) -> None:
    header = delimiter.join(["RESUME", "Mots cles associes a l’action", "Structure", "Couleur"])
    row = delimiter.join(['"Un, deux; trois\n\tquatre"', "Santé | Culture", "Les Capucines", "x"])
    warnings: list[str] = []
    (raw,) = read(f"{mark}{header}\n{row}\n", warnings=warnings)
    assert raw.values == {
        "resume": "Un, deux; trois\n\tquatre",
        "mots_cles": ["Santé", "Culture"],
        "structure": "Les Capucines",
    }
    assert warnings == ["colonnes ignorées : « Couleur »"]


def test_a_file_without_structures_lists_its_columns() -> None:
    with pytest.raises(Unreadable) as refused:
        read("titre,couleur\nx,y\n")
    assert str(refused.value) == (
        "il manque la colonne « structure » ; colonnes trouvées : « titre », « couleur »"
    )


def test_two_columns_for_one_thing_are_refused() -> None:
    with pytest.raises(Unreadable, match="deux colonnes pour « titre »"):
        read("titre,structure,Titre de l'action\n")


def test_a_header_alone_is_no_record() -> None:
    assert read("structure,titre") == []


def test_lines_are_counted_and_blank_rows_passed_over() -> None:
    text = 'structure,titre\r\na,"x\r\ny"\r\n\r\n,\r\nb,z\r\n'
    first, second = read(text)
    assert (first.line, first.values["titre"]) == (2, "x\r\ny")
    assert (second.line, second.values["titre"]) == (6, "z")


@pytest.mark.parametrize(
    ("row", "said"),
    [("a", "1 cases au lieu de 2"), ("a,b,c", "3 cases au lieu de 2")],
)
def test_a_row_of_another_size_is_refused_alone(row: str, said: str) -> None:
    bad, good = read(f"structure,titre\n{row}\nb,z\n")
    assert bad.problem == f"ligne 2 : {said}"
    assert not good.problem
    assert files.rejects("csv", [bad]).decode() == f"structure,titre\n{row}\n"


def test_empty_cells_beyond_the_header_do_no_harm() -> None:
    (raw,) = read("structure,titre\na,b,,\n")
    assert not raw.problem


@pytest.mark.parametrize(
    "row", ['a,"jamais fermé', 'a,"fermé "trop tôt', '"a" ,b', 'a,"' + "x" * 300_000]
)
def test_bad_quotes_swallow_nothing(row: str) -> None:
    records = read(f'structure,titre\n{row}\nb,"bon"\nc,aussi\n')
    bad = [raw for raw in records if raw.problem]
    good = [raw.values["titre"] for raw in records if not raw.problem]
    assert [raw.line for raw in bad] == [2]
    assert "guillemets mal fermés" in bad[0].problem
    assert good == ["bon", "aussi"]
    assert str(bad[0].raw) == row + "\n"


def test_a_truncated_last_row_is_refused_alone() -> None:
    data = files.written("csv", [a_record(summary="un\ndeux"), a_record("Autre", summary="x\ny")])
    whole = files.read("csv", data)
    for size in range(data.rindex(b"Autre"), len(data) - 2):
        first, *rest = files.read("csv", data[:size])
        assert first.values == whole[0].values
        assert any(raw.problem for raw in rest)
        assert "".join(str(raw.raw) for raw in (first, *rest)) == (
            data[:size].partition(b"\r\n")[2].decode()
        )


def test_a_file_of_broken_quotes_does_not_take_for_ever() -> None:
    row = 'a,"b""\n'
    start = time.perf_counter()
    with pytest.raises(Unreadable, match="plus de mille"):
        read("structure,titre\n" + row * 200_000)
    assert time.perf_counter() - start < 30


@pytest.mark.parametrize(
    "cell", ["=1+1", "+33 4", "-5", "@x", "\tx", "\rx", "'=1", "''+", "'", "", "x=1", "'x", "- a"]
)
def test_formulas_are_neutralised_and_come_back(cell: str) -> None:
    written = csv_cells.neutralise(cell)
    assert csv_cells.restore(written) == cell
    assert written[:1] not in ("=", "+", "-", "@", "\t", "\r")
    assert (written == cell) == (cell in ("'", "", "x=1", "'x"))


def test_no_cell_of_an_export_begins_like_a_formula() -> None:
    record = a_record("=cmd|' /C calc'!A0", summary="@SUM(1)", keywords=("+a", "-b"))
    for row in csv.reader(io.StringIO(files.written("csv", [record]).decode(), newline="")):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


def test_what_excel_saves_in_french_is_named_then_read() -> None:
    data = "Structure;Résumé\r\nCafé de l’été;élève\r\n".encode("cp1252")
    with pytest.raises(Unreadable) as refused:
        files.read("csv", data)
    assert "(ligne 1)" in str(refused.value)
    assert "Windows-1252" in str(refused.value)
    assert "--encoding cp1252" in str(refused.value)
    (raw,) = files.read("csv", data, encoding="cp1252")
    assert raw.values == {"structure": "Café de l’été", "resume": "élève"}
    with pytest.raises(Unreadable, match="sans --encoding"):
        files.read("csv", files.rejects("csv", [raw]), encoding="cp1252")
