"""The addresses of the site."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("essaim.catalogue.urls")),
]

handler400 = "essaim.catalogue.views.errors.bad_request"
handler404 = "essaim.catalogue.views.errors.not_found"
handler500 = "essaim.catalogue.views.errors.server_error"
