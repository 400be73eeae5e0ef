"""Application `letters`."""

from django.apps import AppConfig


class LettersConfig(AppConfig):
    """See the map in docs/architecture.md."""

    name = "essaim.letters"
