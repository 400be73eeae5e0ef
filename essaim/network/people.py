"""People, and what they are to structures and départements.

Imported by `models`, where Django looks for it. Roles are rows, not flags: a person may belong
to several structures and follow several départements.
"""

from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

_ACTOR = "personne:"
# What takes its place once the person has been erased: « effacee:1f0c52aa » leads nowhere.
ERASED = "effacee:"
# How somebody who has erased their account is named.
GONE = "Une personne qui a quitté Essaim"


class PersonManager(BaseUserManager["Person"]):
    """Makes people. Nobody has a password: one signs in by a code or a passkey."""

    def create_user(self, email: str, name: str = "", **extra: Any) -> "Person":
        """Create a person with that address, kept in lower case."""
        person = self.model(email=email.strip().lower(), name=name, **extra)
        person.set_unusable_password()
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, name: str = "", **extra: Any) -> "Person":
        """Create a national administrator."""
        return self.create_user(email, name, is_staff=True, is_superuser=True, **extra)

    def get_by_natural_key(self, username: str | None) -> "Person":
        """Return the person with that address, however it is capitalised."""
        return self.get(email__iexact=username)


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in. `is_staff` marks the national administrators.

    The address is never shown to the public. The log and the revisions hold `actor`, never the
    name: erasing a person changes that label for one that leads nowhere.
    """

    email = models.EmailField("courriel", unique=True)
    name = models.CharField("nom affiché", max_length=120, blank=True)
    is_active = models.BooleanField("peut se connecter", default=True)
    is_staff = models.BooleanField("administration nationale", default=False)
    siret = models.CharField("SIRET annoncé à la connexion", max_length=14, blank=True)
    wants_messages = models.BooleanField("reçoit les courriels sur ses fiches", default=True)
    created_at = models.DateTimeField("créé le", auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = PersonManager()

    class Meta:
        verbose_name = "personne"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), name="person_email_unique_whatever_the_case"),
            models.CheckConstraint(condition=~Q(email=""), name="person_has_email"),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The name, or the part of the address before the @."""
        return self.name or self.email.split("@")[0]

    @property
    def actor(self) -> str:
        """How the event log and the revisions name this person."""
        return f"{_ACTOR}{self.pk}"

    def get_full_name(self) -> str:
        """Return the name, as libraries ask for it."""
        return self.display_name

    def get_short_name(self) -> str:
        """Return the name, as libraries ask for it."""
        return self.display_name


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Business sets of memberships."""

    def accepted(self) -> Self:
        """Return those that count."""
        return self.filter(state=Membership.State.ACCEPTED)

    def waiting(self) -> Self:
        """Return the requests that nobody has answered."""
        return self.filter(state=Membership.State.ASKED)


class Membership(models.Model):
    """A person's place in a structure, asked for, accepted, refused or ended."""

    class Role(models.TextChoices):
        MEMBER = "membre", "Membre"
        MANAGER = "responsable", "Responsable"

    class State(models.TextChoices):
        ASKED = "demandee", "Demandée"
        ACCEPTED = "acceptee", "Acceptée"
        REFUSED = "refusee", "Refusée"
        ENDED = "terminee", "Terminée"

    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    structure = models.ForeignKey("network.Structure", models.CASCADE, related_name="memberships")
    role = models.CharField("rôle", max_length=11, choices=Role.choices, default=Role.MEMBER)
    state = models.CharField("état", max_length=9, choices=State.choices, default=State.ASKED)
    message = models.TextField("mot d’accompagnement", max_length=1000, blank=True)
    asked_at = models.DateTimeField("demandée le", auto_now_add=True)
    decided_at = models.DateTimeField("décidée le", null=True, blank=True)
    decided_by = models.CharField("décidée par", max_length=200, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "appartenance"
        ordering: ClassVar = ["structure", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "structure"], name="membership_once_per_structure"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.structure} ({self.get_role_display()})"


class Correspondence(models.Model):
    """A person who follows a département, for the Caf or for the federation."""

    class Side(models.TextChoices):
        CAF = "caf", "Caf"
        FEDERATION = "federation", "Fédération"

    person = models.ForeignKey(Person, models.CASCADE, related_name="correspondences")
    department = models.ForeignKey(
        "network.Department", models.PROTECT, related_name="correspondences"
    )
    side = models.CharField("côté", max_length=10, choices=Side.choices)

    class Meta:
        verbose_name = "correspondance"
        ordering: ClassVar = ["department", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "department", "side"], name="correspondence_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.department} ({self.get_side_display()})"


class StructureRequest(models.Model):
    """Somebody's request that a missing structure be created, and them its first member."""

    class State(models.TextChoices):
        ASKED = "demandee", "Demandée"
        ACCEPTED = "acceptee", "Acceptée"
        REFUSED = "refusee", "Refusée"

    person = models.ForeignKey(Person, models.CASCADE, related_name="structure_requests")
    name = models.CharField("nom de la structure", max_length=300)
    department = models.ForeignKey("network.Department", models.PROTECT, related_name="+")
    kind = models.CharField("type", max_length=3, blank=True)
    town = models.CharField("commune", max_length=120, blank=True)
    siret = models.CharField("SIRET", max_length=14, blank=True)
    message = models.TextField("mot d’accompagnement", max_length=1000, blank=True)
    state = models.CharField("état", max_length=9, choices=State.choices, default=State.ASKED)
    reason = models.TextField("raison du refus", max_length=1000, blank=True)
    structure = models.ForeignKey(
        "network.Structure", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField("demandée le", auto_now_add=True)
    decided_at = models.DateTimeField("décidée le", null=True, blank=True)
    decided_by = models.CharField("décidée par", max_length=200, blank=True)

    class Meta:
        verbose_name = "demande de création de structure"
        verbose_name_plural = "demandes de création de structure"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="structure_request_has_name"),
        ]

    def __str__(self) -> str:
        return self.name


def names_of(actors: "set[str] | list[str]") -> dict[str, str]:
    """Return {actor label: name to show} for people: one query.

    Whoever has been erased is named as such; a label that is nobody's is left out.
    """
    ids = [int(actor[len(_ACTOR) :]) for actor in set(actors) if actor.startswith(_ACTOR)]
    erased = {actor: GONE for actor in actors if actor.startswith(ERASED)}
    people = Person.objects.filter(pk__in=ids)
    return erased | {person.actor: person.display_name for person in people}
