"""Every measure, computed again by plain reading of the database: no columns, no numpy.

Written from the measures' definitions. What is shared with them is what a word is (`analysis`).
Each function takes sheets and returns the rows that must come out: key -> (value, rests on).
"""

import datetime
import math
import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from essaim.network.models import Structure
from essaim.search import analysis
from essaim.sheets.models import Sheet

Rows = dict[str, tuple[float | None, int]]

RUBRICS = [
    *("title", "status", "dimension", "keywords", "summary", "initiative", "territory"),
    *("experience", "audience", "partners", "description", "funding", "people"),
    *("result_territory", "result_centre", "result_residents", "limits", "prospects", "year"),
]


@dataclass
class Plain:
    """One published sheet."""

    sheet: Sheet
    labels: dict[str, list[str]]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.sheet, name)

    @property
    def department(self) -> str:
        return self.sheet.structure.department_id or ""

    @property
    def region(self) -> str:
        department = self.sheet.structure.department
        return department.region_id if department else ""

    @property
    def euros(self) -> float | None:
        return None if self.sheet.budget is None else self.sheet.budget / 100

    @property
    def funders(self) -> list[str]:
        money = self.sheet.figures["argent"]
        if money["certitude"] == "douteux":
            return []
        return [part["financeur"] for part in money["parts"] if part["financeur"]]

    def says(self, name: str) -> bool:
        if name in self.labels:
            return bool(self.labels[name])
        value = getattr(self.sheet, name)
        return value is not None and bool(str(value).strip())

    @property
    def age(self) -> int:
        moments = [self.sheet.published_at, self.sheet.updated_at, self.sheet.confirmed_at]
        latest = max(timezone.localtime(at).date() for at in moments if at)
        return max(0, (timezone.localdate() - latest).days)

    def words(self, *names: str) -> set[str]:
        texts = " . ".join(getattr(self.sheet, name) for name in names)
        return {stem for stem in analysis.words(texts) if not stem.isdigit()}


def read(ids: Iterable[int] | None = None) -> list[Plain]:
    """Return the published sheets, or some of them."""
    sheets = Sheet.objects.published().for_reading()
    if ids is not None:
        sheets = sheets.filter(pk__in=list(ids))
    return [Plain(sheet, _labels(sheet)) for sheet in sheets]


def _labels(sheet: Sheet) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {name: [] for name in ("keywords", "initiative", "partners")}
    for row in sheet.ordered_terms:
        found[row.term.vocabulary].append(row.term.label)
    for name in ("status", "dimension", "territory", "audience"):
        term = getattr(sheet, name)
        found[name] = [term.label] if term else []
    return found


def _counted(values: Iterable[Iterable[Any]]) -> Rows:
    counts = Counter(str(value) for several in values for value in set(several))
    return {key: (count, count) for key, count in counts.items()}


def _of(name: str) -> Callable[[list[Plain]], Rows]:
    return lambda sheets: _counted(one.labels[name] for one in sheets)


def _percent(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None


def _quartiles(values: list[float]) -> list[float | None]:
    if len(values) < 5:
        return [None, None, None]
    return list(statistics.quantiles(values, n=4, method="inclusive"))


def _median(values: list[float]) -> tuple[float | None, int]:
    return _quartiles(values)[1], len(values)


def residents(sheets: list[Plain]) -> Rows:
    says = [one for one in sheets if one.labels["initiative"]]
    yes = [
        one
        for one in says
        if {"Un habitant", "Un groupe d'habitants"} & set(one.labels["initiative"])
    ]
    return {"part": (_percent(len(yes), len(says)), len(says))}


def funders(sheets: list[Plain]) -> Rows:
    from essaim.sheets.models import Term

    known = set(Term.objects.filter(vocabulary="partners").values_list("label", flat=True))
    return _counted(
        [who if who in known else "autre-financeur" for who in one.funders] for one in sheets
    )


def budget(sheets: list[Plain]) -> Rows:
    known = [one.euros for one in sheets if one.euros is not None]
    monthly = [
        one.euros / one.budget_months
        for one in sheets
        if one.euros is not None and one.budget_months
    ]
    confirmed = [
        one
        for one in sheets
        if one.euros is not None and "budget" in one.sheet.figures["confirmes"]
    ]
    low, middle, high = _quartiles(known)
    count = len(known)
    return {
        "mediane": (middle, count),
        "premier-quartile": (low, count),
        "dernier-quartile": (high, count),
        "par-mois": _median(monthly),
        "somme": (sum(known) if known else None, count),
        "confirmes": (_percent(len(confirmed), count), count),
        "sans-argent": (known.count(0) if known else None, count),
    }


def bands(sheets: list[Plain]) -> Rows:
    bounds = [0, 1_000, 5_000, 10_000, 20_000, 50_000, 100_000]
    edges = list(zip([-1, *bounds], [*bounds, math.inf], strict=True))
    known = [one.euros for one in sheets if one.euros is not None]
    rows: Rows = {}
    for low, high in edges if known else []:
        count = sum(low < euros <= high for euros in known)
        end = "" if high == math.inf else str(high)
        rows[f"{low + 1}-{end}"] = (count, count)
    return rows


def _spread(value: str, group: str) -> Callable[[list[Plain]], Rows]:
    def compute(sheets: list[Plain]) -> Rows:
        groups: dict[str, list[float]] = defaultdict(list)
        for one in sheets:
            if getattr(one, value) is not None:
                for label in one.labels[group]:
                    groups[label].append(getattr(one, value))
        return {label: _median(values) for label, values in groups.items()}

    return compute


def people(sheets: list[Plain]) -> Rows:
    names = {
        "ensemble": "people_total",
        "professionnels": "professionals",
        "benevoles": "volunteers",
        "autres": "others",
    }
    return {
        key: _median([getattr(one, name) for one in sheets if getattr(one, name) is not None])
        for key, name in names.items()
    }


def volunteers(sheets: list[Plain]) -> Rows:
    says = [one for one in sheets if not one.professionals is one.volunteers is one.others is None]
    yes = [one for one in says if one.volunteers]
    return {"part": (_percent(len(yes), len(says)), len(says))}


def reached(sheets: list[Plain]) -> Rows:
    return {"mediane": _median([s.beneficiaries for s in sheets if s.beneficiaries is not None])}


def per_structure(sheets: list[Plain]) -> Rows:
    structures = {one.structure_id for one in sheets}
    return {"moyenne": (len(sheets) / len(structures) if structures else None, len(sheets))}


def priority(sheets: list[Plain]) -> Rows:
    says = [one for one in sheets if one.sheet.structure.priority_area is not None]
    yes = [one for one in says if one.sheet.structure.priority_area]
    return {"part": (_percent(len(yes), len(says)), len(says))}


def silent(_: list[Plain]) -> Rows:
    known: Counter[str] = Counter()
    without: Counter[str] = Counter()
    for structure in Structure.objects.filter(department__isnull=False):
        code = structure.department_id or ""
        known[code] += 1
        if not Sheet.objects.published().filter(structure=structure).exists():
            without[code] += 1
    return {code: (count, known[code]) for code, count in without.items()}


def years(sheets: list[Plain]) -> Rows:
    counts = Counter(one.year for one in sheets if one.year)
    shown = range(min(counts), max(counts) + 1) if counts else []
    return {str(year): (counts[year], counts[year]) for year in shown}


def growth(sheets: list[Plain]) -> Rows:
    """By month, quarter or year: each period's count is checked, and that none is left out."""
    days = [timezone.localtime(one.published_at).date() for one in sheets]
    if not days:
        return {}
    today = timezone.localdate()
    first = min(days)
    span = (today.year - first.year) * 12 + today.month - first.month + 1
    name: Callable[[datetime.date], str] = lambda day: f"{day.year}-{day.month:02d}"  # noqa: E731
    if span > 108:
        name = lambda day: str(day.year)  # noqa: E731
    elif span > 36:
        name = lambda day: f"{day.year}-T{(day.month + 2) // 3}"  # noqa: E731
    periods: dict[str, int] = {}
    day = first.replace(day=1)
    while day <= today:
        periods[name(day)] = 0
        day = (day + datetime.timedelta(days=32)).replace(day=1)
    for one in days:
        periods[name(one)] += 1
    total, rows = 0, Rows()
    for period, count in periods.items():
        total += count
        rows[period] = (total, total)
    return rows


def freshness(sheets: list[Plain]) -> Rows:
    keys = {"183": (0, 183), "365": (183, 365), "730": (365, 730), "1826": (730, 1826)}
    bands = keys | {"plus": (1826, 10**9)}
    ages = [one.age for one in sheets]
    rows = {
        key: sum(low <= age < high for age in ages) for key, (low, high) in bands.items() if ages
    }
    return {key: (count, count) for key, count in rows.items()}


def telling(sheets: list[Plain]) -> Rows:
    count = sum(bool(one.words("limits", "end_reason")) for one in sheets)
    return {"part": (_percent(count, len(sheets)), len(sheets))}


def marking(sheets: list[Plain]) -> dict[str, tuple[float, int]]:
    """Return the stems that mark the limits, each with the sheets that use it."""
    said = [words for one in sheets if (words := one.words("limits", "end_reason"))]
    here = Counter(stem for words in said for stem in words)
    there = Counter(stem for one in sheets for stem in one.words("prospects"))
    a, b = sum(here.values()), max(1, sum(there.values()))
    found: dict[str, tuple[float, int]] = {}
    for stem, count in here.items():
        expected_here = a * (count + there[stem]) / (a + b)
        expected_there = b * (count + there[stem]) / (a + b)
        score = count * math.log(count / expected_here)
        if there[stem]:
            score += there[stem] * math.log(there[stem] / expected_there)
        if count >= 3 and 2 * score >= 10.83 and count / a > there[stem] / b:
            found[stem] = (count, len(said))
    return found if len(said) >= 5 else {}


def gaps(sheets: list[Plain]) -> dict[str, float]:
    """Return the themes absent from a département that states some: key -> sheets expected."""
    stating = [one for one in sheets if one.department and one.labels["keywords"]]
    themes = Counter(label for one in stating for label in one.labels["keywords"])
    places = Counter(one.department for one in stating)
    met = {(one.department, label) for one in stating for label in one.labels["keywords"]}
    usual = [label for label, _ in sorted(themes.items(), key=lambda one: -one[1])]
    return {
        f"{place}:{label}": count * themes[label] / len(stating)
        for place, count in places.items()
        for label in usual
        if (place, label) not in met
    }


def completeness(sheets: list[Plain]) -> Rows:
    told = [sum(map(one.says, RUBRICS)) / len(RUBRICS) for one in sheets]
    return {"moyenne": (100 * statistics.mean(told) if told else None, len(sheets))}


def rubrics(sheets: list[Plain]) -> Rows:
    from essaim.sheets.fields import BY_NAME

    return {
        BY_NAME[name].key: (
            _percent(sum(one.says(name) for one in sheets), len(sheets)),
            len(sheets),
        )
        for name in RUBRICS
        if sheets
    }


MEASURES: dict[str, Callable[[list[Plain]], Rows]] = {
    "mots-cles": _of("keywords"),
    "dimension": _of("dimension"),
    "statut": _of("status"),
    "public": _of("audience"),
    "initiative": _of("initiative"),
    "territoire": _of("territory"),
    "partenaires": _of("partners"),
    "initiative-habitants": residents,
    "financeurs": funders,
    "budget": budget,
    "budget-tranches": bands,
    "budget-dimension": _spread("euros", "dimension"),
    "budget-themes": _spread("euros", "keywords"),
    "personnes": people,
    "benevoles": volunteers,
    "beneficiaires": reached,
    "personnes-themes": _spread("people_total", "keywords"),
    "departements": lambda sheets: _counted([s.department] for s in sheets if s.department),
    "regions": lambda sheets: _counted([s.region] for s in sheets if s.region),
    "structures": per_structure,
    "quartiers-prioritaires": priority,
    "sans-fiche": silent,
    "annees": years,
    "croissance": growth,
    "fraicheur": freshness,
    "limites-dites": telling,
    "completude": completeness,
    "rubriques": rubrics,
}
