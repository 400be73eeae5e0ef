"""The synonyms as the desk shows them: groups by section, what changed, what a word leads to."""

import difflib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from django.core.paginator import Page, Paginator
from django.utils import timezone

from essaim.catalogue import dates
from essaim.network.people import GONE, names_of
from essaim.network.standing import Standing
from essaim.search import analysis, synonyms, synonyms_file
from essaim.search.models import SynonymEdition
from essaim.search.synonyms import ACRONYM, Thesaurus
from essaim.search.synonyms_file import Contents, Group
from essaim.sheets.vocabulary import fold
from essaim.workflow import synonyms as writing

GROUPS_PER_PAGE: Final = 150
EDITIONS_PER_PAGE: Final = 10
_MOST_LINES: Final = 30  # of the differences of one edition
_LONGEST_TRIED: Final = 120
_TRIES: Final = 3
_MOST_EDITIONS: Final = 2**31 - 1  # what the column can hold


class NoSuchGroup(LookupError):
    """The group is not there any more: somebody has just changed it."""

    def __init__(self) -> None:
        super().__init__(
            "Ce groupe n’est plus là : quelqu’un vient de le changer ou de le retirer."
        )


@dataclass(frozen=True, slots=True)
class InForce:
    """The edition in force. `number` is 0 for the file shipped with Essaim."""

    number: int
    text: str
    by: str = ""
    when: str = ""

    def read(self) -> Contents:
        """Return what it holds."""
        return synonyms_file.read(self.text)


@dataclass(frozen=True, slots=True)
class Difference:
    """A line that an edition added, or took away."""

    is_added: bool
    text: str


@dataclass(frozen=True, slots=True)
class EditionRow:
    """One edition of the list; `more` counts the differences that are not shown."""

    number: int
    by: str
    when: str
    comment: str
    differences: tuple[Difference, ...]
    more: int
    is_in_force: bool


@dataclass(frozen=True, slots=True)
class Tried:
    """A word or an expression that was tried, and what else is looked for, with what it counts."""

    written: str
    others: tuple[tuple[str, str], ...]
    is_common: bool = False


def in_force(*, named: bool = False) -> InForce:
    """Return the edition in force, read from the database; `named` says whose it is too."""
    newest = SynonymEdition.objects.order_by("-number").first()
    if newest is None:
        return InForce(0, synonyms.shipped())
    if not named:
        return InForce(newest.number, newest.text)
    names = names_of({newest.author})
    when = _moment(newest)
    return InForce(newest.number, newest.text, names.get(newest.author, GONE), when)


def text_of(number: int) -> str | None:
    """Return the text of an edition, 0 for the shipped file; None when there is none."""
    if number == 0:
        return synonyms.shipped()
    if number > _MOST_EDITIONS:
        return None
    return SynonymEdition.objects.filter(number=number).values_list("text", flat=True).first()


def matching(contents: Contents, words: str) -> list[Group]:
    """Return the groups that say all of these words, all of them for none."""
    wanted = fold(words).split()
    return [group for group in contents.groups if all(one in fold(group.text) for one in wanted)]


def page_of(groups: Sequence[Group], asked: str) -> "Page[Group]":
    """Return one page of groups."""
    return Paginator(groups, GROUPS_PER_PAGE).get_page(asked)


def by_section(groups: Iterable[Group]) -> list[tuple[str, list[Group]]]:
    """Return groups in the order of the file, under the title of their section."""
    return [(title, list(held)) for title, held in groupby(groups, lambda one: one.section)]


def group_at(contents: Contents, line: str) -> Group | None:
    """Return the group on that line of the file."""
    if not (line.isascii() and line.isdigit() and len(line) < 7):
        return None
    return next((group for group in contents.groups if group.line == int(line)), None)


def tried(contents: Contents, text: str) -> list[Tried]:
    """Return what each word or expression of a text is looked for by."""
    words = analysis.cut(text[:_LONGEST_TRIED])
    stems = [analysis.stems[word] for word in words]
    thesaurus = Thesaurus(contents.groups)
    found: list[Tried] = []
    place = 0
    while place < len(words):
        match = thesaurus.variants(stems, place, words)
        length = match.length if match else 1
        others = (
            tuple((one.written, _counts(one.weight)) for one in match.variants) if match else ()
        )
        written = " ".join(words[place : place + length])
        found.append(Tried(written, others, is_common=not stems[place]))
        place += length
    return found


def _counts(weight: float) -> str:
    return "presque autant" if weight >= ACRONYM else "moitié moins"


def line_of(written: str) -> str:
    """Return one group as it should be written. Raises ValueError, in French."""
    line = " ".join(written.split())
    contents = synonyms_file.read(line)
    if contents.problems:
        raise ValueError(_sentence(contents.problems[0].reason))
    if len(contents.groups) != 1:
        raise ValueError("Il faut au moins deux termes, séparés par « = » ou par « > ».")
    return contents.groups[0].text


def _sentence(reason: str) -> str:
    return reason[:1].upper() + reason[1:]


def add(who: Standing, section: str, written: str) -> str:
    """Add a group at the end of a section, new or not; return it. Raises ValueError, in French."""
    line, title = line_of(written), " ".join(section.split()).lstrip("# ")

    def edit(text: str) -> str:
        _refuse_known(text, line)
        return _with_line(text, title, line)

    _edit(who, edit)
    return line


def replace(who: Standing, old: str, written: str) -> str:
    """Put a group in the place of another; return it. Raises ValueError, NoSuchGroup."""
    line = line_of(written)

    def edit(text: str) -> str:
        _refuse_known(_with_line_changed(text, old, [""]), line)
        return _with_line_changed(text, old, [line])

    _edit(who, edit)
    return line


def remove(who: Standing, old: str) -> None:
    """Take a group out. Raises ValueError, NoSuchGroup."""
    _edit(who, lambda text: _with_line_changed(text, old, []))


def _refuse_known(text: str, line: str) -> None:
    """Refuse a group with a term that another one has: read last, the fault is told as its own."""
    before = text.rstrip("\n")
    contents = synonyms_file.read(f"{before}\n{line}")
    if contents.problems and contents.problems[-1].line == before.count("\n") + 2:
        raise ValueError(_sentence(contents.problems[-1].reason))


def _edit(who: Standing, edit: Callable[[str], str]) -> None:
    """Change the text in force, whoever else does meanwhile. Raises ValueError, in French."""
    for _ in range(_TRIES):
        held = in_force()
        try:
            writing.change(who, edit(held.text), held.number)
        except writing.Changed:
            continue
        except synonyms_file.SynonymsError as faults:
            raise ValueError(str(faults.problems[0])) from faults
        return
    raise ValueError("Beaucoup de monde change les synonymes en ce moment : essayez de nouveau.")


def _with_line(text: str, section: str, line: str) -> str:
    """Return the text with one more line, after the last group of its section."""
    contents = synonyms_file.read(text)
    lines = text.split("\n")
    held = [group.line for group in contents.groups if group.section == section]
    titles = [at for at, one in enumerate(lines, 1) if _is_title(one, section)]
    if held:
        lines.insert(held[-1], line)
    elif section in contents.sections and titles:
        lines.insert(titles[-1], line)
    elif section:
        lines += [f"## {section}", line]
    else:
        lines.insert(_end_of_head(lines), line)
    return "\n".join(lines)


def _is_title(line: str, section: str) -> bool:
    return line.startswith("##") and " ".join(line.lstrip("#").split()) == section


def _end_of_head(lines: Sequence[str]) -> int:
    """Return where the first section begins."""
    return next((at for at, line in enumerate(lines) if line.startswith("##")), len(lines))


def _with_line_changed(text: str, old: str, new: list[str]) -> str:
    contents = synonyms_file.read(text)
    group = next((one for one in contents.groups if one.text == old), None)
    if group is None:
        raise NoSuchGroup
    lines = text.split("\n")
    lines[group.line - 1 : group.line] = new
    return "\n".join(lines)


def differences(before: str, after: str) -> list[Difference]:
    """Return the lines that one text has and the other has not, in their order."""
    changes = difflib.unified_diff(before.split("\n"), after.split("\n"), n=0, lineterm="")
    return [
        Difference(line[0] == "+", line[1:])
        for line in list(changes)[2:]
        if line[:1] in "+-" and line[1:].strip()
    ]


def editions(asked: str) -> tuple["Page[SynonymEdition]", list[EditionRow]]:
    """Return one page of editions, the newest first, with what each changed: four queries."""
    # Numbers have no gap: there are as many editions as the newest one's number.
    found = SynonymEdition.objects.order_by("-number")
    page = Paginator(found, EDITIONS_PER_PAGE).get_page(asked)
    rows = list(page)
    if not rows:
        return page, []
    names = names_of({row.author for row in rows})
    texts = {row.number: row.text for row in rows}
    earlier = rows[-1].number - 1
    texts[earlier] = text_of(earlier) or ""
    return page, [_row(row, texts, names, row.number == page.paginator.count) for row in rows]


def _row(
    row: SynonymEdition, texts: dict[int, str], names: dict[str, str], is_in_force: bool
) -> EditionRow:
    changed = differences(texts[row.number - 1], row.text)
    return EditionRow(
        number=row.number,
        by=names.get(row.author, GONE),
        when=_moment(row),
        comment=row.comment,
        differences=tuple(changed[:_MOST_LINES]),
        more=max(0, len(changed) - _MOST_LINES),
        is_in_force=is_in_force,
    )


def _moment(row: SynonymEdition) -> str:
    local = timezone.localtime(row.at)
    return f"{dates.day(row.at)} à {local:%H} h {local:%M}"
