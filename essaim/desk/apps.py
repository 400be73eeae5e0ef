"""Application `desk`."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """See the map in docs/architecture.md."""

    name = "essaim.desk"
