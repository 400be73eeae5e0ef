"""Dates as a French reader writes them."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format


def day(moment: datetime) -> str:
    """Return the day of `moment` in the site's time zone: `1er mars 2024`, `12 mai 2024`."""
    local = timezone.localtime(moment)
    return date_format(local, r"1\e\r F Y" if local.day == 1 else "j F Y")
