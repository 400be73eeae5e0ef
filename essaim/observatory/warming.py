"""What a process does before it answers, so that nobody waits while it makes what it keeps."""

from typing import Final, cast

from django.http import QueryDict
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.template.loader import render_to_string

from essaim.config import visitor
from essaim.config.routes import named
from essaim.observatory.columns import LIMITS, PROSPECTS
from essaim.observatory.presenting.asking import Asked
from essaim.observatory.presenting.pages import ObservatoryPage
from essaim.observatory.selection import select
from essaim.search.query import Query

# What the page of the whole base makes no use of, and other pages do.
_NEEDLESS: Final = (LIMITS, PROSPECTS)


def make_ready() -> None:
    """Have at hand: the columns and what is made of them, the whole base's figures, templates.

    Some tenths of a second for 100,000 sheets; nothing to speak of when it is done already.
    """
    page = ObservatoryPage.main(Asked.of(QueryDict("")))
    request = visitor.request(named("observatory:index"))
    # Addresses, icons and what every page has around it are looked up when first written.
    render_to_string("observatory/page.html", {"page": page, "head": page.head}, request)
    columns = select(Query()).columns
    for name in _NEEDLESS:
        columns.planes(name)
    templates = cast(Jinja2, engines["jinja2"]).env
    for name in templates.list_templates(extensions=["html"]):
        if name.startswith(("observatory/", "macros/")) or name == "base.html":
            templates.get_template(name)
