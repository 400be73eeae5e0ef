"""The search for dead templates finds them, and what is missing."""

import pytest

from tests.dead_templates import Site, problems

PAGE = """{% extends "base.html" %}{% from "ui.html" import icon %}
<p class="card{{ ' card-old' if old else '' }} tag-{{ kind }}{% if x == "y" %} wide{% endif %}">
<p class="card{{ ' note-' ~ kind }}">
{{ icon("hexagon") }}<a href="{{ url('home') }}">Accueil</a></p>"""
GOOD: dict[str, dict[str, str]] = {
    "templates": {
        "base.html": """<link href="{{ static('site.css') }}">""",
        "ui.html": """{% macro icon(name, class="") %}
        <use href="{{ static('icons.svg') }}#{{ name }}"/>
        {% endmacro %}""",
        "home.html": PAGE,
    },
    "static": {
        "site.css": "/* .dead */ .card, .card-old:hover { margin: .5em }"
        ".tag-new {} .note-big {} .wide {}",
        "icons.svg": '<symbol id="hexagon"></symbol>',
    },
    "python": {"views.py": 'render(request, "home.html")'},
}
WRONG = [
    ("template never used: old.html", "templates", "old.html", "<p>"),
    ("template not there: gone.html", "python", "views.py", 'render("home.html", "gone.html")'),
    ("macro never called: lost", "templates", "base.html", "{% macro lost(a) %}{% endmacro %}"),
    ("address not there: nowhere", "templates", "base.html", "{{ url('nowhere') }}"),
    ("class without a style: bare", "templates", "base.html", '<p class="bare">'),
    ("class without a style: bare", "templates", "base.html", """<p class="{{ 'bare' }}">"""),
    ("style never used: .lonely", "static", "more.css", ".lonely { color: red }"),
    ("icon not drawn: star", "templates", "base.html", "{{ icon('star') }}"),
    ("icon never used: moon", "static", "icons.svg", '<symbol id="moon"></symbol>'),
    ("static file never used: logo.png", "static", "logo.png", "x"),
    ("static file not there: gone.css", "templates", "base.html", "{{ static('gone.css') }}"),
]


def _site(kind: str = "", name: str = "", text: str = "") -> Site:
    parts = {key: dict(value) for key, value in GOOD.items()}
    if kind:
        parts[kind][name] = parts[kind].get(name, "") + text
    texts = (parts["templates"], parts["static"], parts["python"])
    return Site(*texts, {"home"}, {"account/asked.html"})


def test_a_living_site_passes() -> None:
    assert problems(_site()) == []


def test_what_a_library_or_a_letter_asks_for_is_used() -> None:
    site = _site("templates", "account/asked.html", "<p>")
    site.templates["letters/news.txt"] = "x"
    assert problems(site) == ["template never used: letters/news.txt"]
    site.python["sending.py"] = 'send("news")'
    assert problems(site) == []


@pytest.mark.parametrize(("expected", "kind", "name", "text"), WRONG)
def test_each_dead_or_missing_thing_is_found(
    expected: str, kind: str, name: str, text: str
) -> None:
    found = problems(_site(kind, name, text))
    assert [problem for problem in found if problem.startswith(expected)], found
