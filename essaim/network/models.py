"""Regions, départements and structures.

Territories are those of the Insee's Code officiel géographique (see `data/territories.json`).
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.text import slugify

from essaim.network.people import (
    Correspondence,
    Membership,
    Person,
    StructureRequest,
)

__all__ = [
    "Approval",
    "Correspondence",
    "Department",
    "Membership",
    "Person",
    "Region",
    "Structure",
    "StructureRequest",
    "Zone",
]


class Zone(models.TextChoices):
    """Where a territory lies."""

    METRO = "metro", "Métropole"
    DROM = "drom", "Outre-mer (départements et régions)"
    COM = "com", "Outre-mer (collectivités)"


class Approval(models.TextChoices):
    """What a sheet needs before it is published in a département."""

    DIRECT = "direct", "Rien : la structure publie elle-même"
    ONE = "une", "L’accord d’un correspondant"
    BOTH = "deux", "L’accord de la Caf et celui de la fédération"


class Region(models.Model):
    """A region, or an overseas collectivity standing for one."""

    code = models.CharField("code Insee", max_length=3, primary_key=True)
    name = models.CharField("nom", max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    zone = models.CharField(max_length=5, choices=Zone.choices)

    class Meta:
        verbose_name = "région"
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
    """A département, or an overseas collectivity."""

    code = models.CharField("code Insee", max_length=3, primary_key=True)
    name = models.CharField("nom", max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    zone = models.CharField(max_length=5, choices=Zone.choices)
    region = models.ForeignKey(Region, models.PROTECT, related_name="departments")
    approval = models.CharField(
        "avant publication", max_length=6, choices=Approval.choices, default="une"
    )

    class Meta:
        verbose_name = "département"
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return self.name


class Structure(models.Model):
    """A centre social or an espace de vie sociale: the whole identity sheet of the network.

    Everything but the name may be unknown: most structures first appear as the name printed
    on one of their sheets.
    """

    class Kind(models.TextChoices):
        CENTRE = "CSX", "Centre social"
        LIVING_SPACE = "EVS", "Espace de vie sociale"

    class Management(models.TextChoices):
        ASSOCIATION = "association", "Associatif"
        LOCAL_AUTHORITY = "collectivite", "Collectivité locale"
        CAF = "caf", "Caf (gestion directe)"
        OTHER = "autres", "Autres (dont délégation de gestion)"

    class Setting(models.TextChoices):
        URBAN = "urbain", "Urbain"
        RURAL = "rural", "Rural"

    class TerritorySize(models.TextChoices):
        DISTRICT = "quartier", "Un quartier"
        DISTRICTS = "quartiers", "Plusieurs quartiers"
        TOWN = "commune", "Une commune"
        TOWNS = "communes", "Plusieurs communes"

    name = models.CharField("nom", max_length=300)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="structures"
    )
    kind = models.CharField("type", max_length=3, choices=Kind.choices, blank=True)
    address = models.CharField("adresse", max_length=300, blank=True)
    postcode = models.CharField("code postal", max_length=10, blank=True)
    town = models.CharField("commune", max_length=120, blank=True)
    contact_email = models.EmailField("courriel (jamais affiché)", blank=True)
    website = models.URLField("site internet", max_length=300, blank=True)
    siret = models.CharField("SIRET", max_length=14, blank=True)
    agreement_date = models.DateField("premier agrément", null=True, blank=True)
    population = models.PositiveIntegerField("population desservie", null=True, blank=True)
    history = models.TextField("historique", blank=True)
    axes = models.JSONField("axes du projet social", default=list, blank=True)
    management = models.CharField("gestion", max_length=12, choices=Management.choices, blank=True)
    setting = models.CharField("milieu", max_length=6, choices=Setting.choices, blank=True)
    territory_size = models.CharField(
        "taille du territoire", max_length=9, choices=TerritorySize.choices, blank=True
    )
    priority_area = models.BooleanField("géographie prioritaire (QPV)", null=True, blank=True)
    federation_member = models.BooleanField(
        "membre de la Fédération des centres sociaux", null=True, blank=True
    )
    other_federation = models.CharField("autre fédération", max_length=120, blank=True)
    travellers = models.BooleanField("gens du voyage", null=True, blank=True)
    multi_site = models.BooleanField("multi-site", null=True, blank=True)
    itinerant = models.BooleanField("itinérant", null=True, blank=True)
    to_review = models.BooleanField("à vérifier", default=False)
    is_demonstration = models.BooleanField("inventée pour la démonstration", default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "structure"
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["name", "department"], name="structure_name_in_department_unique"
            ),
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(department__isnull=True),
                name="structure_name_without_department_unique",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="structure_has_name"),
            models.CheckConstraint(
                condition=Q(siret="") | Q(siret__regex=r"^[0-9]{14}$"),
                name="structure_siret_has_14_digits",
            ),
            models.CheckConstraint(
                condition=Q(department__isnull=False) | Q(to_review=True),
                name="structure_without_department_to_review",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def slug(self) -> str:
        """The readable end of the structure's address; never used to find it."""
        return slugify(self.name)[:60].strip("-") or "structure"

    @property
    def listed_name(self) -> str:
        """The name as the listing prints it: `Name - Département`."""
        return f"{self.name} - {self.department.name}" if self.department else self.name
