"""The addresses of the observatory. They are a contract: see docs/architecture.md."""

from django.urls import URLPattern, path, re_path

from essaim.observatory.views import downloads, pages

app_name = "observatory"
_FILE = r"\.(?P<extension>svg|png|csv)$"

urlpatterns: list[URLPattern] = [
    path("", pages.index, name="index"),
    path("methode/", pages.method, name="method"),
    re_path(r"^carte" + _FILE, downloads.map_file, name="map_file"),
    re_path(r"^chiffres\.(?P<extension>csv|json)$", downloads.everything, name="everything"),
    path("mesures/<slug:key>/", pages.measure, name="measure"),
    re_path(r"^mesures/(?P<key>[-\w]+)" + _FILE, downloads.measure_file, name="measure_file"),
    path("<slug:theme>/", pages.theme, name="theme"),
]
