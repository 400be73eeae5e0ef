"""What no page uses any more, or uses without it being there: `python -m tests.dead_templates`.

Looks at templates, macros, address names, CSS classes, icons and static files, by their text: a
name put together at run time (`tag-{{ kind }}`) counts for all that begin so.
"""

import os
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import allauth

QUOTED: Final = re.compile(r"""["']([^"'{}<>\n]*)["']""")
EXPRESSION: Final = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
TAG: Final = re.compile(r"\{%.*?%\}|\{#.*?#\}", re.DOTALL)
CLASS_ATTRIBUTE: Final = re.compile(
    r"""\bclass=\\?"((?:\{\{.*?\}\}|\{%.*?%\}|[^"\\])*)\\?\"""", re.DOTALL
)
MACRO: Final = re.compile(r"\{%-?\s*macro\s+(\w+)\s*\(")
# `{% include %}`, `{% extends %}`, `{% import %}`, and the names views give to `render`.
TEMPLATE_NAME: Final = re.compile(r"""["']([\w/.-]+\.(?:html|xml|txt|svg))["']""")
ADDRESS_NAME: Final = re.compile(r"""\burl\(\s*["']([\w:-]+)["']""")
ICON: Final = re.compile(r"""\bicon\(([^)]*)\)|icons\.svg#([\w-]+)""")
SYMBOL: Final = re.compile(r"""<symbol[^>]*\bid="([\w-]+)""")
STATIC: Final = re.compile(r"""\bstatic\(\s*["']([^"']+)["']""")
JINJA_WILD: Final = "\0"


@dataclass
class Site:
    """The texts of a site: `templates` and `static` by relative path, and Python sources."""

    templates: dict[str, str]
    static: dict[str, str]
    python: dict[str, str]
    addresses: set[str] | None = None  # None: not to be looked at
    asked_elsewhere: set[str] = field(default_factory=set)  # by allauth, under its own names
    css: str = field(init=False)

    def __post_init__(self) -> None:
        css = "\n".join(text for name, text in self.static.items() if name.endswith(".css"))
        self.css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)

    def everything_but(self, *names: str) -> str:
        """Return all texts together, but those of the named files."""
        parts = (self.templates, self.static, self.python)
        return "\n".join(text for part in parts for key, text in part.items() if key not in names)


def read(package: Path, addresses: set[str] | None = None) -> Site:
    """Read a package: templates in every room, static files in `catalogue`."""

    def texts(folder: Path, *patterns: str) -> dict[str, str]:
        found = {path for pattern in patterns for path in folder.rglob(pattern) if path.is_file()}
        return {
            str(path.relative_to(folder)): path.read_text(encoding="utf-8", errors="replace")
            for path in sorted(found)
        }

    templates: dict[str, str] = {}
    for folder in sorted(package.glob("*/templates")):
        templates |= texts(folder, "*")
    return Site(
        templates,
        texts(package / "catalogue" / "static", "*"),
        texts(package, "*.py"),
        addresses,
        _templates_of_allauth(),
    )


def _templates_of_allauth() -> set[str]:
    """Return the names of the templates that allauth asks for: ours come before its own."""
    folder = Path(allauth.__file__).parent / "templates"
    return {str(path.relative_to(folder)) for path in folder.rglob("*.*")}


def templates(site: Site) -> Iterator[str]:
    """Every template is rendered, included or extended; every one called exists."""
    called: dict[str, str] = {}
    for name, text in (*site.templates.items(), *site.python.items()):
        for found in TEMPLATE_NAME.findall(text):
            if found != name:
                called.setdefault(found, name)
    quoted = {name for text in site.python.values() for name in QUOTED.findall(text)}
    for name in site.templates:
        letter = name.rpartition("/")[2].rpartition(".")[0]  # sent by its name alone
        asked = letter in quoted or any(f"/email/{letter}_" in one for one in site.asked_elsewhere)
        is_sent = name.startswith("letters/") and asked
        if name not in called and not is_sent and name not in site.asked_elsewhere:
            yield f"template never used: {name}"
    for name, caller in called.items():
        if name.endswith(".html") and name not in site.templates:
            yield f"template not there: {name}, called by {caller}"


def macros(site: Site) -> Iterator[str]:
    """Every macro is called somewhere else than where it is defined."""
    together = "\n".join((*site.templates.values(), *site.python.values()))
    for name, text in site.templates.items():
        for macro in MACRO.findall(text):
            calls = len(re.findall(rf"\b{macro}\s*\(", together))
            if calls < 1 + len(re.findall(rf"macro\s+{macro}\s*\(", together)):
                yield f"macro never called: {macro} in {name}"


def addresses(site: Site) -> Iterator[str]:
    """Every address name called in a template is known."""
    if site.addresses is None:
        return
    for name, text in site.templates.items():
        for called in ADDRESS_NAME.findall(text):
            if called not in site.addresses:
                yield f"address not there: {called}, called by {name}"


def _classes_of(attribute: str) -> Iterator[str]:
    """Yield the classes of one attribute; `x-\\0` for one put together at run time."""
    for expression in EXPRESSION.findall(attribute):
        for literal in QUOTED.findall(expression):
            # `"notice-" ~ kind` is put together at run time too.
            yield from (f"{one}{JINJA_WILD}" if one[-1] == "-" else one for one in literal.split())
    plain = TAG.sub(" ", EXPRESSION.sub(JINJA_WILD, attribute))
    yield from (word for word in plain.split() if word.strip(JINJA_WILD))


def css_classes(site: Site) -> Iterator[str]:
    """Every class on a page is in the style sheet, and every class there is on a page."""
    selectors = re.sub(r"\{[^{}]*\}", "{}", site.css)
    styled = set(re.findall(r"\.(-?[A-Za-z_][\w-]*)", re.sub(r"url\([^)]*\)", "", selectors)))
    exact: dict[str, str] = {}
    beginnings: set[str] = set()
    for name, text in (*site.templates.items(), *site.python.items()):
        if name.startswith("letters/"):
            continue  # an e-mail carries its own style
        for attribute in CLASS_ATTRIBUTE.findall(text):
            for one in _classes_of(attribute):
                if JINJA_WILD in one:
                    beginnings.add(one.split(JINJA_WILD)[0])
                elif not name.endswith(".py") or "{" not in one:
                    exact.setdefault(one, name)
    yield from (
        f"class without a style: {one}, in {name}"
        for one, name in exact.items()
        if one not in styled and not one.startswith("js-")
    )
    words = set(exact)
    beginnings.add("htmx-")  # set by htmx itself
    for text in (*site.templates.values(), *site.python.values(), *_scripts(site)):
        words.update(word for literal in QUOTED.findall(text) for word in literal.split())
    for one in sorted(styled):
        if one not in words and not any(start and one.startswith(start) for start in beginnings):
            yield f"style never used: .{one}"


def _scripts(site: Site) -> Iterable[str]:
    return (text for name, text in site.static.items() if name.endswith(".js"))


def icons(site: Site) -> Iterator[str]:
    """Every icon called is drawn, and every one drawn is called."""
    drawn = {one for name, text in site.static.items() for one in SYMBOL.findall(text)}
    if not drawn:
        return
    called: dict[str, str] = {}
    for name, text in (*site.templates.items(), *site.python.items(), *site.static.items()):
        for arguments, direct in ICON.findall(text):
            for one in filter(None, (*QUOTED.findall(arguments), direct)):
                called.setdefault(one, name)
    yield from (
        f"icon not drawn: {one}, in {name}" for one, name in called.items() if one not in drawn
    )
    # An icon may be chosen in Python by its name.
    words = {word for text in site.python.values() for word in QUOTED.findall(text)}
    words |= {word for text in site.templates.values() for word in QUOTED.findall(text)}
    yield from (f"icon never used: {one}" for one in sorted(drawn) if one not in words | {*called})


def static_files(site: Site) -> Iterator[str]:
    """Every static file is called by name, and every one called is there."""
    for name in site.static:
        if Path(name).name not in site.everything_but(name):
            yield f"static file never used: {name}"
    for name, text in site.templates.items():
        for called in STATIC.findall(text):
            if called not in site.static and not called.startswith("django_htmx/"):
                yield f"static file not there: {called}, called by {name}"


def problems(site: Site) -> list[str]:
    """Return all that is dead or missing."""
    checks = (templates, macros, addresses, css_classes, icons, static_files)
    return [problem for check in checks for problem in check(site)]


def known_addresses() -> set[str]:
    """Return the names of every address, with their namespaces."""
    from django.urls import URLPattern, URLResolver, get_resolver

    def walk(resolver: URLResolver, prefix: str) -> Iterator[str]:
        for one in resolver.url_patterns:
            if isinstance(one, URLPattern):
                yield f"{prefix}{one.name}"
            else:
                yield from walk(one, f"{prefix}{one.namespace}:" if one.namespace else prefix)

    return set(walk(get_resolver(), ""))


def main() -> int:
    """Print what is wrong with the project's own pages; return how many things."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "essaim.config.settings")
    django.setup()
    package = Path(__file__).resolve().parent.parent / "essaim"
    found = problems(read(package, known_addresses()))
    sys.stdout.writelines(f"{problem}\n" for problem in found)
    return min(len(found), 1)


if __name__ == "__main__":
    sys.exit(main())
