"""What this room remembers of accounts."""

from typing import ClassVar

from django.db import models

from essaim.network.models import Person


class InactivityWarning(models.Model):
    """The letter that tells somebody their account will be erased: one until they come back."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="inactivity_warning")
    sent_at = models.DateTimeField("envoyé le")

    class Meta:
        verbose_name = "avertissement avant effacement"
        verbose_name_plural = "avertissements avant effacement"
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.person} ({self.sent_at:%d/%m/%Y})"
