"""The addresses of this room. They are a contract: see docs/architecture.md."""

from django.urls import URLPattern, URLResolver, path

from essaim.brochures.views import composing, following, listing

urlpatterns: list[URLPattern | URLResolver] = [
    path("", listing.listed, name="list"),
    path("nouvelle/", composing.compose, name="new"),
    path("<int:pk>/", following.page, name="page"),
    path("<int:pk>/etat/", following.state, name="state"),
    path("<int:pk>/arreter/", following.stop, name="stop"),
    path("<int:pk>/refaire/", following.again, name="again"),
    path("<int:pk>/supprimer/", following.delete, name="delete"),
    path("<int:pk>/fichier.<str:extension>", following.download, name="file"),
]
