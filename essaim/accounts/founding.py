"""Structures that are missing: somebody asks for one, the correspondents decide."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from rapidfuzz import fuzz

from essaim.accounts import holding, telling
from essaim.accounts.holding import Settled, Unable
from essaim.network import identity
from essaim.network.models import Department, Membership, Person, Structure, StructureRequest
from essaim.network.people import names_of
from essaim.network.standing import Standing
from essaim.search import labels
from essaim.workflow import rules
from essaim.workflow.rules import DepartmentAct, StructureAct

MOST_WAITING: Final = 5
MOST_A_DAY: Final = 10
_ALIKE: Final = 82  # of 100, on names without their usual words
_MOST_ALIKE: Final = 5
# fmt: off
_USUAL_WORDS: Final = frozenset((
    "centre", "social", "sociale", "socioculturel", "socio", "culturel", "espace", "vie", "maison",
    "association", "la", "le", "les", "l", "de", "du", "des", "d", "et", "en", "pour",
))
# fmt: on


class AlreadyThere(Unable):
    """The structure exists: here it is."""

    def __init__(self, structure: Structure) -> None:
        super().__init__(f"« {structure.name} » existe déjà dans Essaim : la voici.")
        self.structure = structure


def ask_for_structure(
    who: Standing,
    *,
    name: str,
    department: str,
    kind: str = "",
    town: str = "",
    siret: str = "",
    message: str = "",
) -> StructureRequest:
    """Ask that a missing structure be created; asked twice, it is one request.

    The département's correspondents are told, or else the nation. Raises AlreadyThere, Unable
    (no name, no département, wrong SIRET, too many requests), PermissionDenied.
    """
    wanted = _read(name, department, kind, town, siret)
    said = holding.word(message)
    with transaction.atomic():
        # The person's row holds back a form sent twice at once.
        me = holding.identity_of(who)
        Person.objects.select_for_update().filter(pk=me).first()
        who = holding.fresh(who)
        mine = StructureRequest.objects.filter(person_id=me, state=StructureRequest.State.ASKED)
        for request in mine:
            same_place = request.department_id == department
            if same_place and labels.loose(request.name) == labels.loose(wanted["name"]):
                return request
        there = existing(wanted["name"], department, wanted["siret"])
        if there is not None:
            raise AlreadyThere(there)
        if mine.count() >= MOST_WAITING:
            raise Unable(f"Vous avez déjà {MOST_WAITING} demandes en attente d’une réponse.")
        holding.take_a_try(who, "structure-asks", MOST_A_DAY)
        asked = StructureRequest.objects.create(
            person_id=me, department_id=department, message=said, **wanted
        )
        transaction.on_commit(lambda: telling.structure_asked(asked.pk))
    return asked


def withdraw_request(who: Standing, request_id: int) -> None:
    """Take one's own request back. Raises Settled when it has been answered, Http404."""
    with _held(request_id) as request:
        if request.person_id != who.person_id:
            raise Http404
        _expect_asked(request)
        request.delete()


def create_structure(who: Standing, request_id: int, *, name: str = "") -> Structure:
    """Create the structure asked for (`name` corrects its name), managed by who asked.

    Raises AlreadyThere, Settled, Unable, PermissionDenied, Http404.
    """
    with _held(request_id) as request:
        _may_decide(who, request)
        # Two requests for one structure, accepted at once, make one: the second finds it there.
        Department.objects.select_for_update(no_key=True).get(pk=request.department_id)
        wanted = _name(name or request.name)
        there = existing(wanted, request.department_id, request.siret)
        if there is not None:
            raise AlreadyThere(there)
        structure = Structure.objects.create(
            name=wanted,
            department_id=request.department_id,
            kind=request.kind,
            town=request.town,
            siret=request.siret,
        )
        _let_in(who, request, structure, Membership.Role.MANAGER)
        _settle(who, request, StructureRequest.State.ACCEPTED, structure)
        transaction.on_commit(lambda: telling.structure_created(request_id))
    return structure


def point_to(who: Standing, request_id: int, structure_id: int) -> bool:
    """Answer that the structure exists already; return whether the asker is in at once.

    Where a manager answers for it, the request goes on to them; otherwise the asker becomes its
    manager. Raises Settled, PermissionDenied, Http404.
    """
    with _held(request_id) as request:
        _may_decide(who, request)
        with holding.holding(who, structure_id) as (structure, now):
            rules.require_structure(now, StructureAct.MANAGE_MEMBERS, structure)
            known = Membership.objects.accepted().filter(
                person_id=request.person_id, structure=structure
            )
            at_once = known.exists() or not holding.has_manager(structure)
            if not at_once:
                _pass_on(request, structure)
            elif not known.exists():
                _let_in(now, request, structure, Membership.Role.MANAGER)
            _settle(now, request, StructureRequest.State.ACCEPTED, structure)
        transaction.on_commit(lambda: telling.structure_found(request_id, at_once))
    return at_once


def refuse_structure(who: Standing, request_id: int, reason: str) -> None:
    """Do not create it. Raises Unable without a reason, Settled, PermissionDenied, Http404."""
    said = holding.word(reason)
    if not said:
        raise Unable("Dites pourquoi, en une phrase au moins.")
    with _held(request_id) as request:
        _may_decide(who, request)
        request.reason = said
        _settle(who, request, StructureRequest.State.REFUSED, None)
        transaction.on_commit(lambda: telling.structure_refused(request_id))


def existing(name: str, department: str, siret: str = "") -> Structure | None:
    """Return the structure of that SIRET, or of that name (loosely) in that département."""
    if siret:
        found = Structure.objects.filter(siret=siret).order_by("pk").first()
        if found is not None:
            return found
    wanted = labels.loose(name)
    names = Structure.objects.filter(department=department).values_list("pk", "name")
    same = next((pk for pk, other in names if labels.loose(other) == wanted), None)
    return Structure.objects.filter(pk=same).first() if same else None


def lookalikes(request: StructureRequest) -> list[Structure]:
    """Return the structures of the département that may be the one asked for, likeliest first."""
    rows = Structure.objects.filter(department=request.department_id)
    wanted, town = _bare(request.name), labels.loose(request.town)
    scores: dict[int, float] = {}
    for pk, name, siret, where in rows.values_list("pk", "name", "siret", "town"):
        score = fuzz.token_set_ratio(wanted, _bare(name)) if wanted else 0.0
        if request.siret and siret == request.siret:
            score = 200.0
        elif score >= _ALIKE and town and labels.loose(where) == town:
            score += 20
        if score >= _ALIKE:
            scores[pk] = score
    best = sorted(scores, key=lambda pk: (-scores[pk], pk))[:_MOST_ALIKE]
    found = Structure.objects.in_bulk(best)
    return [found[pk] for pk in best]


def _bare(name: str) -> str:
    return " ".join(one for one in labels.loose(name).split() if one not in _USUAL_WORDS)


def _name(name: str) -> str:
    kept = " ".join(holding.word(name).split())
    if not labels.loose(kept):
        raise Unable("Donnez le nom de la structure.")
    if len(kept) > 300:
        raise Unable("Ce nom est trop long : 300 caractères au plus.")
    return kept


def _read(name: str, department: str, kind: str, town: str, siret: str) -> dict[str, str]:
    """Return the columns of a request. Raises Unable."""
    if not Department.objects.filter(code=department).exists():
        raise Unable("Choisissez le département de la structure.")
    if kind and kind not in Structure.Kind.values:
        raise Unable("Choisissez le type de la structure dans la liste.")
    place = " ".join(holding.word(town).split())
    if len(place) > 120:
        raise Unable("Le nom de la commune est trop long : 120 caractères au plus.")
    try:
        number = identity.siret(siret)
    except ValueError as error:
        raise Unable(f"{error}.") from error
    return {"name": _name(name), "kind": kind, "town": place, "siret": number}


@contextmanager
def _held(request_id: int) -> Iterator[StructureRequest]:
    """Lock a request for one transaction. Raises Http404."""
    with transaction.atomic():
        rows = StructureRequest.objects.select_for_update(of=("self",))
        request = rows.select_related("person", "department").filter(pk=request_id).first()
        if request is None:
            raise Http404
        yield request


def _may_decide(who: Standing, request: StructureRequest) -> None:
    rules.require_department(
        holding.fresh(who), DepartmentAct.DECIDE_STRUCTURES, request.department_id
    )
    if request.person_id == who.person_id:
        raise PermissionDenied("On ne répond pas à sa propre demande.")
    _expect_asked(request)


def _expect_asked(request: StructureRequest) -> None:
    if request.state == StructureRequest.State.ASKED:
        return
    done = "acceptée" if request.state == StructureRequest.State.ACCEPTED else "refusée"
    name = names_of({request.decided_by}).get(request.decided_by, "")
    raise Settled(f"Cette demande a déjà été {done}{f' par {name}' if name else ''}.")


def _let_in(who: Standing, request: StructureRequest, structure: Structure, role: str) -> None:
    Membership.objects.update_or_create(
        person_id=request.person_id,
        structure=structure,
        defaults={
            "role": role,
            "state": Membership.State.ACCEPTED,
            "message": request.message,
            "decided_at": timezone.now(),
            "decided_by": who.actor,
        },
    )


def _pass_on(request: StructureRequest, structure: Structure) -> None:
    """Turn the request into one to join the structure, told to its managers."""
    membership, _ = Membership.objects.update_or_create(
        person_id=request.person_id,
        structure=structure,
        defaults={
            "role": Membership.Role.MEMBER,
            "state": Membership.State.ASKED,
            "message": request.message,
            "asked_at": timezone.now(),
            "decided_at": None,
            "decided_by": "",
        },
    )
    transaction.on_commit(lambda: telling.asked(membership.pk))


def _settle(
    who: Standing, request: StructureRequest, state: StructureRequest.State, there: Structure | None
) -> None:
    request.state, request.structure = state, there
    request.decided_at, request.decided_by = timezone.now(), who.actor
    request.save()
