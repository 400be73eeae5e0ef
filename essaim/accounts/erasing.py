"""Erasing somebody: everything about them goes, what they wrote for their structures stays.

Sheets, versions, messages and events keep their place in the history; who wrote them becomes one
random pseudonym, the same everywhere, which nothing ties to the person.
"""

import email.policy
import json
from collections.abc import Callable, Iterator
from email.parser import BytesHeaderParser
from email.utils import getaddresses
from pathlib import Path
from typing import Any, Final

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Model, Q

from essaim.accounts import holding, joining, telling
from essaim.accounts.holding import Unable
from essaim.brochures import storing as brochures
from essaim.letters.forgetting import forget_person
from essaim.letters.models import Link
from essaim.network.models import (
    Correspondence,
    Department,
    Membership,
    Person,
    Structure,
    StructureRequest,
)
from essaim.workflow import pseudonyms

# Shorter names are words like others: « Léa » would be struck out of « Maison Léa ».
_SHORTEST_NAME: Final = 5
_GONE: Final = "(effacé)"


def erase(person: Person, *, tell: bool = True) -> str:
    """Erase somebody, in one transaction; return the pseudonym that takes their place.

    A last letter confirms it (`tell`). Raises Unable for the only national administrator.
    """
    with transaction.atomic():
        # Everybody who could be the last: two who leave at once leave one behind the other.
        staff = Person.objects.select_for_update().filter(is_staff=True, is_active=True)
        administrators = [one.pk for one in staff.order_by("pk")]
        person = Person.objects.select_for_update().get(pk=person.pk)
        if administrators == [person.pk]:
            raise Unable(
                "Vous êtes la seule personne qui administre Essaim : nommez-en d’abord une autre, "
                "sinon plus personne ne pourrait le faire."
            )
        addresses = addresses_of(person)
        left_behind = list(_left_without_manager(person))
        new = pseudonyms.pseudonym()
        pseudonyms.relabel(person.actor, new)
        _forget_traces(person, addresses)
        name, address = person.display_name, person.email
        person.delete()
        transaction.on_commit(lambda: _forget_outbox(addresses))
        if tell:
            transaction.on_commit(lambda: telling.erased(address, name))
        for structure_id in left_behind:
            transaction.on_commit(_tells_without_manager(structure_id))
    return new


def consequences(person: Person) -> list[str]:
    """Return what erasing that person leaves undone, as French sentences to read before."""
    alone = Membership.objects.filter(pk__in=_last_managed(person)).select_related("structure")
    found = [
        f"Vous êtes la dernière personne responsable de « {one.structure.name} » : "
        "le correspondant du département prendra le relais."
        for one in alone
    ]
    others = Correspondence.objects.exclude(person=person).filter(person__is_active=True)
    mine = Department.objects.filter(correspondences__person=person).distinct()
    found += [
        f"Personne d’autre ne suit le département {department.name} : ses fiches attendront "
        "l’administration nationale."
        for department in mine.exclude(pk__in=others.values("department"))
    ]
    return found


def addresses_of(person: Person) -> set[str]:
    """Return every address kept for that person, in lower case."""
    known = EmailAddress.objects.filter(user=person).values_list("email", flat=True)
    return {person.email.lower(), *(one.lower() for one in known)}


def sessions_of(person: Person) -> Iterator[Session]:
    """Yield the person's sessions, and those of visitors who have typed their address.

    Each one must be opened to know whose it is.
    """
    addresses = addresses_of(person)
    for session in Session.objects.iterator():
        held = session.get_decoded()
        words = json.dumps(held, ensure_ascii=False, default=str).lower()
        is_signed_in = held.get("_auth_user_id") == str(person.pk)
        if is_signed_in or any(address in words for address in addresses):
            yield session


def links_about(person: Person, addresses: set[str]) -> list[Link]:
    """Return the links that name the person: made for them, sent to them, or made by them."""
    wanted = Q(payload__person=person.pk) | Q(payload__by=person.actor)
    for address in addresses:
        wanted |= Q(payload__email=address)
    return list(Link.objects.filter(wanted))


def _forget_traces(person: Person, addresses: set[str]) -> None:
    """Delete what no foreign key ties to the person; the rest goes with their row."""
    Link.objects.filter(pk__in=[one.pk for one in links_about(person, addresses)]).delete()
    forget_person(person)
    brochures.forget(person)
    Session.objects.filter(pk__in=[one.pk for one in sessions_of(person)]).delete()
    # A structure's own address may be somebody's: that is for the structure to say anew.
    for address in addresses:
        Structure.objects.filter(contact_email__iexact=address).update(contact_email="")
    _clean_administration_log(person, addresses)


def _clean_administration_log(person: Person, addresses: set[str]) -> None:
    """Strike the person out of what Django's administration has noted about others' doings."""
    about = Q()
    owned: tuple[type[Model], ...] = (Membership, Correspondence, StructureRequest)
    for model in owned:
        rows = model._default_manager.filter(person=person).values_list("pk", flat=True)
        kind = ContentType.objects.get_for_model(model)
        about |= Q(content_type=kind, object_id__in=[str(pk) for pk in rows])
    about |= Q(content_type=ContentType.objects.get_for_model(Person), object_id=str(person.pk))
    words = {*addresses, person.display_name}
    for word in words:
        if len(word) >= _SHORTEST_NAME:
            about |= Q(object_repr__icontains=word) | Q(change_message__icontains=word)
    LogEntry.objects.filter(about).update(object_repr=_GONE, change_message="")


def _last_managed(person: Person) -> list[int]:
    mine = Membership.objects.accepted().filter(person=person, role=Membership.Role.MANAGER)
    return [one.pk for one in mine if joining.is_last_manager(one)]


def _left_without_manager(person: Person) -> Iterator[int]:
    rows = Membership.objects.filter(pk__in=_last_managed(person))
    yield from rows.values_list("structure_id", flat=True)


def _tells_without_manager(structure_id: int) -> Callable[[], Any]:
    def tell() -> None:
        structure = Structure.objects.filter(pk=structure_id).first()
        if structure is not None and not holding.has_manager(structure):
            telling.without_manager(structure_id)

    return tell


def _forget_outbox(addresses: set[str]) -> None:
    """Delete the letters to these addresses that a site without a mail server keeps as files."""
    folder: Path = settings.OUTBOX_DIR
    parser = BytesHeaderParser(policy=email.policy.default)
    for path in sorted(folder.glob("*.eml")) if folder.is_dir() else ():
        try:
            with path.open("rb") as file:
                headers = parser.parse(file)
        except OSError:
            continue  # another process has just removed it
        written_to = getaddresses([str(value) for value in headers.get_all("To", [])])
        if any(address.lower() in addresses for _, address in written_to):
            path.unlink(missing_ok=True)
