"""`{% kept … %}`: pieces of pages that are the same from one page to the next, rendered once.

    {% kept current %}<nav>…</nav>{% endkept %}

keeps one rendering for each value of what is named after `kept`. Nothing stale can be shown: what
stands inside may name those values, globals and what it sets itself; the compiler refuses the rest.
"""

import itertools
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Final

from jinja2 import Environment, nodes
from jinja2.ext import Extension
from jinja2.parser import Parser
from markupsafe import Markup

_MOST: Final = 512  # pieces kept, of some kB each

Key = tuple[object, ...]


class KeptMarkup(Extension):
    """The tag. The values named must be hashable, and equal only when they look the same."""

    tags = {"kept"}  # noqa: RUF012 (so declared by Jinja)

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self._pieces = itertools.count()  # a template compiled again has new ones
        self._made: dict[Key, Markup] = {}

    def parse(self, parser: Parser) -> nodes.Node:
        """Read the tag and its body, which is called only when it is not kept yet."""
        line = next(parser.stream).lineno
        names: list[nodes.Expr] = []
        while parser.stream.current.type == "name":
            names.append(nodes.Name(next(parser.stream).value, "load", lineno=line))
            parser.stream.skip_if("comma")
        body = parser.parse_statements(("name:endkept",), drop_needle=True)
        known = {name.name for name in names if isinstance(name, nodes.Name)}
        for name in _unknown(body, known | self.environment.globals.keys()):
            parser.fail(f"{name} is not among what this piece is kept for", line)
        key = nodes.Tuple([nodes.Const(next(self._pieces)), *names], "load")
        return nodes.CallBlock(self.call_method("_piece", [key]), [], [], body, lineno=line)

    def _piece(self, key: Key, caller: Callable[[], Markup]) -> Markup:
        found = self._made.get(key)
        if found is None:
            found = caller()
            if len(self._made) >= _MOST:
                self._made.clear()
            self._made[key] = found
        return found


def _unknown(body: Iterable[nodes.Node], known: Collection[str]) -> Iterator[str]:
    """Yield what a body names besides, and the tags that would bring in other names."""
    for node in body:
        for tag in (nodes.Include, nodes.Block):
            if isinstance(node, tag) or node.find(tag):
                yield tag.__name__.lower()
        found = list(node.find_all(nodes.Name))
        own = {name.name for name in found if name.ctx != "load"}
        yield from (name.name for name in found if name.name not in known and name.name not in own)
