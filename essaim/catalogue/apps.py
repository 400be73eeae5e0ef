"""Application `catalogue`."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """See the map in docs/architecture.md."""

    name = "essaim.catalogue"
