"""What is kept of people, and how long: stated once, for the page that tells and what applies it.

`KEPT` is what the public page and one's own page print; `accounts.retention` applies the
durations. The sentences are made of the durations, so that neither can drift.
"""

import datetime
from dataclasses import dataclass
from typing import Final

# From the end of what a link opened: used, expired or taken back.
LINKS: Final = datetime.timedelta(days=30)
# Intermediate saves: all of them, then the last of each author and day, then none.
EVERY_SAVE: Final = datetime.timedelta(days=7)
DAILY_SAVES: Final = datetime.timedelta(days=365)
REQUESTS: Final = datetime.timedelta(days=365)
UNUSED_ACCOUNTS: Final = datetime.timedelta(days=3 * 365)
NOTICE: Final = datetime.timedelta(days=60)
NEVER_USED_ACCOUNTS: Final = datetime.timedelta(days=30)
OUTBOX: Final = datetime.timedelta(days=90)
UNDELIVERED: Final = datetime.timedelta(days=30)
ADMINISTRATION_LOG: Final = datetime.timedelta(days=365)
# From its making: a brochure is printed and sent long before.
BROCHURES: Final = datetime.timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing that is kept, and how long, in French. `key` names it in code and reports."""

    key: str
    what: str
    how_long: str


def _days(duration: datetime.timedelta) -> str:
    if duration.days % 365:
        return f"{duration.days} jours"
    years = duration.days // 365
    return f"{years} an" if years == 1 else f"{years} ans"


KEPT: Final = (
    Kept(
        "comptes",
        "Votre compte : nom, adresse, clés d’accès, structures et rôles",
        f"Tant que vous vous en servez. Après {_days(UNUSED_ACCOUNTS)} sans connexion, un courriel "
        f"vous prévient, et le compte est effacé {_days(NOTICE)} plus tard.",
    ),
    Kept(
        "comptes_jamais_utilises",
        "Un compte commencé mais jamais ouvert, sans structure ni rôle",
        f"{_days(NEVER_USED_ACCOUNTS)}.",
    ),
    Kept(
        "signatures",
        "Qui a écrit, relu ou publié une version d’une fiche, les messages échangés à son sujet",
        "Aussi longtemps que la fiche. Quand un compte est effacé, son nom y est remplacé par "
        "« une personne qui a quitté Essaim ».",
    ),
    Kept(
        "enregistrements",
        "Les enregistrements intermédiaires d’une fiche, et les textes mis de côté lors d’un "
        "conflit",
        f"{_days(EVERY_SAVE)} pour tous, puis le dernier de chaque jour et de chaque auteur "
        f"pendant {_days(DAILY_SAVES)}. Ensuite, il ne reste que les versions publiées, celle qui "
        "attend, et la toute dernière.",
    ),
    Kept(
        "pieces_jointes",
        "Les pièces jointes que plus aucune version conservée ne montre",
        "Effacées dès le passage suivant de l’entretien du site.",
    ),
    Kept(
        "demandes",
        "Les demandes pour rejoindre ou créer une structure, et la trace d’une participation "
        "terminée",
        f"{_days(REQUESTS)} après la réponse ; {_days(REQUESTS)} après la demande si personne n’a "
        "répondu.",
    ),
    Kept(
        "plaquettes",
        "Les plaquettes que vous avez demandées : leurs textes, leurs logos et leurs fichiers",
        f"{_days(BROCHURES)} après leur fabrication, ou jusqu’à ce que vous les supprimiez. Quand "
        "un compte est effacé, seules restent celles de ses structures, sans son nom.",
    ),
    Kept(
        "liens",
        "Les liens envoyés par courriel (invitations, désinscription…)",
        f"{_days(LINKS)} après qu’ils ont servi ou expiré.",
    ),
    Kept(
        "sessions",
        "Les sessions de connexion",
        "30 jours au plus.",
    ),
    Kept(
        "courriels",
        "Les courriels écrits par le site",
        f"Effacés dès qu’ils sont partis ; {_days(UNDELIVERED)} s’ils ne peuvent pas partir, "
        f"{_days(OUTBOX)} quand le site les dépose dans un dossier.",
    ),
    Kept(
        "journal_administration",
        "Le journal de ce que fait l’administration nationale",
        f"{_days(ADMINISTRATION_LOG)}.",
    ),
)
