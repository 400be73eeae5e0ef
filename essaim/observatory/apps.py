"""Application `observatory`."""

from django.apps import AppConfig


class ObservatoryConfig(AppConfig):
    """See the map in docs/architecture.md."""

    name = "essaim.observatory"
    verbose_name = "Observatoire"
