"""Before the first visitor: templates are compiled, with sheets or without."""

from typing import Any, cast

import pytest
from django.template import engines
from django.template.backends.jinja2 import Jinja2

from essaim.catalogue import warming
from tests.factories import a_validated_sheet, publish_all

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("titles", [(), ("Café du centre social", "Jardin")])
@pytest.mark.parametrize("hosts", [["*"], [".exemple.fr", "localhost"]])
def test_the_templates_of_results_are_compiled(
    titles: tuple[str, ...], hosts: list[str], settings: Any
) -> None:
    settings.ALLOWED_HOSTS = hosts
    publish_all(*(a_validated_sheet(title=title) for title in titles))
    compiled = cast(Jinja2, engines["jinja2"]).env.cache
    assert compiled is not None
    compiled.clear()
    warming.make_ready()
    assert {"actions/list.html", "actions/results.html", "base.html"} <= {
        name for _, name in dict(compiled.items())
    }
