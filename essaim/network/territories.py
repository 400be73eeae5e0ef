"""The territories of the Insee's Code officiel géographique, as shipped, and as looked up."""

import functools
import json
from dataclasses import dataclass
from importlib import resources
from typing import Any

from essaim.network.models import Department


@functools.cache
def shipped() -> dict[str, Any]:
    """Return the COG file: `vintage`, `source`, `regions` and `departments` (code, name, zone)."""
    path = resources.files("essaim.network") / "data" / "territories.json"
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


@dataclass(frozen=True, slots=True)
class DepartmentNames:
    """The départements known to the base: names by code and codes by printed name."""

    names: dict[str, str]
    codes: dict[str, str]
    regions: dict[str, str]

    def split(self, listed: str) -> tuple[str, str]:
        """Split `Name - Département` into the name and the département's code.

        The code is "" and the name whole when the last part after ` - ` is no known name.
        """
        name, separator, last = listed.rpartition(" - ")
        code = self.codes.get(last, "")
        return (name, code) if separator and code and name.strip() else (listed, "")


@functools.cache
def department_names() -> DepartmentNames:
    """Return the départements of the database, read once: the COG changes with releases only."""
    rows = list(Department.objects.values_list("code", "name", "region_id"))
    return DepartmentNames(
        names={code: name for code, name, _ in rows},
        codes={name: code for code, name, _ in rows},
        regions={code: region for code, _, region in rows},
    )
