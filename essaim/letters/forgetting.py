"""What this room holds about people, let go of."""

import datetime

from django.utils import timezone

from essaim.letters import queue
from essaim.letters.models import Link
from essaim.network.models import Person


def forget_person(person: Person) -> int:
    """Remove the links made for that person and the letters that wait for them; return how many."""
    removed, _ = Link.objects.filter(payload__person=person.pk).delete()
    return removed + queue.forget([person.email])


def forget_links(expired_before: datetime.datetime | None = None) -> int:
    """Remove the links that have expired, now or before that moment; return how many."""
    removed, _ = Link.objects.filter(expires_at__lt=expired_before or timezone.now()).delete()
    return removed
