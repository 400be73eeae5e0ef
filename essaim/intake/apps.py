"""Application `intake`."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """See the map in docs/architecture.md."""

    name = "essaim.intake"
