"""Links that open something once, for a while."""

from typing import ClassVar

from django.db import models


class Link(models.Model):
    """A link sent in a letter. The token itself is never kept, only its digest.

    `payload` is what the link opens (ids and choices, never a secret).
    """

    class Purpose(models.TextChoices):
        INVITATION = "invitation", "Invitation"
        SIGN_IN = "connexion", "Connexion"
        UNSUBSCRIBE = "desinscription", "Désinscription"
        ROUND = "tournee", "Tournée annuelle"
        REPLY = "reponse", "Réponse par courriel"

    purpose = models.CharField("objet", max_length=14, choices=Purpose.choices)
    digest = models.CharField("empreinte", max_length=64, unique=True)
    payload = models.JSONField("contenu", default=dict)
    created_at = models.DateTimeField("créé le")
    expires_at = models.DateTimeField("expire le", db_index=True)
    used_at = models.DateTimeField("utilisé le", null=True, blank=True)

    class Meta:
        verbose_name = "lien"
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} ({self.expires_at:%d/%m/%Y})"
