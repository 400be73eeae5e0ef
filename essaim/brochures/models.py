"""What somebody has asked to be made into a brochure, with what it says once it is made."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from essaim.network.models import Department, Person, Region, Structure


class Brochure(models.Model):
    """One brochure (*plaquette*): what was asked, where its making stands, what came of it.

    `query` is a canonical query string; `sheets` the numbers of the sheets shown, in order;
    `measures` the keys of the charts. `content` is frozen at the beginning of the making: the
    files are a function of it and of the logos, so that made again they are the same bytes.
    `attempt` numbers the makings: whoever works for an earlier one stops.
    """

    class State(models.TextChoices):
        WAITING = "attente", "En attente"
        MAKING = "fabrication", "En fabrication"
        DONE = "prete", "Prête"
        FAILED = "echec", "Pas aboutie"
        CANCELLED = "arretee", "Arrêtée"

    class Detail(models.TextChoices):
        WHOLE = "entier", "En entier"
        BRIEF = "bref", "En bref : le titre, la structure et le début du résumé"
        NONE = "aucune", "Pas de fiche, seulement les chiffres"

    owner = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="brochures"
    )
    structure = models.ForeignKey(
        Structure, models.CASCADE, null=True, blank=True, related_name="brochures"
    )
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+"
    )
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="+")
    query = models.TextField("requête", blank=True)
    title = models.CharField("titre", max_length=160)
    subtitle = models.CharField("sous-titre", max_length=200, blank=True)
    period = models.CharField("période", max_length=80, blank=True)
    foreword = models.TextField("avant-propos", blank=True)
    measures = models.JSONField("graphiques", default=list)
    map_measure = models.CharField("carte", max_length=60, blank=True)
    detail = models.CharField("fiches", max_length=6, choices=Detail.choices)
    sheets = models.JSONField("numéros des fiches", default=list)

    state = models.CharField("état", max_length=11, choices=State.choices, default=State.WAITING)
    attempt = models.PositiveSmallIntegerField("essai", default=0)
    percent = models.PositiveSmallIntegerField("avancement", default=0)
    step = models.CharField("étape", max_length=80, blank=True)
    problem = models.TextField("problème", blank=True)
    content = models.JSONField("contenu figé", null=True, blank=True)
    pdf = models.CharField("fichier PDF", max_length=200, blank=True)
    odt = models.CharField("fichier ODT", max_length=200, blank=True)
    pdf_size = models.PositiveBigIntegerField("taille du PDF en octets", default=0)
    odt_size = models.PositiveBigIntegerField("taille de l’ODT en octets", default=0)
    created_at = models.DateTimeField("demandée le", auto_now_add=True)
    alive_at = models.DateTimeField("dernier signe de fabrication", null=True, blank=True)
    done_at = models.DateTimeField("prête le", null=True, blank=True)

    RUNNING: ClassVar = (State.WAITING, State.MAKING)

    class Meta:
        verbose_name = "plaquette"
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(title=""), name="brochure_has_title"),
            models.CheckConstraint(
                condition=Q(percent__range=(0, 100)), name="brochure_percent_of_a_hundred"
            ),
            models.CheckConstraint(
                condition=~Q(state="prete") | (~Q(pdf="") & ~Q(odt="")),
                name="brochure_done_has_files",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_running(self) -> bool:
        """Whether somebody is at work on it, or will be."""
        return self.state in self.RUNNING


class Logo(models.Model):
    """A logo on the cover, made anew: PNG or JPEG. `name` says whose it is, for who cannot see."""

    brochure = models.ForeignKey(Brochure, models.CASCADE, related_name="logos")
    position = models.PositiveSmallIntegerField()
    name = models.CharField("à qui", max_length=120)
    media_type = models.CharField("type", max_length=20)
    data = models.BinaryField()
    width = models.PositiveIntegerField("largeur en pixels")
    height = models.PositiveIntegerField("hauteur en pixels")

    class Meta:
        verbose_name = "logo"
        ordering: ClassVar = ["brochure", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["brochure", "position"], name="logo_position_unique"),
        ]

    def __str__(self) -> str:
        return self.name
