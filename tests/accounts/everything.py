"""Somebody who has done everything one can do here, and a search through the whole base."""

import datetime
import re
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.utils import timezone

from essaim.accounts import founding, inviting, joining
from essaim.brochures.models import Brochure
from essaim.intake.attachments import storing
from essaim.letters import links, queue
from essaim.letters.models import Link
from essaim.network.models import Membership, Person, Structure
from essaim.network.standing import Standing
from essaim.search import synonyms as thesaurus
from essaim.sheets import content as contents
from essaim.sheets.models import Sheet
from essaim.workflow import conversation, deciding, drafting, merging, synonyms
from tests.factories import (
    a_content,
    a_correspondent,
    a_draft,
    a_person,
    a_sheet,
    a_structure,
    a_submitted_sheet,
)
from tests.intake.attachments.files import a_pdf, an_upload

NAME = "Zéphyrine Quatrepoints"
ADDRESS = "zephyrine@quatrepoints.exemple"
OTHER_ADDRESS = "z.q@ailleurs.exemple"
MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


def somebody_busy() -> Person:
    """Return a person who has left a trace in every table that keeps any."""
    person = a_correspondent("69", email=ADDRESS, name=NAME, siret="73282932000074")
    home = a_structure("Centre social du Val", contact_email=ADDRESS.upper())
    Membership.objects.create(person=person, structure=home, role="responsable", state="acceptee")
    _writes(person, home)
    _decides(person, home)
    _asks(person)
    _signs_in(person)
    _is_written_to(person, home)
    _is_administered(person)
    return person


def traces(person_id: int) -> dict[str, int]:
    """Return {table.column: how many cells name the person}: every table, every column."""
    told = re.compile(
        rf"personne:{person_id}(?!\d)|{re.escape(NAME)}|{re.escape(ADDRESS)}"
        rf"|{re.escape(OTHER_ADDRESS)}|Quatrepoints|Zéphyrine",
        re.IGNORECASE,
    )
    found: dict[str, int] = {}
    for table in connection.introspection.table_names():
        for column, value in _cells(table):
            text = _readable(table, column, value)
            if told.search(text) or told.search(text.encode().decode("unicode_escape", "ignore")):
                found[f"{table}.{column}"] = found.get(f"{table}.{column}", 0) + 1
    return found


def keys_to(person_id: int) -> dict[str, int]:
    """Return {table.column: rows} for the columns, declared or not, that hold the person's id."""
    found: dict[str, int] = {}
    for table in connection.introspection.table_names():
        for column, value in _cells(table):
            if column in ("person_id", "user_id") and value == person_id:
                found[f"{table}.{column}"] = found.get(f"{table}.{column}", 0) + 1
    return found


def _cells(table: str) -> list[tuple[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        columns = [one[0] for one in cursor.description]
        return [
            (column, value)
            for row in cursor.fetchall()
            for column, value in zip(columns, row, strict=True)
        ]


def _readable(table: str, column: str, value: Any) -> str:
    if (table, column) == ("django_session", "session_data"):
        return str(Session(session_data=value).get_decoded())
    return bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)


def _writes(person: Person, home: Structure) -> None:
    who = Standing.of(person)
    sheet = a_submitted_sheet(person, home)
    drafting.save(who, sheet.pk, a_content(title="Autre", summary="x"), based_on=1)
    a_draft(person, home, title="Un brouillon")
    conversation.say(who, sheet.pk, "Nous sommes douze.")
    storing.attach(sheet.pk, an_upload(a_pdf(), "plan.pdf"), actor=person.actor)


def _decides(person: Person, home: Structure) -> None:
    who = Standing.of(person)
    colleague = a_person("collegue@exemple.fr", name="Une collègue")
    asked = joining.ask(Standing.of(colleague), home.pk)
    joining.accept(who, asked.pk)
    wanted = founding.ask_for_structure(
        Standing.of(colleague), name="Les Tilleuls", department="69"
    )
    founding.create_structure(who, wanted.pk)
    sheet = a_submitted_sheet(colleague, home, title="À relire")
    deciding.approve(who, sheet.pk, version=1)
    synonyms.change(who, thesaurus.shipped() + "belote = tarot\n", 0, "Les cartes")
    _half_approves(who, colleague, home)
    first, second = a_sheet(title="Un"), a_sheet(title="Deux")
    merging.distinguish(who, first.pk, second.pk)
    inviting.invite(who, home.pk, "quelqu.un@exemple.fr", "membre")


def _half_approves(who: Standing, colleague: Person, home: Structure) -> None:
    assert home.department is not None
    home.department.approval = "deux"
    home.department.save()
    sheet = a_submitted_sheet(colleague, home, title="À deux")
    deciding.approve(who, sheet.pk, version=1)


def _asks(person: Person) -> None:
    Brochure.objects.create(owner=person, title="Le Rhône en actions", department_id="69")
    elsewhere = a_structure("Centre d’ailleurs", department="01")
    joining.ask(Standing.of(person), elsewhere.pk, f"C’est {NAME}.")
    founding.ask_for_structure(
        Standing.of(person), name="Le Foyer", department="01", message=f"Écrivez à {ADDRESS}."
    )


def _signs_in(person: Person) -> None:
    Client().force_login(person, backend=MODEL_BACKEND)
    visitor = Client()
    session = visitor.session
    session["code"] = {"address": OTHER_ADDRESS}
    session.save()
    address = EmailAddress.objects.create(user=person, email=ADDRESS, verified=True, primary=True)
    EmailAddress.objects.create(user=person, email=OTHER_ADDRESS, verified=True)
    EmailConfirmation.objects.create(email_address=address, key="abc")
    Authenticator.objects.create(
        user=person, type="webauthn", data={"name": f"Téléphone de {NAME}", "credential": {}}
    )
    account = SocialAccount.objects.create(
        user=person, provider="proconnect", uid="1", extra_data={"usual_name": "Quatrepoints"}
    )
    app = SocialApp.objects.create(provider="openid_connect", name="essai", client_id="x")
    SocialToken.objects.create(account=account, app=app, token="secret")


def _is_written_to(person: Person, home: Structure) -> None:
    day = datetime.timedelta(days=1)
    links.make(Link.Purpose.UNSUBSCRIBE, {"person": person.pk}, day)
    payload = {"structure": home.pk, "email": OTHER_ADDRESS, "role": "membre", "by": "commande"}
    links.make(Link.Purpose.INVITATION, payload, day)
    queue.add(EmailMessage(f"Bonjour {NAME}", "Une lettre.", to=[ADDRESS]))


def _is_administered(person: Person) -> None:
    administrator = a_person("nation@exemple.fr", is_staff=True)
    for row in (person, *person.memberships.all()):
        LogEntry.objects.create(
            user=administrator,
            content_type=ContentType.objects.get_for_model(row),
            object_id=str(row.pk),
            object_repr=str(row),
            action_flag=CHANGE,
            action_time=timezone.now(),
            change_message=f'[{{"changed": {{"name": "{NAME}"}}}}]',
        )


def as_read(sheet: Sheet) -> dict[str, Any]:
    """Return a sheet's versions without who wrote them."""
    return {
        str(one.version): (one.state, contents.from_json(one.content))
        for one in sheet.revisions.all()
    }
