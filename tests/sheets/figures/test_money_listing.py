"""What the real sheets say of their money: every stated total, in the order of the listing."""

from pathlib import Path

from essaim.sheets.figures.money import read_funding
from essaim.sheets.figures.readings import Funding, number
from tests.intake.formats import files

KEY = "ressources_financieres"


def readings(path: Path) -> list[Funding]:
    """Return what is read in each sheet that says something of its money."""
    records = files.read("listing", path.read_bytes())
    assert len(records) == 25
    texts = [str(record.values.get(KEY, "")) for record in records]
    return [read_funding(text) for text in texts if text]


def test_every_stated_budget(listing_path: Path) -> None:
    said = [(number(one.budget), one.months) for one in readings(listing_path)]
    assert said == [
        (18_000, 24),
        (18_000, 24),
        (None, None),
        (38_500, None),
        (15_000, None),
        (25_000, None),
        (30_000, None),
        (232_000, None),
        (3_000, None),
        (9_306, 12),
        (44_000, None),
        (6_130, None),
        (0, None),
        (None, None),
    ]


def test_shares_and_unit_prices(listing_path: Path) -> None:
    found = readings(listing_path)
    shares = [[(number(one.amount), one.funder) for one in each.shares] for each in found]
    school, together = (each for each in shares if each)
    assert [amount for amount, _ in school] == [47_500, 15_000, 88_500, 66_000, 15_000]
    assert school[2:4] == [(88_500, "Emplois aidés"), (66_000, "FSE")]
    assert together == [(1_845, "Conseil départemental"), (2_000, "Conseil régional")]
    assert [list(map(number, each.unit_prices)) for each in found if each.unit_prices] == [
        [15, 50, 200]
    ]
    assert not any(each.range for each in found)
