"""Application `brochures`."""

from django.apps import AppConfig


class BrochuresConfig(AppConfig):
    """See the map in docs/architecture.md."""

    name = "essaim.brochures"
