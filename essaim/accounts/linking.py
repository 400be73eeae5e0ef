"""An account at the outside issuer that waits for its owner to say whose it is here."""

import time
from typing import Any, Final

from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from essaim.network.models import Person, Structure

_KEY: Final = "compte_exterieur"
_LIFETIME: Final = 30 * 60  # seconds
MOST_OFFERED: Final = 5


class BelongsToAnother(Exception):
    """That outside account already opens somebody else's account here."""


def put_aside(request: HttpRequest, login: SocialLogin, siret: str) -> None:
    """Keep in the session an outside account that is nobody's yet."""
    person: Person = login.user
    request.session[_KEY] = {
        "provider": login.account.provider,
        "uid": login.account.uid,
        "extra_data": login.account.extra_data,
        "name": person.name,
        "address": person.email,
        "siret": siret,
        "next": login.get_redirect_url(request) or "",
        "at": time.time(),
    }


def waiting(request: HttpRequest) -> dict[str, Any] | None:
    """Return what was put aside in this session, None when nothing waits (any more)."""
    kept = request.session.get(_KEY)
    if not isinstance(kept, dict) or time.time() - kept.get("at", 0) > _LIFETIME:
        return None
    return kept


def forget(request: HttpRequest) -> None:
    """Leave it: the outside account stays nobody's."""
    request.session.pop(_KEY, None)


def link(kept: dict[str, Any], person: Person) -> SocialAccount:
    """Make the outside account open the person's account here. Raises BelongsToAnother."""
    try:
        with transaction.atomic():
            account, _ = SocialAccount.objects.get_or_create(
                provider=kept["provider"],
                uid=kept["uid"],
                defaults={"user": person, "extra_data": kept["extra_data"]},
            )
    except IntegrityError as error:
        raise BelongsToAnother from error
    if account.user_id != person.pk:
        raise BelongsToAnother
    keep_siret(person, kept["siret"])
    return account


def ask_for_a_proof() -> HttpResponse:
    """Send the visitor to the door, and from there to where the two accounts are made one."""
    query = urlencode({"next": reverse("account_link_outside")})
    return HttpResponseRedirect(f"{reverse('account_login')}?{query}")


def keep_siret(person: Person | AnonymousUser | None, siret: str) -> None:
    """Keep the SIRET of where a person works, when there is one."""
    if isinstance(person, Person) and siret and person.siret != siret:
        person.siret = siret
        person.save(update_fields=["siret"])


def offered(person: Person) -> list[Structure]:
    """Return the structures of the person's SIRET that they have neither joined nor asked to."""
    if not person.siret:
        return []
    rows = Structure.objects.filter(siret=person.siret).exclude(memberships__person=person)
    return list(rows.select_related("department")[:MOST_OFFERED])
