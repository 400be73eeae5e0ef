"""Application `accounts`."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """See the map in docs/architecture.md."""

    name = "essaim.accounts"
