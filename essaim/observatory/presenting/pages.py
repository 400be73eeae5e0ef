"""The pages: the observatory of a selection, one theme, one measure, the method."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from essaim.config.routes import named
from essaim.observatory import measures
from essaim.observatory.charts import hexmap, wording
from essaim.observatory.charts.pen import MOST
from essaim.observatory.observing import Observation, map_of, observe
from essaim.observatory.presenting import asking, evolving, panel_html, unfolding
from essaim.observatory.presenting.asking import Asked, Chip, Pairs
from essaim.observatory.presenting.evolving import Evolution
from essaim.observatory.presenting.panels import MapPanel, Panel
from essaim.observatory.results import Measure, Result

# Fewer sheets than that are described one by one better than by numbers.
FEW: Final = 5
# Of each theme, what says most: the page opens quickly and is read whole.
MAIN: Final = (
    *("chiffres", "mots-cles", "dimension", "public", "initiative", "partenaires", "financeurs"),
    *("budget-tranches", "budget-dimension", "personnes", "personnes-themes", "regions"),
    *("absences", "annees", "croissance", "limites-dites", "mots-limites", "completude"),
    "rubriques",
)
EVOLVING: Final = "temps"  # the theme that tells of snapshots
_ON_MAIN: Final = 8  # rows of a chart there
_WORDS: Final = ("Aucune", "Une", "Deux", "Trois", "Quatre")


@dataclass(frozen=True, slots=True)
class Head:
    """What each page begins with: the selection in words, and what can be taken off it."""

    base: str
    text: str
    carried: Pairs
    sentence: str
    total: str
    few: str
    chips: list[Chip]
    notices: tuple[str, ...]
    sheets: str
    brochure: str
    whole: str
    is_all: bool

    @classmethod
    def of(cls, asked: Asked, seen: Observation, base: str) -> "Head":
        """Return the head of the page at `base`."""
        sheets, structures = seen.selection_size, seen.structures
        return cls(
            base=base,
            text=asked.query.text,
            carried=asking.carried(asked.query),
            sentence=asked.query.sentence(),
            total=_total(sheets, structures),
            few=_few(sheets),
            chips=asking.chips(asked.query, base),
            notices=asked.notices,
            sheets=asking.with_query(named("actions:list"), asked.query.encode()),
            brochure=asking.with_query(named("brochures:new"), asked.query.encode()),
            whole=asked.address("index"),
            is_all=asked.of_all,
        )


@dataclass(frozen=True, slots=True)
class Part:
    """A theme: its panels here, and the page that has them all when there are more."""

    key: str
    title: str
    panels: list[Panel]
    more: str
    more_count: int

    @property
    def html(self) -> Markup:
        """The panels, set."""
        return panel_html.panels(self.panels)


@dataclass(frozen=True, slots=True)
class ObservatoryPage:
    """The observatory of a selection, or one theme of it."""

    head: Head
    size: int
    title: str
    parts: list[Part]
    themes: list[tuple[str, str, bool]]
    map: MapPanel | None
    evolutions: Sequence[Evolution]
    shown: Pairs
    canonical: str
    tables: list[tuple[str, str]]
    method: str

    @classmethod
    def main(cls, asked: Asked) -> "ObservatoryPage":
        """Return the first page: of each theme what says most, and the map."""
        seen = observe(asked.query, MAIN)
        chosen = {
            key: [one for one in _of_theme(key) if one.key in seen.results]
            for key in measures.THEMES
        }
        parts = [_part(key, found, seen, asked, _ON_MAIN) for key, found in chosen.items() if found]
        shown = map_panel(asked) if seen.selection_size else None
        return cls._of(asked, seen, parts if seen.selection_size else [], shown)

    @classmethod
    def theme(cls, asked: Asked, theme: str) -> "ObservatoryPage":
        """Return all there is on one theme."""
        found = _of_theme(theme)
        seen = observe(asked.query, [one.key for one in found])
        part = _part(theme, found, seen, asked)
        return cls._of(asked, seen, [part] if seen.selection_size else [], None, theme)

    @classmethod
    def _of(
        cls,
        asked: Asked,
        seen: Observation,
        parts: list[Part],
        shown: MapPanel | None,
        theme: str = "",
    ) -> "ObservatoryPage":
        base = named("observatory:theme", theme=theme) if theme else named("observatory:index")
        return cls(
            head=Head.of(asked, seen, base),
            size=seen.selection_size,
            title=measures.THEMES[theme] if theme else "L’observatoire",
            parts=parts,
            themes=[
                (
                    name,
                    asked.address("theme", theme=key) if theme else f"#theme-{key}",
                    key == theme,
                )
                for key, name in measures.THEMES.items()
            ],
            map=shown,
            evolutions=evolving.of(asked) if parts and theme in ("", EVOLVING) else (),
            shown=asking.pairs(asked.query),
            canonical=asking.with_query(base, asked.query.encode()),
            tables=[
                (name, asked.address("everything", extension=extension))
                for name, extension in (("CSV", "csv"), ("JSON", "json"))
            ],
            method=named("observatory:method"),
        )


@dataclass(frozen=True, slots=True)
class MeasurePage:
    """One measure, big, with all that is declared of it."""

    head: Head
    size: int
    panel: Panel
    theme: tuple[str, str]
    on_map: str
    canonical: str

    @property
    def inside(self) -> Markup:
        """What the panel shows, set."""
        return panel_html.inside(self.panel)

    @property
    def files(self) -> Markup:
        """What can be taken of it, set."""
        return unfolding.take(self.panel.measure.title, self.panel.files)

    @classmethod
    def of(cls, asked: Asked, measure: Measure) -> "MeasurePage":
        """Return the page of this measure for what is asked."""
        seen = observe(asked.query, [measure.key])
        base = named("observatory:measure", key=measure.key)
        on_map = f"{asked.address('index')}{'?' if asked.of_all else '&'}carte={measure.key}#carte"
        return cls(
            head=Head.of(asked, seen, base),
            size=seen.selection_size,
            panel=_panel(measure, seen, asked),
            theme=(measures.THEMES[measure.theme], asked.address("theme", theme=measure.theme)),
            on_map=on_map if measure.mappable else "",
            canonical=asking.with_query(base, asked.query.encode()),
        )


def map_panel(asked: Asked) -> MapPanel:
    """Return the map of what is asked."""
    measure = measures.BY_KEY[asked.map]
    mappable = [one for one in measures.MEASURES if one.mappable]
    return MapPanel.of(measure, mapped(asked), asked, mappable)


def mapped(asked: Asked) -> Result:
    """Return what the map shows of what is asked: no département but those it may concern."""
    return hexmap.asked_for(map_of(asked.query, asked.map, asked.per), asked.query)


def method() -> list[tuple[str, str, Sequence[Measure]]]:
    """Return the measures by theme: key, title, measures."""
    return [(key, title, _of_theme(key)) for key, title in measures.THEMES.items()]


@functools.cache
def _of_theme(theme: str) -> tuple[Measure, ...]:
    return tuple(measure for measure in measures.MEASURES if measure.theme == theme)


def _part(
    theme: str, found: Sequence[Measure], seen: Observation, asked: Asked, most: int = MOST
) -> Part:
    more = len(_of_theme(theme)) > len(found)
    return Part(
        key=theme,
        title=measures.THEMES[theme],
        panels=[_panel(measure, seen, asked, most) for measure in found],
        more=asked.address("theme", theme=theme) if more else "",
        more_count=len(_of_theme(theme)),
    )


def _panel(measure: Measure, seen: Observation, asked: Asked, most: int = MOST) -> Panel:
    return Panel.of(measure, seen.results[measure.key], asked, named("actions:list"), most)


def _total(sheets: int, structures: int) -> str:
    if not sheets:
        return "Aucune fiche"
    whose = wording.said(structures, "structures")
    return f"{wording.sheets(sheets)} de {whose}"


def _few(sheets: int) -> str:
    """Return what is said of a selection too small for statistics, "" for others."""
    if not 0 < sheets < FEW:
        return ""
    count = "Une seule fiche" if sheets == 1 else f"{_WORDS[sheets]} fiches"
    return (
        f"{count} : trop peu pour une médiane ou une tendance. "
        "Ce qui suit les décrit, sans en tirer plus ; le mieux est encore de les lire."
    )
