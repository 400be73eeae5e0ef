"""Application `exports`."""

from django.apps import AppConfig


class ExportsConfig(AppConfig):
    """See the map in docs/architecture.md."""

    name = "essaim.exports"
