"""Several sheets decided at once: each by itself, none stopped by another, each one reported."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from django.core.exceptions import PermissionDenied
from django.http import Http404

from essaim.desk import rows
from essaim.network.standing import Standing
from essaim.sheets.models import Sheet
from essaim.workflow import deciding
from essaim.workflow.opening import Moved

MOST: Final = 200
_NAMED: Final = 4
_NUMBER: Final = re.compile(r"[0-9]{1,15}")


class Decision(StrEnum):
    """What may be decided about several sheets."""

    PUBLISH = "publier"
    RETURN = "renvoyer"
    WITHDRAW = "retirer"


NEEDS_REASON: Final = (Decision.RETURN, Decision.WITHDRAW)

# An outcome in French, for one and for several; `{}` is the titles.
_TOLD: Final[dict[str, tuple[str, str, bool]]] = {
    "publiee": ("Publiée : {}", "{n} fiches publiées : {}", True),
    "accord": (
        "Votre accord est noté, l’autre côté doit encore donner le sien : {}",
        "Votre accord est noté pour {n} fiches, l’autre côté doit encore donner le sien : {}",
        True,
    ),
    "renvoyee": ("Renvoyée : {}", "{n} fiches renvoyées : {}", True),
    "retiree": ("Retirée : {}", "{n} fiches retirées : {}", True),
    "changee": (
        "A changé entre-temps, rien n’a été fait ; relisez-la : {}",
        "{n} fiches ont changé entre-temps, rien n’y a été fait ; relisez-les : {}",
        False,
    ),
    "interdite": (
        "Rien n’a été fait : cette fiche n’attend pas cette décision, ou ne dépend pas de vous :"
        " {}",
        "Rien n’a été fait : {n} fiches n’attendent pas cette décision, ou ne dépendent pas "
        "de vous : {}",
        False,
    ),
    "absente": (
        "Une fiche cochée n’est plus là.",
        "{n} fiches cochées ne sont plus là.",
        False,
    ),
}


@dataclass(slots=True)
class Report:
    """What became of each sheet: titles by outcome."""

    outcomes: dict[str, list[str]] = field(default_factory=dict)

    def add(self, outcome: str, title: str) -> None:
        """Note what became of one sheet."""
        self.outcomes.setdefault(outcome, []).append(f"« {title} »")

    def sentences(self) -> list[tuple[str, bool]]:
        """Return the report: (sentence, whether all is well), in the order of `_TOLD`."""
        told = []
        for outcome, (one, several, is_well) in _TOLD.items():
            titles = self.outcomes.get(outcome, [])
            if titles:
                sentence = one if len(titles) == 1 else several
                # What went well needs no long list; what did not is named to the last.
                names = _some(titles) if is_well else ", ".join(titles)
                told.append((sentence.format(names, n=len(titles)), is_well))
        return told


def _some(titles: Sequence[str]) -> str:
    """Return a few titles, and how many more there are."""
    if len(titles) <= _NAMED + 1:
        return ", ".join(titles)
    return f"{', '.join(titles[:_NAMED])} et {len(titles) - _NAMED} autres"


def tokens(values: Sequence[str]) -> list[tuple[int, int]]:
    """Return the (sheet id, version) of each box; what is no box of ours is left out."""
    found = []
    for value in values[:MOST]:
        sheet_id, _, version = value.partition("-")
        if _NUMBER.fullmatch(sheet_id) and _NUMBER.fullmatch(version):
            found.append((int(sheet_id), int(version)))
    return list(dict.fromkeys(found))


def decide(
    who: Standing, decision: Decision, chosen: Sequence[tuple[int, int]], reason: str
) -> Report:
    """Do the same to every sheet chosen (id, version read); a reason where one is needed."""
    report = Report()
    act = _ACTS[decision]
    for sheet_id, version in chosen:
        title = ""
        try:
            title = _title(sheet_id)
            report.add(act(who, sheet_id, version, reason), title)
        except Moved:
            report.add("changee", title)
        except PermissionDenied:
            report.add(_refused(decision, sheet_id, version), title)
        except Http404:
            report.add("absente", title)
    return report


def _publish(who: Standing, sheet_id: int, version: int, _: str) -> str:
    online = deciding.approve(who, sheet_id, version=version)
    return "publiee" if online else "accord"


def _return(who: Standing, sheet_id: int, version: int, reason: str) -> str:
    deciding.send_back(who, sheet_id, reason, version=version)
    return "renvoyee"


def _withdraw(who: Standing, sheet_id: int, _: int, reason: str) -> str:
    deciding.withdraw(who, sheet_id, reason)
    return "retiree"


_ACTS: Final[dict[Decision, Callable[[Standing, int, int, str], str]]] = {
    Decision.PUBLISH: _publish,
    Decision.RETURN: _return,
    Decision.WITHDRAW: _withdraw,
}


def _title(sheet_id: int) -> str:
    """Return the title to report. Raises Http404."""
    sheet = Sheet.objects.filter(pk=sheet_id).first()
    if sheet is None:
        raise Http404
    return rows.titled(sheet, rows.waiting_of([sheet_id]).get(sheet_id))


def _refused(decision: Decision, sheet_id: int, version: int) -> str:
    """Tell a sheet that has moved on from one that could never be decided so.

    A version that was submitted when the list was shown may be a draft again, or online.
    """
    if decision is Decision.WITHDRAW or version == 0:
        return "interdite"
    waiting = rows.waiting_of([sheet_id]).get(sheet_id)
    return "interdite" if waiting is not None and waiting.version == version else "changee"
