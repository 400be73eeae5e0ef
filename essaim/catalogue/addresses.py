"""Addresses of sheets, structures and territories, made without asking the router each time."""

from urllib.parse import quote, urlencode

from django.urls import reverse

from essaim.config.routes import named
from essaim.network.models import Department, Region, Structure
from essaim.sheets.models import Attachment, Sheet


def of_sheet(sheet: Sheet) -> str:
    """Return the address of the sheet's page, relative to the site."""
    return f"{named('actions:list')}{sheet.number}-{sheet.slug}/"


def of_structure(structure: Structure) -> str:
    """Return the address of the structure's page, relative to the site."""
    return f"{named('structures:list')}{structure.pk}-{structure.slug}/"


def of_file(row: Attachment, thumbnail: bool = False) -> str:
    """Return the public address of a file, or of its thumbnail, relative to the site."""
    if thumbnail:
        return reverse("files:thumbnail", kwargs={"pk": row.pk})
    return reverse("files:file", kwargs={"pk": row.pk, "name": row.name})


def of_territory(territory: Region | Department) -> str:
    """Return the address of the région's or département's page, relative to the site."""
    return f"{named('territories:list')}{territory.code}-{territory.slug}/"


def of_search(**values: str | int) -> str:
    """Return the catalogue's address with these query values; `mot_cle` stands for `mot-cle`."""
    pairs = {key.replace("_", "-"): value for key, value in values.items()}
    return f"{named('actions:list')}?{urlencode(pairs, quote_via=quote)}"
