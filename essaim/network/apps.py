"""Who and where: territories and structures."""

from django.apps import AppConfig


class NetworkConfig(AppConfig):
    """Regions, départements and structures."""

    name = "essaim.network"
    verbose_name = "Réseau"
