"""The addresses of the public pages. They are a contract: see docs/architecture.md."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from essaim.catalogue import feeds
from essaim.catalogue.views import (
    actions,
    documents,
    files,
    health,
    home,
    structures,
    suggestions,
    territories,
)

_actions = [
    path("", actions.catalogue, name="list"),
    path("suggestions", suggestions.suggestions, name="suggestions"),
    path("<int:number>-<slug:slug>/", actions.sheet, name="sheet"),
    path("<int:number>/", actions.sheet, name="number"),
]
_files = [
    path("<int:pk>/vignette", files.public_thumbnail, name="thumbnail"),
    path("<int:pk>/<str:name>", files.public_file, name="file"),
]
_structures = [
    path("", structures.directory, name="list"),
    path("<int:pk>-<slug:slug>/", structures.structure, name="page"),
    path("<int:pk>/", structures.structure, name="number"),
]
_territories = [
    path("", territories.directory, name="list"),
    re_path(r"^(?P<code>[0-9A-Za-z]{2,3})-(?P<slug>[-\w]+)/$", territories.territory, name="page"),
    re_path(r"^(?P<code>[0-9A-Za-z]{2,3})/$", territories.territory, name="code"),
]
_documents = [
    path("donnees/", documents.data, name="data"),
    path("accessibilite/", documents.accessibility, name="accessibility"),
    path("mentions-legales/", documents.legal, name="legal"),
    path("donnees-personnelles/", documents.privacy, name="privacy"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("actions/", include((_actions, "actions"))),
    path("fichiers/", include((_files, "files"))),
    path("structures/", include((_structures, "structures"))),
    path("territoires/", include((_territories, "territories"))),
    path("", include((_documents, "documents"))),
    path("flux/actions.atom", feeds.actions, name="feed"),
    path("sitemap.xml", documents.site_map, name="sitemap"),
    path("robots.txt", documents.robots, name="robots"),
    path("healthz", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
]
