"""Coherence checks: each one says what is wrong, why it matters, what mends it, what to ask.

A check is one declaration in `CHECKS`; pages, counts, mending and questions derive from it.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Length, Trim
from django.utils import timezone
from stdnum.fr import siret as siret_number

from essaim.desk.scope import Scope
from essaim.network.models import Structure
from essaim.sheets import fields, vocabulary
from essaim.sheets.models import Sheet

# Free text shorter than this in all, in characters, tells nobody how to do the same.
LITTLE: Final = 200
# An action said to be running for longer than this is asked about.
LONG_YEARS: Final = 3
# What its structure has confirmed since then is not asked about again.
CONFIRMED_FOR: Final = datetime.timedelta(days=365)

_NOT_THE_STORY: Final = ("end_reason", "initiative_detail")

Sheets = QuerySet[Sheet]
Structures = QuerySet[Structure]


@dataclass(frozen=True, slots=True)
class Check:
    """One check on published sheets.

    `mends` is the `Field.name` that puts it right, "" when only the structure can; `value` is
    what one click sets it to, "" when it is to be chosen. `subject` begins every question sent,
    and tells that it has been; `question` is what may be sent, to be edited.
    """

    key: str
    title: str
    why: str
    find: Callable[[Sheets], Sheets]
    subject: str
    question: str
    mends: str = ""
    value: str = ""
    action: str = "Corriger"


@dataclass(frozen=True, slots=True)
class StructureCheck:
    """One check on structures; `column` is what puts it right."""

    key: str
    title: str
    why: str
    find: Callable[[Structures], Structures]
    column: str


def _untitled(sheets: Sheets) -> Sheets:
    return sheets.annotate(bare=Trim("title")).filter(bare="")


def _nearly_empty(sheets: Sheets) -> Sheets:
    told = [field.name for field in fields.TEXTS if field.name not in _NOT_THE_STORY]
    total = sum((Length(Trim(F(name))) for name in told[1:]), Length(Trim(F(told[0]))))
    return sheets.annotate(told=total).filter(told__lt=LITTLE)


def _without(name: str) -> Callable[[Sheets], Sheets]:
    def find(sheets: Sheets) -> Sheets:
        return sheets.filter(**{f"{name}__isnull": True})

    return find


def _long_running(sheets: Sheets) -> Sheets:
    now = timezone.now()
    last_year = timezone.localdate().year - LONG_YEARS
    limit = now - datetime.timedelta(days=round(365.25 * LONG_YEARS))
    old = Q(year__lt=last_year) | Q(year__isnull=True, published_at__lt=limit)
    confirmed = Q(confirmed_at__gte=now - CONFIRMED_FOR)
    return sheets.filter(old, status=vocabulary.RUNNING_ID).exclude(confirmed)


CHECKS: Final = (
    Check(
        key="sans-titre",
        title="Sans titre",
        why="Dans une liste, personne n’ouvre « SANS TITRE ».",
        find=_untitled,
        subject="À propos du titre de cette fiche :",
        question="Votre fiche n’a pas de titre. Quel nom donnez-vous à cette action, celui que "
        "les habitants connaissent ?",
        mends="title",
        action="Donner ce titre",
    ),
    Check(
        key="presque-vide",
        title="Presque vides",
        why="Moins de quelques lignes en tout : vos collègues n’y apprendront rien.",
        find=_nearly_empty,
        subject="À propos du contenu de cette fiche :",
        question="Votre fiche dit encore peu de choses. Pourriez-vous raconter en quelques lignes "
        "ce qui se passe, avec qui, et ce que cela change pour les habitants ?",
    ),
    Check(
        key="sans-dimension",
        title="Sans dimension",
        why="Elles manquent dans les recherches et dans la plaquette par dimension.",
        find=_without("dimension"),
        subject="À propos de la dimension de cette fiche :",
        question="Dans quelle dimension du projet social rangez-vous cette action : "
        "accompagnement de projets, citoyenneté ou services ?",
        mends="dimension",
    ),
    Check(
        key="sans-territoire",
        title="Sans territoire",
        why="On ne sait pas si l’action touche un quartier ou plusieurs communes.",
        find=_without("territory"),
        subject="À propos du territoire de cette fiche :",
        question="Jusqu’où cette action rayonne-t-elle : un quartier, plusieurs quartiers, une "
        "commune, plusieurs communes ?",
        mends="territory",
    ),
    Check(
        key="en-cours-longtemps",
        title="En cours depuis plus de trois ans",
        why="Beaucoup de ces actions se sont arrêtées sans que la fiche le dise.",
        find=_long_running,
        subject="À propos du statut de cette fiche :",
        question="Cette action est-elle toujours en cours ? Si elle s’est arrêtée, dites-nous "
        "pourquoi en une phrase : cela aide ceux qui voudraient s’en inspirer.",
        mends="status",
        value=fields.STATUS_ENDED,
        action="Terminée",
    ),
)
BY_KEY: Final = {check.key: check for check in CHECKS}


def _nowhere(structures: Structures) -> Structures:
    return structures.filter(department__isnull=True)


def _false_siret(structures: Structures) -> Structures:
    """Those whose SIRET fails its key. Read here: no database knows La Poste's exception."""
    rows = structures.exclude(siret="").values_list("pk", "siret")
    wrong = [pk for pk, siret in rows if not siret_number.is_valid(siret)]
    return structures.filter(pk__in=wrong)


STRUCTURE_CHECKS: Final = (
    StructureCheck(
        key="structures-sans-departement",
        title="Structures sans département",
        why="Leurs fiches n’apparaissent dans aucun territoire, et personne ne les suit.",
        find=_nowhere,
        column="department",
    ),
    StructureCheck(
        key="siret-faux",
        title="SIRET à revoir",
        why="Le numéro ne respecte pas sa clé : un chiffre est sans doute mal recopié.",
        find=_false_siret,
        column="siret",
    ),
)
STRUCTURES_BY_KEY: Final = {check.key: check for check in STRUCTURE_CHECKS}


def sheets_of(check: Check, scope: Scope) -> Sheets:
    """Return the published sheets of the scope that fail the check, oldest first."""
    published = Sheet.objects.published().filter(scope.within("structure"))
    return check.find(published).order_by("published_at", "pk")


def structures_of(check: StructureCheck, scope: Scope) -> Structures:
    """Return the structures of the scope that fail the check."""
    return check.find(Structure.objects.filter(scope.of_structures())).order_by("name", "pk")
