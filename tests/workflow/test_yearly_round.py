"""The yearly round: who is asked, once; what the link in the letter does, and what it does not."""

import datetime
from collections.abc import Callable
from io import StringIO

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.http import Http404
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from essaim.letters import postman
from essaim.letters.links import Unusable
from essaim.letters.models import Link
from essaim.network.models import Membership, Person, Structure
from essaim.network.standing import Standing
from essaim.sheets import content as contents
from essaim.sheets.models import Event, Revision, Sheet
from essaim.workflow import deciding, drafting, round_answers, yearly_round
from essaim.workflow.models import RoundLetter
from essaim.workflow.opening import Moved
from essaim.workflow.round_answers import State
from tests.factories import a_correspondent, a_member, a_sheet, a_structure
from tests.workflow.rounds import run, tokens

pytestmark = pytest.mark.django_db(transaction=True)
YEAR = timezone.localdate().year


@pytest.fixture
def sheet() -> Sheet:
    return a_sheet(title="Le jardin d'en bas")


@pytest.fixture
def member(sheet: Sheet) -> Person:
    return a_member(sheet.structure, name="Aline", email="aline@exemple.fr")


@pytest.fixture
def token(sheet: Sheet, member: Person) -> str:
    run()
    return tokens()[0]


def fresh(sheet: Sheet) -> Sheet:
    return Sheet.objects.for_reading().get(pk=sheet.pk)


def live(sheet: Sheet) -> contents.Content:
    return contents.of_sheet(fresh(sheet))


# --- Who is asked -------------------------------------------------------------------------


def test_one_letter_a_year_to_each_member(sheet: Sheet, member: Person) -> None:
    colleague = a_member(sheet.structure)
    a_sheet(title="Le bal")
    a_sheet(title="La fête", status="Terminée")
    said = run()
    assert f"la lettre de {YEAR} : 1." in said
    assert [message.to for message in mail.outbox] == [["aline@exemple.fr"], [colleague.email]]
    body = mail.outbox[0].body
    assert mail.outbox[0].subject == f"{YEAR}\u00a0: vos 2 actions continuent-elles\u202f?"
    assert "Le bal" in body
    assert "La fête" not in body
    number = sheet.number
    assert f"?fiche={number}&reponse=en-cours#fiche-{number}\n" in body
    assert f"?fiche={number}&reponse=terminee#fiche-{number}\n" in body
    assert "List-Unsubscribe" in mail.outbox[0].extra_headers
    assert len(set(tokens())) == 2
    assert ": 0." in run()
    assert len(mail.outbox) == 2


def test_a_dry_run_writes_nothing(sheet: Sheet, member: Person) -> None:
    said = run("--dry-run")
    assert "Centre social Les Capucines (69 Rhône) : 1 fiche en cours → aline@exemple.fr" in said
    assert not mail.outbox
    assert not RoundLetter.objects.exists()
    assert not Link.objects.exists()


def test_the_contact_address_when_nobody_has_an_account(sheet: Sheet) -> None:
    Structure.objects.update(contact_email="accueil@capucines.example")
    run()
    [message] = mail.outbox
    assert message.to == ["accueil@capucines.example"]
    assert "adresse de contact de Centre social Les Capucines" in " ".join(message.body.split())
    assert "List-Unsubscribe" not in message.extra_headers


def test_those_nobody_can_write_to_are_reported(sheet: Sheet, settings: Settings) -> None:
    silent = a_sheet(structure="Sans courriels")
    a_member(silent.structure, wants_messages=False)
    Structure.objects.filter(pk=silent.structure_id).update(contact_email="a@b.example")
    shut = a_sheet(structure="Fermée")
    a_member(shut.structure, is_active=False)
    said = run()
    assert not mail.outbox
    assert "Structures à joindre autrement, par leur correspondant : 3." in said
    assert "Sans courriels (69 Rhône), 1 fiche en cours : ses membres ne veulent pas" in said
    assert not RoundLetter.objects.exists()


def test_what_the_structure_wrote_lately_is_not_asked(sheet: Sheet, member: Person) -> None:
    who, desk = Standing.of(member), Standing.of(a_correspondent("69"))
    deciding.mend(desk, sheet.pk, {"dimension": "Services"})
    assert ": 1." in run("--dry-run")  # a correspondent's mending is no news of the action
    version = Revision.objects.get(sheet=sheet, state="live").version
    drafting.save(who, sheet.pk, live(sheet) | {"limits": "Le froid."}, based_on=version)
    drafting.submit(who, sheet.pk, version=version + 1)
    deciding.approve(desk, sheet.pk, version=version + 1)
    assert ": 0." in run("--dry-run")
    Revision.objects.update(published_at=timezone.now() - datetime.timedelta(days=200))
    assert ": 1." in run("--dry-run")
    Sheet.objects.update(confirmed_at=timezone.now() - datetime.timedelta(days=100))
    assert ": 0." in run("--dry-run")


def test_options(sheet: Sheet, member: Person) -> None:
    other = a_sheet(structure="Ailleurs", department="38")
    a_member(other.structure)
    assert ": 1." in run("--dry-run", "--department", "38")
    assert "La limite est atteinte" in run("--limit", "1")
    assert RoundLetter.objects.count() == 1
    run("--limit", "1")
    assert RoundLetter.objects.count() == 2
    for wrong in (["--year", "1999"], ["--department", "XX"], ["--limit", "0"]):
        with pytest.raises(SystemExit) as caught:
            call_command("round", *wrong, stderr=StringIO())
        assert caught.value.code == 2


def test_invented_structures_are_not_written_to_for_real(sheet: Sheet, settings: Settings) -> None:
    Structure.objects.update(is_demonstration=True, contact_email="accueil@capucines.example")
    settings.LETTERS_WAIT = True
    assert "démonstration" in run()
    settings.LETTERS_WAIT = False
    assert ": 1." in run()


def test_a_round_that_was_killed_goes_on(
    sheet: Sheet, member: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = a_sheet(structure="Une autre")
    a_member(other.structure)
    send = yearly_round._queue
    calls: list[str] = []

    def dying(planned: yearly_round.Planned, *rest: object) -> None:
        calls.append(planned.structure.name)
        if len(calls) == 2:
            raise KeyboardInterrupt
        send(planned, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(yearly_round, "_queue", dying)
    with pytest.raises(KeyboardInterrupt):
        run()
    monkeypatch.undo()
    assert RoundLetter.objects.count() == 1  # the letter and the fact go together
    run()
    assert sorted(to for one in mail.outbox for to in one.to) == sorted(
        person.email for person in Person.objects.all()
    )


def test_two_rounds_at_once_ask_once(sheet: Sheet, member: Person) -> None:
    [planned] = yearly_round.plan(YEAR)
    assert [yearly_round.send(planned, YEAR), yearly_round.send(planned, YEAR)] == [True, False]
    postman.carry_all()
    assert len(mail.outbox) == 1


def test_planning_costs_the_same_for_many(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    def planned(count: int) -> Callable[[], int]:
        for rank in range(count):
            a_member(a_sheet(structure=f"Structure {count} {rank}").structure)
        return lambda: len(list(yearly_round.plan(YEAR)))

    for count in (1, 3):
        asked = planned(count)
        with django_assert_num_queries(6):
            assert asked() in (1, 4)


def test_a_long_list_is_cut_in_the_letter_only(member: Person) -> None:
    for rank in range(yearly_round.MOST_NAMED + 2):
        a_sheet(title=f"Action {rank:02}")
    run()
    assert "et 3 autres fiches" in mail.outbox[0].body
    assert len(round_answers.look(tokens()[0]).lines) == yearly_round.MOST_NAMED + 3


# --- What is answered ---------------------------------------------------------------------


def test_it_goes_on(sheet: Sheet, token: str) -> None:
    for _ in range(2):
        round_answers.answer(token, sheet.number, goes_on=True)
    assert fresh(sheet).confirmed_at is not None
    event = Event.objects.get(verb="confirmee")
    assert event.actor == f"tournee:{YEAR}:{sheet.structure_id}"
    assert [line.state for line in round_answers.look(token).lines] == [State.CONFIRMED]


def test_it_has_ended_and_one_may_change_ones_mind(sheet: Sheet, token: str) -> None:
    round_answers.answer(
        token, sheet.number, goes_on=False, reason="Plus de local.\r\nNi de fonds."
    )
    assert (live(sheet)["status"], live(sheet)["end_reason"]) == (
        "Terminée",
        "Plus de local.\nNi de fonds.",
    )
    revision = Revision.objects.get(sheet=sheet, state="live")
    assert (revision.version, revision.author) == (2, f"tournee:{YEAR}:{sheet.structure_id}")
    round_answers.answer(token, sheet.number, goes_on=False, reason="Plus de local.")
    assert round_answers.look(token).lines[0].reason == "Plus de local."
    round_answers.answer(token, sheet.number, goes_on=True)
    assert (live(sheet)["status"], live(sheet)["end_reason"]) == ("En cours", "")
    assert round_answers.look(token).lines[0].state == State.CONFIRMED


@pytest.mark.parametrize("reason", ["", "  \n ", "x" * 2001, "a\x00b"])
def test_an_end_has_a_reason(sheet: Sheet, token: str, reason: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        round_answers.answer(token, sheet.number, goes_on=False, reason=reason)
    assert live(sheet)["status"] == "En cours"


def test_what_waits_beside_follows(sheet: Sheet, member: Person, token: str) -> None:
    drafting.save(Standing.of(member), sheet.pk, live(sheet) | {"limits": "Le bruit."}, based_on=1)
    round_answers.answer(token, sheet.number, goes_on=False, reason="Fini.")
    waiting = Revision.objects.waiting().get(sheet=sheet)
    draft = contents.from_json(waiting.content)
    assert (draft["status"], draft["end_reason"], draft["limits"]) == (
        "Terminée",
        "Fini.",
        "Le bruit.",
    )
    assert live(sheet)["limits"] == "L’eau a manqué en août."


def test_a_draft_that_says_the_end_otherwise_keeps_its_words(
    sheet: Sheet, member: Person, token: str
) -> None:
    round_answers.answer(token, sheet.number, goes_on=False, reason="Fini.")
    mine = live(sheet) | {"end_reason": "Le bail est mort."}
    drafting.save(Standing.of(member), sheet.pk, mine, based_on=2)
    round_answers.answer(token, sheet.number, goes_on=True)
    draft = contents.from_json(Revision.objects.waiting().get(sheet=sheet).content)
    assert (draft["status"], draft["end_reason"]) == ("Terminée", "Le bail est mort.")
    assert live(sheet)["status"] == "En cours"
    version = Revision.objects.waiting().get(sheet=sheet).version
    drafting.submit(Standing.of(member), sheet.pk, version=version)
    desk = Standing.of(a_correspondent("69"))
    assert deciding.approve(desk, sheet.pk, version=version)


def test_a_sheet_withdrawn_meanwhile(sheet: Sheet, token: str) -> None:
    deciding.withdraw(Standing.of(a_correspondent("69")), sheet.pk, "Un nom y est.")
    with pytest.raises(PermissionDenied):
        round_answers.answer(token, sheet.number, goes_on=True)
    [line] = round_answers.look(token).lines
    assert (line.state, line.title) == (State.CLOSED, "")


def test_a_sheet_ended_by_its_authors_meanwhile(sheet: Sheet, member: Person, token: str) -> None:
    who, desk = Standing.of(member), Standing.of(a_correspondent("69"))
    ended = live(sheet) | {"status": "Terminée", "end_reason": "Nous avons déménagé."}
    drafting.save(who, sheet.pk, ended, based_on=1)
    drafting.submit(who, sheet.pk, version=2)
    deciding.approve(desk, sheet.pk, version=2)
    for goes_on in (True, False):
        with pytest.raises(Moved):
            round_answers.answer(token, sheet.number, goes_on=goes_on, reason="Autre.")
    assert live(sheet)["end_reason"] == "Nous avons déménagé."


def test_a_sheet_given_to_another_structure_meanwhile(sheet: Sheet, token: str) -> None:
    Sheet.objects.update(structure=a_structure("La reprise"))
    with pytest.raises(Http404):
        round_answers.answer(token, sheet.number, goes_on=True)
    assert round_answers.look(token).lines[0].state == State.CLOSED


def test_the_link_opens_nothing_else(sheet: Sheet, token: str) -> None:
    theirs = a_sheet(structure="Ailleurs")
    ours_later = a_sheet(title="Commencée depuis")
    for other in (theirs, ours_later):
        with pytest.raises(Http404):
            round_answers.answer(token, other.number, goes_on=True)
    assert not Event.objects.filter(verb="confirmee").exists()


@pytest.mark.parametrize("forged", ["", "x" * 43, "../" * 10])
def test_a_guess_opens_nothing(sheet: Sheet, token: str, forged: str) -> None:
    with pytest.raises(Unusable):
        round_answers.look(forged)
    with pytest.raises(Unusable):
        round_answers.answer(forged, sheet.number, goes_on=True)


def test_after_sixty_days_it_opens_nothing(sheet: Sheet, token: str) -> None:
    link = Link.objects.get(purpose="tournee")
    assert datetime.timedelta(days=59) < link.expires_at - timezone.now()
    Link.objects.update(expires_at=timezone.now())
    with pytest.raises(Unusable):
        round_answers.answer(token, sheet.number, goes_on=True)


def test_who_leaves_the_team_answers_no_more(sheet: Sheet, member: Person, token: str) -> None:
    Membership.objects.update(state=Membership.State.ENDED)
    with pytest.raises(Unusable):
        round_answers.answer(token, sheet.number, goes_on=True)


def test_how_the_round_goes(
    sheet: Sheet, member: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    second = a_sheet(title="Le bal")
    far = a_sheet(structure="Ailleurs", department="38")
    a_member(far.structure)
    run()
    ours = tokens("aline@exemple.fr")[0]
    round_answers.answer(ours, sheet.number, goes_on=True)
    round_answers.answer(ours, sheet.number, goes_on=False, reason="Fini.")
    round_answers.answer(ours, second.number, goes_on=True)
    with django_assert_num_queries(2):
        found = yearly_round.answers(YEAR)
    assert (found.letters, found.answered, found.confirmed, found.ended) == (2, 1, 1, 1)
    assert [structure.name for structure in found.silent] == ["Ailleurs"]
    assert yearly_round.answers(YEAR, ["38"]).answered == 0
    assert yearly_round.answers(YEAR - 1).letters == 0


def test_both_work_at_the_same_time_for_two_colleagues(sheet: Sheet, member: Person) -> None:
    a_member(sheet.structure)
    run()
    first, second = tokens()
    round_answers.answer(first, sheet.number, goes_on=True)
    round_answers.answer(second, sheet.number, goes_on=False, reason="Fini.")
    assert round_answers.look(first).lines[0].reason == "Fini."
