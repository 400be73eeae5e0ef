"""The invented people and their sheets in progress."""

import pytest
from django.core import mail
from django.core.management import call_command
from pytest_django import DjangoCaptureOnCommitCallbacks

from essaim.intake import demonstrating, demonstrating_people
from essaim.network.models import Membership, Person
from essaim.sheets.models import Revision, Sheet
from essaim.workflow.models import Message

pytestmark = pytest.mark.django_db


def test_every_stage_is_there() -> None:
    demonstrating.load()
    assert demonstrating_people.load() == Person.objects.count() > 5
    stages = set(Revision.objects.waiting().values_list("state", flat=True))
    assert stages == {"draft", "submitted", "returned"}
    beside = Revision.objects.waiting().filter(sheet__state=Sheet.State.PUBLISHED)
    assert beside.exists()
    assert Membership.objects.waiting().exists()
    assert Message.objects.filter(from_structure=True).exists()


def test_again_changes_nothing() -> None:
    demonstrating_people.load()
    before = (Person.objects.count(), Revision.objects.count(), Message.objects.count())
    assert demonstrating_people.load() == 0
    assert (Person.objects.count(), Revision.objects.count(), Message.objects.count()) == before


def test_nobody_is_written_to(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        demonstrating_people.load()
    assert mail.outbox == []
    reachable = Person.objects.exclude(email__endswith=".example")
    assert not reachable.exists()  # a name that RFC 2606 keeps from ever existing


def test_the_command_says_who_one_may_be(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("demo")
    said = capsys.readouterr().out
    assert "camille@essaim.example" in said
    assert "outbox" in said
