"""What is kept of the measures, day after day."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Snapshot(models.Model):
    """The measures of one day, taken once and never rewritten.

    `sequence` is how far the event log was; `reader_version` what read the figures in the texts:
    between two of them figures may move though no sheet did.
    """

    day = models.DateField("jour", unique=True)
    taken_at = models.DateTimeField("relevé le")
    sequence = models.BigIntegerField("dernier événement")
    reader_version = models.PositiveIntegerField("version du lecteur de chiffres")

    class Meta:
        verbose_name = "relevé"
        ordering: ClassVar = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}"


class SnapshotFigures(models.Model):
    """The figures of one territory in a snapshot; absent when the day before had the very same.

    `scope` is `snapshots.COUNTRY`, or "region:<code>", "departement:<code>". `figures` is what
    `snapshots.figures_of` returns.
    """

    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="figures")
    scope = models.CharField("territoire", max_length=20)
    figures = models.JSONField("chiffres")

    class Meta:
        verbose_name = "chiffres d’un relevé"
        verbose_name_plural = "chiffres des relevés"
        ordering: ClassVar = ["snapshot", "scope"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scope", "snapshot"], name="snapshot_scope_unique"),
            models.CheckConstraint(condition=~Q(scope=""), name="snapshot_has_scope"),
        ]

    def __str__(self) -> str:
        return f"{self.snapshot} {self.scope}"
