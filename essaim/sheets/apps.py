"""What a sheet is."""

from django.apps import AppConfig


class SheetsConfig(AppConfig):
    """Fields, vocabularies, sheets, revisions and the event log."""

    name = "essaim.sheets"
    verbose_name = "Fiches action"
