"""A client that distrusts every page: the default `client` of the tests.

Each check takes a page and yields what is wrong with it. A test that means to show such a thing
(a sheet whose text holds `{{`) says so: `client.without("unrendered")`.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, Final

from django.http import HttpResponse
from django.test import Client

from tests.page import Element, Page, parse

Check = Callable[[Page], Iterator[str]]

DATA_TYPES: Final = frozenset({"application/ld+json", "application/json"})
TYPED_BY_HAND: Final = ("input", "select", "textarea")
WITHOUT_LABEL: Final = frozenset({"hidden", "submit", "button", "reset", "image"})
NAMING: Final = ("aria-labelledby", "aria-describedby", "aria-controls", "for", "headers", "list")
LEFTOVERS: Final = re.compile(
    r"\b(None|undefined|Undefined|NaN|\[object Object\]|lorem ipsum)\b"
    r"|<(?:function|bound method|generator|Sheet|Structure|Term)\b|object at 0x",
)
ENGLISH: Final = re.compile(
    r"\b(Page not found|Not Found|Server Error|Bad Request|Forbidden|Gone|This field is required"
    r"|Submit|Loading|Search|Home|Next|Previous|Read more|Skip to)\b"
)
# Attributes that people read or hear.
SPOKEN: Final = ("alt", "title", "aria-label", "placeholder", "content")


def document(page: Page) -> Iterator[str]:
    """A whole page says what it is: doctype, language, character set, title, landmarks."""
    if page.is_fragment:
        return
    if page.doctype.lower() != "doctype html":
        yield "no <!doctype html>"
    html = page.first("html")
    if html is None or html.get("lang") != "fr":
        yield 'no <html lang="fr">'
    if not any(one.get("charset").lower() == "utf-8" for one in page.all("meta")):
        yield 'no <meta charset="utf-8">'
    if not any(one.get("name") == "viewport" for one in page.all("meta")):
        yield "no viewport"
    titles = [one for one in page.all("title") if not any(up.tag == "svg" for up in one.above())]
    if len(titles) != 1 or not titles[0].text():
        yield "no title, or an empty one"
    for tag in ("h1", "main"):
        count = len(list(page.all(tag)))
        if count != 1:
            yield f"{count} <{tag}> instead of one"


def unrendered(page: Page) -> Iterator[str]:
    """No template tag reaches the reader."""
    for tag in ("{{", "}}", "{%", "%}", "{#", "#}"):
        if tag in page.source:
            place = page.source.index(tag)
            yield f"unrendered {tag}: …{page.source[max(0, place - 30) : place + 40]!r}…"


def inline(page: Page) -> Iterator[str]:
    """No code or style in the page: the content security policy would stop it."""
    for script in page.all("script"):
        if script.get("type") in DATA_TYPES:
            try:
                json.loads(script.raw_text())
            except ValueError as error:
                yield f"data block that is no JSON: {error}"
        elif "src" not in script.attributes or script.raw_text().strip():
            yield f"inline {script}"
    for element in page.all():
        if element.tag == "style" or "style" in element.attributes:
            yield f"inline style: {element}"
        for name, value in element.attributes.items():
            if name.startswith(("on", "hx-on", "data-hx-on")):
                yield f"inline handler: {element}"
            if re.match(r"\s*(javascript|data|vbscript):", value, re.IGNORECASE):
                yield f"dangerous address: {element}"


def elsewhere(page: Page) -> Iterator[str]:
    """Nothing is loaded from another site."""
    for element in page.all("script", "img", "source", "iframe", "use", "link", "video", "audio"):
        is_loaded = element.tag != "link" or {"stylesheet", "icon", "preload", "manifest"} & set(
            element.get("rel").split()
        )
        address = element.get("src") or element.get("href")
        if is_loaded and re.match(r"(https?:)?//", address):
            yield f"loaded from elsewhere: {element}"


def identifiers(page: Page) -> Iterator[str]:
    """Ids are unique and exist where they are called; attributes are not repeated."""
    seen = Counter(one.get("id") for one in page.all() if "id" in one.attributes)
    yield from (f"id {name!r} used {count} times" for name, count in seen.items() if count > 1)
    for element in page.all():
        if element.repeated:
            yield f"repeated attribute {element.repeated}: {element}"
        for attribute in () if page.is_fragment else NAMING:
            for name in element.get(attribute).split():
                if name not in seen:
                    yield f"{attribute} calls {name!r}, which is not there: {element}"
        target = element.get("href")
        if page.is_fragment or element.tag != "a" or not target.startswith("#"):
            continue
        if target[1:] not in seen:
            yield f"a link to nowhere: {element}"


def labels(page: Page) -> Iterator[str]:
    """Every control has a label, every image its text, every link and button a name."""
    labelled = {one.get("for") for one in page.all("label") if one.text()}
    for control in page.all(*TYPED_BY_HAND):
        if control.tag == "input" and control.get("type") in WITHOUT_LABEL:
            continue
        wrapped = any(around.tag == "label" and around.text() for around in control.above())
        if not (wrapped or control.get("id") in labelled or _is_named(control)):
            yield f"no label: {control}"
    for image in page.all("img"):
        if "alt" not in image.attributes:
            yield f"no alt: {image}"
    for drawing in page.all("svg"):
        if drawing.get("aria-hidden") != "true" and not (
            _is_named(drawing) or any(one.text() for one in drawing.all("title"))
        ):
            yield f"neither named nor hidden: {drawing}"
    for element in page.all("a", "button", "summary"):
        if not (_name(element) or _is_named(element)):
            yield f"empty: {element}"
        if element.tag == "a" and element.get("href") in ("", "#"):
            yield f"a link that leads nowhere: {element}"
        if any(around.tag in ("a", "button") for around in element.above()):
            yield f"a control inside another: {element}"


def _is_named(element: Element) -> bool:
    return bool(element.get("aria-label").strip() or element.get("aria-labelledby"))


def _name(element: Element) -> str:
    """Return what a screen reader says of a link or a button."""
    images = " ".join(image.get("alt") for image in element.all("img"))
    drawings = " ".join(one.get("aria-label") for one in element.all("svg"))
    return f"{element.text()}{images}{drawings}".strip()


def headings(page: Page) -> Iterator[str]:
    """Headings go down one level at a time and say something."""
    level = 0
    for heading in page.all("h1", "h2", "h3", "h4", "h5", "h6"):
        depth = int(heading.tag[1])
        if level and depth > level + 1:
            yield f"from h{level} to {heading.tag}: {heading.text()!r}"
        if not heading.text():
            yield f"empty {heading}"
        level = depth


def balance(page: Page) -> Iterator[str]:
    """Every element is closed where it should be."""
    yield from page.unbalanced


def leftovers(page: Page) -> Iterator[str]:
    """Neither Python's words nor English ones in what is read."""
    spoken = [
        element.get(name)
        for element in page.all()
        for name in SPOKEN
        if name != "content" or element.get("name") == "description"
    ]
    for text in (page.text(), *spoken):
        for pattern in (LEFTOVERS, ENGLISH):
            for found in pattern.finditer(text):
                around = text[max(0, found.start() - 30) : found.end() + 30]
                yield f"{found.group()!r} in …{around!r}…"


CHECKS: Final[dict[str, Check]] = {
    check.__name__: check
    for check in (
        *(document, unrendered, inline, elsewhere, identifiers),
        *(labels, headings, balance, leftovers),
    )
}


def problems(
    source: str, *, is_fragment: bool = False, without: frozenset[str] = frozenset()
) -> list[str]:
    """Return all that is wrong with a page, each line beginning with the check's name."""
    page = parse(source, is_fragment=is_fragment)
    return [
        f"{name}: {problem}"
        for name, check in CHECKS.items()
        if name not in without
        for problem in check(page)
    ]


def header_problems(response: HttpResponse) -> list[str]:
    """Return what is wrong with the headers of a page."""
    found = []
    if "utf-8" not in response["Content-Type"].lower():
        found.append(f"headers: charset missing: {response['Content-Type']}")
    policy = response.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy:
        found.append(f"headers: weak or no content security policy: {policy!r}")
    if "unsafe-" in policy or "*" in policy or "data:" in policy:
        found.append(f"headers: the content security policy has a hole: {policy!r}")
    expected = (("X-Content-Type-Options", "nosniff"), ("X-Frame-Options", "DENY"))
    for name, value in expected:
        if response.get(name) != value:
            found.append(f"headers: {name} is not {value}")
    return found


class HostileClient(Client):
    """Django's test client, which refuses what a page of ours must never hold."""

    def __init__(
        self, *arguments: Any, without: frozenset[str] = frozenset(), **named: Any
    ) -> None:
        super().__init__(*arguments, **named)
        self._without = without

    def without(self, *checks: str) -> "HostileClient":
        """Return a client that leaves out the checks of these names, with the same session."""
        unknown = set(checks) - set(CHECKS)
        assert not unknown, f"no such check: {unknown}"
        other = type(self)(without=self._without | set(checks), headers=None)
        other.cookies = self.cookies
        other.raise_request_exception = self.raise_request_exception
        return other

    def request(self, **request: Any) -> Any:
        """Send the request, and distrust the answer."""
        response: Any = super().request(**request)
        if response.get("Content-Type", "").startswith("text/html"):
            parts = response.streaming_content if response.streaming else [response.content]
            body = b"".join(parts)
            if response.streaming:
                response.streaming_content = [body]
            self._distrust(response, body, bool(request.get("HTTP_HX_REQUEST")))
        return response

    def _distrust(self, response: Any, body: bytes, is_htmx: bool) -> None:
        source = body.decode("utf-8")
        if not source:  # a redirection or a HEAD
            return
        # A boosted link asks through htmx too, and is given the whole page.
        is_fragment = is_htmx and not source.lstrip().lower().startswith("<!doctype")
        found = header_problems(response)
        found += problems(source, is_fragment=is_fragment, without=self._without)
        address = response.request["PATH_INFO"]
        assert not found, "\n".join((f"{address} ({response.status_code}):", *found))
