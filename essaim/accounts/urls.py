"""The addresses of this room. They are a contract: see docs/architecture.md.

Names are those allauth asks for; only what is offered is here, and nothing of it takes a password.
"""

from django.urls import URLPattern, URLResolver, include, path

from essaim.accounts.views import signing_in as door
from essaim.accounts.views import signing_in_again, signing_in_keys, signing_in_links
from essaim.accounts.views import signing_in_outside as outside

urlpatterns: list[URLPattern | URLResolver] = [
    path("connexion/", door.sign_in, name="account_login"),
    path("connexion/", door.sign_in, name="account_request_login_code"),
    path("connexion/code/", door.code, name="account_confirm_login_code"),
    path("connexion/lien/<str:token>/", signing_in_links.once, name="account_link"),
    path("connexion/fermee/", door.closed, name="account_inactive"),
    path("connexion/cle/", signing_in_keys.sign_in, name="mfa_login_webauthn"),
    path("inscription/", door.sign_up, name="account_signup"),
    path("deconnexion/", door.sign_out, name="account_logout"),
    path("verification/", signing_in_again.again, name="account_reauthenticate"),
    path("adresse/", signing_in_again.address, name="account_email"),
    path("cles/", signing_in_keys.keys, name="mfa_list_webauthn"),
    path("cles/", signing_in_keys.keys, name="mfa_index"),
    path("cles/ajouter/", signing_in_keys.add, name="mfa_add_webauthn"),
    path("cles/<int:pk>/nom/", signing_in_keys.rename, name="mfa_edit_webauthn"),
    path("cles/<int:pk>/retirer/", signing_in_keys.remove, name="mfa_remove_webauthn"),
    path("oidc/", outside.connections, name="socialaccount_connections"),
    path("oidc/aller/", outside.start, name="openid_connect_login"),
    path("oidc/retour/", outside.back, name="openid_connect_callback"),
    path("oidc/relier/", outside.link, name="account_link_outside"),
    path("oidc/annulee/", outside.cancelled, name="socialaccount_login_cancelled"),
    path("oidc/erreur/", outside.error, name="socialaccount_login_error"),
    path("", include(("essaim.accounts.own_urls", "accounts"))),
]
