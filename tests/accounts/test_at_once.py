"""Several people at once on one team: in threads of a process of its own, with real commits."""

import pytest

from tests.own_base import OwnBase

BEGIN = """
from concurrent.futures import ThreadPoolExecutor
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connections
from essaim.accounts import erasing, founding, inviting, joining, telling
from essaim.accounts.holding import Settled, Unable
from essaim.letters import sending
from essaim.letters.links import Unusable
from essaim.network.models import Membership, Person, Structure
from essaim.network.standing import Standing
from tests.factories import *

call_command("createcachetable", verbosity=0)
structure = a_structure()
MANY = 8

def tried(act):
    try:
        act()
        return "done"
    except (Unable, Unusable, PermissionDenied) as refused:
        return type(refused).__name__
    finally:
        connections.close_all()

def all_at_once(acts):
    with ThreadPoolExecutor(MANY) as pool:
        answers = sorted(pool.map(tried, acts))
    print("answers", *answers, sep="|", end="|")

def manager():
    return a_member(structure, role="responsable")
"""
ASKED = """
who = Standing.of(a_person())
all_at_once([lambda: joining.ask(who, structure.pk)] * MANY)
print(Membership.objects.count())
"""
ANSWERED = """
who = [Standing.of(manager()) for _ in range(MANY)]
asked = joining.ask(Standing.of(a_person()), structure.pk).pk
all_at_once([
    lambda one=one, answer=answer: answer(one, asked)
    for one, answer in zip(who, [joining.accept, joining.refuse] * (MANY // 2))
])
print(Membership.objects.get(pk=asked).decided_by != "")
"""
INVITED = """
tokens = []
telling.invited = lambda invitation, token: tokens.append(token)
inviting.invite(Standing.of(manager()), structure.pk, "invitee@exemple.fr", "membre")
person = a_person("invitee@exemple.fr")
all_at_once([lambda: inviting.accept_invitation(tokens[0], person)] * MANY)
print(Membership.objects.accepted().filter(person=person).count())
"""
REMOVED = """
people = [manager() for _ in range(MANY)]
who = [Standing.of(person) for person in people]
theirs = [Membership.objects.get(person=person).pk for person in people]
ring = zip(who, theirs[1:] + theirs[:1])
all_at_once([lambda one=one, other=other: joining.remove(one, other) for one, other in ring])
print(Membership.objects.accepted().filter(role="responsable").count())
"""
ERASED = """
people = [an_administrator() for _ in range(MANY)]
all_at_once([lambda person=person: erasing.erase(person) for person in people])
print(Person.objects.filter(is_staff=True).count())
"""
CREATED = """
who = Standing.of(a_correspondent("69"))
names = ["Le Val", "LE VAL", "le  val", "Le Val !"] * (MANY // 4)
asked = [
    founding.ask_for_structure(Standing.of(a_person()), name=name, department="69").pk
    for name in names
]
all_at_once([lambda pk=pk: founding.create_structure(who, pk) for pk in asked])
print(Structure.objects.exclude(pk=structure.pk).count())
"""


@pytest.mark.parametrize(
    ("script", "told"),
    [
        pytest.param(ASKED, f"{'done|' * 8}1", id="asked by one person"),
        pytest.param(ANSWERED, f"{'Settled|' * 7}done|True", id="answered by eight managers"),
        pytest.param(INVITED, f"{'Unusable|' * 7}done|1", id="an invitation used eight times"),
        pytest.param(ERASED, f"{'Unable|' * 1}{'done|' * 7}1", id="all administrators leave"),
        pytest.param(CREATED, f"{'AlreadyThere|' * 7}done|1", id="a structure created eight times"),
    ],
)
def test_one_of_all_at_once(own_base: OwnBase, script: str, told: str) -> None:
    assert f"answers|{told}" in own_base.essaim("shell", "-v0", "-c", BEGIN + script).stdout


def test_managers_removing_each_other_leave_one(own_base: OwnBase) -> None:
    said = own_base.essaim("shell", "-v0", "-c", BEGIN + REMOVED).stdout
    answers = said[said.index("answers") :].strip().split("|")[1:]
    left = int(answers.pop())
    assert left == 8 - answers.count("done")
    assert left >= 1
    assert set(answers) <= {"done", "PermissionDenied"}
