"""The columns of the live sheet's figures: what `figures.settled` made of its content.

Null where nothing can be told. They are never part of the content: it decides them.
"""

from django.db import models


class FigureColumns(models.Model):
    """The effective figures of a sheet: its author's, else those read, doubtful ones left out.

    `budget` is in cents. Persons are whole, the middle of a range rounded half up; `people_total`
    counts those who carry the action (`people` is the text), never `beneficiaries`. `figures` is
    `settled.as_json`; `figures_version` the `READER_VERSION` it was made with, 0 before any.
    """

    budget = models.BigIntegerField("budget en centimes", null=True, blank=True)
    budget_months = models.PositiveIntegerField("mois du budget", null=True, blank=True)
    professionals = models.PositiveIntegerField("professionnels", null=True, blank=True)
    volunteers = models.PositiveIntegerField("bénévoles", null=True, blank=True)
    others = models.PositiveIntegerField("autres personnes", null=True, blank=True)
    people_total = models.PositiveIntegerField("personnes en tout", null=True, blank=True)
    beneficiaries = models.PositiveIntegerField("bénéficiaires", null=True, blank=True)
    figures = models.JSONField("chiffres lus", default=dict, blank=True)
    figures_version = models.PositiveIntegerField("version du lecteur", default=0, db_index=True)

    class Meta:
        abstract = True
