"""What the page of the editor shows: its parts, how far each has come, what to look at again."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

from essaim.editor import encouragement, likely_doubles, reading, sheet_form
from essaim.editor.attaching import FilesPart
from essaim.editor.encouragement import Encouragement
from essaim.editor.follow_up import Found, moment
from essaim.editor.likely_doubles import Double
from essaim.editor.reading import Reading
from essaim.editor.sheet_form import Control
from essaim.sheets import content as contents
from essaim.sheets import fields, guard
from essaim.sheets.content import Content, Value
from essaim.sheets.fields import Kind, Section
from essaim.sheets.models import Revision
from essaim.workflow.drafting import NEEDED, starting_point

logger = logging.getLogger(__name__)

# « Cinq minutes » comes first, by itself.
ESSENTIAL: Final = "essentiel"
FILES: Final = "fichiers-joints"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the page: its anchor, its heading, and how full it is."""

    anchor: str
    heading: str
    words: str
    controls: tuple[Control, ...]
    filled: int

    @property
    def total(self) -> int:
        """How many fields it has."""
        return len(self.controls)

    @property
    def state(self) -> str:
        """How full it is, in words."""
        return encouragement.of_part(self.filled, self.total)


@dataclass(frozen=True, slots=True)
class Figures:
    """What stands under a text in which figures are read, and the controls that state them."""

    reading: Reading
    members: tuple[Control, ...]


@dataclass(frozen=True, slots=True)
class EditorPage:
    """The whole page. `version` is the one the form starts from."""

    number: int
    title: str
    structure: str
    version: int
    parts: tuple[Part, ...]
    figures: Mapping[str, Figures]
    files: FilesPart
    encouragement: Encouragement
    doubles: list[Double]
    warnings: Mapping[str, list[guard.Warning]]
    faults: list[tuple[str, str, str]]
    saved_at: str
    is_online: bool
    was_returned: bool
    was_submitted: bool

    @classmethod
    def of(
        cls,
        found: Found,
        *,
        content: Content | None = None,
        written: Mapping[str, Value] | None = None,
        faults: Mapping[str, str] | None = None,
    ) -> Self:
        """Read the page of a sheet that one may edit; `content` when it has just been read."""
        start = starting_point(found.sheet, found.waiting)
        content = content or contents.from_json(start.content)
        controls = sheet_form.controls(content, written=written or {}, faults=faults or {})
        return cls(
            number=found.sheet.number,
            title=str(content["title"]) or f"Fiche {found.sheet.number}, encore sans titre",
            structure=found.sheet.structure.name,
            version=start.version,
            parts=tuple(_parts(controls)),
            figures=_figures(content, controls),
            files=FilesPart.of(found.sheet, content),
            encouragement=encouragement.of(content),
            doubles=likely_doubles.of(found.sheet, str(content["title"])),
            warnings=warnings(content),
            faults=[
                (fields.BY_NAME[name].key, fields.BY_NAME[name].heading, fault)
                for name, fault in (faults or {}).items()
            ],
            saved_at=moment(start.created_at),
            is_online=found.sheet.state == found.sheet.State.PUBLISHED,
            was_returned=start.state == Revision.State.RETURNED,
            was_submitted=start.state == Revision.State.SUBMITTED,
        )


def _parts(controls: Mapping[str, Control]) -> Sequence[Part]:
    """Return « Cinq minutes », then the declared sections with the rest."""
    first = tuple(controls[name] for name in NEEDED)
    words = "C’est assez pour soumettre. Tout le reste peut attendre."
    parts = [_part(ESSENTIAL, "Cinq minutes", words, first)]
    for rank, section in enumerate(Section, start=1):
        members = tuple(_members(section, controls))
        heading = "Se faire trouver" if section is Section.IDENTITY else section.value
        intro = encouragement.introduction(section)
        parts.append(_part(f"partie-{rank}", heading, intro, members))
    return parts


def _figures(content: Content, controls: Mapping[str, Control]) -> dict[str, Figures]:
    """Return what stands under each text in which figures are read, by its key."""
    readings = reading.all_of(content)
    found = {}
    for name, stating in reading.READ.items():
        key = fields.BY_NAME[name].key
        members = tuple(controls[field.name] for field in stating)
        found[key] = Figures(readings[key], members)
    return found


def _members(section: Section, controls: Mapping[str, Control]) -> Sequence[Control]:
    """Return a section's controls; a field asked on a condition follows the one that decides.

    Figures that are stated stand under the text they are read in (`_figures`).
    """
    members = []
    for name, control in controls.items():
        field = control.field
        if name in NEEDED or field.section is not section:
            continue
        if field.only_if or field.kind is Kind.NUMBER:
            continue
        members.append(control)
        members += [
            other for other in controls.values() if (other.field.only_if or ("",))[0] == name
        ]
    return members


def _part(anchor: str, heading: str, words: str, controls: tuple[Control, ...]) -> Part:
    asked = tuple(one for one in controls if not one.field.only_if or one.filled)
    filled = sum(one.filled for one in asked)
    return Part(anchor, heading, words, controls, filled)


def warnings(content: Content) -> dict[str, list[guard.Warning]]:
    """Return what the guard saw, by key of field."""
    found: dict[str, list[guard.Warning]] = {}
    for warning in guard.look(content):
        found.setdefault(fields.BY_NAME[warning.field].key, []).append(warning)
    return found


def in_place(found: Found, content: Content, sent: Sequence[str]) -> dict[str, Any]:
    """Return what a page already open changes after a save, under French keys.

    What helps must never undo what is saved: a failure here is told in the log only.
    """
    try:
        return _in_place(found, content, sent)
    except Exception:
        logger.exception("L’éditeur n’a pas pu relire la fiche %s.", found.sheet.number)
        return {}


def _in_place(found: Found, content: Content, sent: Sequence[str]) -> dict[str, Any]:
    told = encouragement.of(content)
    parts = _parts(sheet_form.controls(content, written={}, faults={}))
    seen = warnings(content)
    answer: dict[str, Any] = {
        "encouragement": {
            "titre": told.title,
            "phrase": told.words,
            "conseils": [
                {"champ": hint.key, "titre": hint.heading, "phrase": hint.words}
                for hint in told.hints
            ],
            "pret": told.is_ready,
        },
        "parties": {part.anchor: part.state for part in parts},
        "gardes": {
            key: [
                {"extrait": one.excerpt, "pourquoi": one.why, "conseil": one.advice}
                for one in seen.get(key, ())
            ]
            for key in sent
        },
    }
    if fields.BY_NAME["title"].key in sent:
        answer["proches"] = [
            double.as_json() for double in likely_doubles.of(found.sheet, str(content["title"]))
        ]
    return answer
