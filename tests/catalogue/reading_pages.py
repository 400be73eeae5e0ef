"""Reading pages in these tests."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.page import Page, parse


def page(client: Client, address: str) -> Page:
    """Return the page at that address, which must answer 200."""
    response = client.get(address)
    assert response.status_code == 200, address
    return parse(response.content.decode())


def links(found: Page) -> dict[str, str]:
    """Return the addresses of the page's links by their text, no-break spaces made plain."""
    return {plain(link.text()): link.get("href") for link in found.all("a")}


def text(found: Page) -> str:
    """Return what is read in the page's main part, no-break spaces made plain."""
    main = found.first("main")
    assert main is not None
    return plain(main.text())


def plain(written: str) -> str:
    """Return the text with its no-break spaces made plain, blanks folded."""
    return " ".join(written.replace("\u202f", " ").replace("\u00a0", " ").split())


def queries(client: Client, address: str) -> int:
    """Return how many queries the page takes once the process has warmed up."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)
