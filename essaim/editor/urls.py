"""The addresses of this room. They are a contract: see docs/architecture.md."""

from django.urls import URLPattern, URLResolver, path

from essaim.editor import files
from essaim.editor.views import attach, conflict, edit, figures, follow, mine, ready, yearly_round

urlpatterns: list[URLPattern | URLResolver] = [
    path("", mine.mine, name="mine"),
    path("nouvelle/", edit.new, name="new"),
    path("tournee/<str:token>/", yearly_round.yearly_round, name="round"),
    path("<int:number>/modifier/", edit.edit, name="edit"),
    path("<int:number>/enregistrer/", edit.save, name="save"),
    path("<int:number>/chiffres/", figures.read, name="figures"),
    path("<int:number>/conflit/<int:version>/", conflict.conflict, name="conflict"),
    path("<int:number>/apercu/", ready.preview, name="preview"),
    path("<int:number>/soumettre/", ready.check, name="check"),
    path("<int:number>/fichiers/ajouter/", attach.add, name="attach"),
    path("<int:number>/fichiers/retirer/", attach.remove, name="detach"),
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
