"""Application `editor`."""

from django.apps import AppConfig


class EditorConfig(AppConfig):
    """See the map in docs/architecture.md."""

    name = "essaim.editor"
