"""Changing the synonyms: by whom, never over somebody else's change, told to every node."""

from collections.abc import Iterator

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from essaim.network.standing import Standing
from essaim.search import engine, reader, synonyms
from essaim.search.models import SynonymEdition
from essaim.search.synonyms_file import SynonymsError
from essaim.sheets.models import Event
from essaim.workflow import pseudonyms
from essaim.workflow import synonyms as writing
from essaim.workflow.synonyms import Changed
from tests.factories import a_correspondent, a_member, a_sheet, a_structure, an_administrator
from tests.own_base import OwnBase

SMALL = "belote = tarot\n"


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    """Hold no thesaurus of another test's base."""
    synonyms.expire()
    yield
    synonyms.expire()


def who() -> Standing:
    return Standing.of(a_correspondent("69"))


def traces() -> tuple[int, int]:
    return SynonymEdition.objects.count(), Event.objects.count()


@pytest.mark.django_db
def test_who_may() -> None:
    for stranger in (Standing(), Standing.of(a_member(a_structure()))):
        with pytest.raises(PermissionDenied, match="changer les synonymes"):
            writing.change(stranger, SMALL, 0)
    assert traces() == (0, 0)
    writing.change(who(), SMALL, 0)
    writing.change(Standing.of(an_administrator()), SMALL + "rami = poker\n", 1)
    assert traces() == (2, 2)


@pytest.mark.django_db
def test_an_edition_and_its_event() -> None:
    person = who()
    edition = writing.change(person, "\ufeffbelote = tarot  \r\n", 0, " Les cartes ")
    assert edition is not None
    found = SynonymEdition.objects.get()
    assert (found.number, found.text, found.comment) == (1, SMALL, "Les cartes")
    assert found.author == person.actor
    event = Event.objects.get()
    assert (event.verb, event.actor, event.at) == ("synonymes", person.actor, found.at)
    assert (event.sheet_id, event.sheet_number, event.revision) == (None, None, None)


@pytest.mark.django_db
def test_what_is_in_force_already_is_no_edition() -> None:
    assert writing.change(who(), synonyms.shipped(), 0) is None
    assert traces() == (0, 0)
    writing.change(who(), SMALL, 0)
    assert writing.change(who(), f"{SMALL}\r\n\r\n", 1) is None
    assert writing.change(who(), synonyms.shipped(), 1) is not None


@pytest.mark.django_db
def test_nobody_writes_over_somebody_else() -> None:
    writing.change(who(), SMALL, 0)
    for seen in (0, 2, -1):
        with pytest.raises(Changed, match="Rien n’est perdu") as caught:
            writing.change(who(), "rami = poker\n", seen)
        assert caught.value.number == 1
    assert traces() == (1, 1)
    assert SynonymEdition.objects.get().text == SMALL


@pytest.mark.django_db
def test_a_faulty_text_is_refused_whole() -> None:
    with pytest.raises(SynonymsError, match="Ligne 2"):
        writing.change(who(), SMALL + "tarot\n= x\n", 0)
    for comment in ("x" * 301, "deux\nlignes"):
        with pytest.raises(ValueError, match=r"^Le commentaire .*\.$"):
            writing.change(who(), SMALL, 0, comment)
    assert traces() == (0, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("number", [0, 1])
def test_the_database_itself_refuses_a_number_twice_or_none(number: int) -> None:
    writing.change(who(), SMALL, 0)
    with pytest.raises(IntegrityError), transaction.atomic():
        SynonymEdition.objects.create(number=number, text="x", author="x", at=timezone.now())


@pytest.mark.django_db
def test_erasing_somebody_relabels_their_editions() -> None:
    person = who()
    writing.change(person, SMALL, 0)
    pseudonyms.relabel(person.actor, "effacee:1f0c52aa")
    assert SynonymEdition.objects.get().author == "effacee:1f0c52aa"


@pytest.mark.django_db(transaction=True)
def test_it_is_in_force_at_once_and_the_index_moves() -> None:
    a_sheet()
    engine.catch_up()
    before = reader.snapshot()
    assert synonyms.current().edition == 0
    writing.change(who(), SMALL, 0)
    assert synonyms.current().edition == 1
    after = reader.snapshot()
    assert after.number > before.number
    assert after.position.sequence == Event.objects.latest("sequence").sequence


@pytest.mark.django_db(transaction=True)
def test_a_change_undone_is_not_in_force() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        writing.change(who(), SMALL, 0)
        raise RuntimeError
    assert synonyms.current().edition == 0
    assert not SynonymEdition.objects.exists()


AT_ONCE = """
from concurrent.futures import ThreadPoolExecutor
from django.db import connections
from essaim.network.standing import Standing
from essaim.search.models import SynonymEdition
from essaim.sheets.models import Event
from essaim.workflow import synonyms
from tests.factories import a_correspondent

whos = [Standing.of(a_correspondent("69")) for _ in range(4)]

def one(who):
    try:
        synonyms.change(who, f"belote = tarot{who.person_id}", 0)
        return "fait"
    except synonyms.Changed:
        return "change"
    finally:
        connections.close_all()

with ThreadPoolExecutor(len(whos)) as pool:
    answers = sorted(pool.map(one, whos))
events = Event.objects.filter(verb="synonymes").count()
print("told", *answers, SynonymEdition.objects.count(), events, sep="|")
"""


def test_four_at_once(own_base: OwnBase) -> None:
    told = own_base.essaim("shell", "-v0", "-c", AT_ONCE).stdout
    assert "told|change|change|change|fait|1|1" in told
