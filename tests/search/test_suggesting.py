"""What is suggested to someone who is typing."""

import threading
import time
from typing import Any

import pytest

from essaim.network.models import Structure
from essaim.search import engine, names, reader, suggesting
from essaim.search.names import Entry, Names, Typed
from essaim.search.suggesting import Kind, Suggestion, suggest
from essaim.workflow.writer import withdraw
from tests.factories import a_bare_sheet, a_sheet, a_structure, a_validated_sheet, publish_all

pytestmark = pytest.mark.django_db


def labels(text: str, kind: Kind = Kind.SHEET, **options: Any) -> list[str]:
    """Return what is suggested of that kind."""
    return [one.label for one in suggest(text, **options) if one.kind is kind]


def titled(*titles: str) -> None:
    """Publish a sheet that says nothing else for each title, the first being the oldest."""
    publish_all(*(a_validated_sheet(title=title) for title in titles))
    engine.catch_up()


def the_one(text: str, kind: Kind) -> Suggestion:
    (found,) = [one for one in suggest(text) if one.kind is kind]
    return found


# --- Sheets ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    (
        *("jardin par", "par jardin", "JARDIN PARTAGE", "jardin partagé des", "jardins partagés"),
        *("le jardin de p", "l’île ja", "ile jardin", '"jardin p', "jardin-par", "-jardin pa"),
    ),
)
def test_a_title_is_found_by_its_words_in_any_order(text: str) -> None:
    titled("Jardin partagé des voisins de l’Île", "La cuisine du monde")
    assert labels(text) == ["Jardin partagé des voisins de l’Île"]


@pytest.mark.parametrize("text", ["jar part", "din", "jardin cuisine"])
def test_all_words_must_be_there_and_only_the_last_goes_on(text: str) -> None:
    titled("Jardin partagé", "La cuisine du monde")
    assert labels(text) == []


def test_titles_that_begin_with_the_text_come_first_then_the_newest() -> None:
    titled("Le grand jardin partagé", "Jardin partagé en herbe", "Partage au jardin", "Jardin")
    assert labels("jardin") == [
        *("Jardin", "Jardin partagé en herbe"),  # the title itself, then one that begins so
        *("Partage au jardin", "Le grand jardin partagé"),  # the newest
    ]
    # In a row before apart.
    assert labels("jardin par") == [
        *("Jardin partagé en herbe", "Le grand jardin partagé", "Partage au jardin")
    ]


def test_the_title_typed_is_found_among_hundreds_that_are_newer() -> None:
    titled("Jardin", *(f"Au jardin numéro {rank}" for rank in range(80)))
    assert labels("jardin")[0] == "Jardin"


def test_each_title_once_then_the_others_that_bear_it() -> None:
    titled("Café des parents", "Café des parents", "Café des parents", "Café tricot")
    assert labels("café") == ["Café tricot", *["Café des parents"] * 3]
    found = [one.number for one in suggest("café") if one.kind is Kind.SHEET]
    assert len(set(found)) == 4


def test_a_sheet_says_where_it_is() -> None:
    a_structure("Les Lilas", "69", town="Bron")
    a_bare_sheet(title="Jardin des Lilas", structure="Les Lilas")
    sheet = a_bare_sheet(title="Jardin d’ailleurs", structure="Le Nid", department="42")
    found = {one.label: one for one in suggest("jardin") if one.kind is Kind.SHEET}
    assert found["Jardin des Lilas"].detail == "Les Lilas, Bron"
    assert found["Jardin d’ailleurs"].detail == "Le Nid, Loire"
    assert found["Jardin d’ailleurs"].number == sheet.number


def test_a_withdrawn_sheet_is_not_suggested() -> None:
    sheet = a_sheet(title="Jardin partagé")
    assert labels("jard") == ["Jardin partagé"]
    withdraw([sheet.pk], actor="essais")
    engine.catch_up()
    assert labels("jard") == []


# --- Terms and places ------------------------------------------------------------------------


def test_terms_are_suggested_with_their_sheets_themes_first() -> None:
    publish_all(
        a_validated_sheet(title="Un", keywords=("Culture", "Santé")),
        a_validated_sheet(title="Deux", keywords=("Culture",), partners=("Commune", "Caf")),
        a_validated_sheet(title="Trois", partners=("Caf",)),
    )
    culture = the_one("cult", Kind.TERM)
    assert (culture.label, culture.detail, culture.sheets) == ("Culture", "Mots-clés", 2)
    assert culture.query is not None
    assert culture.query.encode() == "mot-cle=Culture"
    assert labels("c", Kind.TERM) == ["Culture", "Caf", "Commune"]
    # A term without a sheet leads nowhere.
    assert labels("logement", Kind.TERM) == []


def test_terms_are_found_by_any_of_their_words() -> None:
    a_sheet(partners=("Regroupement de communes",), keywords=("éducation / scolarité",))
    assert labels("commu", Kind.TERM) == ["Regroupement de communes"]
    assert labels("scolarite educ", Kind.TERM) == ["éducation / scolarité"]


def test_structures_are_found_by_any_word_and_the_town_narrows() -> None:
    a_structure("Centre social Émile-Zola", "69", town="Bron")
    a_structure("Centre social des Lilas", "69", town="Lyon")
    for text in ("zola", "emile zo", "ZOLA centre", "zola bron", "bron zola"):
        assert labels(text, Kind.STRUCTURE) == ["Centre social Émile-Zola"], text
    assert labels("bron", Kind.STRUCTURE) == []  # that is a commune
    assert labels("centre lyo", Kind.STRUCTURE) == ["Centre social des Lilas"]


def test_structures_that_tell_most_come_first() -> None:
    publish_all(
        a_validated_sheet("Centre A", title="Un"),
        a_validated_sheet("Centre B", title="Deux"),
        a_validated_sheet("Centre B", title="Trois"),
    )
    a_structure("Le centre C", "69")
    found = [one for one in suggest("centre") if one.kind is Kind.STRUCTURE]
    assert [(one.label, one.sheets) for one in found] == [
        *(("Centre B", 2), ("Centre A", 1), ("Le centre C", 0))
    ]
    assert found[0].number == Structure.objects.get(name="Centre B").pk


def test_communes_gather_their_structures() -> None:
    a_structure("Un", "42", town="Saint-Étienne")
    a_structure("Deux", "42", town="SAINT ETIENNE")
    a_structure("Trois", "42", town="Saint-Étienne")
    a_structure("Quatre", "76", town="Saint-Étienne")
    a_bare_sheet(title="Jardin", structure="Un", department="42")
    found = [one for one in suggest("saint etien") if one.kind is Kind.TOWN]
    assert [(one.label, one.detail, one.structures, one.sheets) for one in found] == [
        ("Saint-Étienne", "Loire", 3, 1),
        ("Saint-Étienne", "Seine-Maritime", 1, 0),
    ]
    assert found[0].query is not None
    assert found[0].query.text == '"Saint-Étienne"'
    assert found[0].query.values("departement") == ("42",)
    assert labels("etienne", Kind.TOWN) == ["Saint-Étienne"] * 2


def test_territories_by_name_and_by_code() -> None:
    a_sheet(structure="Un", department="69")
    a_sheet(structure="Deux", department="2A")
    a_sheet(structure="Trois", department="69")
    assert labels("69", Kind.TERRITORY) == ["Rhône (69)"]
    assert labels("2a", Kind.TERRITORY) == ["Corse-du-Sud (2A)"]
    assert labels("rhone", Kind.TERRITORY) == ["Rhône (69)", "Auvergne-Rhône-Alpes"]
    assert labels("loire", Kind.TERRITORY) == []  # no sheet there
    region = the_one("auvergne", Kind.TERRITORY)
    assert (region.detail, region.sheets) == ("Région", 2)
    assert region.query is not None
    assert region.query.encode() == "region=84"


# --- Words -----------------------------------------------------------------------------------


def test_words_are_completed_when_there_is_room() -> None:
    a_sheet(title="Un", summary="Jardinage, jardin, jardins.")
    a_sheet(title="Deux", summary="Du jardinage.")
    assert labels("jardi", Kind.WORDS) == ["jardinage", "jardin"]  # one form of each
    assert labels("potager jardi", Kind.WORDS) == ["potager jardinage", "potager jardin"]
    assert labels("jardinage", Kind.WORDS) == []  # that is what would be searched anyway
    assert labels("jardi ", Kind.WORDS) == labels("jardi", Kind.WORDS)  # blanks do not count
    assert labels("jardi!", Kind.WORDS) == []
    assert labels("ja", Kind.WORDS) == []


def test_slips_of_the_keyboard_are_repaired_when_nothing_is_found() -> None:
    a_structure("Les Capucines", "69", town="Villeurbanne")
    a_bare_sheet(
        structure="Les Capucines", title="Jardin partagé", keywords=("Parentalité",), summary="Oui."
    )
    assert labels("jadrin") == ["Jardin partagé"]
    assert labels("jardni partagé") == ["Jardin partagé"]
    assert labels("parnetalité", Kind.TERM) == ["Parentalité"]
    assert labels("capusines", Kind.STRUCTURE) == ["Les Capucines"]
    assert labels("vileurbanne", Kind.TOWN) == ["Villeurbanne"]
    # What exists is not repaired.
    titled("Le jardon")
    assert labels("jardon") == ["Le jardon"]


# --- Shares, limits --------------------------------------------------------------------------


def crowd() -> None:
    """Fill every kind with more than it may show for « par »."""
    for rank in range(6):
        a_structure(f"Parc {rank}", "75", town=f"Paris {rank}e")
    publish_all(
        *(
            a_validated_sheet(
                "Parc 0",
                "75",
                title=f"Par {word}",
                keywords=("Parentalité", *(f"Par {rank}" for rank in range(6))),
                summary="parapluie paravent parquet parole",
            )
            for word in ("un", "deux", "trois", "quatre", "cinq", "six")
        )
    )


def test_kinds_share_the_room_in_their_order() -> None:
    crowd()
    found = [one.kind for one in suggest("par")]
    assert found == sorted(found, key=list(Kind).index)
    # Paris is the one territory: what it leaves goes to the first kinds.
    assert [found.count(kind) for kind in Kind] == [3, 2, 2, 2, 1, 0]
    assert len(suggest("par", limit=6)) == 6
    assert {one.kind for one in suggest("par", limit=5)} == set(Kind) - {Kind.WORDS}
    assert suggest("par", limit=0) == []


def test_at_most_four_of_a_kind() -> None:
    crowd()
    titled(*(f"Zèbre {rank}" for rank in range(9)))
    assert len(labels("zebre")) == 4
    assert len(labels("parc", Kind.STRUCTURE)) == 4


@pytest.mark.parametrize(
    "text",
    (
        *("", " ", "\x00", "\x00\x1f\u202e", "-", '"', "« »", "---", "🐝", "\ud83d", "😀" * 300),
        *("a" * 300, "mot " * 75, ".*", "(z+)+$", "[", "\\", "*", "?", "{1,9}", "%", "_" * 9),
    ),
)
def test_what_is_no_word_suggests_nothing(text: str) -> None:
    a_sheet(title="Un jardin")
    assert suggest(text) == []


@pytest.mark.parametrize(
    "text",
    ["j", "J", "jardin\x00pa", "jardin\u202epa", "-j", '"j', "🐝 jar", "ja\u0301rdin".upper()],
)
def test_what_holds_a_word_is_found_by_it(text: str) -> None:
    titled("Járdin partagé")
    assert labels(text) == ["Járdin partagé"]


@pytest.mark.parametrize(
    "title", ["Étoile (a+)+$ [x] .* \\", "100 % vélo", "Œuvre d’été", "Ⅻ fêtes"]
)
def test_any_title_is_found_when_typed_whole(title: str) -> None:
    titled(title, *(f"Étoile, vélo, œuvre, fêtes {rank}" for rank in range(60)))
    assert labels(title)[0] == title


def test_an_empty_base_suggests_nothing() -> None:
    assert suggest("jardin") == []


# --- What the process keeps ------------------------------------------------------------------


def test_a_small_base_is_read_again_at_once() -> None:
    a_sheet(structure="Les Lilas")
    assert labels("lila", Kind.STRUCTURE) == ["Les Lilas"]
    a_sheet(structure="Les Lilas blancs")
    engine.catch_up()
    assert labels("lila", Kind.STRUCTURE) == ["Les Lilas", "Les Lilas blancs"]


def test_many_structures_are_not_read_again_at_each_write(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names, "_FEW", 1)
    now = [time.monotonic()]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    a_sheet(structure="Les Lilas")
    assert labels("lila", Kind.STRUCTURE) == ["Les Lilas"]
    a_sheet(structure="Les Lilas blancs")
    engine.catch_up()
    assert labels("lila", Kind.STRUCTURE) == ["Les Lilas"]
    now[0] += 31
    assert labels("lila", Kind.STRUCTURE) == ["Les Lilas", "Les Lilas blancs"]
    # The index does not move for a structure without a sheet: it is seen minutes later.
    a_structure("Lilas des bois")
    now[0] += 31
    assert "Lilas des bois" not in labels("lila", Kind.STRUCTURE)
    now[0] += 300
    assert "Lilas des bois" in labels("lila", Kind.STRUCTURE)


def test_nobody_waits_for_whoever_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    a_sheet(structure="Les Lilas")
    engine.catch_up()
    kept = names._Kept()
    held = kept.of(reader.snapshot())
    a_sheet(structure="Les Roses")
    engine.catch_up()
    newer = reader.snapshot()
    assert newer.number != held.number
    kept.lock.acquire()  # somebody else is reading
    done: list[names.Places] = []
    asking = threading.Thread(target=lambda: done.append(kept.of(newer)), daemon=True)
    asking.start()
    asking.join(timeout=10)
    kept.lock.release()
    assert done == [held]


def test_names_that_begin_with_the_text_come_first_then_by_rank() -> None:
    found = Names(
        Entry(names.words(name), (rank,), name)
        for rank, name in enumerate(["Le Parc", "Parc du Haut", "Grand Parc", "Parc", "Bois"])
    )
    assert found.find(Typed.of(("parc",)), 10) == ["Parc du Haut", "Parc", "Le Parc", "Grand Parc"]
    assert found.find(Typed.of(("parc",)), 3) == ["Parc du Haut", "Parc", "Le Parc"]
    assert found.find(Typed.of(("zoo",)), 3) == []


def test_the_kinds_are_those_of_the_page() -> None:
    assert suggesting.LIMIT == 10
    assert len(set(Kind)) == 6
