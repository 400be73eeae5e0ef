"""Who is told what, and where the letter leads them."""

import pytest
from django.core import mail
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from essaim.network.models import Person, Structure
from essaim.network.standing import Standing
from essaim.sheets import content as contents
from essaim.sheets.models import Revision, Sheet
from essaim.workflow import conversation, deciding, drafting, merging, notices
from tests.factories import (
    a_correspondent,
    a_draft,
    a_member,
    a_person,
    a_sheet,
    a_structure,
    a_submitted_sheet,
    an_administrator,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(structure: Structure) -> Person:
    return a_member(structure, name="Aline")


@pytest.fixture
def colleague(structure: Structure) -> Person:
    return a_member(structure, name="Zoé")


@pytest.fixture
def correspondent() -> Person:
    return a_correspondent("69", name="Karim")


@pytest.fixture
def committed(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> DjangoCaptureOnCommitCallbacks:
    return django_capture_on_commit_callbacks


def told() -> list[tuple[str, str]]:
    """Return (address, subject) of what has been sent, and forget it."""
    sent = [(message.to[0], str(message.subject)) for message in mail.outbox]
    mail.outbox.clear()
    return sent


def test_each_step_tells_those_it_concerns(
    member: Person,
    colleague: Person,
    correspondent: Person,
    structure: Structure,
    committed: DjangoCaptureOnCommitCallbacks,
) -> None:
    a_correspondent("38")
    a_member(a_structure("Ailleurs"))
    title = "«\u00a0Le jardin d’en bas\u00a0»"
    who, desk = Standing.of(member), Standing.of(correspondent)
    team = [member.email, colleague.email]
    with committed(execute=True):
        sheet = a_submitted_sheet(member, structure)
    assert f"/bureau/fiches/{sheet.number}/" in mail.outbox[0].body
    assert told() == [(correspondent.email, f"Une fiche à relire\u00a0: {title}")]
    with committed(execute=True):
        conversation.say(desk, sheet.pk, "Combien ?")
    assert f"/contribuer/{sheet.number}/" in mail.outbox[0].body
    assert "\n> Combien\u202f?\n" in mail.outbox[0].body
    assert told() == [(to, f"Karim vous écrit à propos de {title}") for to in team]
    with committed(execute=True):
        conversation.say(who, sheet.pk, "Vingt.")
    assert told() == [(correspondent.email, f"Aline vous écrit à propos de {title}")]
    with committed(execute=True):
        deciding.send_back(desk, sheet.pk, "Dites-le.", version=1)
    assert told() == [(to, f"À revoir avant publication\u00a0: {title}") for to in team]
    drafting.submit(who, sheet.pk, version=1)
    with committed(execute=True):
        deciding.approve(desk, sheet.pk, version=1)
    assert f"/actions/{sheet.number}-le-jardin-den-bas/" in mail.outbox[0].body
    assert told() == [(to, f"Votre fiche est en ligne\u00a0: {title}") for to in team]
    with committed(execute=True):
        deciding.withdraw(desk, sheet.pk, "Un nom y est.")
    assert told() == [(to, f"Retirée du site\u00a0: {title}") for to in team]


def test_the_other_side_is_waited_for(
    member: Person,
    correspondent: Person,
    structure: Structure,
    committed: DjangoCaptureOnCommitCallbacks,
) -> None:
    assert structure.department is not None
    structure.department.approval = "deux"
    structure.department.save()
    federation = a_correspondent("69", side="federation")
    a_correspondent("69", side="federation", is_active=False)
    sheet = a_submitted_sheet(member, structure)
    with committed(execute=True):
        deciding.approve(Standing.of(correspondent), sheet.pk, version=1)
    assert [to for to, _ in told()] == [federation.email]


def test_both_structures_hear_of_a_merger(
    correspondent: Person, committed: DjangoCaptureOnCommitCallbacks
) -> None:
    kept, other = a_sheet(title="Un"), a_sheet(title="Deux", structure="Espace La Fabrique")
    teams = [a_member(kept.structure), a_member(other.structure)]
    with committed(execute=True):
        merging.merge(
            Standing.of(correspondent), kept.pk, other.pk, contents.of_sheet(kept), versions=(1, 1)
        )
    assert f"/actions/{kept.number}-un/" in mail.outbox[0].body
    assert sorted(to for to, _ in told()) == sorted(person.email for person in teams)


def test_a_private_drafts_title_is_not_told(
    member: Person,
    correspondent: Person,
    structure: Structure,
    committed: DjangoCaptureOnCommitCallbacks,
) -> None:
    sheet = a_submitted_sheet(member, structure, title="Le public")
    deciding.approve(Standing.of(correspondent), sheet.pk, version=1)
    live = contents.from_json(Revision.objects.get(sheet=sheet, state="live").content)
    drafting.save(Standing.of(member), sheet.pk, live | {"title": "Le secret"}, based_on=1)
    with committed(execute=True):
        conversation.say(Standing.of(member), sheet.pk, "Bonjour.")
    message = mail.outbox[0]
    assert "Le public" in message.subject
    assert "secret" not in str(message.message())


def test_nobody_without_a_departement_is_everybody(structure: Structure) -> None:
    a_person()
    a_correspondent("69")
    nation = an_administrator()
    lost = a_structure("Perdue", department=None)
    assert list(notices.supervisors(lost)) == [nation]


def test_an_author_who_is_gone_still_has_a_name(
    member: Person, correspondent: Person, structure: Structure
) -> None:
    sheet = a_submitted_sheet(member, structure)
    message = conversation.say(Standing.of(correspondent), sheet.pk, "Combien ?")
    told_as = {
        "effacee:0011aabb": "Une personne qui a quitté Essaim vous écrit",
        "essais": "Une personne d’Essaim vous écrit",
    }
    for actor, words in told_as.items():
        type(message).objects.update(actor=actor)
        notices.said(sheet.pk, message.pk)
        assert told()[0][1].startswith(words)


def test_letters_can_be_answered_where_mail_is_received(
    member: Person, correspondent: Person, structure: Structure, settings: Settings
) -> None:
    sheet = a_submitted_sheet(member, structure)
    notices.submitted(sheet.pk, member.actor)
    assert mail.outbox[0].reply_to == []
    assert "Répondez" not in mail.outbox[0].body
    settings.REPLY_DOMAIN = "reponses.essaim.example"
    notices.submitted(sheet.pk, member.actor)
    [address] = mail.outbox[1].reply_to
    assert address.startswith("reponse+")
    assert len(address.partition("@")[0]) <= 64
    assert "– Répondez au-dessus de cette ligne –" in mail.outbox[1].body


@pytest.mark.parametrize("end", ["\n", "\r\n", "\u2028"])
def test_a_name_adds_no_header(
    correspondent: Person, structure: Structure, end: str, settings: Settings
) -> None:
    hostile = a_member(structure, name=f"Aline{end}Bcc: victime@exemple.fr")
    sheet: Sheet = a_draft(hostile, structure, title=f"Le bal{end.strip()} : fin")
    message = conversation.say(Standing.of(hostile), sheet.pk, "Bonjour.")
    Sheet.objects.update(submitted_at=message.created_at)
    notices.said(sheet.pk, message.pk)
    sent = mail.outbox[0].message()
    assert "Bcc" not in sent
    assert mail.outbox[0].recipients() == [correspondent.email]
