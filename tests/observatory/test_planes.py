"""Sheets as bits: the same counts as going through the pairs one by one."""

import random
import statistics

import numpy as np
import pytest

from essaim.observatory.planes import Figures, Grouped, Groups, Order, Planes, Runs
from essaim.search import bitsets


def some_places(draw: random.Random, count: int) -> tuple[list[int], list[int]]:
    """Return the département and the structure of each sheet; one structure has moved."""
    structures = [draw.randrange(max(1, count // 4)) for _ in range(count)]
    departments = [one % 7 * 100 for one in structures]
    if count:
        departments[-1] += 100
    return departments, structures


def an_order(departments: list[int], structures: list[int]) -> Order:
    return Order.of(np.array(departments, np.int32), np.array(structures, np.int32))


@pytest.mark.parametrize("count", [0, 1, 3, 64, 65, 900])
def test_each_sheet_has_its_slot(count: int) -> None:
    departments, structures = some_places(random.Random(count), count)
    order = an_order(departments, structures)
    assert order.places[order.slots].tolist() == list(range(count))
    assert bitsets.count(order.everything) == count
    standing = [place for place in order.places.tolist() if place >= 0]
    assert standing == sorted(
        range(count), key=lambda place: (departments[place], structures[place], place)
    )
    for start, code in zip(order.starts.tolist(), order.departments.tolist(), strict=True):
        assert departments[order.places[start * 64]] == code


@pytest.mark.parametrize(("count", "seed"), [(0, 1), (1, 2), (40, 3), (900, 4), (5_000, 5)])
def test_codes_are_counted_among_any_sheets(count: int, seed: int) -> None:
    draw = random.Random(seed)
    departments, structures = some_places(draw, count)
    order = an_order(departments, structures)
    # From one that most have to some that one sheet has, and one that nobody has.
    has = [
        {code for code in range(30) if draw.random() < 0.7 / (code + 1) ** 2} for _ in structures
    ]
    pairs = [(place, code) for place, codes in enumerate(has) for code in sorted(codes)]
    codes = np.array([code for _, code in pairs], np.int32)
    slots = order.slots[np.array([place for place, _ in pairs], np.int64)]
    made = Planes.of(order, slots, codes, 31)
    if count > 500:
        assert len(made.common) and len(made.rare)
    for share in (0, 0.02, 0.5, 1):
        chosen = [place for place in range(count) if draw.random() < share]
        bits = order.at(np.array(chosen, np.int64))
        expected = [sum(code in has[place] for place in chosen) for code in range(31)]
        assert made.counts(bits).tolist() == expected
        for line, codes_met in zip(
            made.by_department(order, bits).tolist(), range(31), strict=True
        ):
            assert line == [
                sum(codes_met in has[place] for place in chosen if departments[place] == code)
                for code in order.departments.tolist()
            ]
        wanted = [0, 2, 29, 30]
        found = bitsets.unpacked(bits & made.having(wanted))
        assert sorted(order.places[found].tolist()) == [
            place for place in chosen if has[place].intersection(wanted)
        ]


def test_structures_are_counted_once_for_each_mark() -> None:
    draw = random.Random(6)
    departments, structures = some_places(draw, 400)
    order = an_order(departments, structures)
    runs = Runs.of(order, np.array(structures, np.int32), np.array(departments, np.int32))
    marks = np.array([draw.randrange(256) for _ in structures], "<u1")
    for size in (1, 5, 150, 400):
        chosen = np.sort(order.slots[draw.sample(range(400), size)])
        places = order.places[chosen]
        groups = Groups.of(runs, chosen)
        met = [structures[place] for place in places.tolist()]
        assert groups.count == len(set(met))
        pairs = {(structures[place], departments[place]) for place in places.tolist()}
        assert groups.is_once == (len(pairs) == len(set(met)))
        assert groups.by_mark(marks[places]).tolist() == [
            len({structures[place] for place in places.tolist() if marks[place] >> bit & 1})
            for bit in range(8)
        ]
        odd = [structures[place] for place in places.tolist() if marks[place] & 1]
        assert groups.having(marks[places] & 1 == 1) == len(set(odd))
    nobody = Groups.of(runs, np.zeros(0, np.int64))
    assert nobody.count == 0
    assert nobody.having(np.zeros(0, bool)) == 0
    assert nobody.by_mark(np.zeros(0, "<u2")).tolist() == [0] * 16


def test_marks_are_one_bit_for_each_code() -> None:
    draw = random.Random(8)
    departments, structures = some_places(draw, 4_000)
    order = an_order(departments, structures)
    has = [
        {draw.randrange(draw.choice([3, 70])) for _ in range(draw.randrange(4))} for _ in structures
    ]
    pairs = [(place, code) for place, codes in enumerate(has) for code in sorted(codes)]
    places, codes = (np.array(side, np.int32) for side in zip(*pairs, strict=True))
    made = Planes.of(order, order.slots[places], codes, 70)
    assert len(made.common) and len(made.rare)
    marks = [np.zeros(len(order.places), "<u8") for _ in range(2)]
    made.mark(marks, 10)
    for slot, place in enumerate(order.places.tolist()):
        bits = int(marks[0][slot]) | int(marks[1][slot]) << 64
        expected = sum(1 << (10 + code) for code in has[place]) if place >= 0 else 0
        assert bits == expected


def test_departments_are_whole_words() -> None:
    draw = random.Random(9)
    departments, structures = some_places(draw, 500)
    order = an_order(departments, structures)
    for wanted in ([], departments[:1], departments[:7], departments):
        found = order.places[bitsets.unpacked(order.within(wanted))]
        assert sorted(found.tolist()) == [
            place for place, code in enumerate(departments) if code in wanted
        ]


def test_figures_are_counted_and_grouped() -> None:
    draw = random.Random(7)
    departments, structures = some_places(draw, 600)
    order = an_order(departments, structures)
    column = [draw.choice([-1, 0, 5, 1_000, 10**9]) + draw.randrange(1) for _ in structures]
    figures = Figures.of(order, np.array(column, np.int64))
    chosen = draw.sample(range(600), 200)
    said = dict(
        zip(figures.values.tolist(), figures.counts(order.slots[np.array(chosen)]), strict=True)
    )
    assert said == {value: sum(column[one] == value for one in chosen) for value in said}
    assert sum(said.values()) == sum(column[one] >= 0 for one in chosen)
    assert figures.totals.tolist() == [column.count(value) for value in figures.values.tolist()]
    groups = [draw.randrange(40) ** 2 // 40 for _ in structures]
    told = np.array([place for place in range(600) if column[place] >= 0])
    grouped = Grouped.of(
        figures, order.slots[told], np.array(groups)[told], figures.ranks[told], 41
    )
    flags = bitsets.unpacked(order.at(np.array(chosen)))
    for group, (count, spread) in enumerate(grouped.spreads(flags, 5)):
        values = [column[one] for one in chosen if groups[one] == group and column[one] >= 0]
        assert count == len(values)
        assert (spread is None) == (count < 5)
        if spread:
            expected = statistics.quantiles(values, n=4, method="inclusive")
            assert list(spread) == pytest.approx(expected)
