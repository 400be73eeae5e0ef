"""The table of rights again, asked by address: every role, every page and gesture, every state."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from essaim.intake.attachments import storing
from essaim.sheets.models import Event, Revision, Sheet
from essaim.workflow.models import Message
from tests.factories import a_sheet
from tests.workflow.rights import Cast, table

pytestmark = pytest.mark.django_db
TABLE = table()
SITUATIONS = list(dict.fromkeys(situation for _, _, situation in TABLE))
ROLES = list(dict.fromkeys(role for _, role, _ in TABLE))
BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass(frozen=True)
class Request:
    """One request for an act; `{n}` is the sheet's number, `{v}` its version."""

    act: str
    path: str
    data: dict[str, str] | None = field(default=None, hash=False)  # None: a GET


REQUESTS = [
    Request("SEE", "/contribuer/{n}/"),
    Request("SEE", "/contribuer/{n}/versions/"),
    Request("SEE_DRAFT", "/contribuer/{n}/apercu/"),
    Request("EDIT", "/contribuer/{n}/modifier/"),
    Request("EDIT", "/contribuer/{n}/versions/1/reprendre/", {}),
    Request("SUBMIT", "/contribuer/{n}/envoyer/", {"version": "{v}"}),
    Request("DISCARD", "/contribuer/{n}/abandonner/", {}),
    Request("DISCUSS", "/contribuer/{n}/message/", {"texte": "Bonjour."}),
    Request("WITHDRAW", "/contribuer/{n}/retirer/", {"raison": "Voilà."}),
    Request("APPROVE", "/bureau/fiches/{n}/publier/", {"version": "{v}"}),
    Request("RETURN", "/bureau/fiches/{n}/renvoyer/", {"version": "{v}", "raison-renvoi": "Non."}),
    Request("MEND", "/bureau/fiches/{n}/corriger/", {"version": "{shown}", "annee": "2020"}),
    Request("MERGE", "/bureau/doublons/{n}-{other}/"),
]


class Undo(Exception):
    """Ends a transaction without a trace."""


def clients(cast: Cast) -> dict[str, Client]:
    """Return a client for each role, signed in where one can be."""
    made: dict[str, Client] = {}
    for role in ROLES:
        made[role] = Client()
        person = cast.people[role]
        if not isinstance(person, AnonymousUser):
            made[role].force_login(person, backend=BACKEND)
    return made


def answer(client: Client, request: Request, **names: Any) -> tuple[int, bool]:
    """Return the status (401 for "sign in first") and whether something was written; undo it."""
    path = request.path.format(**names)
    before = traces()
    try:
        with transaction.atomic():
            if request.data is None:
                response = client.get(path)
            else:
                data = {key: value.format(**names) for key, value in request.data.items()}
                response = client.post(path, data)
            wrote = traces() != before
            raise Undo
    except Undo:
        pass
    if response.status_code == 302 and "/compte/connexion/" in response["Location"]:
        return 401, wrote
    return int(response.status_code), wrote


def traces() -> tuple[Any, ...]:
    """Return what any gesture would change."""
    states = list(Revision.objects.order_by("pk").values_list("pk", "state"))
    return states, *(model.objects.count() for model in (Sheet, Event, Message))


@pytest.mark.parametrize("situation", SITUATIONS)
def test_by_the_pages(situation: str) -> None:
    cast = Cast()
    sheet, other = cast.sheet(situation), a_sheet(title="Une autre")
    version = cast.version(sheet)
    # A correspondent does not know of the draft beside what is online.
    shown = version - 1 if situation == "on+d" else version
    names = {"n": sheet.number, "v": version, "shown": shown, "other": other.number}
    wrong = []
    asked = clients(cast)
    for request in REQUESTS:
        for role in ROLES:
            status, wrote = answer(asked[role], request, **names)
            allowed = TABLE[request.act, role, situation]
            if allowed:
                fine = status in (200, 302, 303) and wrote == (request.data is not None)
            else:
                fine = status in refusals(role, situation) and not wrote
            if not fine:
                told = f"{status}, {'something' if wrote else 'nothing'} written"
                wrong.append(f"{request.act} {request.path} {role} {situation}: {told}")
    assert wrong == [], "\n".join(wrong)


def refusals(role: str, situation: str) -> set[int]:
    """Return how a refusal may answer: who may not know of a sheet never learns of it."""
    if role in ("anonymous", "shut"):
        return {401}
    if not TABLE["SEE", role, situation]:
        return {404, 403} if role == "stranger" else {404}
    # Who may know of it is told that there is nothing to do: refused, moved on, or led back.
    return {403, 404, 409, 302}


@pytest.mark.parametrize("situation", ["new", "on", "gone"])
def test_only_ones_own_sheets_are_taken_up_again(situation: str) -> None:
    cast = Cast()
    sheet = cast.sheet(situation)
    for role, client in clients(cast).items():
        body = client.get(f"/contribuer/nouvelle/?modele={sheet.number}", follow=True).content
        assert ("jardin d’en bas".encode() in body) == TABLE["COPY", role, situation], role


@pytest.mark.parametrize("situation", ["new", "sub", "on+d"])
def test_a_stranger_reads_nothing_by_any_address(situation: str) -> None:
    """Neither a word of the draft nor its files, whatever one asks for."""
    cast = Cast()
    sheet = cast.sheet(situation)
    secret = Revision.objects.waiting().get(sheet=sheet)
    secret.content["limites"] = "Motsecret"
    secret.content["fichiers"] = ["secret.pdf"]
    secret.save()
    upload = SimpleUploadedFile("secret.pdf", PDF, "application/pdf")
    attachment = storing.attach(sheet.pk, upload, actor=cast.member.actor)
    paths = [
        *(request.path.format(n=sheet.number, v=secret.version, other=1) for request in REQUESTS),
        f"/contribuer/{sheet.number}/versions/{secret.version}/",
        f"/contribuer/{sheet.number}/fichiers/{attachment.pk}/{attachment.name}",
        f"/fichiers/{attachment.pk}/{attachment.name}",
        f"/bureau/fiches/{sheet.number}/",
        f"/actions/{sheet.number}/",
        *("/contribuer/", "/bureau/", "/actions/?q=motsecret", "/actions/export.json?q=motsecret"),
        *("/flux/actions.atom?q=motsecret", f"/structures/{sheet.structure_id}/"),
    ]
    for role, client in clients(cast).items():
        if role not in ("anonymous", "stranger", "shut", "elsewhere"):
            continue
        for path in paths:
            response = client.get(path, follow=True)
            body = b"".join(response) if response.streaming else response.content
            assert b"Motsecret" not in body, f"{role} {path}"
            assert b"secret.pdf" not in body, f"{role} {path}"
            assert not body.startswith(b"%PDF"), f"{role} {path}"


PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"trailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"
)


def test_every_gesture_wants_its_form(client: Client) -> None:
    """A POST without the form's proof is refused, whoever sends it."""
    cast = Cast()
    sheet = cast.sheet("sub")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.caf, backend=BACKEND)
    for request in REQUESTS:
        if request.data is not None:
            path = request.path.format(n=sheet.number, v=1, other=1)
            assert strict.post(path, {}).status_code == 403, path
    assert Sheet.objects.get(pk=sheet.pk).state == Sheet.State.DRAFT
