"""`essaim search` and `essaim index`, as a person and as a script use them."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from essaim.search import engine
from tests.factories import a_bare_sheet, a_sheet
from tests.own_base import OwnBase
from tests.search.sheets import publish_random

pytestmark = pytest.mark.django_db


def run(*arguments: str, tty: bool = False) -> str:
    out = StringIO()
    out.isatty = lambda: tty  # type: ignore[method-assign]
    call_command(*arguments, stdout=out)
    return out.getvalue()


def as_json(*arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(*arguments, "--json"))
    return found


def test_search_as_json_keeps_the_contract() -> None:
    sheet = a_sheet(title="Réveillon solidaire", department="69")
    a_sheet(title="Autre chose", department="33")
    found = as_json("search", "reveillon")
    assert found["total"] == 1
    (result,) = found["resultats"]
    assert result["numero"] == sheet.number
    assert result["titre"] == "Réveillon solidaire"
    assert result["structure"] == "Centre social Les Capucines"
    assert (result["departement"], result["departement_nom"]) == ("69", "Rhône")
    assert result["score"] > 0
    assert result["extrait"].startswith("Des voisins cultivent")
    assert result["adresse"] == f"/actions/{sheet.number}-reveillon-solidaire/"
    assert found["facettes"]["dimension"] == {"Citoyenneté": 1}
    assert found["facettes"]["departement"] == {"69": 1}
    assert found["phrase"] == "Actions qui parlent de «\u00a0reveillon\u00a0»"


def test_search_takes_a_query_as_the_address_has_it() -> None:
    a_sheet(title="Réveillon", department="69")
    kept = a_sheet(title="Réveillon", department="33", status="Terminée")
    found = as_json("search", "reveillon", "--query", "?departement=33&statut=terminee")
    assert [result["numero"] for result in found["resultats"]] == [kept.number]
    assert as_json("search", "--query", "departement=33")["total"] == 1
    assert as_json("search", "--query", "couleur=bleu")["avis"] != []


def test_search_for_a_person() -> None:
    a_sheet(title="Réveillon solidaire", summary="Un réveillon pour tous")
    untitled = a_bare_sheet(title="", structure="Maison", department="", summary="le réveillon")
    said = run("search", "reveillon")
    assert "2 fiches." in said
    assert " 1. Réveillon solidaire (n° " in said
    assert "Centre social Les Capucines — Rhône" in said
    assert f"SANS TITRE - {untitled.number}" in said
    assert "\x1b" not in said
    assert "\x1b[1mréveillon\x1b[0m" in run("search", "reveillon", tty=True)
    assert "1 fiche." in run("search", "solidaire")
    assert "aucune fiche." in run("search", "introuvable")
    assert "Aucune fiche n’a tous ces mots" in run("search", "solidaire", "introuvable")
    assert "trop courants" in run("search", "de la")


def test_search_limits() -> None:
    publish_random(5)
    assert len(as_json("search", "--limit", "2")["resultats"]) == 2
    assert " 3. " in run("search", "--limit", "2", "--query", "page=2")
    for limit in ("0", "-1", "1001"):
        with pytest.raises(CommandError, match="--limit"):
            run("search", "--limit", limit)


def test_index_status_tells_without_mending() -> None:
    publish_random(3)
    with pytest.raises(SystemExit, match="1"):
        run("index", "status")
    assert as_json("index", "catch-up")["a_jour"] is True
    before = as_json("index", "status")
    assert (before["fiches"], before["retard"]) == (3, 0)
    assert before["octets"] > 0
    a_sheet()
    out = StringIO()
    with pytest.raises(SystemExit, match="1"):
        call_command("index", "status", stdout=out)
    assert "en retard" in out.getvalue()
    said = run("index", "catch-up")
    assert "1 événement(s)" in said
    assert "à jour" in said


def test_index_rebuild() -> None:
    publish_random(3)
    engine.catch_up()
    before = as_json("index", "status")["generation"]
    said = run("index", "rebuild")
    assert "3 fiche(s) indexée(s)" in said
    after = as_json("index", "status")
    assert after["generation"] != before
    assert (after["fiches"], after["a_jour"]) == (3, True)


def test_a_hostile_argument_is_only_words(own_base: OwnBase) -> None:
    done = own_base.essaim("search", "--", 'titre:(* OR "', "-x", "[a TO b]", "--json", check=False)
    assert done.returncode == 0, done.stderr
    assert "aucune fiche" in done.stdout
