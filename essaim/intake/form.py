"""The one validator behind every door: raw values in, a `ValidatedSheet` out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from essaim.network.territories import DepartmentNames, department_names
from essaim.sheets import content as contents
from essaim.sheets import fields, validators
from essaim.sheets.content import StructureName, ValidatedSheet
from essaim.sheets.terms import Terms
from essaim.sheets.validators import Refused


class Invalid(ValueError):
    """A sheet that cannot be taken. `reasons` are sentences in French, one for each fault."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ; ".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True, slots=True)
class Examined:
    """What can be taken of some values, and why the rest cannot.

    `faults` gives a reason in French by `Field.name`; the content is empty there.
    """

    content: contents.Content
    faults: dict[str, str]


class Validator:
    """Validates many sheets against one reading of the vocabularies and the territories."""

    def __init__(self, terms: Terms, departments: DepartmentNames) -> None:
        self.terms = terms
        self._departments = departments

    def validate(self, values: Mapping[str, Any]) -> ValidatedSheet:
        """Return the sheet that `values` (by French key) describe.

        Absent keys are empty fields; unknown keys are ignored. Raises Invalid with every
        reason at once.
        """
        examined = self.examine(values)
        content = examined.content
        reasons = [
            f"{fields.BY_NAME[name].heading} : {fault}" for name, fault in examined.faults.items()
        ]
        number: int | None = None
        structure = StructureName("")
        try:
            number = self._number(values, content)
            structure = self._structure(values)
        except Refused as refused:
            reasons.append(str(refused))
        if reasons:
            raise Invalid(reasons)
        return ValidatedSheet(structure=structure, content=content, number=number)

    def examine(self, values: Mapping[str, Any]) -> Examined:
        """Return what can be kept of a content alone, by French key, field by field."""
        faults: dict[str, str] = {}
        content = contents.empty()
        for field in contents.CONTENT_FIELDS:
            try:
                content[field.name] = validators.field_value(
                    field, values.get(field.key), self.terms.canonical
                )
            except Refused as refused:
                faults[field.name] = str(refused)
        return Examined(content, faults | _conditions(content))

    def _number(self, values: Mapping[str, Any], content: contents.Content) -> int | None:
        """Return the number; a title that only says "SANS TITRE - N" is no title but number N."""
        try:
            number = validators.number(values.get(fields.NUMBER_KEY))
        except Refused as refused:
            raise Refused(f"Numéro : {refused}") from refused
        untitled = validators.UNTITLED.fullmatch(str(content["title"]).strip())
        if untitled is None:
            return number
        content["title"] = ""
        printed = validators.number(untitled.group(1))
        if number is not None and number != printed:
            raise Refused(f"Titre : il annonce le numéro {printed}, la fiche porte le {number}")
        return printed

    def _structure(self, values: Mapping[str, Any]) -> StructureName:
        """Return the structure named by `structure` and `departement` (a code or a name)."""
        try:
            name = validators.one_line(values.get("structure"))
            place = validators.one_line(values.get(fields.DEPARTMENT_KEY)).strip()
        except Refused as refused:
            raise Refused(f"Structure : {refused}") from refused
        if not name.strip():
            raise Refused("Structure : il manque le nom de la structure organisatrice")
        known = self._departments
        if not place:
            return StructureName(*known.split(name))
        code = place if place in known.names else known.codes.get(place, "")
        # A spreadsheet turns "01" into 1.
        code = code or (place.zfill(2) if place.zfill(2) in known.names else "")
        if not code:
            raise Refused(f"Département : « {place} » n’est ni un code ni un nom connu")
        return StructureName(name, code)


def _conditions(content: contents.Content) -> dict[str, str]:
    """Empty what is filled although its condition is not met; return why, unless it was blank."""
    faults = {}
    for field in contents.CONTENT_FIELDS:
        if field.only_if is None or content[field.name] == contents.empty_value(field):
            continue
        other, wanted = field.only_if
        if content[other] == wanted:
            continue
        if str(content[field.name]).strip():
            faults[field.name] = (
                f"ne se remplit que si « {fields.BY_NAME[other].heading} » est « {wanted} »"
            )
        content[field.name] = contents.empty_value(field)
    return faults


def validate(values: Mapping[str, Any]) -> ValidatedSheet:
    """Validate one sheet on its own; see `Validator.validate`."""
    return Validator(Terms.load(), department_names()).validate(values)
