"""Application `workflow`."""

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    """See the map in docs/architecture.md."""

    name = "essaim.workflow"
    verbose_name = "Suivi des fiches"
