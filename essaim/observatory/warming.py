"""What a process does before it answers, so that nobody waits while it makes what it keeps."""

from typing import cast

from django.http import QueryDict
from django.template import engines
from django.template.backends.jinja2 import Jinja2

from essaim.observatory.presenting.asking import Asked
from essaim.observatory.presenting.pages import ObservatoryPage


def make_ready() -> None:
    """Have at hand: the columns and what is made of them, the whole base's figures, templates.

    Some tenths of a second for 100,000 sheets; nothing to speak of when it is done already.
    """
    ObservatoryPage.main(Asked.of(QueryDict("")))
    templates = cast(Jinja2, engines["jinja2"]).env
    for name in templates.list_templates(extensions=["html"]):
        if name.startswith(("observatory/", "macros/")) or name == "base.html":
            templates.get_template(name)
