"""The addresses of this room. They are a contract: see docs/architecture.md."""

from django.urls import URLPattern, URLResolver, path

from essaim.editor import files
from essaim.editor.views import follow, mine

urlpatterns: list[URLPattern | URLResolver] = [
    path("", mine.mine, name="mine"),
    path("<int:number>/", follow.sheet, name="sheet"),
    path("<int:number>/message/", follow.say, name="say"),
    path("<int:number>/envoyer/", follow.submit, name="submit"),
    path("<int:number>/abandonner/", follow.discard, name="discard"),
    path("<int:number>/retirer/", follow.withdraw, name="withdraw"),
    path("<int:number>/versions/", follow.versions, name="versions"),
    path("<int:number>/versions/<int:version>/", follow.version, name="version"),
    path("<int:number>/versions/<int:version>/reprendre/", follow.restore, name="restore"),
    *files.patterns,
]
