"""A page as tests read it: a small tree over the standard library's HTML parser."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


VOID = _names("area base br col embed hr img input link meta param source track wbr") | _names(
    "circle ellipse line path polygon polyline rect stop use"  # SVG's leaves
)
# Elements whose end tag HTML lets one leave out.
LENIENT = _names("p li dt dd option optgroup tr td th thead tbody tfoot")
INLINE = _names("a abbr b bdi bdo cite code em i kbd mark q s small span strong sub sup u wbr")
INVISIBLE = _names("script style template")


@dataclass
class Element:
    """An element, its attributes, and what it holds: elements and pieces of text."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    parent: "Element | None" = None
    children: "list[Element | str]" = field(default_factory=list)
    repeated: tuple[str, ...] = ()

    def get(self, name: str) -> str:
        """Return an attribute, "" when absent or empty."""
        return self.attributes.get(name, "")

    def all(self, *tags: str) -> "Iterator[Element]":
        """Yield the elements below, in order; those of `tags` only when given."""
        for child in self.children:
            if isinstance(child, Element):
                if not tags or child.tag in tags:
                    yield child
                yield from child.all(*tags)

    def above(self) -> "Iterator[Element]":
        """Yield the elements around, from the nearest."""
        around = self.parent
        while around is not None:
            yield around
            around = around.parent

    def raw_text(self) -> str:
        """Return every character below."""
        return "".join(
            child if isinstance(child, str) else child.raw_text() for child in self.children
        )

    def text(self) -> str:
        """Return what is read: without scripts, blanks folded."""
        return " ".join("".join(self._pieces()).split())

    def _pieces(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag in INLINE:
                yield from child._pieces()
            elif child.tag not in INVISIBLE:
                yield " "
                yield from child._pieces()
                yield " "

    def __str__(self) -> str:
        named = "".join(f' {name}="{value}"' for name, value in self.attributes.items())
        return f"<{self.tag}{named}>"


class _Builder(HTMLParser):
    """Builds the tree, and notes end tags that close nothing and elements left open."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("#document")
        self.at = self.root
        self.doctype = ""
        self.unbalanced: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        element = Element(
            tag,
            {name: value or "" for name, value in attrs},
            self.at,
            repeated=tuple({name for name in names if names.count(name) > 1}),
        )
        self.at.children.append(element)
        if tag not in VOID:
            self.at = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.at = self.at.parent or self.root

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        matching = next((one for one in (self.at, *self.at.above()) if one.tag == tag), None)
        if matching is None:
            self.unbalanced.append(f"</{tag}> closes nothing")
            return
        while self.at is not matching:
            if self.at.tag not in LENIENT:
                self.unbalanced.append(f"{self.at} is not closed before </{tag}>")
            self.at = self.at.parent or self.root
        self.at = matching.parent or self.root

    def handle_data(self, data: str) -> None:
        self.at.children.append(data)

    def handle_decl(self, decl: str) -> None:
        self.doctype = decl


@dataclass
class Page:
    """A parsed page, or the fragment of one that htmx asks for."""

    source: str
    root: Element
    doctype: str
    unbalanced: list[str]
    is_fragment: bool = False

    def all(self, *tags: str) -> Iterator[Element]:
        """Yield the page's elements, in order."""
        return self.root.all(*tags)

    def first(self, tag: str) -> Element | None:
        """Return the first element of that name."""
        return next(self.all(tag), None)

    def text(self) -> str:
        """Return all that is read on the page, its title included."""
        return self.root.text()


def parse(source: str, *, is_fragment: bool = False) -> Page:
    """Parse a page; what cannot be right is left in `unbalanced`, never raised."""
    builder = _Builder()
    builder.feed(source)
    builder.close()
    left_open = [
        f"{one} is never closed"
        for one in (builder.at, *builder.at.above())
        if one is not builder.root and one.tag not in LENIENT
    ]
    return Page(source, builder.root, builder.doctype, builder.unbalanced + left_open, is_fragment)
