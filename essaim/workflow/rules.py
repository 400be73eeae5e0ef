"""Who may do what: every right, as named predicates, in one place.

A right is decided from a `Standing` (who asks) and a `Situation` (what they ask about), both
plain values: `tests/workflow/test_rules.py` is the whole table, role by act by state. Writers call
`require`; pages call `may` to show only what can be done.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self

from django.core.exceptions import PermissionDenied

from essaim.network.models import Structure
from essaim.network.standing import Standing
from essaim.sheets.models import Revision, Sheet


class Act(StrEnum):
    """What one may want to do to a sheet."""

    SEE = "voir le suivi de la fiche"
    SEE_DRAFT = "lire la version en attente"
    EDIT = "modifier la fiche"
    SUBMIT = "soumettre la fiche"
    DISCARD = "abandonner le brouillon"
    COPY = "repartir de la fiche"
    DISCUSS = "écrire dans la conversation"
    APPROVE = "publier la fiche"
    RETURN = "renvoyer la fiche"
    WITHDRAW = "retirer la fiche"
    MEND = "corriger la fiche"
    MERGE = "réunir deux fiches"
    CONFIRM = "dire si l’action continue"


class StructureAct(StrEnum):
    """What one may want to do to a structure."""

    WRITE = "écrire une fiche pour la structure"
    SEE_TEAM = "voir l’équipe de la structure"
    MANAGE_MEMBERS = "gérer les membres de la structure"
    DESCRIBE = "modifier la présentation de la structure"
    MAKE_BROCHURE = "faire une plaquette de la structure"


class DepartmentAct(StrEnum):
    """What one may want to do in a département."""

    FOLLOW = "suivre le département"
    DECIDE_STRUCTURES = "créer une structure"
    SET_APPROVAL = "choisir comment on publie"


class Right(StrEnum):
    """What one may want to do to no sheet, structure or département in particular."""

    SEE_DESK = "ouvrir le bureau"
    REVIEW_TERMS = "tenir le vocabulaire"
    EDIT_SYNONYMS = "changer les synonymes"
    MAKE_BROCHURES = "faire une plaquette de n’importe quelles fiches publiées"
    ADMINISTER = "administrer Essaim"


@dataclass(frozen=True, slots=True)
class Situation:
    """What decides rights on a sheet: whose it is, where it stands, and what waits beside it."""

    structure: int
    department: str | None
    state: Sheet.State
    waiting: Revision.State | None = None
    shown: bool = False  # it has been submitted or published once

    @classmethod
    def of(cls, sheet: Sheet, waiting: Revision | None) -> Self:
        """Return a sheet's situation (its `structure` loaded), with its waiting revision."""
        return cls(
            structure=sheet.structure_id,
            department=sheet.structure.department_id,
            state=Sheet.State(sheet.state),
            waiting=Revision.State(waiting.state) if waiting else None,
            shown=sheet.submitted_at is not None or sheet.published_at is not None,
        )


@dataclass(frozen=True, slots=True)
class BrochureSituation:
    """Whose brochure it is: who asked for it, and the structure or départements it is about.

    A brochure of any other selection is its owner's alone: `departments` is then empty.
    """

    owner: int | None
    structure: int | None = None
    departments: frozenset[str] = frozenset()


Predicate = Callable[[Standing, Situation], bool]


def is_member(who: Standing, what: Situation) -> bool:
    """Belongs to the structure whose sheet it is."""
    return who.is_member(what.structure)


def is_manager(who: Standing, what: Situation) -> bool:
    """Answers for the structure whose sheet it is."""
    return who.is_manager(what.structure)


def is_supervisor(who: Standing, what: Situation) -> bool:
    """Follows the sheet's département, or administers the whole country."""
    return who.is_national or who.follows(what.department)


def is_private(what: Situation) -> bool:
    """Nobody but the structure has been shown anything: a first draft, or an abandoned one."""
    return not what.shown


def is_kept(what: Situation) -> bool:
    """Still a sheet of its own: what has been merged into another is only history."""
    return what.state != Sheet.State.MERGED


def is_submitted(what: Situation) -> bool:
    """Has a version that waits for an approval."""
    return is_kept(what) and what.waiting == Revision.State.SUBMITTED


def is_online(what: Situation) -> bool:
    """Is what the public reads."""
    return what.state == Sheet.State.PUBLISHED


def may_see(who: Standing, what: Situation) -> bool:
    """The structure always; who looks after it once it has been shown; never anybody else."""
    if is_member(who, what) or who.is_national:
        return True
    return is_supervisor(who, what) and not is_private(what)


def may_see_draft(who: Standing, what: Situation) -> bool:
    """Work in progress is the structure's own until it submits it."""
    if is_member(who, what) or who.is_national:
        return True
    shown = what.waiting in (Revision.State.SUBMITTED, Revision.State.RETURNED)
    return is_supervisor(who, what) and shown


def may_edit(who: Standing, what: Situation) -> bool:
    """The structure writes; a correspondent asks, or mends."""
    return is_member(who, what) and is_kept(what)


def may_submit(who: Standing, what: Situation) -> bool:
    """Whoever may edit, when something waits that has not been submitted."""
    ready = what.waiting in (Revision.State.DRAFT, Revision.State.RETURNED)
    return may_edit(who, what) and ready


def may_discard(who: Standing, what: Situation) -> bool:
    """Whoever may edit, when something waits."""
    return may_edit(who, what) and what.waiting is not None


def may_discuss(who: Standing, what: Situation) -> bool:
    """Whoever sees it, while it is a sheet of its own."""
    return may_see(who, what) and is_kept(what)


def may_decide(who: Standing, what: Situation) -> bool:
    """Approve or return: who looks after the département, on a submitted version."""
    return is_supervisor(who, what) and is_submitted(what)


def may_withdraw(who: Standing, what: Situation) -> bool:
    """The structure's manager or who looks after it, when it is online."""
    return (is_manager(who, what) or is_supervisor(who, what)) and is_online(what)


def may_mend(who: Standing, what: Situation) -> bool:
    """Who looks after the département, on what is online or submitted; never on a private draft."""
    return is_supervisor(who, what) and (is_online(what) or is_submitted(what))


def may_merge(who: Standing, what: Situation) -> bool:
    """Who looks after the département, on what is online. Both sheets are asked about."""
    return is_supervisor(who, what) and is_online(what)


def may_confirm(who: Standing, what: Situation) -> bool:
    """Say once a year whether an action goes on: the structure, of what is online."""
    return is_member(who, what) and is_online(what)


RULES: Final[Mapping[Act, Predicate]] = {
    Act.SEE: may_see,
    Act.SEE_DRAFT: may_see_draft,
    Act.EDIT: may_edit,
    Act.SUBMIT: may_submit,
    Act.DISCARD: may_discard,
    Act.COPY: is_member,
    Act.DISCUSS: may_discuss,
    Act.APPROVE: may_decide,
    Act.RETURN: may_decide,
    Act.WITHDRAW: may_withdraw,
    Act.MEND: may_mend,
    Act.MERGE: may_merge,
    Act.CONFIRM: may_confirm,
}


def may(who: Standing, act: Act, what: Situation) -> bool:
    """Whether that person may do that to that sheet."""
    return RULES[act](who, what)


def require(who: Standing, act: Act, what: Situation) -> None:
    """Raise PermissionDenied, with a French sentence, when they may not."""
    if not may(who, act, what):
        raise PermissionDenied(f"Vous ne pouvez pas {act.value}.")


def may_structure(who: Standing, act: StructureAct, structure: Structure) -> bool:
    """Whether that person may do that to that structure."""
    supervises = who.is_national or who.follows(structure.department_id)
    if act is StructureAct.WRITE:
        return who.is_member(structure.pk)
    if act in (StructureAct.SEE_TEAM, StructureAct.MAKE_BROCHURE):
        return who.is_member(structure.pk) or supervises
    return who.is_manager(structure.pk) or supervises


def require_structure(who: Standing, act: StructureAct, structure: Structure) -> None:
    """Raise PermissionDenied, with a French sentence, when they may not."""
    if not may_structure(who, act, structure):
        raise PermissionDenied(f"Vous ne pouvez pas {act.value}.")


def may_department(who: Standing, act: DepartmentAct, department: str | None) -> bool:
    """Whether that person may do that in that département; all acts are the correspondents'."""
    return who.is_national or who.follows(department)


def require_department(who: Standing, act: DepartmentAct, department: str | None) -> None:
    """Raise PermissionDenied, with a French sentence, when they may not."""
    if not may_department(who, act, department):
        raise PermissionDenied(f"Vous ne pouvez pas {act.value}.")


def has(who: Standing, right: Right) -> bool:
    """Whether that person has that right, which concerns nothing in particular."""
    if right is Right.ADMINISTER:
        return who.is_national
    return who.is_national or bool(who.departments)


def require_right(who: Standing, right: Right) -> None:
    """Raise PermissionDenied, with a French sentence, when they have not."""
    if not has(who, right):
        raise PermissionDenied(f"Vous ne pouvez pas {right.value}.")


def may_open_brochure(who: Standing, what: BrochureSituation) -> bool:
    """Read it and have its files: whoever asked for it, and whoever could have for their own.

    The structure's people for a structure's, the correspondents for a territory's.
    """
    if may_change_brochure(who, what):
        return True
    if what.structure is not None:
        return who.is_member(what.structure)
    return any(who.follows(code) for code in what.departments)


def may_change_brochure(who: Standing, what: BrochureSituation) -> bool:
    """Stop it, have it made again, delete it: its owner, the structure's manager, the nation."""
    if who.is_national or (who.is_known and who.person_id == what.owner):
        return True
    return what.structure is not None and who.is_manager(what.structure)
