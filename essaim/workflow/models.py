"""What surrounds a sheet on its way: approvals, the conversation, verdicts, the yearly round."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from essaim.network.models import Structure
from essaim.sheets.models import Revision, Sheet


class SideApproval(models.Model):
    """One side's agreement to put a submitted version online."""

    class Side(models.TextChoices):
        CAF = "caf", "Caf"
        FEDERATION = "federation", "Fédération"
        NATIONAL = "national", "Administration nationale"

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="approvals")
    side = models.CharField("côté", max_length=10, choices=Side.choices)
    actor = models.CharField("par", max_length=200)
    at = models.DateTimeField("le")

    class Meta:
        verbose_name = "accord"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["revision", "side"], name="approval_once_per_side"),
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()} : {self.revision}"


class Message(models.Model):
    """One turn of the conversation between a structure and its correspondents about a sheet."""

    class Kind(models.TextChoices):
        WORD = "mot", "Message"
        QUESTION = "question", "Question"
        RETURN = "renvoi", "Raison du renvoi"
        WITHDRAWAL = "retrait", "Raison du retrait"

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="messages")
    kind = models.CharField("nature", max_length=8, choices=Kind.choices, default=Kind.WORD)
    actor = models.CharField("auteur", max_length=200)
    from_structure = models.BooleanField("écrit par la structure")
    text = models.TextField("texte", max_length=5000)
    created_at = models.DateTimeField("écrit le")

    class Meta:
        verbose_name = "message"
        ordering: ClassVar = ["sheet", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text=""), name="message_says_something"),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class NotDoubles(models.Model):
    """Somebody's verdict that two sheets which look alike are two: not proposed again."""

    first = models.ForeignKey(Sheet, models.CASCADE, related_name="+")
    second = models.ForeignKey(Sheet, models.CASCADE, related_name="+")
    actor = models.CharField("par", max_length=200)
    at = models.DateTimeField("le")

    class Meta:
        verbose_name = "paire de fiches distinctes"
        verbose_name_plural = "paires de fiches distinctes"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="not_doubles_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="not_doubles_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first} / {self.second}"


class RoundLetter(models.Model):
    """The yearly letter of one structure about its running sheets: one a year at most."""

    structure = models.ForeignKey(Structure, models.CASCADE, related_name="round_letters")
    year = models.PositiveSmallIntegerField("année")
    sent_at = models.DateTimeField("envoyée le")

    class Meta:
        verbose_name = "lettre de la tournée annuelle"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["structure", "year"], name="round_letter_once_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.structure} ({self.year})"
