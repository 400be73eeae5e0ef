"""What a letter looks like on the wire: headers, text, HTML."""

import email
import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from essaim.letters import sending
from essaim.letters.composing import WIDTH, compose, one_line, wrap
from essaim.letters.outbox import OutboxBackend
from tests.factories import a_person

SHEET = {
    "number": 10_001,
    "title": "Le jardin d'en bas",
    "structure": "Centre social Les Capucines",
    "department": "Rhône",
    "address": "http://127.0.0.1:8000/contribuer/10001/",
    "public": "http://127.0.0.1:8000/actions/10001-le-jardin-den-bas/",
}
MESSAGE = {"text": "Combien de familles ?\n\nEt qui d'autre ?", "author": "Karim Benali"}


def a_letter(**context: object) -> EmailMultiAlternatives:
    filled = {"sheet": SHEET, "message": MESSAGE, "person": "Aline", "can_reply": False}
    stop = "https://essaim.example/compte/courriels/jeton/"
    return compose("message", "aline@exemple.fr", {**filled, **context}, stop=stop)


def on_the_wire(message: EmailMultiAlternatives) -> EmailMessage:
    return email.message_from_bytes(message.message().as_bytes(), policy=email.policy.default)


def part(message: EmailMultiAlternatives, kind: str) -> str:
    found = on_the_wire(message).get_body(preferencelist=(kind,))
    assert found is not None
    return str(found.get_content())


def test_headers() -> None:
    with override_settings(SITE_ADDRESS="https://essaim.example"):
        received = on_the_wire(a_letter())
    assert received["Message-ID"].endswith("@essaim.example>")
    assert received["Auto-Submitted"] == "auto-generated"
    assert received["List-Unsubscribe"] == "<https://essaim.example/compte/courriels/jeton/>"
    assert received["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    subject = str(received["Subject"]).strip()  # Python folds before a long first word
    assert subject == "Karim Benali vous écrit à propos de «\u00a0Le jardin d’en bas\u00a0»"
    assert [one.get_content_type() for one in received.iter_parts()] == ["text/plain", "text/html"]


def test_a_letter_one_needs_has_nothing_to_stop() -> None:
    message = compose("publiee", "aline@exemple.fr", {"sheet": SHEET, "person": "Aline"})
    assert "List-Unsubscribe" not in on_the_wire(message)
    assert "Ne plus recevoir" not in message.body + part(message, "html")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\x85", "\u2028", "\x00"])
def test_nobody_adds_a_header(end: str) -> None:
    hostile = f"Bonjour{end}Bcc: victime@exemple.fr{end}{end}Et un corps"
    message = a_letter(
        sheet={**SHEET, "title": hostile, "structure": hostile},
        message={**MESSAGE, "author": hostile},
        person=hostile,
    )
    received = on_the_wire(message)
    assert "Bcc" not in received
    assert message.recipients() == ["aline@exemple.fr"]
    assert not re.search(r"[\r\n\x00]", str(received["Subject"]))


def test_a_long_title_is_cut_in_the_subject_and_whole_in_the_text() -> None:
    title = "Une action dont le titre " + "n’en finit pas " * 15
    message = a_letter(sheet={**SHEET, "title": title.strip()})
    assert len(str(message.subject)) <= 140
    assert "…" in str(message.subject)
    assert " ".join(message.body.split()).count("finit") == 15


def test_text_is_wrapped_and_addresses_are_whole() -> None:
    address = "https://essaim.example/contribuer/tournee/" + "x" * 80 + "/"
    message = a_letter(
        sheet={**SHEET, "address": address}, message={**MESSAGE, "text": "des mots " * 60}
    )
    long = [line for line in message.body.splitlines() if len(line) > WIDTH]
    assert long == [address]
    quoted = [line for line in message.body.splitlines() if line.startswith("> ")]
    assert len(quoted) == 8


def test_french_typography_in_both() -> None:
    message = a_letter()
    for said in (message.body, part(message, "html")):
        assert "Combien de familles\u202f?" in said
        assert "Et qui d’autre\u202f?" in said
        assert "«\u00a0Le jardin d’en bas\u00a0»" in said
    assert "&" not in message.body


def test_what_people_write_is_never_markup() -> None:
    hostile = "<img src=x onerror=alert(1)>&lt,"
    message = a_letter(
        sheet={**SHEET, "title": hostile}, message={"text": hostile, "author": hostile}
    )
    html = part(message, "html")
    assert "<img" not in html
    assert "&lt;img src=x onerror=alert(1)&gt;&amp;lt," in html
    assert "> <img src=x onerror=alert(1)>&lt," in message.body


def test_nothing_is_loaded_from_anywhere() -> None:
    html = part(a_letter(), "html")
    assert not re.search(r"<(?:img|link|script|iframe)|url\(|@import|src=", html)
    assert 'lang="fr"' in html
    assert "prefers-color-scheme: dark" in html


def test_a_line_no_server_takes_is_encoded() -> None:
    message = a_letter(message={**MESSAGE, "text": "a" * 5000})
    lines = message.message().as_bytes().splitlines()
    assert max(map(len, lines)) < 998
    assert "a" * 5000 in part(message, "plain")


@given(st.text(max_size=400))
def test_one_line_is_one(text: str) -> None:
    flat = one_line(text, 60)
    assert len(flat.splitlines()) <= 1
    assert len(flat) <= 60


@given(st.text(alphabet=st.sampled_from("ab >-•\n\u00a0"), max_size=600))
def test_wrapping_loses_no_word(text: str) -> None:
    def words(said: str) -> str:
        return re.sub(r"[ >\n\u00a0]", "", said)

    assert words(wrap(text)) == words(text)


@pytest.mark.django_db
def test_everybody_gets_their_own_stop() -> None:
    people = [a_person(name="Aline"), a_person(name="Karim")]
    context = {"sheet": SHEET, "message": MESSAGE}
    assert sending.to_people("message", people, context) == 2
    stops = {message.extra_headers["List-Unsubscribe"] for message in mail.outbox}
    assert len(stops) == 2
    assert [message.to for message in mail.outbox] == [[person.email] for person in people]
    assert "Bonjour Karim," in mail.outbox[1].body


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Path]:
    with override_settings(OUTBOX_DIR=tmp_path / "outbox"):
        yield tmp_path / "outbox"


def test_the_outbox_holds_files_in_the_order_of_time(outbox: Path) -> None:
    letters = [a_letter(person=f"Personne {rank}") for rank in range(3)]
    OutboxBackend().send_messages(letters)
    files = sorted(outbox.iterdir())
    assert [path.suffix for path in files] == [".eml"] * 3
    for rank, path in enumerate(files):
        read = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        body = read.get_body(preferencelist=("plain",))
        assert body is not None
        assert f"Bonjour Personne {rank}," in body.get_content()
        assert path.stat().st_mode & 0o777 == 0o600


def test_a_letter_written_twice_is_one_file(outbox: Path) -> None:
    letter = a_letter()
    OutboxBackend().send_messages([letter])
    OutboxBackend().send_messages([letter])
    assert len(list(outbox.iterdir())) == 1
