"""What is let go of with time, and what never is."""

import datetime
import os
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.sessions.models import Session
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.http import Http404
from django.test import Client, override_settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from essaim.accounts import retention as rules
from essaim.accounts.models import InactivityWarning
from essaim.intake.attachments import storing
from essaim.letters import links, queue
from essaim.letters.models import Link
from essaim.network import retention
from essaim.network.models import Membership, Person, Structure, StructureRequest
from essaim.network.standing import Standing
from essaim.sheets.models import Attachment, Event, Revision, Sheet
from essaim.workflow import deciding, drafting
from tests.accounts.mailbox import letters_to, text_to
from tests.factories import (
    a_content,
    a_correspondent,
    a_draft,
    a_member,
    a_person,
    an_administrator,
)
from tests.intake.attachments.files import a_pdf, an_upload

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def store(tmp_path: Path) -> Iterator[Path]:
    """A store and an outbox of one's own."""
    with override_settings(MEDIA_ROOT=tmp_path / "files", OUTBOX_DIR=tmp_path / "outbox"):
        yield tmp_path


@pytest.fixture
def author(structure: Structure) -> Person:
    return a_member(structure)


def apply(now: datetime.datetime = NOW) -> list[str]:
    return [str(one).replace("\u00a0", " ") for one in rules.apply(now)]


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("retention", *arguments, stdout=out)
    return out.getvalue().replace("\u00a0", " ")


# --- What is stated is what is done -------------------------------------------------------------


def test_every_line_of_the_statement_has_its_rule() -> None:
    stated = {kept.key for kept in retention.KEPT}
    # Signatures have no end of their own: they go with the account.
    assert stated - {"signatures"} == set(rules.RULES)


def test_the_public_page_states_it_word_for_word(client: Client) -> None:
    page = client.get("/donnees-personnelles/").content.decode()
    plain = " ".join(page.replace("\u00a0", " ").replace("\u202f", " ").split())
    for kept in retention.KEPT:
        assert kept.what.replace("'", "’") in plain
        assert kept.how_long in plain


def test_sessions_last_what_is_said() -> None:
    said_days = next(one for one in retention.KEPT if one.key == "sessions").how_long
    assert said_days == f"{settings.SESSION_COOKIE_AGE // 86_400} jours au plus."


# --- Intermediate saves -------------------------------------------------------------------------


def saves(sheet: Sheet) -> dict[int, str]:
    return {one.version: str(one.state) for one in sheet.revisions.order_by("version")}


def aged(sheet: Sheet, days: dict[int, float]) -> None:
    """Make versions as many days old as said, from the noon of today."""
    noon = timezone.localtime(NOW).replace(hour=12, minute=0, second=0, microsecond=0)
    for version, age in days.items():
        at = noon - datetime.timedelta(days=age)
        sheet.revisions.filter(version=version).update(created_at=at)


def a_much_saved_sheet(author: Person, structure: Structure, count: int = 8) -> Sheet:
    sheet = a_draft(author, structure, title="0")
    for rank in range(1, count):
        content = a_content(title=str(rank), audience="familles", summary="x")
        drafting.save(Standing.of(author), sheet.pk, content, based_on=rank)
    return sheet


def test_saves_are_thinned_after_a_week(structure: Structure, author: Person) -> None:
    sheet = a_much_saved_sheet(author, structure)
    aged(sheet, {1: 9, 2: 9, 3: 8, 4: 8, 5: 8, 6: 6, 7: 6, 8: 0})
    assert apply() == ["3 enregistrements éclaircis"]
    # The last of each day, all those of the week, and what waits.
    assert list(saves(sheet)) == [2, 5, 6, 7, 8]
    assert apply() == []


def test_each_author_keeps_a_last_save_of_the_day(structure: Structure, author: Person) -> None:
    other = a_member(structure)
    sheet = a_draft(author, structure, title="0")
    for rank, person in enumerate((other, author, other, author), start=1):
        content = a_content(title=str(rank))
        drafting.save(Standing.of(person), sheet.pk, content, based_on=rank)
    aged(sheet, {1: 8.3, 2: 8.2, 3: 8.1, 4: 8, 5: 8})
    apply()
    assert list(saves(sheet)) == [3, 4, 5]


def test_no_save_is_left_after_a_year(structure: Structure, author: Person) -> None:
    sheet = a_much_saved_sheet(author, structure, 4)
    aged(sheet, {1: 400, 2: 366, 3: 364, 4: 364})
    assert apply() == ["2 anciens enregistrements effacés"]
    assert saves(sheet) == {3: "dropped", 4: "draft"}


def test_what_was_public_and_the_last_stay_for_ever(structure: Structure, author: Person) -> None:
    who = Standing.of(author)
    sheet = a_much_saved_sheet(author, structure, 3)
    drafting.submit(who, sheet.pk, version=3)
    deciding.approve(Standing.of(a_correspondent("69")), sheet.pk, version=3)
    drafting.save(who, sheet.pk, a_content(title="Après", summary="x"), based_on=3)
    drafting.discard(who, sheet.pk)
    aged(sheet, dict.fromkeys(range(1, 5), 2000))
    apply()
    # The abandoned one is the last: its number may not be given again.
    assert saves(sheet) == {3: "live", 4: "dropped"}
    assert drafting.save(who, sheet.pk, a_content(title="Encore"), based_on=3).version == 5


def test_a_text_set_aside_is_not_all_that_is_left(structure: Structure, author: Person) -> None:
    sheet = a_much_saved_sheet(author, structure, 2)
    drafting.save(Standing.of(a_member(structure)), sheet.pk, a_content(title="x"), based_on=1)
    drafting.discard(Standing.of(author), sheet.pk)
    aged(sheet, {1: 400, 2: 400, 3: 400})
    apply()
    assert saves(sheet) == {2: "dropped", 3: "aside"}
    saved = drafting.save(Standing.of(author), sheet.pk, a_content(title="y"), based_on=2)
    assert saved.version == 4


def test_an_old_text_comes_back_after_its_base_has_gone(
    structure: Structure, author: Person
) -> None:
    """A telephone found again: what it holds started from a save that was let go of."""
    sheet, who = a_much_saved_sheet(author, structure, 3), Standing.of(author)
    aged(sheet, {1: 20, 2: 20, 3: 20})
    apply()
    assert list(saves(sheet)) == [2, 3]
    mine = a_content(title="Écrit dans le train", limits="Le bruit.", summary="x")
    saved = drafting.save(who, sheet.pk, mine, based_on=1)
    assert [one.field for one in saved.conflicts] == ["title"]
    assert saved.aside
    aside = sheet.revisions.get(version=saved.aside)
    assert aside.content["titre"] == "Écrit dans le train"
    assert aside.content["limites"] == "Le bruit."
    with pytest.raises(Http404):
        drafting.save(who, sheet.pk, mine, based_on=99)


def test_texts_set_aside_stay_a_year(structure: Structure, author: Person) -> None:
    sheet = a_much_saved_sheet(author, structure, 2)
    other = Standing.of(a_member(structure))
    saved = drafting.save(other, sheet.pk, a_content(title="Autre titre"), based_on=1)
    assert saved.aside == 3
    drafting.save(Standing.of(author), sheet.pk, a_content(title="Fin"), based_on=2)
    aged(sheet, {3: 360})
    apply()
    assert saves(sheet)[3] == "aside"
    aged(sheet, {3: 366})
    apply()
    assert 3 not in saves(sheet)


def test_what_the_log_names_is_not_thinned(structure: Structure, author: Person) -> None:
    who = Standing.of(author)
    sheet = a_much_saved_sheet(author, structure, 2)
    drafting.submit(who, sheet.pk, version=2)
    content = a_content(title="Repris", audience="familles", summary="x")
    for version in (2, 3):
        content = content | {"limits": str(version)}
        drafting.save(who, sheet.pk, content, based_on=version)
    aged(sheet, {1: 8.2, 2: 8.1, 3: 8, 4: 8})
    apply()
    # 2 was submitted: the log names it. 3 is the last of its day.
    assert list(saves(sheet)) == [2, 3, 4]
    assert Event.objects.filter(verb="soumise", revision=2).exists()


def test_attachments_no_kept_version_names(structure: Structure, author: Person) -> None:
    sheet = a_draft(author, structure)
    row = storing.attach(sheet.pk, an_upload(a_pdf(), "plan.pdf"), actor=author.actor)
    who = Standing.of(author)
    drafting.save(who, sheet.pk, a_content(title="1", files=("plan.pdf",)), based_on=1)
    drafting.save(who, sheet.pk, a_content(title="2"), based_on=2)
    Attachment.objects.update(created_at=NOW - 400 * DAY)
    aged(sheet, {1: 300, 2: 300})
    apply()
    assert Attachment.objects.filter(pk=row.pk).exists()
    aged(sheet, {1: 400, 2: 400})
    assert "1 pièce jointe inutilisée effacée" in apply()
    assert not Attachment.objects.exists()


# --- Requests, links, sessions, letters ---------------------------------------------------------


def test_requests_go_after_a_year(structure: Structure, author: Person) -> None:
    old, recent = NOW - 366 * DAY, NOW - 364 * DAY
    for at in (old, recent):
        for state in ("demandee", "refusee", "terminee", "acceptee"):
            row = Membership.objects.create(
                person=a_person(last_login=NOW),
                structure=structure,
                state=state,
                decided_at=None if state == "demandee" else at,
            )
            Membership.objects.filter(pk=row.pk).update(asked_at=at - 100 * DAY)
            if state == "demandee":
                Membership.objects.filter(pk=row.pk).update(asked_at=at)
    wanted = StructureRequest.objects.create(person=author, name="x", department_id="69")
    StructureRequest.objects.update(asked_at=old)
    assert apply() == ["3 demandes effacées", "1 demande de structure effacée"]
    assert Membership.objects.filter(state="acceptee").count() == 3
    assert Membership.objects.count() == 6
    assert not StructureRequest.objects.filter(pk=wanted.pk).exists()


def test_links_go_a_month_after_their_end() -> None:
    for days, used in ((31, None), (29, None), (-300, 31), (-300, 29), (-300, None)):
        _, link = links.make(Link.Purpose.ROUND, {}, DAY)
        link.expires_at = NOW - days * DAY
        link.used_at = None if used is None else NOW - used * DAY
        link.save()
    assert apply() == ["2 liens effacés"]
    assert Link.objects.count() == 3


def test_expired_sessions_go() -> None:
    for days in (-1, 1):
        Session.objects.create(
            session_key=f"cle{days}", session_data="", expire_date=NOW + days * DAY
        )
    assert apply() == ["1 session expirée effacée"]
    assert Session.objects.get().session_key == "cle1"


def test_letters_go() -> None:
    outbox: Path = settings.OUTBOX_DIR
    outbox.mkdir()
    for name, days in (("a.eml", 91), ("b.eml", 89), ("c.1f.part", 91), ("autre.txt", 91)):
        (outbox / name).touch()
        moment = (NOW - days * DAY).timestamp()
        os.utime(outbox / name, (moment, moment))
    for days in (31, 29):
        queue.add(EmailMessage("x", "x", to=["x@exemple.fr"]))
        last = DBTaskResult.objects.order_by("-enqueued_at")[0]
        DBTaskResult.objects.filter(pk=last.pk).update(
            status="FAILED", finished_at=NOW - days * DAY
        )
    queue.add(EmailMessage("qui attend", "x", to=["x@exemple.fr"]))
    assert apply() == ["2 courriels effacés", "1 courriel abandonné effacé"]
    assert {path.name for path in outbox.iterdir()} == {"b.eml", "autre.txt"}
    assert DBTaskResult.objects.count() == 2


def test_the_administration_log_goes_after_a_year() -> None:
    administrator = an_administrator(last_login=NOW)
    for days in (366, 364):
        LogEntry.objects.create(
            user=administrator, action_flag=CHANGE, object_repr="x", action_time=NOW - days * DAY
        )
    assert apply() == ["1 ligne du journal d’administration effacée"]


# --- Accounts -----------------------------------------------------------------------------------


def absent(days: int, email: str, **values: object) -> Person:
    person = a_person(email)
    at = NOW - days * DAY
    Person.objects.filter(pk=person.pk).update(last_login=at, created_at=at, **values)
    return person


def test_an_account_is_warned_of_then_erased() -> None:
    person = absent(3 * 365 + 1, "absente@exemple.fr")
    absent(3 * 365 - 1, "presque@exemple.fr")
    assert apply() == ["1 personne prévenue par courriel"]
    assert apply() == []
    assert "sera effacé le" in text_to(person.email)
    assert apply(NOW + 59 * DAY) == ["1 personne prévenue par courriel"]  # the other, by now
    assert apply(NOW + 61 * DAY) == ["1 compte inutilisé effacé"]
    assert not Person.objects.filter(pk=person.pk).exists()
    assert letters_to("absente@exemple.fr")[-1] == "Votre compte Essaim est effacé"


def test_who_comes_back_is_kept() -> None:
    person = absent(3 * 365 + 1, "absente@exemple.fr")
    apply()
    Person.objects.filter(pk=person.pk).update(last_login=NOW + 10 * DAY)
    assert apply(NOW + 61 * DAY) == []
    assert not InactivityWarning.objects.exists()
    # Three years later they are warned anew, not erased at once.
    assert apply(NOW + (3 * 365 + 11) * DAY) == ["1 personne prévenue par courriel"]
    assert Person.objects.filter(pk=person.pk).exists()


def test_the_only_administrator_is_not_erased() -> None:
    person = absent(3 * 365 + 1, "nation@exemple.fr", is_staff=True)
    apply()
    assert apply(NOW + 61 * DAY) == []
    assert Person.objects.filter(pk=person.pk).exists()


def test_an_account_never_opened(structure: Structure) -> None:
    kept = (
        a_member(structure),
        a_correspondent("69"),
        an_administrator(),
        a_person(last_login=NOW),
    )
    never = a_person()
    Person.objects.update(created_at=NOW - 31 * DAY)
    recent = a_person()
    assert apply() == ["1 compte jamais ouvert effacé"]
    assert not Person.objects.filter(pk=never.pk).exists()
    assert Person.objects.filter(pk__in=[recent.pk, *(one.pk for one in kept)]).count() == 5
    assert letters_to(never.email) == []


# --- The command --------------------------------------------------------------------------------


def test_dry_run_does_nothing(structure: Structure, author: Person) -> None:
    sheet = a_much_saved_sheet(author, structure)
    aged(sheet, {1: 400, 2: 9, 3: 9})
    absent(3 * 365 + 1, "absente@exemple.fr")
    links.make(Link.Purpose.ROUND, {}, -40 * DAY)
    before = Revision.objects.count()
    told = said("--dry-run")
    for words in (
        *("1 personne prévenue", "1 ancien enregistrement", "1 enregistrement éclairci"),
        *("1 lien effacé", "rien n’a été effacé"),
    ):
        assert words in told
    assert Revision.objects.count() == before
    assert Link.objects.count() == 1
    assert letters_to("absente@exemple.fr") == []
    done = said()
    assert "1 ancien enregistrement effacé" in done
    assert "1 lien effacé" in done
    assert Revision.objects.count() == before - 2
    assert said() == "Rien à effacer.\n"


def test_the_rules_are_told() -> None:
    told = said("--rules")
    assert all(kept.how_long.replace("\u00a0", " ") in told for kept in retention.KEPT)
