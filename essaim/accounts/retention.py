"""Letting go of what is no longer needed: applies what `network.retention` states.

Each rule does one line of the statement and says what it did. Done again at once, there is nothing
left to do.
"""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from essaim.accounts import erasing, telling
from essaim.accounts.holding import Unable
from essaim.accounts.models import InactivityWarning
from essaim.brochures import storing as brochures
from essaim.catalogue import dates
from essaim.catalogue.numbers import counted
from essaim.intake.attachments import keeping
from essaim.letters import queue
from essaim.letters.models import Link
from essaim.network import retention
from essaim.network.models import Membership, Person, StructureRequest
from essaim.workflow import thinning


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many things a rule let go of, and what one and several of them are called."""

    count: int
    singular: str
    plural: str

    def __str__(self) -> str:
        return counted(self.count, self.singular, self.plural)


Rule = Callable[[datetime.datetime, bool], Iterator[Outcome]]


def apply(now: datetime.datetime, *, dry_run: bool = False) -> list[Outcome]:
    """Apply every rule, or only count (attachments are not counted); return what was not nothing.

    A rule is its own transactions: what stops one leaves what the others did.
    """
    return [one for rule in RULES.values() for one in rule(now, dry_run) if one.count]


def _accounts(now: datetime.datetime, dry_run: bool) -> Iterator[Outcome]:
    """Warn those who have not come for years; erase those warned long enough ago."""
    limit = now - retention.UNUSED_ACCOUNTS
    used = Coalesce("last_login", "created_at")
    InactivityWarning.objects.filter(person__last_login__gt=F("sent_at")).delete()
    unused = Person.objects.annotate(used=used).filter(used__lt=limit).order_by("pk")
    warned = unused.filter(inactivity_warning__sent_at__lt=now - retention.NOTICE)
    erased = warned.count() if dry_run else sum(_erase(person, tell=True) for person in warned)
    yield Outcome(erased, "compte inutilisé effacé", "comptes inutilisés effacés")
    unwarned = unused.filter(inactivity_warning__isnull=True)
    sent = unwarned.count() if dry_run else sum(_warn(person, now) for person in unwarned)
    yield Outcome(sent, "personne prévenue par courriel", "personnes prévenues par courriel")


def _never_used_accounts(now: datetime.datetime, dry_run: bool) -> Iterator[Outcome]:
    """Erase the accounts nobody ever opened, and that nobody gave anything to."""
    rows = (
        Person.objects.filter(
            last_login__isnull=True,
            created_at__lt=now - retention.NEVER_USED_ACCOUNTS,
            is_staff=False,
            memberships__isnull=True,
            correspondences__isnull=True,
            structure_requests__isnull=True,
        )
        .order_by("pk")
        .distinct()
    )
    count = rows.count() if dry_run else sum(_erase(person, tell=False) for person in rows)
    yield Outcome(count, "compte jamais ouvert effacé", "comptes jamais ouverts effacés")


def _saves(now: datetime.datetime, dry_run: bool) -> Iterator[Outcome]:
    """Thin the intermediate saves out, then let go of the old ones."""
    gone = thinning.let_go(now - retention.DAILY_SAVES, dry_run=dry_run)
    yield Outcome(gone, "ancien enregistrement effacé", "anciens enregistrements effacés")
    thinned = thinning.thin(now - retention.EVERY_SAVE, dry_run=dry_run)
    yield Outcome(thinned, "enregistrement éclairci", "enregistrements éclaircis")


def _attachments(now: datetime.datetime, dry_run: bool) -> Iterator[Outcome]:
    """Delete the attachments that no kept version names, then the files that no row names."""
    if dry_run:
        return
    unnamed = keeping.discard_unnamed()
    yield Outcome(unnamed, "pièce jointe inutilisée effacée", "pièces jointes inutilisées effacées")
    yield Outcome(keeping.sweep(), "fichier sans fiche effacé", "fichiers sans fiche effacés")


def _requests(now: datetime.datetime, dry_run: bool) -> Iterator[Outcome]:
    limit = now - retention.REQUESTS
    settled = Q(state__in=(Membership.State.REFUSED, Membership.State.ENDED))
    old = Q(since__lt=limit) & (settled | Q(state=Membership.State.ASKED))
    since = Coalesce("decided_at", "asked_at")
    memberships = Membership.objects.annotate(since=since).filter(old)
    yield Outcome(_delete(memberships, dry_run), "demande effacée", "demandes effacées")
    requests = StructureRequest.objects.annotate(since=since).filter(since__lt=limit)
    yield Outcome(
        _delete(requests, dry_run),
        "demande de structure effacée",
        "demandes de structure effacées",
    )


def _brochures(now: datetime.datetime, dry_run: bool) -> Iterator[Outcome]:
    """Delete the old brochures, then the files that no brochure names."""
    gone = brochures.let_go(now, dry_run=dry_run)
    yield Outcome(gone, "plaquette effacée", "plaquettes effacées")
    if not dry_run:
        swept = brochures.sweep()
        yield Outcome(swept, "fichier sans plaquette effacé", "fichiers sans plaquette effacés")


def _links(now: datetime.datetime, dry_run: bool) -> Iterator[Outcome]:
    limit = now - retention.LINKS
    rows = Link.objects.filter(Q(expires_at__lt=limit) | Q(used_at__lt=limit))
    yield Outcome(_delete(rows, dry_run), "lien effacé", "liens effacés")


def _sessions(now: datetime.datetime, dry_run: bool) -> Iterator[Outcome]:
    rows = Session.objects.filter(expire_date__lt=now)
    yield Outcome(_delete(rows, dry_run), "session expirée effacée", "sessions expirées effacées")


def _letters(now: datetime.datetime, dry_run: bool) -> Iterator[Outcome]:
    """Delete the letters of the outbox, and those that could not leave."""
    limit = (now - retention.OUTBOX).timestamp()
    folder, count = settings.OUTBOX_DIR, 0
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.suffix in (".eml", ".part") and path.stat().st_mtime < limit:
            count += 1
            if not dry_run:
                path.unlink(missing_ok=True)
    yield Outcome(count, "courriel effacé", "courriels effacés")
    stuck = queue.failed().filter(finished_at__lt=now - retention.UNDELIVERED)
    yield Outcome(
        _delete(stuck, dry_run), "courriel abandonné effacé", "courriels abandonnés effacés"
    )


def _administration_log(now: datetime.datetime, dry_run: bool) -> Iterator[Outcome]:
    rows = LogEntry.objects.filter(action_time__lt=now - retention.ADMINISTRATION_LOG)
    yield Outcome(
        _delete(rows, dry_run),
        "ligne du journal d’administration effacée",
        "lignes du journal d’administration effacées",
    )


# In this order: a save let go of may have been the last to name an attachment.
RULES: Final[dict[str, Rule]] = {
    "comptes": _accounts,
    "comptes_jamais_utilises": _never_used_accounts,
    "demandes": _requests,
    "enregistrements": _saves,
    "pieces_jointes": _attachments,
    "plaquettes": _brochures,
    "liens": _links,
    "sessions": _sessions,
    "courriels": _letters,
    "journal_administration": _administration_log,
}


def _delete(rows: QuerySet[Any], dry_run: bool) -> int:
    """Delete these rows, or only count them; return how many."""
    if dry_run:
        return rows.count()
    name = rows.model._meta.label
    return rows.delete()[1].get(name, 0)


def _erase(person: Person, *, tell: bool) -> bool:
    """Erase somebody; the only national administrator stays, and whoever has just gone is gone."""
    try:
        erasing.erase(person, tell=tell)
    except (Unable, Person.DoesNotExist):
        return False
    return True


def _warn(person: Person, now: datetime.datetime) -> bool:
    """Warn somebody once."""
    _, is_new = InactivityWarning.objects.get_or_create(person=person, defaults={"sent_at": now})
    if is_new:
        telling.inactive(person, dates.day(now + retention.NOTICE))
    return is_new
