"""Application `search`."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """See the map in docs/architecture.md."""

    name = "essaim.search"
