"""Mails that answer our letters: the words in them, and whom they come from."""

import time
from email.message import EmailMessage
from typing import Final

import pytest
from pytest_django import Settings

from essaim.letters import mail_text, replies
from essaim.network.models import Person
from tests.factories import a_person

DOMAIN: Final = "reponses.essaim.example"


def a_mail(text: str = "Vingt familles.", **headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = headers.pop("sender", "Aline <Aline@exemple.fr>")
    message["To"] = headers.pop("to", f"reponse+jeton@{DOMAIN}")
    message["Subject"] = "Re: Karim vous écrit"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def words(text: str) -> str:
    return mail_text.answer(a_mail(text))


QUOTED: Final = "\n".join(f"> {line}" for line in ("Bonjour Aline,", "", "Combien ?", "-- "))


@pytest.mark.parametrize(
    "tail",
    [
        f"Le lundi 3 mars 2025 à 10:12, Essaim <e@essaim.example> a écrit :\n\n{QUOTED}",
        f"Le lun. 3 mars 2025 à 10:12, Essaim <\ne@essaim.example> a\nécrit :\n{QUOTED}",
        f"Le 03/03/2025 à 10:12, Essaim a écrit\u00a0:\n{QUOTED}",
        f"On Mon, Mar 3, 2025 at 10:12 AM Essaim <e@essaim.example> wrote:\n{QUOTED}",
        "-----Message d'origine-----\nDe : Essaim\nEnvoyé : lundi\nObjet : Fiche\n\nBonjour Aline",
        "-------- Message original --------\nDe : Essaim\nBonjour Aline",
        "________________________________\nDe : Essaim <e@e>\nEnvoyé : lundi\nÀ : Aline\n\nBonjour",
        "De : Essaim <e@essaim.example>\nDate : lundi 3 mars\nÀ : Aline\nObjet : Fiche\n\nBonjour",
        "*De :* Essaim\n*Envoyé :* lundi\n\nBonjour",
        "– Répondez au-dessus de cette ligne –\n\nBonjour Aline,\n\nCombien ?",
        f"> – Répondez au-dessus de cette ligne –\n{QUOTED}",
        QUOTED,
        "-- \nAline Martin\nCentre social",
        "--\nAline Martin",
        "Envoyé de mon iPhone",
        "Envoyé depuis mon appareil Galaxy",
        "Télécharger Outlook pour Android",
        f"Envoyé de mon iPhone\n\nLe 3 mars 2025 à 10:12, Essaim <e@e> a écrit :\n\n{QUOTED}",
        "",
    ],
)
def test_what_programs_add_is_left_out(tail: str) -> None:
    assert words(f"Vingt familles.\n\nEt dix enfants.\n\n{tail}") == (
        "Vingt familles.\n\nEt dix enfants."
    )


@pytest.mark.parametrize(
    "said",
    [
        "Le mardi, nous ouvrons à 10 h :\n- le jardin\n- la salle",
        "De : la mairie, nous avons eu 500 €.",
        "Le centre a écrit : bravo à tous.",
        "Nous avons deux ateliers :\n-- le matin\n-- le soir",
        "La note : 5 > 3, et c’est bien.",
        "Date : le 3 mars.\nÀ : midi.",
    ],
)
def test_what_people_write_is_kept(said: str) -> None:
    assert words(said) == said


def test_an_answer_under_or_between_the_quotation() -> None:
    header = "Le 3 mars 2025 à 10:12, Essaim <e@e> a écrit :"
    below = f"{header}\n> Combien ?\n>\n> Qui ?\n\nVingt. Des voisins.\n\n-- \nAline"
    assert words(below) == "Vingt. Des voisins."
    between = f"Voir ci-dessous.\n\n{header}\n> Combien ?\nVingt.\n> Qui ?\nDes voisins."
    assert words(between) == "Voir ci-dessous.\n\nVingt.\nDes voisins."


@pytest.mark.parametrize("charset", ["utf-8", "latin-1", "windows-1252", "iso-8859-15"])
@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit"])
def test_encodings(charset: str, encoding: str) -> None:
    message = EmailMessage()
    message.set_content(
        "À l’été".replace("’", "'") + " : 20 élèves.", charset=charset, cte=encoding
    )
    assert mail_text.answer(message) == "À l'été : 20 élèves."


@pytest.mark.parametrize("declared", ["utf-8", "inconnu", "us-ascii"])
def test_a_character_set_that_lies(declared: str) -> None:
    raw = f"Content-Type: text/plain; charset={declared}\n\n".encode() + "L'été".encode("cp1252")
    assert mail_text.answer(replies._parsed(raw)) == "L'été"


def test_lines_that_a_program_cut_are_joined() -> None:
    message = a_mail()
    message.set_content("Nous étions vingt \nà venir.\n\nEt dix \nà partir.\n")
    message.set_param("format", "flowed")
    assert mail_text.answer(message) == "Nous étions vingt à venir.\n\nEt dix à partir."


@pytest.mark.parametrize(
    "quotation",
    [
        '<div class="gmail_quote"><div>Le lundi, Essaim a écrit :</div><p>Combien ?</p></div>',
        '<div class="moz-cite-prefix">Le lundi…</div><blockquote><p>Combien ?</p></blockquote>',
        '<hr><div id="divRplyFwdMsg"><b>De :</b> Essaim</div><div><p>Combien ?</p></div>',
        '<div id="appendonsend"></div><p>De : Essaim</p><p>Combien ?</p>',
        "<p>Le 3 mars 2025, Essaim a écrit&nbsp;:</p><p>Combien ?</p>",
    ],
)
def test_html_alone(quotation: str) -> None:
    message = EmailMessage()
    message.set_content(
        "<html><head><style>p { color: red }</style></head><body>"
        f"<div>Vingt &amp; plus,<br>\n des   voisins.</div><div><br></div><p>Merci.</p>{quotation}"
        "</body></html>",
        subtype="html",
    )
    assert mail_text.answer(message) == "Vingt & plus,\ndes voisins.\n\nMerci."


def test_plain_text_is_preferred_and_files_are_told() -> None:
    message = a_mail("Voici la photo.")
    message.add_alternative("<p>Autre</p>", subtype="html")
    message.add_attachment(b"..", maintype="image", subtype="jpeg", filename="a.jpg")
    assert mail_text.answer(message) == (
        "Voici la photo.\n\n(Un fichier joint à ce courriel n’a pas été repris.)"
    )


@pytest.mark.parametrize(
    "hostile",
    [
        "Le " * 60_000,
        ">" * 200_000,
        "De : a\n" * 30_000,
        "-" * 200_000,
        "Le x a écrit " * 15_000,
        "\n" * 150_000,
        ("Le " + "x" * 250 + "\n") * 700,
    ],
)
def test_no_mail_takes_long(hostile: str) -> None:
    start = time.monotonic()
    words(hostile)
    assert time.monotonic() - start < 3


def test_a_mail_of_nothing_but_tags_takes_no_time() -> None:
    message = EmailMessage()
    message.set_content("<div><blockquote>" * 40_000, subtype="html")
    start = time.monotonic()
    assert mail_text.answer(message) == ""
    assert time.monotonic() - start < 3


# --- Whom it comes from -------------------------------------------------------------------


@pytest.fixture
def person(db: None, settings: Settings) -> Person:
    settings.REPLY_DOMAIN = DOMAIN
    return a_person("aline@exemple.fr")


def an_answer(person: Person, text: str = "Vingt familles.", **headers: str) -> EmailMessage:
    return a_mail(text, to=replies.address(person, 7), **headers)


def test_an_answer_is_its_persons(person: Person) -> None:
    reply = replies.read(an_answer(person).as_bytes())
    assert (reply.person, reply.sheet_id, reply.text) == (person, 7, "Vingt familles.")


def test_capitals_change_nothing(person: Person) -> None:
    message = a_mail(to=replies.address(person, 7).upper())
    assert replies.read(message.as_bytes()).sheet_id == 7


def test_the_server_may_say_where_it_came(person: Person) -> None:
    raw = a_mail(to="undisclosed-recipients:;").as_bytes()
    with pytest.raises(replies.Unknown):
        replies.read(raw)
    assert replies.read(raw, recipients=[replies.address(person, 7)]).sheet_id == 7


def test_without_a_domain_nothing_is_answered_by_mail(person: Person, settings: Settings) -> None:
    settings.REPLY_DOMAIN = ""
    assert replies.address(person, 7) == ""


@pytest.mark.parametrize(
    "sender",
    [
        "mechant@exemple.fr",
        "",
        "Aline <aline@exemple.fr>, mechant@exemple.fr",
        "aline@exemple.fr.x",
    ],
)
def test_another_sender_is_refused(person: Person, sender: str) -> None:
    with pytest.raises(replies.NotTheirs):
        replies.read(an_answer(person, sender=sender).as_bytes())


def test_a_guessed_address_is_refused(person: Person) -> None:
    replies.address(person, 7)
    for local in ("reponse+aaaa", "reponse+", "reponse", "reponse+' OR 1=1"):
        with pytest.raises(replies.Unknown):
            replies.read(a_mail(to=f"{local}@{DOMAIN}").as_bytes())


def test_somebody_shut_out_is_refused(person: Person) -> None:
    message = an_answer(person)
    Person.objects.update(is_active=False)
    with pytest.raises(replies.Unknown):
        replies.read(message.as_bytes())


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated; x=1"},
        {"Precedence": "bulk"},
        {"X_Autoreply": "yes"},
        {"List_Id": "<liste.exemple.fr>"},
        {"Return_Path": "<>"},
    ],
)
def test_machines_are_not_listened_to(person: Person, headers: dict[str, str]) -> None:
    with pytest.raises(replies.Automatic):
        replies.read(an_answer(person, **headers).as_bytes())
    with pytest.raises(replies.Automatic):
        replies.read(an_answer(person).as_bytes(), sender="")


def test_a_person_may_say_it_is_no_machine(person: Person) -> None:
    message = an_answer(person, Auto_Submitted="no", Return_Path="<aline@exemple.fr>")
    assert replies.read(message.as_bytes(), sender="aline@exemple.fr").text


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe",
        b"From: \xff\xfe <a@b>\nTo: =?utf-8?q?=ff?=\n\n",
        b"From: a@b\nTo: (((((\nContent-Type: multipart/mixed; boundary=\n\n--\n",
        b'Content-Type: text/plain; charset="\x00"\n\nA',
        b"From" + b":" * 10_000,
    ],
)
def test_what_is_no_mail_is_refused(person: Person, raw: bytes) -> None:
    with pytest.raises(replies.Refused):
        replies.read(raw)
