"""The addresses of this room. They are a contract: see docs/architecture.md."""

from django.urls import URLPattern, URLResolver, path

from essaim.desk.views import checks, home, sheet

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("plusieurs/", home.several, name="several"),
    path("fiches/<int:number>/", sheet.page, name="sheet"),
    path("fiches/<int:number>/publier/", sheet.publish, name="publish"),
    path("fiches/<int:number>/renvoyer/", sheet.send_back, name="return"),
    path("fiches/<int:number>/message/", sheet.say, name="say"),
    path("fiches/<int:number>/retirer/", sheet.withdraw, name="withdraw"),
    path("fiches/<int:number>/corriger/", sheet.mend, name="mend"),
    path("verifications/", checks.index, name="checks"),
    path("verifications/<slug:key>/", checks.listed, name="check"),
    path("verifications/<slug:key>/corriger/", checks.mend, name="check_mend"),
    path("verifications/<slug:key>/demander/", checks.ask, name="check_ask"),
]
