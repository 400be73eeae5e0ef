"""What was measured, as a person reads it: tables, ratios, and whether the promises hold.

Ratios and promises compare the same queries: those of the rounds a peer took part in. Promises
are told twice: on the queries that find at least 1 % of the base, and on all.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from bench.measures import percentile

PROMISED_AT: Final = 100_000
# Promises are about what people ask: a search that finds less than this share of the base costs
# everyone little, and nobody notices who was first.
_MUCH: Final = 0.01
_BANDS: Final = (0, 1, 100, 1_000, 10_000, 10**9)
_DATASETTE: Final = "Datasette"
_POSTGRES: Final = "PostgreSQL GIN + SQL"


@dataclass(frozen=True, slots=True)
class Figures:
    """Milliseconds at the median and at the 95th percentile."""

    p50: float
    p95: float

    @classmethod
    def of(cls, taken: list[float]) -> "Figures":
        """Return the figures of some measurements, at least one."""
        return cls(percentile(taken, 0.5), percentile(taken, 0.95))

    def over(self, other: "Figures") -> "Figures":
        """Return how many times longer this took than the other."""
        return Figures(self.p50 / other.p50, self.p95 / other.p95)


@dataclass(frozen=True, slots=True)
class Promise:
    """One thing the catalogue promises at 100,000 sheets: a ratio, and its bound."""

    said: str
    ratio: float
    bound: float
    at_most: bool = False

    @property
    def kept(self) -> bool:
        """Whether it holds."""
        return self.ratio <= self.bound if self.at_most else self.ratio >= self.bound

    def line(self, *, judged: bool) -> str:
        """Return the promise, its verdict when it is to be judged, and its figure."""
        verdict = ("tenu" if self.kept else "NON TENU") if judged else "-"
        sign = "≤" if self.at_most else "≥"
        return f"  {verdict:<9} {self.said} : ×{self.ratio:.1f} ({sign} {self.bound:g})"


def places(measured: dict[str, Any], least: float = 0) -> list[int]:
    """Return the ranks of the queries that find at least so many sheets."""
    return [rank for rank, found in enumerate(measured["found"]) if found >= least]


def peer_figures(
    measured: dict[str, Any], name: str, among: Sequence[int]
) -> tuple[Figures, Figures] | None:
    """Return a peer's figures, and Essaim's page's on the same queries of those; None if none."""
    theirs, ours = measured["peers"][name], measured["page"]
    common = [rank for rank in among if rank < len(theirs)]
    if not common:
        return None
    return _figures(theirs, common), _figures(ours, common)


def _figures(taken: Sequence[float], among: Sequence[int]) -> Figures:
    return Figures.of([taken[rank] for rank in among])


def promises(measured: dict[str, Any], among: Sequence[int]) -> list[Promise]:
    """Return what was promised, as far as it was measured, on those queries alone."""
    if not among:
        return []
    page, engine = (_figures(measured[name], among) for name in ("page", "engine"))
    over = page.over(engine)
    made = [
        Promise("la page sur le moteur seul, p50", over.p50, 3, at_most=True),
        Promise("la page sur le moteur seul, p95", over.p95, 3, at_most=True),
    ]
    for name, bounds in ((_DATASETTE, (50.0, None)), (_POSTGRES, (10.0, 30.0))):
        figures = peer_figures(measured, name, among) if name in measured["peers"] else None
        if figures:
            ratio = figures[0].over(figures[1])
            for said, value, bound in zip(
                ("p50", "p95"), (ratio.p50, ratio.p95), bounds, strict=True
            ):
                if bound:
                    made.append(Promise(f"{name} sur la page, {said}", value, bound))
    return made


def _row(name: str, figures: Figures, ratio: Figures | None = None, note: str = "") -> str:
    ratios = f"{ratio.p50:>9.1f} {ratio.p95:>9.1f}" if ratio else " " * 19
    return f"  {name:<34} {figures.p50:>9.1f} {figures.p95:>9.1f} {ratios}  {note}".rstrip()


def table(size: dict[str, Any]) -> str:
    """Return the whole report of one size: `sheets`, `made` and `measured`."""
    measured = size["measured"]
    count = len(measured["queries"])
    page = Figures.of(measured["page"])
    lines = [
        f"{size['sheets']} fiches, {count} requêtes, millisecondes",
        f"  {'':<34} {'p50':>9} {'p95':>9} {'p50 ×':>9} {'p95 ×':>9}  (× : fois la page)",
    ]
    for name, key in (
        ("Essaim, page entière par HTTP", "page"),
        ("Essaim, moteur seul", "engine"),
        ("  dont sans lire les textes", "unread"),
        ("  dont recherche, sans extraits", "search"),
        ("Essaim, page, déjà demandée", "page_again"),
        ("Essaim, moteur, déjà demandé", "engine_again"),
    ):
        figures = Figures.of(measured[key])
        lines.append(_row(name, figures, figures.over(page)))
    for name, taken in measured["peers"].items():
        if both := peer_figures(measured, name, places(measured)):
            theirs, ours = both
            lines.append(_row(name, theirs, theirs.over(ours), f"({len(taken)} requêtes)"))
    lines += [f"  {name:<34} non installé ({why})" for name, why in measured["absent"].items()]
    return "\n".join([*lines, *_bands(measured), *_making(size), *_checks(size)])


def _bands(measured: dict[str, Any]) -> list[str]:
    """Return medians by how many sheets a query finds: what finds little costs little."""
    lines = ["  Médianes, selon le nombre de fiches trouvées :"]
    for low, high in itertools.pairwise(_BANDS):
        places = [at for at, found in enumerate(measured["found"]) if low <= found < high]
        if not places:
            continue
        told = []
        for name, taken in (
            ("page", measured["page"]),
            ("moteur", measured["engine"]),
            *measured["peers"].items(),
        ):
            kept = [taken[at] for at in places if at < len(taken)]
            if kept:
                told.append(f"{name} {percentile(kept, 0.5):.1f}")
        upto = f" à {high - 1}" if high < _BANDS[-1] else " et plus"
        span = f"{low}{upto if high - low > 1 else ''}"
        lines.append(f"    {span} ({len(places)} requêtes) : {', '.join(told)}")
    return lines


def _making(size: dict[str, Any]) -> list[str]:
    measured, sheets = size["measured"], size["sheets"]
    weights = Figures.of(measured["page_bytes"])
    lines = [f"  Page : {weights.p50 / 1000:.1f} ko compressés (p95 {weights.p95 / 1000:.1f} ko)"]
    if made := size.get("made"):
        for said, key in (("Import (indexation comprise)", "importing"), ("Index", "indexing")):
            run = made[key]
            lines.append(
                f"  {said} : {run['seconds']:.1f} s, {sheets / run['seconds']:.0f} fiches/s, "
                f"mémoire au plus {run['peak_mb']:.0f} Mo, {run['own_mb']:.0f} sans les fichiers"
            )
    lines.append(f"  Serveur, tous processus, après les mesures : {measured['server_mb']:.0f} Mo")
    for name, seconds in measured["loading"].items():
        lines.append(f"  {name} : chargé et indexé en {seconds:.0f} s")
    for name, agreed in measured["agreed"].items():
        lines.append(f"  {name}, mêmes réponses : {agreed}")
    return lines


def _checks(size: dict[str, Any]) -> list[str]:
    """Return the verdicts: on what people ask, and on all queries, the long tail included."""
    measured, sheets = size["measured"], size["sheets"]
    judged = sheets == PROMISED_AT
    lines = []
    for said, least in (
        ("les requêtes qui trouvent au moins 1 % de la base", sheets * _MUCH),
        ("toutes les requêtes, longue traîne comprise", 0),
    ):
        among = places(measured, least)
        told = "Promesses" if judged else "Pour mémoire (promis à 100 000 fiches)"
        lines.append(f"  {told}, sur {said} ({len(among)}) :")
        lines += [promise.line(judged=judged) for promise in promises(measured, among)]
    return lines
