"""Joining a structure, being answered, leaving; asking for a structure that is missing."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from essaim.accounts import founding, joining
from essaim.accounts.founding import AlreadyThere
from essaim.accounts.holding import Settled, Unable
from essaim.network import waiting
from essaim.network.models import Membership, Person, Structure, StructureRequest
from essaim.network.standing import Standing
from essaim.sheets import content as contents
from essaim.workflow import drafting
from tests.accounts.mailbox import letters_to, text_to
from tests.factories import (
    a_correspondent,
    a_draft,
    a_member,
    a_person,
    a_structure,
    an_administrator,
)

# Letters leave once a transaction has really ended.
pytestmark = pytest.mark.django_db(transaction=True)

A_SIRET = "73282932000074"


@pytest.fixture
def manager(structure: Structure) -> Person:
    return a_member(structure, role="responsable", email="responsable@exemple.fr", name="Inès Roy")


@pytest.fixture
def newcomer() -> Person:
    return a_person("nouvelle@exemple.fr", name="Nour Petit")


def who(person: Person) -> Standing:
    return Standing.of(person)


def test_asked_and_accepted(structure: Structure, manager: Person, newcomer: Person) -> None:
    asked = joining.ask(who(newcomer), structure.pk, "La nouvelle référente famille.")
    assert not Standing.of(newcomer).is_member(structure.pk)
    assert letters_to(manager.email) == [
        "Nour Petit demande à rejoindre « Centre social Les Capucines »"
    ]
    assert "La nouvelle référente famille." in text_to(manager.email)
    joining.accept(who(manager), asked.pk, "Bienvenue !")
    assert Standing.of(newcomer).structures == {structure.pk: "membre"}
    assert letters_to(newcomer.email) == ["Vous faites partie de « Centre social Les Capucines »"]
    assert "Inès Roy a accepté votre demande" in text_to(newcomer.email)
    assert "Bienvenue" in text_to(newcomer.email)


def test_asked_and_refused(structure: Structure, manager: Person, newcomer: Person) -> None:
    asked = joining.ask(who(newcomer), structure.pk)
    joining.refuse(who(manager), asked.pk, "Nous ne nous connaissons pas.")
    assert Standing.of(newcomer).structures == {}
    assert "Nous ne nous connaissons pas." in text_to(newcomer.email)
    with pytest.raises(Unable, match="Vous pourrez la refaire à partir du"):
        joining.ask(who(newcomer), structure.pk)
    Membership.objects.update(decided_at=timezone.now() - datetime.timedelta(days=8))
    assert joining.ask(who(newcomer), structure.pk).state == "demandee"


def test_asked_twice_is_one_request(
    structure: Structure, manager: Person, newcomer: Person
) -> None:
    first = joining.ask(who(newcomer), structure.pk, "Bonjour")
    assert joining.ask(who(newcomer), structure.pk, "Bonjour ?").pk == first.pk
    assert len(letters_to(manager.email)) == 1


def test_asked_by_somebody_of_the_team(structure: Structure, manager: Person) -> None:
    with pytest.raises(Unable, match="déjà partie"):
        joining.ask(who(manager), structure.pk)


def test_not_too_many_requests(newcomer: Person) -> None:
    places = [a_structure(f"Centre {rank}") for rank in range(joining.MOST_WAITING + 1)]
    for place in places[:-1]:
        joining.ask(who(newcomer), place.pk)
    with pytest.raises(Unable, match="5 demandes en attente"):
        joining.ask(who(newcomer), places[-1].pk)


def test_asking_and_withdrawing_all_day_ends(structure: Structure, newcomer: Person) -> None:
    for _ in range(joining.MOST_ASKED_A_DAY):
        joining.withdraw_ask(who(newcomer), joining.ask(who(newcomer), structure.pk).pk)
    with pytest.raises(Unable, match="Reprenez demain"):
        joining.ask(who(newcomer), structure.pk)


@pytest.mark.parametrize("message", ["x" * 1001, "un\x00nul"])
def test_a_word_that_cannot_be_kept(structure: Structure, newcomer: Person, message: str) -> None:
    with pytest.raises(Unable, match="Votre mot"):
        joining.ask(who(newcomer), structure.pk, message)
    assert not Membership.objects.exists()


def test_visitors_and_the_disabled_ask_nothing(structure: Structure, newcomer: Person) -> None:
    before = who(newcomer)
    Person.objects.filter(pk=newcomer.pk).update(is_active=False)
    for asker in (Standing(), before):
        with pytest.raises(PermissionDenied):
            joining.ask(asker, structure.pk)
    with pytest.raises(Http404):
        joining.ask(who(a_person()), 999_999)


def test_two_managers_answer_at_once(
    structure: Structure, manager: Person, newcomer: Person
) -> None:
    other = a_member(structure, role="responsable")
    asked = joining.ask(who(newcomer), structure.pk)
    joining.accept(who(manager), asked.pk)
    with pytest.raises(Settled, match="déjà été acceptée par Inès Roy"):
        joining.refuse(who(other), asked.pk)
    assert Standing.of(newcomer).is_member(structure.pk)
    assert len(letters_to(newcomer.email)) == 1


def test_withdrawn_before_the_answer(
    structure: Structure, manager: Person, newcomer: Person
) -> None:
    asked = joining.ask(who(newcomer), structure.pk)
    joining.withdraw_ask(who(newcomer), asked.pk)
    with pytest.raises(Http404):
        joining.accept(who(manager), asked.pk)
    assert not Membership.objects.filter(person=newcomer).exists()


def test_withdrawn_after_the_answer(
    structure: Structure, manager: Person, newcomer: Person
) -> None:
    asked = joining.ask(who(newcomer), structure.pk)
    joining.accept(who(manager), asked.pk)
    with pytest.raises(Settled):
        joining.withdraw_ask(who(newcomer), asked.pk)


def test_only_those_who_answer_for_it_answer(
    structure: Structure, manager: Person, newcomer: Person
) -> None:
    asked = joining.ask(who(newcomer), structure.pk)
    strangers = (
        newcomer,
        a_person(),
        a_member(structure),
        a_member(a_structure("Ailleurs"), role="responsable"),
        a_correspondent("01"),
    )
    for stranger in strangers:
        with pytest.raises(PermissionDenied):
            joining.accept(who(stranger), asked.pk)
        with pytest.raises(PermissionDenied):
            joining.refuse(who(stranger), asked.pk)
        if stranger != newcomer:
            with pytest.raises(Http404):
                joining.withdraw_ask(who(stranger), asked.pk)
    assert Membership.objects.get(pk=asked.pk).state == "demandee"


def test_nobody_answers_their_own_request(structure: Structure) -> None:
    correspondent = a_correspondent("69")
    asked = joining.ask(who(correspondent), structure.pk)
    with pytest.raises(PermissionDenied, match="sa propre demande"):
        joining.accept(who(correspondent), asked.pk)


def test_without_manager_the_correspondent_is_told(structure: Structure, newcomer: Person) -> None:
    correspondent = a_correspondent("69", email="correspondante@exemple.fr")
    asked = joining.ask(who(newcomer), structure.pk)
    assert len(letters_to(correspondent.email)) == 1
    joining.accept(who(correspondent), asked.pk, role="responsable")
    assert Standing.of(newcomer).is_manager(structure.pk)


def test_without_correspondent_the_nation_is_told(structure: Structure, newcomer: Person) -> None:
    nation = an_administrator(email="nation@exemple.fr")
    a_correspondent("01", email="ain@exemple.fr")
    joining.ask(who(newcomer), structure.pk)
    assert len(letters_to(nation.email)) == 1
    assert letters_to("ain@exemple.fr") == []


def test_a_structure_without_departement_concerns_the_nation_only(newcomer: Person) -> None:
    nation = an_administrator(email="nation@exemple.fr")
    bystander = a_person("passant@exemple.fr")
    joining.ask(who(newcomer), a_structure("Nulle part", department=None).pk)
    assert len(letters_to(nation.email)) == 1
    assert letters_to(bystander.email) == letters_to(newcomer.email) == []


def test_what_waits_for_whom(structure: Structure, manager: Person, newcomer: Person) -> None:
    correspondent, nation = a_correspondent("69"), an_administrator()
    asked = joining.ask(who(newcomer), structure.pk)
    assert waiting.count(who(manager)).total == 1
    assert waiting.count(who(correspondent)).total == waiting.count(who(nation)).total == 0
    assert waiting.count(who(newcomer)).total == waiting.count(who(a_member(structure))).total == 0
    two_weeks_ago = timezone.now() - waiting.PATIENCE - datetime.timedelta(hours=1)
    Membership.objects.filter(pk=asked.pk).update(asked_at=two_weeks_ago)
    assert waiting.count(who(correspondent)).total == 1
    assert waiting.count(who(nation)).total == 0


def test_removed_while_writing(structure: Structure, manager: Person) -> None:
    member = a_member(structure, email="membre@exemple.fr")
    sheet = a_draft(member, structure)
    content = contents.from_json(sheet.revisions.get().content) | {"title": "Trop tard"}
    before = who(member)
    joining.remove(who(manager), Membership.objects.get(person=member).pk, "Bonne route.")
    assert "Bonne route." in text_to(member.email)
    # Who they were when the page was loaded is no longer what they are.
    with pytest.raises((PermissionDenied, Http404)):
        drafting.save(who(member), sheet.pk, content, based_on=1)
    assert before.is_member(structure.pk)
    assert sheet.revisions.count() == 1
    assert drafting.save(who(manager), sheet.pk, content, based_on=1).version == 2


def test_removed_twice(structure: Structure, manager: Person) -> None:
    member = Membership.objects.get(person=a_member(structure))
    joining.remove(who(manager), member.pk)
    with pytest.raises(Settled):
        joining.remove(who(manager), member.pk)


def test_two_managers_remove_each_other(structure: Structure, manager: Person) -> None:
    other = a_member(structure, role="responsable")
    as_seen = who(other)  # read before the other one acts
    joining.remove(who(manager), Membership.objects.get(person=other).pk)
    with pytest.raises(PermissionDenied):
        joining.remove(as_seen, Membership.objects.get(person=manager).pk)
    assert Standing.of(manager).is_manager(structure.pk)


def test_the_last_manager_leaves(structure: Structure, manager: Person) -> None:
    correspondent = a_correspondent("69", email="correspondante@exemple.fr")
    mine = Membership.objects.get(person=manager)
    assert joining.is_last_manager(mine)
    joining.leave(who(manager), mine.pk)
    assert letters_to(correspondent.email) == [
        "« Centre social Les Capucines » n’a plus de responsable"
    ]
    assert Standing.of(manager).structures == {}


def test_one_of_two_managers_leaves(structure: Structure, manager: Person) -> None:
    correspondent = a_correspondent("69", email="correspondante@exemple.fr")
    a_member(structure, role="responsable")
    mine = Membership.objects.get(person=manager)
    assert not joining.is_last_manager(mine)
    joining.leave(who(manager), mine.pk)
    assert letters_to(correspondent.email) == []


def test_one_leaves_for_oneself_only(structure: Structure, manager: Person) -> None:
    member = Membership.objects.get(person=a_member(structure))
    with pytest.raises(Http404):
        joining.leave(who(manager), member.pk)


def test_roles(structure: Structure, manager: Person) -> None:
    member = a_member(structure, email="membre@exemple.fr")
    theirs = Membership.objects.get(person=member)
    joining.set_role(who(manager), theirs.pk, "responsable")
    assert Standing.of(member).is_manager(structure.pk)
    joining.set_role(who(manager), theirs.pk, "responsable")  # again: nothing more
    assert letters_to(member.email) == ["Vous êtes responsable de « Centre social Les Capucines »"]
    joining.set_role(who(member), Membership.objects.get(person=manager).pk, "membre")
    with pytest.raises(PermissionDenied):
        joining.set_role(who(manager), theirs.pk, "membre")
    with pytest.raises(Unable):
        joining.set_role(who(member), theirs.pk, "chef")


# --- Structures that are missing ---------------------------------------------------------------


def ask_for(person: Person, **values: str) -> StructureRequest:
    wanted = {"name": "Centre social du Val", "department": "69", **values}
    return founding.ask_for_structure(who(person), **wanted)


def test_a_structure_asked_for_and_created(newcomer: Person) -> None:
    correspondent = a_correspondent("69", email="correspondante@exemple.fr")
    asked = ask_for(
        newcomer, kind="CSX", town="Lyon", siret="732 829 320 00074", message="Je la dirige."
    )
    assert "Je la dirige." in text_to(correspondent.email)
    assert asked.siret == A_SIRET
    structure = founding.create_structure(who(correspondent), asked.pk)
    assert (structure.name, structure.department_id, structure.kind, structure.town) == (
        *("Centre social du Val", "69", "CSX", "Lyon"),
    )
    assert Standing.of(newcomer).is_manager(structure.pk)
    assert letters_to(newcomer.email) == ["« Centre social du Val » est dans Essaim"]
    asked.refresh_from_db()
    assert (asked.state, asked.structure) == ("acceptee", structure)


def test_asked_for_twice(newcomer: Person) -> None:
    correspondent = a_correspondent("69", email="correspondante@exemple.fr")
    first = ask_for(newcomer)
    assert ask_for(newcomer, name=" centre  social du VAL ").pk == first.pk
    assert len(letters_to(correspondent.email)) == 1


@pytest.mark.parametrize(
    "values",
    [
        {"name": "Centre Social du Val", "department": "69"},
        {"name": "centre social du val !", "department": "69"},
        {"name": "Un autre nom", "department": "01", "siret": A_SIRET},
    ],
)
def test_it_is_already_there(newcomer: Person, values: dict[str, str]) -> None:
    there = a_structure("Centre social du Val", siret=A_SIRET)
    with pytest.raises(AlreadyThere) as caught:
        ask_for(newcomer, **values)
    assert caught.value.structure == there


def test_the_same_name_elsewhere_is_another(newcomer: Person) -> None:
    a_structure("Centre social du Val", department="01")
    assert ask_for(newcomer).state == "demandee"


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"name": "  "}, "Donnez le nom"),
        ({"name": "…!"}, "Donnez le nom"),
        ({"name": "x" * 301}, "trop long"),
        ({"department": "999"}, "Choisissez le département"),
        ({"department": ""}, "Choisissez le département"),
        ({"kind": "BAR"}, "Choisissez le type"),
        ({"town": "x" * 121}, "trop long"),
        ({"siret": "73282932000075"}, "n’est pas un SIRET"),
        ({"siret": "04 78 00 00 00"}, "n’est pas un SIRET"),
        ({"message": "x" * 1001}, "trop long"),
    ],
)
def test_asked_for_badly(newcomer: Person, values: dict[str, str], reason: str) -> None:
    with pytest.raises(Unable, match=reason):
        ask_for(newcomer, **values)
    assert not StructureRequest.objects.exists()


def test_two_requests_make_one_structure(newcomer: Person) -> None:
    correspondent, colleague = a_correspondent("69"), a_person("collegue@exemple.fr")
    first, second = ask_for(newcomer), ask_for(colleague, name="CENTRE SOCIAL DU VAL")
    structure = founding.create_structure(who(correspondent), first.pk)
    with pytest.raises(AlreadyThere):
        founding.create_structure(who(correspondent), second.pk)
    assert founding.lookalikes(second) == [structure]
    assert not founding.point_to(who(correspondent), second.pk, structure.pk)
    # The first one manages it now: the second one's request has gone on to them.
    assert Membership.objects.get(person=colleague).state == "demandee"
    assert "a demandé" not in letters_to(newcomer.email)
    assert any("demande à rejoindre" in subject for subject in letters_to(newcomer.email))
    assert Structure.objects.filter(name__iexact="centre social du val").count() == 1


def test_pointing_to_one_nobody_manages(newcomer: Person) -> None:
    correspondent = a_correspondent("69")
    there = a_structure("Centre socioculturel Le Val")
    asked = ask_for(newcomer)
    assert founding.lookalikes(asked) == [there]
    assert founding.point_to(who(correspondent), asked.pk, there.pk)
    assert Standing.of(newcomer).is_manager(there.pk)
    assert "vous en êtes maintenant responsable" in text_to(newcomer.email)


def test_refused_with_a_reason(newcomer: Person) -> None:
    correspondent = a_correspondent("69")
    asked = ask_for(newcomer)
    with pytest.raises(Unable, match="Dites pourquoi"):
        founding.refuse_structure(who(correspondent), asked.pk, "  ")
    founding.refuse_structure(who(correspondent), asked.pk, "C’est une école.")
    assert "C’est une école." in text_to(newcomer.email)
    with pytest.raises(Settled, match="déjà été refusée"):
        founding.create_structure(who(correspondent), asked.pk)
    assert not Structure.objects.exists()


def test_only_those_who_follow_the_departement_decide(newcomer: Person) -> None:
    asked = ask_for(newcomer)
    elsewhere = a_structure("Ailleurs", department="01")
    for stranger in (newcomer, a_person(), a_correspondent("01"), a_member(a_structure())):
        with pytest.raises(PermissionDenied):
            founding.create_structure(who(stranger), asked.pk)
        with pytest.raises(PermissionDenied):
            founding.refuse_structure(who(stranger), asked.pk, "Non.")
        with pytest.raises(PermissionDenied):
            founding.point_to(who(stranger), asked.pk, elsewhere.pk)
    # Nor may a correspondent hand out what is another département's.
    with pytest.raises(PermissionDenied):
        founding.point_to(who(a_correspondent("69")), asked.pk, elsewhere.pk)
    assert StructureRequest.objects.get().state == "demandee"
    founding.create_structure(who(an_administrator()), asked.pk)
