"""Where a sheet stands, in words: for its structure, and for those who look after it."""

from dataclasses import dataclass

from essaim.sheets.models import Revision, Sheet


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sheet stands: a word for lists, a sentence for its page, a tone for its badge.

    `tone` is "", "strong" (waits for the structure), "good" (online) or "bad".
    """

    word: str
    sentence: str
    tone: str = ""


_WAITING = {
    Revision.State.DRAFT: Place(
        "Brouillon", "Vous écrivez : seules les personnes de la structure voient cette version."
    ),
    Revision.State.SUBMITTED: Place(
        "Soumise", "Elle attend la lecture des correspondants du département."
    ),
    Revision.State.RETURNED: Place(
        "À reprendre", "Elle vous est renvoyée : la raison est dans la conversation.", "strong"
    ),
}
_BESIDE = {
    Revision.State.DRAFT: Place(
        "En ligne, nouvelle version en cours",
        "Le public lit la version en ligne ; vous en préparez une autre à côté.",
        "good",
    ),
    Revision.State.SUBMITTED: Place(
        "En ligne, nouvelle version soumise",
        "Le public lit la version en ligne jusqu’à ce que la nouvelle soit publiée.",
        "good",
    ),
    Revision.State.RETURNED: Place(
        "En ligne, nouvelle version à reprendre",
        "Le public lit la version en ligne ; la nouvelle vous est renvoyée, "
        "la raison est dans la conversation.",
        "strong",
    ),
}
_ALONE = {
    Sheet.State.PUBLISHED: Place("En ligne", "Tout le monde peut la lire.", "good"),
    Sheet.State.WITHDRAWN: Place("Retirée", "Le public ne la voit plus.", "bad"),
    Sheet.State.MERGED: Place("Réunie", "Elle fait maintenant partie d’une autre fiche."),
    Sheet.State.DRAFT: Place("Brouillon", "Rien n’est encore écrit."),
}
_ABANDONED = Place(
    "Abandonnée", "Vous l’avez abandonnée avant publication ; vous pouvez la reprendre."
)


def place_of(sheet: Sheet, waiting: Revision | None) -> Place:
    """Return where a sheet stands, with what waits beside it."""
    if waiting is not None and sheet.state == Sheet.State.PUBLISHED:
        return _BESIDE[Revision.State(waiting.state)]
    if waiting is not None:
        return _WAITING[Revision.State(waiting.state)]
    if sheet.state == Sheet.State.WITHDRAWN and sheet.published_at is None:
        return _ABANDONED
    return _ALONE[Sheet.State(sheet.state)]


def title_of(sheet: Sheet, waiting: Revision | None) -> str:
    """Return the title people know the sheet by: the waiting version's when there is one."""
    if waiting is None and sheet.published_at is None:
        # Abandoned before anybody read it: its columns are empty, its versions are not.
        waiting = sheet.revisions.order_by("-version").first()
    if waiting is not None:
        written = str(waiting.content.get("titre", "")).strip()
        return written or f"Fiche sans titre ({sheet.number})"
    return sheet.display_title
