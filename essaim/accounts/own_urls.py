"""What a signed-in person does with their account: home, structures, requests, personal data."""

from django.urls import URLPattern, URLResolver, path

from essaim.accounts.views import (
    home,
    invitations,
    joining,
    letters,
    personal_data,
    requests,
    team,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("rejoindre/", joining.join, name="join"),
    path("rejoindre/<int:structure_id>/", joining.ask, name="ask"),
    path("rejoindre/nouvelle-structure/", joining.missing, name="missing"),
    path("structures/<int:structure_id>/equipe/", team.team, name="team"),
    path(
        "structures/<int:structure_id>/equipe/invitations/<int:link_id>/annuler/",
        team.revoke,
        name="revoke",
    ),
    path("appartenances/<int:membership_id>/repondre/", requests.answer, name="answer"),
    path("appartenances/<int:membership_id>/role/", team.role, name="role"),
    path("appartenances/<int:membership_id>/fin/", team.end, name="end"),
    path("appartenances/<int:membership_id>/retirer/", joining.withdraw, name="withdraw"),
    path("demandes/", requests.requests, name="requests"),
    path(
        "demandes/structures/<int:request_id>/",
        requests.structure_request,
        name="structure_request",
    ),
    path(
        "demandes/structures/<int:request_id>/retirer/",
        joining.withdraw_request,
        name="withdraw_request",
    ),
    path("invitation/", invitations.invitation, name="pending_invitation"),
    path("invitation/<str:token>/", invitations.open_link, name="invitation"),
    path("courriels/<str:token>/", letters.stop, name="letters"),
    path("donnees/", personal_data.personal_data, name="personal_data"),
    path("donnees/export/", personal_data.export, name="export"),
    path("donnees/effacer/", personal_data.erase, name="erase"),
    path("donnees/efface/", personal_data.erased, name="erased"),
]
