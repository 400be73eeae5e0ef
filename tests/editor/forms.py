"""The editor's form as a browser would post it."""

from typing import Any

from django.test import Client

from essaim.editor import sheet_form
from essaim.network.models import Person
from essaim.sheets import content as contents
from essaim.sheets import fields
from essaim.sheets.content import Content
from essaim.sheets.models import Revision, Sheet

BACKEND = "django.contrib.auth.backends.ModelBackend"


def signed_in(client: Client, person: Person) -> Client:
    """Sign that person in."""
    client.force_login(person, backend=BACKEND)
    return client


def posted(content: Content, version: int, **changes: Any) -> dict[str, Any]:
    """Return the whole form that shows `content`, with some fields (by name) changed.

    Line ends are those browsers send.
    """
    form: dict[str, Any] = {"version": version, "champs": []}
    for field in sheet_form.EDITED:
        form["champs"].append(field.key)
        value = changes.get(field.name, content[field.name])
        if isinstance(value, tuple | list):
            form[field.key] = list(value)
        else:
            shown = sheet_form.as_shown(field, sheet_form.as_text(value))
            form[field.key] = shown.replace("\n", "\r\n")
    return form


def some(version: int, **changes: Any) -> dict[str, Any]:
    """Return a form that sends these fields (by name) only, as the script does."""
    form: dict[str, Any] = {"version": version, "champs": []}
    for name, value in changes.items():
        key = fields.BY_NAME[name].key
        form["champs"].append(key)
        form[key] = list(value) if isinstance(value, tuple) else value
    return form


def waiting(sheet: Sheet) -> Revision:
    """Return what waits."""
    return Revision.objects.waiting().get(sheet=sheet)


def content_of(sheet: Sheet) -> Content:
    """Return the content of what waits."""
    return contents.from_json(waiting(sheet).content)
