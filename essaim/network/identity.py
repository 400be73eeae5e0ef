"""A structure's identity sheet: raw values in, columns out. Messages in French."""

import datetime
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from stdnum.fr import siret as siret_number

from essaim.network.models import Structure

# French key -> column.
TEXT_COLUMNS: Final = {
    "adresse": "address",
    "code_postal": "postcode",
    "commune": "town",
    "historique": "history",
    "autre_federation": "other_federation",
}
YES_NO_COLUMNS: Final = {
    "geographie_prioritaire": "priority_area",
    "federation_centres_sociaux": "federation_member",
    "gens_du_voyage": "travellers",
    "multi_site": "multi_site",
    "itinerant": "itinerant",
}
CHOICE_COLUMNS: Final = {
    "type": ("kind", Structure.Kind),
    "gestion": ("management", Structure.Management),
    "milieu": ("setting", Structure.Setting),
    "taille_territoire": ("territory_size", Structure.TerritorySize),
}
MOST_AXES: Final = 5


class InvalidIdentity(ValueError):
    """An identity sheet that cannot be taken; `reasons` are sentences in French."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ; ".join(reasons))
        self.reasons = reasons


def siret(value: str) -> str:
    """Return the 14 digits of a SIRET whose key is right (La Poste's exception included).

    Blanks and dots are taken out; "" stays "". Raises ValueError in French.
    """
    compact = siret_number.compact(value)
    if compact and not siret_number.is_valid(compact):
        raise ValueError(f"« {value} » n’est pas un SIRET : 14 chiffres, dont une clé")
    return str(compact)


def website(value: str) -> str:
    """Return a web address with its scheme; "" stays "". Raises ValueError in French."""
    address = value.strip()
    if address and "://" not in address:
        address = f"https://{address}"
    parts = urlsplit(address)
    if address and (parts.scheme not in ("http", "https") or "." not in parts.netloc):
        raise ValueError(f"« {value} » n’est pas une adresse de site")
    return address


def columns(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of the identity sheet that `values` (French keys) describe.

    Raises InvalidIdentity with every reason at once.
    """
    found: dict[str, Any] = {}
    reasons: list[str] = []
    for key, column in TEXT_COLUMNS.items():
        found[column] = str(values.get(key) or "").strip()
    for key, column in YES_NO_COLUMNS.items():
        found[column] = values.get(key)
        if found[column] not in (None, True, False):
            reasons.append(f"{key} : oui, non ou rien")
    for key, (column, kinds) in CHOICE_COLUMNS.items():
        written = str(values.get(key) or "").strip()
        known = {str(label): value for value, label in kinds.choices} | {
            value: value for value in kinds.values
        }
        found[column] = known.get(written, "")
        if written and written not in known:
            reasons.append(f"{key} : « {written} » n’est pas dans la liste")
    for key, column, read in (
        ("siret", "siret", siret),
        ("site", "website", website),
        ("courriel", "contact_email", _email),
        ("date_agrement", "agreement_date", _date),
        ("population", "population", _population),
        ("axes", "axes", _axes),
    ):
        try:
            found[column] = read(values.get(key) or _BLANK.get(key, ""))
        except ValueError as error:
            reasons.append(f"{key} : {error}")
    if reasons:
        raise InvalidIdentity(reasons)
    return found


_BLANK: Final[dict[str, Any]] = {"axes": ()}


def _email(value: str) -> str:
    address = value.strip()
    if address:
        try:
            validate_email(address)
        except ValidationError as error:
            raise ValueError(f"« {value} » n’est pas une adresse électronique") from error
    return address


def _date(value: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(value) if value else None
    except ValueError as error:
        raise ValueError(f"« {value} » n’est pas une date (2009-01-31)") from error


def _population(value: Any) -> int | None:
    if value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 10**8:
        raise ValueError(f"« {value} » n’est pas un nombre d’habitants")
    return value


def _axes(value: Any) -> list[str]:
    axes = [str(axis).strip() for axis in value if str(axis).strip()]
    if len(axes) > MOST_AXES:
        raise ValueError(f"{len(axes)} axes ; le projet social en retient {MOST_AXES} au plus")
    return axes
