"""The table of rights: every role, every act, every state; by the rules and by the writer."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404

from essaim.network.standing import Standing
from essaim.sheets import content as contents
from essaim.sheets.models import Event, Revision, Sheet
from essaim.workflow import conversation, deciding, drafting, merging, rules
from essaim.workflow.models import Message
from essaim.workflow.rules import (
    Act,
    BrochureSituation,
    DepartmentAct,
    Right,
    Situation,
    StructureAct,
)
from tests.factories import a_sheet, a_structure
from tests.workflow.rights import Cast, table

pytestmark = pytest.mark.django_db
TABLE = table()
SITUATIONS = list(dict.fromkeys(situation for _, _, situation in TABLE))
ROLES = list(dict.fromkeys(role for _, role, _ in TABLE))


def test_the_table_is_whole() -> None:
    assert {act for act, _, _ in TABLE} == {act.name for act in Act}
    assert len(TABLE) == len(Act) * len(ROLES) * len(SITUATIONS)


@pytest.mark.parametrize("situation", SITUATIONS)
def test_by_the_rules(situation: str) -> None:
    cast = Cast()
    sheet = cast.sheet(situation)
    what = Situation.of(sheet, Revision.objects.waiting().filter(sheet=sheet).first())
    found = {
        (act.name, role, situation): rules.may(cast.standing(role), act, what)
        for act in Act
        for role in ROLES
    }
    assert found == {key: allowed for key, allowed in TABLE.items() if key[2] == situation}


class Undo(Exception):
    """Ends a transaction without a trace."""


@pytest.mark.parametrize("situation", SITUATIONS)
def test_by_the_writer(situation: str) -> None:
    cast = Cast()
    sheet, other = cast.sheet(situation), a_sheet(title="Une autre")
    version = cast.version(sheet)
    content = contents.from_json(sheet.revisions.order_by("-version")[0].content)
    gestures: dict[str, Callable[[Standing], object]] = {
        "EDIT": lambda who: drafting.save(
            who, sheet.pk, content | {"prospects": "Autre."}, based_on=version
        ),
        "SUBMIT": lambda who: drafting.submit(who, sheet.pk, version=version),
        "DISCARD": lambda who: drafting.discard(who, sheet.pk),
        "DISCUSS": lambda who: conversation.say(who, sheet.pk, "Bonjour."),
        "APPROVE": lambda who: deciding.approve(who, sheet.pk, version=version),
        "RETURN": lambda who: deciding.send_back(who, sheet.pk, "Non.", version=version),
        "WITHDRAW": lambda who: deciding.withdraw(who, sheet.pk, "Non."),
        "MEND": lambda who: deciding.mend(who, sheet.pk, {"dimension": "Services"}),
        "MERGE": lambda who: merging.merge(
            who, other.pk, sheet.pk, content, versions=(1, live_version(sheet))
        ),
    }
    wrong = [
        f"{act} by {role} on {situation}: allowed {not TABLE[act, role, situation]}"
        for act, gesture in gestures.items()
        for role in ROLES
        if goes_through(gesture, cast.standing(role)) != TABLE[act, role, situation]
    ]
    assert wrong == []


def live_version(sheet: Sheet) -> int:
    live = sheet.revisions.filter(state=Revision.State.LIVE).first()
    return live.version if live else 0


def goes_through(gesture: Callable[[Standing], object], who: Standing) -> bool:
    """Whether the writer does it. A refusal leaves no trace; what was done is undone."""
    before = traces()
    try:
        with transaction.atomic():
            gesture(who)
            raise Undo
    except Undo:
        return True
    except (PermissionDenied, Http404):
        assert traces() == before
        return False


def traces() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Sheet, Revision, Event, Message))


def test_structures() -> None:
    cast = Cast()
    house = cast.structure
    expected = {
        StructureAct.WRITE: {"member", "manager"},
        StructureAct.MANAGE_MEMBERS: {"manager", "caf", "federation", "national"},
        StructureAct.DESCRIBE: {"manager", "caf", "federation", "national"},
        StructureAct.MAKE_BROCHURE: {"member", "manager", "caf", "federation", "national"},
    }
    for act in StructureAct:
        allowed = {role for role in ROLES if rules.may_structure(cast.standing(role), act, house)}
        if act in expected:
            assert allowed == expected[act], act


def test_a_structure_without_departement_is_the_nations() -> None:
    cast = Cast()
    house = a_structure("Sans lieu", department=None)
    allowed = {
        role
        for role in ROLES
        if rules.may_structure(cast.standing(role), StructureAct.DESCRIBE, house)
    }
    assert allowed == {"national"}


@pytest.mark.parametrize("act", list(DepartmentAct))
def test_departments(act: DepartmentAct) -> None:
    cast = Cast()
    allowed = {role for role in ROLES if rules.may_department(cast.standing(role), act, "69")}
    assert allowed == {"caf", "federation", "national"}


def test_rights_about_nothing_in_particular() -> None:
    cast = Cast()
    followers = {"caf", "federation", "elsewhere", "national"}
    for right, expected in (
        (Right.SEE_DESK, followers),
        (Right.REVIEW_TERMS, followers),
        (Right.EDIT_SYNONYMS, followers),
        (Right.MAKE_BROCHURES, followers),
        (Right.ADMINISTER, {"national"}),
    ):
        assert {role for role in ROLES if rules.has(cast.standing(role), right)} == expected


def test_brochures() -> None:
    cast = Cast()
    house, stranger = cast.structure.pk, cast.standing("stranger").person_id
    of_house = BrochureSituation(owner=stranger, structure=house)
    of_rhone = BrochureSituation(owner=stranger, departments=frozenset({"69"}))
    of_nobody = BrochureSituation(owner=None)
    for what, opened, changed in (
        (
            of_house,
            {"stranger", "member", "manager", "national"},
            {"stranger", "manager", "national"},
        ),
        (of_rhone, {"stranger", "caf", "federation", "national"}, {"stranger", "national"}),
        (of_nobody, {"national"}, {"national"}),
    ):
        standings = {role: cast.standing(role) for role in ROLES}
        assert {
            role for role, who in standings.items() if rules.may_open_brochure(who, what)
        } == opened
        assert {
            role for role, who in standings.items() if rules.may_change_brochure(who, what)
        } == changed
