"""What the tests of the desk share: signing in, and reading a page of it."""

from django.test import Client

from essaim.network.models import Person
from essaim.sheets.models import Revision, Sheet


def sign_in(client: Client, person: Person) -> None:
    """Sign somebody in, as if they had shown a code."""
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")


def page(client: Client, address: str = "/bureau/", status: int = 200) -> str:
    """Return the text of a page, which must answer with that status."""
    response = client.get(address)
    assert response.status_code == status, (address, response.status_code)
    return str(response.content.decode())


def post(client: Client, address: str, status: int = 200, **values: object) -> str:
    """Send a form, follow where it leads, return the text of the page one lands on."""
    named = {key.replace("_", "-"): value for key, value in values.items()}
    response = client.post(address, named, follow=True)
    assert response.status_code == status, (address, response.status_code)
    return str(response.content.decode())


def token(sheet: Sheet) -> str:
    """Return what the box of a sheet sends."""
    waiting = Revision.objects.waiting().filter(sheet=sheet).first()
    return f"{sheet.pk}-{waiting.version if waiting else 0}"
