"""`essaim reply`, as a mail server calls it: a mail on the standard input, an exit code."""

import io
import os
import subprocess
import sys
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import OperationalError
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from essaim.letters import replies
from essaim.network.models import Membership, Person
from essaim.network.standing import Standing
from essaim.sheets import content as contents
from essaim.sheets.models import Sheet
from essaim.workflow import conversation, deciding, merging
from essaim.workflow.models import Message
from tests.environment import REPOSITORY
from tests.factories import a_correspondent, a_member, a_sheet

pytestmark = pytest.mark.django_db
Reply = Callable[..., tuple[int, str]]


@pytest.fixture
def sheet(settings: Settings) -> Sheet:
    settings.REPLY_DOMAIN = "reponses.essaim.example"
    return a_sheet()


@pytest.fixture
def member(sheet: Sheet) -> Person:
    return a_member(sheet.structure, email="aline@exemple.fr", name="Aline")


@pytest.fixture
def reply(monkeypatch: pytest.MonkeyPatch) -> Reply:
    """Hand a mail over; return the exit code and what was said."""

    def hand_over(raw: bytes | EmailMessage, *options: str) -> tuple[int, str]:
        data = raw if isinstance(raw, bytes) else raw.as_bytes()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        said = io.StringIO()
        try:
            call_command("reply", *options, stderr=said)
        except SystemExit as ended:
            return int(str(ended.code)), said.getvalue()
        return 0, said.getvalue()

    return hand_over


def an_answer(person: Person, sheet: Sheet, text: str = "Vingt familles.") -> EmailMessage:
    message = EmailMessage()
    message["From"] = person.email
    message["To"] = replies.address(person, sheet.pk)
    message.set_content(text + "\n\nLe 3 mars 2025 à 10:12, Essaim <e@e> a écrit :\n> Combien ?\n")
    return message


def test_an_answer_joins_the_conversation_and_is_told(
    reply: Reply,
    member: Person,
    sheet: Sheet,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    correspondent = a_correspondent("69")
    with django_capture_on_commit_callbacks(execute=True):
        conversation.say(Standing.of(correspondent), sheet.pk, "Combien de familles ?")
    [address] = mail.outbox[0].reply_to
    message = an_answer(member, sheet)
    message.replace_header("To", address)
    with django_capture_on_commit_callbacks(execute=True):
        assert reply(message) == (0, "")
    assert [(one.actor, one.text) for one in Message.objects.all()] == [
        (correspondent.actor, "Combien de familles ?"),
        (member.actor, "Vingt familles."),
    ]
    assert mail.outbox[1].to == [correspondent.email]


def test_a_mail_delivered_twice_is_said_once(reply: Reply, member: Person, sheet: Sheet) -> None:
    message = an_answer(member, sheet)
    assert [reply(message)[0], reply(message)[0]] == [0, 0]
    assert Message.objects.count() == 1


def test_one_may_answer_again(reply: Reply, member: Person, sheet: Sheet) -> None:
    message = an_answer(member, sheet)
    reply(message)
    message.set_content("Et dix enfants.")
    assert reply(message)[0] == 0
    assert Message.objects.count() == 2


@pytest.mark.parametrize(("text", "said"), [("", "Écrivez"), ("mot " * 2000, "5000")])
def test_empty_or_endless(reply: Reply, member: Person, sheet: Sheet, text: str, said: str) -> None:
    code, told = reply(an_answer(member, sheet, text))
    assert code == os.EX_DATAERR
    assert said in told
    assert not Message.objects.exists()


def test_another_persons_address(reply: Reply, member: Person, sheet: Sheet) -> None:
    message = an_answer(member, sheet)
    message.replace_header("From", "mechant@exemple.fr")
    code, told = reply(message)
    assert (code, "n’est pas la vôtre" in told) == (os.EX_NOPERM, True)


def test_an_address_of_nobody(reply: Reply, sheet: Sheet) -> None:
    raw = b"From: a@b.fr\nTo: reponse+aaaa@reponses.essaim.example\n\nBonjour"
    assert reply(raw)[0] == os.EX_NOUSER
    assert reply(b"")[0] == os.EX_NOUSER


def test_the_address_on_the_command_line(reply: Reply, member: Person, sheet: Sheet) -> None:
    message = an_answer(member, sheet)
    address = str(message["To"])
    del message["To"]
    assert reply(message)[0] == os.EX_NOUSER
    assert reply(message, "--to", address)[0] == 0


def test_machines_are_left_aside_without_a_bounce(
    reply: Reply, member: Person, sheet: Sheet
) -> None:
    message = an_answer(member, sheet, "Je suis en congé.")
    message["Auto-Submitted"] = "auto-replied"
    code, told = reply(message)
    assert (code, "automatique" in told) == (0, True)
    code, told = reply(an_answer(member, sheet), "--sender", "")
    assert (code, "automatique" in told) == (0, True)
    assert not Message.objects.exists()


def test_who_left_the_team_says_nothing_more(reply: Reply, member: Person, sheet: Sheet) -> None:
    message = an_answer(member, sheet)
    Membership.objects.update(state=Membership.State.ENDED)
    assert reply(message)[0] == os.EX_NOPERM
    assert not Message.objects.exists()


def test_a_sheet_that_is_another_now(reply: Reply, member: Person, sheet: Sheet) -> None:
    message = an_answer(member, sheet)
    kept, who = a_sheet(title="Gardée"), Standing.of(a_correspondent("69"))
    merging.merge(who, kept.pk, sheet.pk, contents.of_sheet(kept), versions=(1, 1))
    assert reply(message)[0] == os.EX_NOPERM


def test_a_withdrawn_sheet_is_still_talked_about(
    reply: Reply, member: Person, sheet: Sheet
) -> None:
    deciding.withdraw(Standing.of(a_correspondent("69")), sheet.pk, "Un nom y est.")
    assert reply(an_answer(member, sheet))[0] == 0


def test_a_mail_too_heavy_is_not_read_whole(
    reply: Reply, member: Person, sheet: Sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replies, "LARGEST", 1000)
    code, told = reply(an_answer(member, sheet, "a" * 5000))
    assert (code, "trop lourd" in told) == (os.EX_DATAERR, True)


def test_the_mail_server_comes_back_when_the_database_does_not_answer(
    reply: Reply, member: Person, sheet: Sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise OperationalError("gone")

    message = an_answer(member, sheet)
    monkeypatch.setattr(conversation, "say", gone)
    assert reply(message)[0] == os.EX_TEMPFAIL


def test_without_any_database(tmp_path: Path) -> None:
    env = {
        **os.environ,
        "ESSAIM_DATA": str(tmp_path),
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
    }
    done = subprocess.run(
        [sys.executable, "-m", "essaim", "reply"],
        input=b"From: a@b.fr\n\nBonjour",
        env=env,
        cwd=REPOSITORY,
        capture_output=True,
        timeout=120,
    )
    assert done.returncode == os.EX_TEMPFAIL, done.stderr
