"""Whether what is stored agrees with itself. Messages in French, with how to mend."""

from essaim.search import checking as index_checking
from essaim.sheets import content as contents
from essaim.sheets.models import Revision, Sheet
from essaim.sheets.terms import Terms
from essaim.workflow import rereading

_SHOWN = 5


def problems() -> list[str]:
    """Return what is wrong; empty when all agrees. The index is brought up to date first."""
    return [*_live_revisions(), *_digests(), *_figures(), *index_checking.problems()]


def _live_revisions() -> list[str]:
    """Every published sheet has one live revision that says what the sheet says."""
    live = Revision.objects.filter(state=Revision.State.LIVE)
    orphans = Sheet.objects.published().exclude(pk__in=live.values("sheet_id"))
    numbers = list(orphans.values_list("number", flat=True)[: _SHOWN + 1])
    return [f"Fiches publiées sans version en ligne : {_some(numbers)}."] if numbers else []


def _digests() -> list[str]:
    """Every published sheet's columns, its digest and its live revision are the same content."""
    wrong: list[int] = []
    terms = Terms.load()  # a revision keeps the labels it was written with
    live = Revision.objects.filter(
        state=Revision.State.LIVE, sheet__state=Sheet.State.PUBLISHED
    ).order_by("sheet_id")
    last = 0
    while len(wrong) <= _SHOWN:
        batch = list(live.filter(sheet_id__gt=last).values_list("sheet_id", "content")[:1000])
        if not batch:
            break
        last = batch[-1][0]
        sheets = Sheet.objects.for_reading().in_bulk([sheet_id for sheet_id, _ in batch])
        for sheet_id, stored in batch:
            sheet = sheets[sheet_id]
            content = contents.of_sheet(sheet)
            written = terms.spelt(contents.from_json(stored))
            if sheet.digest != contents.digest(content) or content != written:
                wrong.append(sheet.number)
    return [f"Fiches qui ne disent pas ce que dit leur version : {_some(wrong)}."] if wrong else []


def _figures() -> list[str]:
    """Every sheet's figures were read by this version."""
    behind = rereading.waiting().count()
    if not behind:
        return []
    return [
        f"Fiches dont les chiffres n’ont pas été lus par cette version : {behind}. "
        "« essaim serve » les lit en démarrant."
    ]


def _some(numbers: list[int]) -> str:
    shown = ", ".join(str(number) for number in numbers[:_SHOWN])
    return shown + ("…" if len(numbers) > _SHOWN else "")
