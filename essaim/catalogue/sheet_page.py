"""What the page of a sheet shows, drawn from the declared fields and their sections."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from essaim.catalogue import addresses, attached, cards, dates, figure_lines, typography
from essaim.catalogue.attached import AddressOf, Attached
from essaim.catalogue.figure_lines import Line
from essaim.sheets import content, fields
from essaim.sheets.content import Content
from essaim.sheets.fields import Field, Kind, Section
from essaim.sheets.figures.settled import settle
from essaim.sheets.models import Sheet, Term

# Shown above the text, so not repeated in the panel.
_IN_HEADER: Final = ("status", "keywords")
_LEAD: Final = "summary"
# Said in the panel, under the value that it explains.
_EXPLAINS: Final = {"initiative_detail": "initiative"}
# Up to so many characters, means are told in the panel alone.
_SHORT: Final = 220
# Sections whose texts stand side by side, and the mark of the texts that have one.
_IN_COLUMNS: Final = (Section.RESULTS,)
_COLUMN: Final = 450
_MARKS: Final = {"end_reason": "stop", "limits": "snag", "prospects": "next"}
# A sheet with fewer texts than this has told little so far.
_LITTLE: Final = 2


@dataclass(frozen=True, slots=True)
class Value:
    """One term; `address` leads to the sheets that share it."""

    label: str
    address: str
    to_review: bool


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the panel: terms, figures, a plain value, a text; `more` is an anchor."""

    heading: str
    values: tuple[Value, ...] = ()
    plain: str = ""
    text: str = ""
    more: str = ""
    figures: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """One free text under its heading; `mark` names the icon of the texts that have one."""

    anchor: str
    heading: str
    text: str
    mark: str


@dataclass(frozen=True, slots=True)
class Part:
    """One section of the sheet, with the texts that are there."""

    heading: str
    layout: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class SheetPage:
    """The whole page. Texts are as stored: the template sets them."""

    sheet: Sheet
    number: int
    title: str
    untitled: bool
    address: str
    structure: str
    structure_address: str
    structure_to_review: bool
    place: str
    territories: tuple[tuple[str, str], ...]
    status: Value | None
    ended: bool
    keywords: tuple[Value, ...]
    year: str
    lead: str
    facts: tuple[Fact, ...]
    parts: tuple[Part, ...]
    pictures: tuple[Attached, ...]
    files: tuple[Attached, ...]
    tells_little: bool
    citation: str
    updated: str
    demonstration: bool
    description: str

    @classmethod
    def of(cls, sheet: Sheet, files_at: AddressOf = addresses.of_file) -> "SheetPage":
        """Return the page of a sheet loaded with `for_reading`; one query where it has files."""
        told = content.of_sheet(sheet)
        structure = sheet.structure
        terms = _terms(sheet)
        lead = _text(told, _LEAD)
        filled = sum(bool(_text(told, field.name)) for field in fields.TEXTS if field.public)
        place = cards.place_of(structure)
        status = terms.get("status", ())
        files = attached.of_names(sheet, content.many(told["files"]), files_at)
        return cls(
            sheet=sheet,
            number=sheet.number,
            title=cards.title_of(sheet),
            untitled=not told["title"],
            address=addresses.of_sheet(sheet),
            structure=structure.name,
            structure_address=addresses.of_structure(structure),
            structure_to_review=structure.to_review,
            place=place,
            territories=_territories(sheet),
            status=status[0] if status else None,
            ended=told["status"] == fields.STATUS_ENDED,
            keywords=terms.get("keywords", ()),
            year=str(told["year"] or ""),
            lead=lead,
            facts=_facts(told, terms, _figures(sheet, told)),
            parts=_parts(told),
            pictures=tuple(file for file in files if file.thumbnail),
            files=tuple(file for file in files if not file.thumbnail),
            tells_little=filled < _LITTLE,
            citation=_citation(sheet, place),
            updated=_date(sheet),
            demonstration=structure.is_demonstration,
            description=_description(told, structure.name, place),
        )


def _text(told: Content, name: str) -> str:
    """Return a free text, "" when it holds nothing but blanks."""
    text = str(told[name])
    return text if text.strip() else ""


def _terms(sheet: Sheet) -> dict[str, tuple[Value, ...]]:
    """Return the sheet's terms by field name, in the author's order."""
    found: dict[str, tuple[Value, ...]] = {}
    singles = (getattr(sheet, field.name) for field in fields.CHOICES)
    several = (row.term for row in sheet.ordered_terms)
    for term in (*(term for term in singles if term), *several):
        field = fields.BY_NAME[term.vocabulary]
        found[field.name] = (*found.get(field.name, ()), _value(field, term))
    return found


def _value(field: Field, term: Term) -> Value:
    address = addresses.of_search(**{field.facet: term.label}) if field.facet else ""
    return Value(term.label, address, term.to_review)


def _territories(sheet: Sheet) -> tuple[tuple[str, str], ...]:
    """Return the names and addresses of the région and the département, where known."""
    department = sheet.structure.department
    if department is None:
        return ()
    return tuple(
        (territory.name, addresses.of_territory(territory))
        for territory in (department.region, department)
        if territory is department or territory.name != department.name
    )


def _facts(
    told: Content, terms: dict[str, tuple[Value, ...]], figures: Mapping[str, Any]
) -> tuple[Fact, ...]:
    """Return the panel's lines: vocabularies, the year, then the means."""
    explained = {target: name for name, target in _EXPLAINS.items()}
    facts = [
        Fact(
            field.heading,
            values=terms.get(field.name, ()),
            text=_text(told, explained[field.name]) if field.name in explained else "",
        )
        for field in fields.VOCABULARIES
        if field.public and field.name not in _IN_HEADER
    ]
    facts += [
        Fact(field.heading, plain=str(told[field.name] or ""))
        for field in fields.FIELDS
        if field.public and field.kind is Kind.YEAR
    ]
    return (
        *(fact for fact in facts if fact.values or fact.plain or fact.text),
        *_means(told, figures),
    )


def _figures(sheet: Sheet, told: Content) -> Mapping[str, Any]:
    """Return the figures of a sheet; those of one that is only imagined are read here."""
    return sheet.figures if sheet.figures_version else settle(told).as_json()


def _means(told: Content, counted: Mapping[str, Any]) -> Iterator[Fact]:
    """Yield the means: their figures, then the text they stand on."""
    lines = {
        "funding": (figure_lines.money(counted),),
        "people": (figure_lines.people(counted), figure_lines.beneficiaries(counted)),
    }
    for field in fields.TEXTS:
        if not (field.public and field.section is Section.MEANS):
            continue
        text = _text(told, field.name)
        figures = tuple(line for line in lines.get(field.name, ()) if line)
        if len(text) > _SHORT:
            short = typography.lead(text, _SHORT * 2 // 3)
            yield Fact(field.heading, plain=short, more=field.key, figures=figures)
        elif text or figures:
            yield Fact(field.heading, text=text, figures=figures)


def _parts(told: Content) -> tuple[Part, ...]:
    """Return the sections that have something to tell, in their order."""
    parts: list[Part] = []
    for section in Section:
        passages = tuple(
            Passage(field.key, field.heading, text, _MARKS.get(field.name, ""))
            for field in fields.TEXTS
            if field.section is section
            and field.public
            and field.name != _LEAD
            and field.name not in _EXPLAINS
            and (text := _text(told, field.name))
            and not (section is Section.MEANS and len(text) <= _SHORT)
        )
        if passages:
            parts.append(Part(section.value, _layout(section, passages), passages))
    return tuple(parts)


def _layout(section: Section, passages: tuple[Passage, ...]) -> str:
    if any(passage.mark for passage in passages):
        return "boxes"
    longest = max(len(passage.text) for passage in passages)
    # Long texts side by side would be read through a slit.
    return "columns" if section in _IN_COLUMNS and longest <= _COLUMN else "plain"


def _date(sheet: Sheet) -> str:
    moment = sheet.updated_at or sheet.published_at
    if moment is None:
        return ""
    return dates.day(moment)


def _citation(sheet: Sheet, place: str) -> str:
    title, structure = cards.title_of(sheet), sheet.structure.name
    where = f"{structure} ({place})" if place else structure
    return f"« {title} », {where}, fiche n° {sheet.number} du catalogue Essaim."


def _description(told: Content, structure: str, place: str) -> str:
    """Return one or two plain sentences for search engines and shared links."""
    start = _text(told, _LEAD) or _text(told, "description") or _text(told, "experience")
    if start:
        return typography.lead(start, 200)
    return f"Une action de {structure} ({place})." if place else f"Une action de {structure}."
