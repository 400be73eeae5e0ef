"""Each check of the hostile client bites, and lets a good page through."""

from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import path
from jinja2 import UndefinedError

from essaim.catalogue.jinja import environment
from tests.hostile import CHECKS, HostileClient, header_problems, problems

GOOD = """<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Fiches action</title><link rel="stylesheet" href="/static/essaim.css">
<script src="/static/essaim.js" defer></script>
<script type="application/ld+json">{"@type": "Thing"}</script></head>
<body><a href="#contenu">Aller au contenu</a><main id="contenu"><h1>Les actions</h1>
<form><label for="q">Vos mots</label><input id="q" name="q"><button>Chercher</button></form>
<h2>Un jardin</h2><p>Une phrase.<ul><li>un<li>deux</ul>
<svg aria-hidden="true"><use href="/static/icons.svg#hexagone"/></svg>
<a href="/actions/"><img src="/static/a.svg" alt="Toutes les actions"></a></main></body></html>"""

# What to replace in the good page, by what, and the check that must notice.
WRONG = [
    ("document", "<!doctype html>", ""),
    ("document", 'lang="fr"', 'lang="en"'),
    ("document", '<meta charset="utf-8">', ""),
    ("document", '<meta name="viewport" content="width=device-width">', ""),
    ("document", "Fiches action", " "),
    ("document", "<h1>Les actions</h1>", ""),
    ("document", "<h2>Un jardin</h2>", "<h1>Un jardin</h1>"),
    ("document", "<p>", "</main><main><p>"),
    ("unrendered", "Une phrase", "{{ phrase }}"),
    ("unrendered", "Une phrase", "{% if phrase %}"),
    ("unrendered", "Une phrase", "{# phrase #}"),
    ("inline", "</body>", "<script>alert(1)</script></body>"),
    ("inline", " defer></script>", ">alert(1)</script>"),
    ("inline", '{"@type": "Thing"}', '{"@type": Thing}'),
    ("inline", "<p>", '<p style="color: red">'),
    ("inline", "</head>", "<style>p { color: red }</style></head>"),
    ("inline", "<button>", '<button onclick="go()">'),
    ("inline", "<button>", '<button hx-on:click="go()">'),
    ("inline", 'href="/actions/"', 'href=" JavaScript:go()"'),
    ("elsewhere", "/static/essaim.css", "https://cdn.example/essaim.css"),
    ("elsewhere", "/static/a.svg", "//cdn.example/a.svg"),
    ("identifiers", "<p>", '<p id="q">'),
    ("identifiers", "#contenu", "#ailleurs"),
    ("identifiers", 'for="q"', 'for="ailleurs"'),
    ("identifiers", 'name="q"', 'name="q" name="r"'),
    ("identifiers", 'name="q"', 'name="q" aria-describedby="aide"'),
    ("labels", '<label for="q">Vos mots</label>', ""),
    ("labels", "Vos mots", ""),
    ("labels", ' alt="Toutes les actions"', ""),
    ("labels", ' alt="Toutes les actions"', ' alt=""'),
    ("labels", ' aria-hidden="true"', ""),
    ("labels", "Chercher", ""),
    ("labels", 'href="/actions/"', 'href="#"'),
    ("labels", 'href="/actions/"', ""),
    ("labels", "Aller au contenu", "<button>Aller</button>"),
    ("headings", "<h2>Un jardin</h2>", "<h3>Un jardin</h3>"),
    ("headings", "Un jardin", ""),
    ("balance", "<h2>Un jardin</h2>", "<h2>Un jardin"),
    ("balance", "</form>", "</form></section>"),
    ("balance", "</body></html>", "<section>"),
    ("leftovers", "Une phrase", "None"),
    ("leftovers", "Une phrase", "Structure : undefined"),
    ("leftovers", "Une phrase", "&lt;bound method Sheet.slug&gt;"),
    ("leftovers", "Une phrase", "Page not found"),
    ("leftovers", 'name="q"', 'name="q" placeholder="Search"'),
]


def test_a_good_page_passes() -> None:
    assert problems(GOOD) == []


@pytest.mark.parametrize(("check", "good", "bad"), WRONG)
def test_each_wrong_is_seen_by_its_check(check: str, good: str, bad: str) -> None:
    assert good in GOOD
    spoilt = GOOD.replace(good, bad, 1)
    assert [found for found in problems(spoilt) if found.startswith(f"{check}:")]
    assert not [
        found
        for found in problems(spoilt, without=frozenset({check}))
        if found.startswith(f"{check}:")
    ]


def test_every_check_is_proven() -> None:
    assert {check for check, _, _ in WRONG} == set(CHECKS)


def test_a_fragment_needs_no_head_but_must_be_clean() -> None:
    assert problems("<ul><li>une fiche</li></ul>", is_fragment=True) == []
    assert problems('<p onclick="x()">une fiche</p>', is_fragment=True)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Content-Security-Policy", ""),
        ("Content-Security-Policy", "default-src 'none'; script-src 'unsafe-inline'"),
        ("Content-Security-Policy", "default-src *"),
        ("X-Content-Type-Options", ""),
        ("X-Frame-Options", "SAMEORIGIN"),
        ("Content-Type", "text/html; charset=latin-1"),
    ],
)
def test_each_wrong_header_is_seen(name: str, value: str) -> None:
    response = HttpResponse(GOOD)
    response["Content-Security-Policy"] = "default-src 'none'; script-src 'self'"
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Frame-Options"] = "DENY"
    assert header_problems(response) == []
    response[name] = value
    assert header_problems(response)


def _good(request: HttpRequest) -> HttpResponse:
    return HttpResponse(GOOD)


def _bad(request: HttpRequest) -> HttpResponse:
    return HttpResponse(GOOD.replace("Une phrase", "{{ phrase }}"))


urlpatterns = [path("bonne/", _good), path("mauvaise/", _bad)]


@pytest.mark.urls(__name__)
def test_the_client_refuses_a_bad_page(client: HostileClient) -> None:
    assert client.get("/bonne/").status_code == 200
    with pytest.raises(AssertionError, match=r"/mauvaise/ \(200\):\nunrendered"):
        client.get("/mauvaise/")
    assert client.without("unrendered").get("/mauvaise/").status_code == 200


def test_the_client_knows_its_checks(client: HostileClient) -> None:
    with pytest.raises(AssertionError, match="no such check"):
        client.without("unrenderd")


def test_an_undefined_variable_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UndefinedError):
        environment().from_string("{{ personne }}").render()
