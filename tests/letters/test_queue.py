"""Letters that wait for the post: down, back, refusing, killed; and two postmen at once."""

import datetime
import time
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from essaim.letters import forgetting, queue, sending
from essaim.letters.links import make
from essaim.letters.models import Link
from essaim.letters.postman import Postman, carry_all
from tests.factories import a_person
from tests.letters.mail_server import MailServer, free_port, mail_server

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    """A mail server that is up, and the settings that lead to it."""
    with mail_server() as running:
        lead_to(settings, running.port)
        yield running


def lead_to(settings: Settings, port: int) -> None:
    settings.LETTERS_WAIT = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port


def a_message(subject: str = "Bonjour", to: str = "aline@exemple.fr") -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(subject, "L’été ?\n", to=[to], reply_to=["r@exemple.fr"])
    message.extra_headers["Message-ID"] = f"<{subject}@essaim.example>"
    message.attach_alternative("<p>L’été ?</p>", "text/html")
    return message


def hurry() -> None:
    """Let the pauses be over."""
    queue.waiting().update(run_after=timezone.now())


def test_a_letter_leaves_whole_and_is_forgotten(server: MailServer) -> None:
    sending.post(a_message())
    assert server.letters == []
    carry_all()
    letter = server.letters[0]
    assert (letter["Reply-To"], letter["Message-ID"]) == (
        "r@exemple.fr",
        "<Bonjour@essaim.example>",
    )
    parts = [str(part.get_content()).strip() for part in letter.iter_parts()]
    assert parts == ["L’été ?", "<p>L’été ?</p>"]
    assert not DBTaskResult.objects.exists()


def test_a_server_that_is_down_then_comes_back(settings: Settings) -> None:
    port = free_port()
    lead_to(settings, port)
    sending.post(a_message())
    carry_all()
    again = queue.waiting().get()
    pause = again.run_after - timezone.now()
    assert datetime.timedelta(seconds=50) < pause <= datetime.timedelta(minutes=1)
    carry_all()  # not yet
    with mail_server(port) as server:
        hurry()
        carry_all()
        assert server.subjects() == ["Bonjour"]
    assert not DBTaskResult.objects.exists()


def test_one_address_refused_does_not_hold_the_others(server: MailServer) -> None:
    server.refused["parti@exemple.fr"] = "550 nobody here"
    for to in ("aline@exemple.fr", "parti@exemple.fr", "karim@exemple.fr"):
        sending.post(a_message(to.split("@")[0], to))
    carry_all()
    assert server.recipients == ["aline@exemple.fr", "karim@exemple.fr"]
    assert [queue.recipients(row) for row in queue.failed()] == [["parti@exemple.fr"]]
    assert not queue.waiting().exists()
    assert "1 courriel n’a pas pu partir" in queue.problems()[0]
    told = StringIO()
    call_command("letters", stdout=told)
    assert "Refusé : parti@exemple.fr (SMTPRecipientsRefused: " in told.getvalue()
    assert "550" in told.getvalue()
    server.refused.clear()
    call_command("letters", "--retry", stdout=StringIO())
    carry_all()
    assert server.recipients[-1] == "parti@exemple.fr"
    assert queue.problems() == []


def test_an_address_not_taken_for_now_is_tried_again(server: MailServer) -> None:
    server.refused["aline@exemple.fr"] = "451 come back later"
    sending.post(a_message())
    carry_all()
    assert not queue.failed().exists()
    server.refused.clear()
    hurry()
    carry_all()
    assert server.recipients == ["aline@exemple.fr"]


def test_a_letter_refused_for_what_it_says_is_not_insisted_on(server: MailServer) -> None:
    server.data_answer = "554 no spam"
    sending.post(a_message())
    carry_all()
    assert queue.failed().count() == 1
    call_command("letters", "--forget", stdout=StringIO())
    assert not DBTaskResult.objects.exists()


def test_hope_ends(settings: Settings) -> None:
    lead_to(settings, free_port())
    sending.post(a_message())
    for attempt in range(len(queue.PAUSES) + 1):
        assert queue.waiting().count() == 1, attempt
        hurry()
        carry_all()
    assert (queue.waiting().count(), queue.failed().count()) == (0, 1)


def test_letters_that_nobody_carries_are_told(server: MailServer) -> None:
    sending.post(a_message())
    assert queue.problems() == []
    DBTaskResult.objects.update(enqueued_at=timezone.now() - datetime.timedelta(hours=2))
    assert "essaim serve" in queue.problems()[0]


def test_a_server_that_takes_nothing_for_long_is_told(settings: Settings) -> None:
    lead_to(settings, free_port())
    sending.post(a_message())
    told = []
    for _ in range(4):
        hurry()
        carry_all()
        told.append(len(queue.problems()))
        # The pause of a retry is no sign that nobody carries letters.
        DBTaskResult.objects.update(enqueued_at=timezone.now() - datetime.timedelta(hours=5))
    assert told == [0, 0, 0, 1]
    assert "que le serveur ne prend pas" in queue.problems()[0]


def test_a_database_that_fails_after_a_save_does_not_undo_it(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise DatabaseError("gone for a moment")

    person = a_person()
    monkeypatch.setattr(queue, "add", gone)
    assert sending.to_people("publiee", [person], {"sheet": a_sheet_told()}) == 0
    with pytest.raises(DatabaseError), transaction.atomic():
        sending.to_people("publiee", [person], {"sheet": a_sheet_told()})


def test_a_letter_leaves_with_its_transaction_or_not_at_all(server: MailServer) -> None:
    class Undo(Exception):
        pass

    with pytest.raises(Undo), transaction.atomic():
        sending.post(a_message())
        raise Undo
    carry_all()
    assert server.letters == []


def test_what_a_dead_worker_had_in_hand_is_taken_up(server: MailServer) -> None:
    sending.post(a_message())
    row = DBTaskResult.objects.get()
    row.claim("dead")
    carry_all()
    assert server.letters == []  # it might still be at it
    late = timezone.now() - queue.LONGEST_SENDING - datetime.timedelta(minutes=1)
    DBTaskResult.objects.update(started_at=late)
    carry_all()
    assert server.subjects() == ["Bonjour"]


def test_two_postmen_send_each_letter_once(server: MailServer) -> None:
    subjects = [f"Lettre {rank}" for rank in range(30)]
    for subject in subjects:
        sending.post(a_message(subject.replace(" ", "-"), "aline@exemple.fr"))
    postmen = [Postman(every=0.05) for _ in range(2)]
    for postman in postmen:
        postman.start()
    try:
        wait(lambda: len(server.letters) >= 30 and not queue.waiting().exists())
    finally:
        for postman in postmen:
            postman.stop()
    assert sorted(server.subjects()) == sorted(subject.replace(" ", "-") for subject in subjects)


def test_a_postman_survives_a_hiccup_of_the_database(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []
    tidy = queue.tidy

    def failing() -> None:
        calls.append(1)
        if len(calls) < 3:
            raise DatabaseError("gone for a moment")
        tidy()

    monkeypatch.setattr(queue, "tidy", failing)
    sending.post(a_message())
    postman = Postman(every=0.02)
    postman.start()
    try:
        wait(lambda: bool(server.letters))
    finally:
        postman.stop()
    assert len(calls) >= 3
    assert not postman.is_alive()


def test_a_postman_stops_between_two_letters(server: MailServer) -> None:
    for rank in range(200):
        sending.post(a_message(f"Lettre-{rank}"))
    postman = Postman(every=0.05)
    postman.start()
    wait(lambda: bool(server.letters))
    postman.stop()
    assert not postman.is_alive()
    assert len(server.letters) + queue.waiting().count() == 200
    assert queue.waiting().exists()


def wait(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.02)


def test_an_outbox_that_cannot_be_written_to_loses_nothing(
    settings: Settings, tmp_path: Any
) -> None:
    (tmp_path / "plein").write_text("")
    settings.EMAIL_BACKEND = "essaim.letters.outbox.OutboxBackend"
    settings.OUTBOX_DIR = tmp_path / "plein" / "outbox"
    sending.post(a_message())
    assert queue.waiting().count() == 1
    settings.OUTBOX_DIR = tmp_path / "outbox"
    carry_all()
    assert len(list(settings.OUTBOX_DIR.glob("*.eml"))) == 1


def test_a_message_no_one_could_send_is_given_up_and_told(settings: Settings) -> None:
    sending.post(a_message(to="pas une adresse\nBcc: x@exemple.fr"))
    carry_all()
    assert queue.failed().count() == 1


def test_everything_about_a_person_is_let_go_of(server: MailServer) -> None:
    person, other = a_person(), a_person()
    sending.to_people("publiee", [person, other], {"sheet": a_sheet_told()})
    make(Link.Purpose.REPLY, {"person": person.pk, "sheet": 1}, datetime.timedelta(days=1))
    assert forgetting.forget_person(person) == 3
    assert [link.payload for link in Link.objects.all()] == [{"person": other.pk}]
    carry_all()
    assert server.recipients == [other.email]


def test_expired_links_are_removed() -> None:
    for days in (-40, -1, 1):
        make(Link.Purpose.REPLY, {}, datetime.timedelta(days=days))
    long_ago = timezone.now() - datetime.timedelta(days=30)
    assert forgetting.forget_links(long_ago) == 1
    assert forgetting.forget_links() == 1
    assert Link.objects.count() == 1


def a_sheet_told() -> dict[str, object]:
    site = "http://127.0.0.1:8000"
    return {
        "number": 10_001,
        "title": "Le bal",
        "structure": "Les Capucines",
        "department": "Rhône",
        "address": f"{site}/contribuer/10001/",
        "public": f"{site}/actions/10001-le-bal/",
    }
