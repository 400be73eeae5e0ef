"""How often one person may send files. Holds across processes: counted in the base and cache."""

import datetime
import hashlib
from typing import Final

from django.core.cache import cache
from django.db.models import Count, Q, Sum
from django.utils import timezone

from essaim.intake.attachments import limits
from essaim.sheets.models import Attachment
from essaim.sheets.validators import Refused

_HOUR: Final = datetime.timedelta(hours=1)
_DAY: Final = datetime.timedelta(days=1)
_LATER: Final = "Vous avez envoyé beaucoup de fichiers. Reprenez dans une heure : rien n’est perdu."
_TOMORROW: Final = "Vous avez envoyé beaucoup de fichiers aujourd’hui. Reprenez demain."


def take_a_try(actor: str) -> None:
    """Count one more try by `actor`; raises Refused when there are too many.

    Refused files leave no row but cost work: tries are counted in the cache, files taken in
    the base, which forgets none.
    """
    now = timezone.now()
    _count_tries(actor, now)
    mine = Attachment.objects.filter(uploaded_by=actor, created_at__gt=now - _DAY)
    counts = mine.aggregate(
        lately=Count("pk", filter=Q(created_at__gt=now - _HOUR)), weight=Sum("size")
    )
    if counts["lately"] >= limits.MOST_FILES_AN_HOUR:
        raise Refused(_LATER)
    if (counts["weight"] or 0) >= limits.MOST_BYTES_A_DAY:
        raise Refused(_TOMORROW)


def _count_tries(actor: str, now: datetime.datetime) -> None:
    """Count by the clock's hour. Two tries at once may count as one: the limit is approximate."""
    who = hashlib.sha256(actor.encode()).hexdigest()[:32]
    key = f"attachment-tries:{who}:{now:%Y%m%d%H}"
    tries = int(cache.get(key, 0)) + 1
    cache.set(key, tries, timeout=2 * 3600)
    if tries > limits.MOST_TRIES_AN_HOUR:
        raise Refused(_LATER)
