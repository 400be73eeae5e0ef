"""The addresses of the site."""

from django.urls import URLPattern, URLResolver, include, path

from essaim.accounts.administration import administration
from essaim.exports.views import download

urlpatterns: list[URLPattern | URLResolver] = [
    path("actions/export.<slug:extension>", download, name="export"),
    # Addresses are tried in this order: the public pages, most of what is asked, come first.
    path("", include("essaim.catalogue.urls")),
    path("compte/", include("essaim.accounts.urls")),
    path("administration/", administration.urls),
    path("contribuer/", include(("essaim.editor.urls", "editor"))),
    path("plaquettes/", include(("essaim.brochures.urls", "brochures"))),
    path("bureau/", include(("essaim.desk.urls", "desk"))),
    path("observatoire/", include("essaim.observatory.urls")),
]

handler400 = "essaim.catalogue.views.errors.bad_request"
handler403 = "essaim.catalogue.views.errors.forbidden"
handler404 = "essaim.catalogue.views.errors.not_found"
handler500 = "essaim.catalogue.views.errors.server_error"
handler429 = "essaim.accounts.views.signing_in.too_many"
