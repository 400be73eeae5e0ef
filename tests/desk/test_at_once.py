"""Two correspondents do the same thing at the same time, in a process with real commits."""

import pytest

from tests.own_base import OwnBase

BEGIN = """
from concurrent.futures import ThreadPoolExecutor
from django.db import connections
from essaim.desk import asking, bulk, checks
from essaim.network.standing import Standing
from essaim.sheets.models import Sheet
from essaim.workflow.models import Message
from tests.factories import a_correspondent, a_member, a_sheet, a_structure, a_submitted_sheet

whos = [Standing.of(a_correspondent("69")) for _ in range(4)]

def at_once(act):
    def one(who):
        try:
            return act(who)
        finally:
            connections.close_all()
    with ThreadPoolExecutor(len(whos)) as pool:
        return sorted(pool.map(one, whos))
"""
ASK = """
sheet = a_sheet(dimension="")
check = checks.BY_KEY["sans-dimension"]
answers = at_once(lambda who: str(asking.ask(who, check, sheet.pk, f"Laquelle, {who.actor} ?")))
print("told", *answers, Message.objects.count(), sep="|")
"""
PUBLISH = """
house = a_structure()
sheet = a_submitted_sheet(a_member(house), house)
answers = at_once(
    lambda who: list(bulk.decide(who, bulk.Decision.PUBLISH, [(sheet.pk, 1)], "").outcomes)
)
print("told", *answers, Sheet.objects.published().count(), sep="|")
"""


@pytest.mark.parametrize(
    ("script", "told"),
    [
        (ASK, "told|deja|deja|deja|envoyee|1"),
        (PUBLISH, "told|['changee']|['changee']|['changee']|['publiee']|1"),
    ],
)
def test_once_is_enough(own_base: OwnBase, script: str, told: str) -> None:
    assert told in own_base.essaim("shell", "-v0", "-c", BEGIN + script).stdout
