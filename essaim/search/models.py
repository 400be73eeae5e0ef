"""The editions of the synonyms. Only `workflow.synonyms` writes them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from essaim.sheets import fields


class SynonymEdition(models.Model):
    """One state of the whole file of synonyms. Appended, never changed.

    `number` counts from 1; the file shipped with Essaim is the edition before the first.
    """

    number = models.PositiveIntegerField("numéro")
    text = models.TextField("texte")
    author = models.CharField("par", max_length=200)
    at = models.DateTimeField("le")
    comment = models.CharField("commentaire", max_length=fields.LINE_LIMIT, blank=True)

    class Meta:
        verbose_name = "édition des synonymes"
        verbose_name_plural = "éditions des synonymes"
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["number"], name="synonym_edition_number_unique"),
            models.CheckConstraint(
                condition=Q(number__gte=1), name="synonym_edition_number_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"Synonymes, édition {self.number}"
