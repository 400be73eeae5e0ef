"""A page asked of the application in this process: all but the network."""

import io
from typing import Any


def request(address: str, query: str) -> dict[str, Any]:
    """Return what the server would tell the application of such a request."""
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": address,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "HTTP_HOST": "127.0.0.1:8000",
        "HTTP_ACCEPT_ENCODING": "gzip, deflate, br",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.url_scheme": "http",
    }


def page(application: Any, address: str, query: str) -> None:
    """Ask for a page, and read it whole. Raises RuntimeError unless it is there."""
    said: list[str] = []

    def start(status: str, *_: object) -> None:
        said.append(status)

    b"".join(application(request(address, query), start))
    if not said[0].startswith("200"):
        raise RuntimeError(f"{address}?{query}: {said[0]}")
