"""Which part of the country a page of the desk is about, and who may open the desk at all."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from essaim.network.models import Department
from essaim.network.private import private
from essaim.network.standing import Standing, who_asks
from essaim.network.territories import department_names
from essaim.sheets.models import Sheet
from essaim.workflow import rules
from essaim.workflow.rules import Right, Situation

KEY: Final = "departement"
# Structures whose département nobody knows: the nation looks after them.
NOWHERE: Final = "aucun"

View = Callable[..., HttpResponseBase]


def for_desk(view: View) -> View:
    """Let in whoever looks after a département; the others are told why not (403)."""

    @private
    @wraps(view)
    def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
        rules.require_right(who_asks(request), Right.SEE_DESK)
        return view(request, *arguments, **named)

    return guarded


@dataclass(frozen=True, slots=True)
class Scope:
    """The départements somebody looks at: `codes` None for the whole country.

    `chosen` is the one picked among theirs, "" when none is. `choices` are (code, name) pairs.
    """

    codes: tuple[str, ...] | None
    chosen: str
    choices: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, request: HttpRequest) -> "Scope":
        """Read the scope of a request. Raises Http404 for a département that is not theirs."""
        who = who_asks(request)
        chosen = request.GET.get(KEY, "") or request.POST.get(KEY, "")
        names = department_names().names
        followed = tuple(sorted(names if who.is_national else who.departments))
        choices = tuple((code, names[code]) for code in followed)
        if who.is_national:
            choices = (*choices, (NOWHERE, "Sans département"))
        if chosen and chosen not in dict(choices):
            raise Http404
        if chosen:
            return cls(() if chosen == NOWHERE else (chosen,), chosen, choices)
        return cls(None if who.is_national else followed, "", choices)

    def within(self, structure: str) -> Q:
        """Return the condition that the structure at that path lies in the scope."""
        return self._where(f"{structure}__department")

    def of_structures(self) -> Q:
        """Return the condition that a structure itself lies in the scope."""
        return self._where("department")

    def _where(self, department: str) -> Q:
        if self.chosen == NOWHERE:
            return Q(**{f"{department}__isnull": True})
        return Q() if self.codes is None else Q(**{f"{department}__in": self.codes})

    @property
    def places(self) -> list[str] | None:
        """The codes as the search for doubles wants them: "" for no département."""
        if self.chosen == NOWHERE:
            return [""]
        return None if self.codes is None else list(self.codes)

    @property
    def query(self) -> str:
        """What addresses carry so that the scope stays: `departement=69`, or nothing."""
        return f"{KEY}={self.chosen}" if self.chosen else ""

    @property
    def name(self) -> str:
        """The scope in words: a name, a few, or the whole country."""
        if self.chosen:
            return dict(self.choices)[self.chosen]
        if self.codes is None:
            return "Toute la France"
        return ", ".join(name for _, name in self.choices)


def department_of(code: str, who: Standing) -> Department:
    """Return a département they look after. Raises Http404."""
    if not rules.may_department(who, rules.DepartmentAct.FOLLOW, code):
        raise Http404
    found = Department.objects.filter(pk=code).first()
    if found is None:
        raise Http404
    return found


def may_look_after(who: Standing, situation: Situation) -> bool:
    """Whether the sheet belongs on their desk: of their département, and shown to them."""
    return rules.is_supervisor(who, situation) and rules.may(who, rules.Act.SEE, situation)


def sheet_of(who: Standing, number: int) -> Sheet:
    """Return the sheet of that number, if it is on their desk. Raises Http404."""
    sheet = Sheet.objects.for_reading().filter(number=number).first()
    if sheet is None or not may_look_after(who, Situation.of(sheet, None)):
        raise Http404
    return sheet
