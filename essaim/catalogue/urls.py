"""The addresses of the public pages. They are a contract: see docs/architecture.md."""

from django.urls import URLPattern, URLResolver, include, path

from essaim.catalogue.views import actions, home

_actions = [
    path("", actions.catalogue, name="list"),
    path("<int:number>-<slug:slug>/", actions.sheet, name="sheet"),
    path("<int:number>/", actions.sheet, name="number"),
]
_structures: list[URLPattern | URLResolver] = []
_territories: list[URLPattern | URLResolver] = []
_documents: list[URLPattern | URLResolver] = []

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("actions/", include((_actions, "actions"))),
    path("structures/", include((_structures, "structures"))),
    path("territoires/", include((_territories, "territories"))),
    path("", include((_documents, "documents"))),
]
