"""Counts from bitmaps: the same as Tantivy's own, and as the index moves."""

import itertools
import random
from collections.abc import Iterable

import numpy as np
import pytest

from essaim.search import (
    alphabetical,
    bitmaps,
    bitsets,
    counting,
    engine,
    held,
    ranking,
    reader,
    synonyms,
    understanding,
)
from essaim.search.criteria import FACETS
from essaim.search.facets import Counts
from essaim.search.held import Held
from essaim.search.query import Query, Sort
from essaim.search.ranking import Plan
from essaim.search.reader import Snapshot
from essaim.sheets.models import Sheet
from essaim.workflow import writer
from tests.factories import a_validated_sheet, publish_all
from tests.search.sheets import VOCABULARY, a_random_query, describe_structures, publish_random

pytestmark = pytest.mark.django_db

THESAURUS = synonyms.parse("potager = jardin partagé")
QUERIES = (
    "",
    "q=jardin",
    "q=jardin+-famille",
    "q=zebre+jardin+vélo",
    "q=jardin+cuisine&statut=En+cours",
    "q=fete&region=84&departement=69",
    "public=Adultes&public=Familles&partenaire=Commune",
)


def asked(snapshot: Snapshot, query: Query) -> list[Plan]:
    meaning = understanding.understand(snapshot, query)
    return list(Plan(meaning, query.filters, query.parts, query.place).softer())


def counted(snapshot: Snapshot, queries: Iterable[Query]) -> list[tuple[Plan, int, Counts]]:
    return [counting.count(snapshot, asked(snapshot, query)) for query in queries]


def agree(queries: Iterable[Query], monkeypatch: pytest.MonkeyPatch) -> None:
    """Hold what the bitmaps count to what Tantivy does."""
    snapshot, asked_for = reader.snapshot(), list(queries)
    assert held.of(snapshot) is not None
    found = counted(snapshot, asked_for)
    with monkeypatch.context() as patched:
        patched.setattr(held, "of", lambda _: None)
        expected = counted(snapshot, asked_for)
    in_order = 0
    for query, one, other in zip(asked_for, found, expected, strict=True):
        assert one == other, query.encode()
        in_order += ordered_alike(snapshot, one[0], one[1])
    assert in_order


def ordered_alike(snapshot: Snapshot, plan: Plan, total: int) -> bool:
    """Hold each order to Tantivy's; return whether bitmaps could tell."""
    orders = [Sort.RECENT]
    if (known := held.of(snapshot)) is not None and known._words.orders:
        orders += [Sort.TITLE, Sort.DEPARTMENT]
    for order, (offset, limit) in itertools.product(
        orders, ((0, 20), (7, 5), (max(0, total - 3), 20))
    ):
        ours = counting.page(snapshot, plan, ranking.column(order), offset, limit)
        if ours is None:
            return False
        theirs = ranking.by_column(snapshot, plan, order, offset, limit)
        assert ours == [identifier for identifier, _ in theirs], order
    return True


def common() -> list[Query]:
    return [Query.parse(address) for address in QUERIES]


@pytest.fixture
def words_are_common(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every word too common to be read out of the index."""
    monkeypatch.setattr(held, "FEW", 0)
    monkeypatch.setattr(counting, "FEW", 0)


def test_random_queries_are_counted_as_tantivy_counts_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    publish_random(250)
    describe_structures()
    engine.search(Query())
    draw = random.Random(3)
    agree((a_random_query(draw) for _ in range(150)), monkeypatch)


@pytest.mark.usefixtures("words_are_common")
def test_common_words_are_counted_from_what_is_kept_of_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    publish_random(250)
    engine.search(Query())
    known = held.of(reader.snapshot())
    assert known is not None
    assert known.sheets_of("jardin") is None
    known.learn()
    sheets = known.sheets_of("jardin")
    assert sheets is not None
    assert bitsets.count(sheets) == reader.snapshot().searcher.doc_freq("tout", "jardin") > 0
    plans = asked(reader.snapshot(), Query.parse("q=jardin+-famille&statut=En+cours"))
    assert counting._sheets(known, plans[0]) is not None
    draw = random.Random(4)
    agree((a_random_query(draw) for _ in range(100)), monkeypatch)


@pytest.mark.usefixtures("words_are_common")
def test_expressions_of_common_words_are_kept_as_words_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    publish_random(40)
    said = "Un jardin partagé", "Un jardin, partagé", "Le partage du jardin", "Le potager"
    publish_all(*(a_validated_sheet(title=f"{text} {n}") for n in range(3) for text in said))
    monkeypatch.setattr(synonyms, "current", lambda: THESAURUS)
    engine.search(Query())
    known = held.of(reader.snapshot())
    assert known is not None
    known.learn()
    (expression,) = THESAURUS.expressions()
    sheets = known.sheets_of(expression)
    assert sheets is not None
    assert bitsets.count(sheets) == 6  # a comma between them is nothing
    queries = [Query.parse("q=potager"), Query.parse("q=potager&statut=En+cours")]
    assert counting._sheets(known, asked(reader.snapshot(), queries[0])[0]) is not None
    agree(queries, monkeypatch)
    publish_all(a_validated_sheet(title="Encore un jardin partagé"))
    engine.catch_up()
    agree(queries, monkeypatch)
    later = held.of(reader.snapshot())
    assert later is not None
    found = later.sheets_of(expression)
    assert found is not None
    assert bitsets.count(found) == 7


@pytest.mark.usefixtures("words_are_common")
def test_the_bitmaps_follow_what_is_published_and_withdrawn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    publish_random(200)
    engine.search(Query())
    first = held.of(reader.snapshot())
    assert first is not None
    first.learn()
    total, jardin = bitsets.count(first.facets.alive), first.sheets_of("jardin")
    draw = random.Random(5)
    for turn in range(6):
        text = " ".join(draw.sample(VOCABULARY, 3))
        title = f"{text[:4]} {turn}"  # somewhere among the others
        publish_all(a_validated_sheet(title=title, summary=f"{text} jardin"))
        gone = list(Sheet.objects.published().order_by("pk").values_list("pk", flat=True)[turn::40])
        writer.withdraw(gone, actor="essais")
        engine.catch_up()
        if turn % 2:  # words take in what happened over several states too
            agree(common(), monkeypatch)
    last = held.of(reader.snapshot())
    assert last is not None
    assert last._words is first._words  # caught up, not read again
    assert last.sheets_of("jardin") is not None
    assert all(last.order(column) is not None for column in alphabetical.COLUMNS)
    # The state that was held has not moved.
    assert bitsets.count(first.facets.alive) == total
    assert jardin is not None
    assert first.sheets_of("jardin") is None


def test_a_new_term_has_all_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    publish_random(60, strangers=0)
    engine.search(Query())
    first = held.of(reader.snapshot())
    publish_all(a_validated_sheet(title="Du nouveau", keywords=("tout neuf",)))
    engine.catch_up()
    agree(common(), monkeypatch)
    last = held.of(reader.snapshot())
    assert first is not None
    assert last is not None
    assert last._words is not first._words
    found = {value.value: value.count for value in engine.search(Query()).facets["mot-cle"]}
    assert found["tout neuf"] == 1


def test_orders_are_let_go_when_too_much_has_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    publish_random(30)
    engine.search(Query())
    known = held.of(reader.snapshot())
    assert known is not None
    known.learn()
    monkeypatch.setattr(alphabetical, "_MOST_CHANGES", 2)
    for count, is_held in ((2, True), (3, False)):
        publish_all(*(a_validated_sheet(title=f"0 abeille {n}") for n in range(count)))
        engine.catch_up()
        later = held.of(reader.snapshot())
        assert later is not None
        assert (later.order(alphabetical.COLUMNS[0]) is not None) == is_held
        asked_for = Query.parse("tri=titre")
        first = [hit.sheet_id for hit in engine.search(asked_for).hits[:2]]
        titles = [Sheet.objects.values_list("title", flat=True).get(pk=one) for one in first]
        assert titles == ["0 abeille 0", "0 abeille 0" if count == 3 else "0 abeille 1"]
    monkeypatch.setattr(alphabetical, "_MOST_SHEETS", 0)
    assert alphabetical.read(reader.snapshot(), alphabetical.COLUMNS[0], 640) is None


def test_a_base_that_bits_would_be_a_waste_for_is_counted_without(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bitmaps, "_FEW_IDS", -1_000_000)  # whatever the ids, they are far apart
    publish_random(5)
    results = engine.search(Query())
    assert held.of(reader.snapshot()) is None
    assert results.total == 5
    assert set(results.facets) == set(FACETS)


def test_a_long_log_is_not_read_event_by_event(monkeypatch: pytest.MonkeyPatch) -> None:
    sheets = publish_random(10)
    engine.search(Query())
    first = held.of(reader.snapshot())
    monkeypatch.setattr(held, "_MOST_CHANGES", 2)
    for sheet in sheets[:3]:
        writer.withdraw([sheet.pk], actor="essais")
    engine.catch_up()
    agree(common(), monkeypatch)
    last = held.of(reader.snapshot())
    assert first is not None
    assert last is not None
    assert last._words is not first._words


def test_an_older_state_is_not_counted_from_a_newer_one() -> None:
    publish_random(20)
    engine.search(Query())
    old = reader.snapshot()
    before = held.of(old)
    publish_all(a_validated_sheet(title="Une de plus"))
    engine.catch_up()
    assert isinstance(before, Held)
    assert held.of(reader.snapshot()) is not None
    assert held.of(old) is None
    assert counted(old, [Query()])[0][1] == 20


def test_so_many_of_the_needs_met() -> None:
    draw = random.Random(6)
    for _ in range(30):
        everyone = set(range(1, 128))
        needs = [set(draw.sample(sorted(everyone), 60)) for _ in range(draw.randint(0, 5))]
        least = draw.randint(0, len(needs))
        among, *rows = (
            bitsets.flagged(np.array(sorted(one), np.int64), 2) for one in (everyone, *needs)
        )
        found = counting._most_of(among, rows, least)
        expected = {one for one in everyone if sum(one in need for need in needs) >= least}
        assert set(np.flatnonzero(bitsets.unpacked(found)).tolist()) == expected
        assert bitsets.count(among) == len(everyone)  # left as it was


@pytest.mark.usefixtures("words_are_common")
def test_what_lacks_a_word_is_counted_from_bits_too(monkeypatch: pytest.MonkeyPatch) -> None:
    publish_random(120)
    engine.search(Query())
    known = held.of(reader.snapshot())
    assert known is not None
    known.learn()
    queries = [Query.parse(f"q=jardin+{word}+zebre+fete") for word in ("famille", '"cuisine"')]
    for query in queries:
        for plan in asked(reader.snapshot(), query):
            assert counting._sheets(known, plan) is not None, (plan.missing, plan.loose)
    agree(queries, monkeypatch)
