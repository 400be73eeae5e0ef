"""The addresses of this room. They are a contract: see docs/architecture.md."""

from django.urls import URLPattern, URLResolver, path

from essaim.desk.views import checks, departments, doubles, home, sheet, synonyms, terms

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
    path("vocabulaire/", terms.listed, name="terms"),
    path("vocabulaire/<int:pk>/accepter/", terms.accept, name="term_accept"),
    path("vocabulaire/<int:pk>/renommer/", terms.rename, name="term_rename"),
    path("vocabulaire/<int:pk>/reunir/", terms.merge, name="term_merge"),
    path("synonymes/", synonyms.listed, name="synonyms"),
    path("synonymes/ajouter/", synonyms.add, name="synonym_add"),
    path("synonymes/changer/", synonyms.change, name="synonym_change"),
    path("synonymes/fichier/", synonyms.whole, name="synonym_file"),
    path("synonymes/synonymes.txt", synonyms.download, name="synonym_download"),
    path("synonymes/editions/", synonyms.editions, name="synonym_editions"),
    path("synonymes/editions/<int:number>.txt", synonyms.download, name="synonym_edition"),
    path("synonymes/editions/<int:number>/reprendre/", synonyms.restore, name="synonym_restore"),
    path("doublons/", doubles.listed, name="doubles"),
    path("doublons/<int:first>-<int:second>/", doubles.merge, name="merge"),
    path("doublons/<int:first>-<int:second>/deux-fiches/", doubles.apart, name="apart"),
    path("departements/", departments.listed, name="departments"),
    path("departements/<slug:code>/", departments.department, name="department"),
    path("structures/<int:pk>/", departments.structure, name="structure"),
]
