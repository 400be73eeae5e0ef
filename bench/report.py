"""What was measured, as a person reads it at the end of a run: tables, ratios, verdicts."""

import itertools
from typing import Any, Final

from bench import figures, promises
from bench.figures import Figures, Size
from bench.measures import percentile
from bench.promises import thousands

_BANDS: Final = (0, 1, 100, 1_000, 10_000, 10**9)
# Parts of Essaim's own, below the systems compared.
_PARTS: Final = (
    ("moteur, sans lire les textes", "unread"),
    ("moteur, sans extraits ni textes", "search"),
    ("page, déjà demandée", "page_again"),
    ("moteur, déjà demandé", "engine_again"),
)


def _line(name: str, told: Figures, ratio: Figures | None = None, note: str = "") -> str:
    times = f"{told.p50:>9.1f} {told.p95:>9.1f} {told.p99:>9.1f}"
    ratios = f"{ratio.p50:>8.2f} {ratio.p95:>8.2f} {ratio.p99:>8.2f}" if ratio else " " * 26
    return f"  {name:<34} {times} {ratios}  {note}".rstrip()


def whole(results: dict[str, Any]) -> str:
    """Return the report of a whole run, as its file holds it: `date`, `tailles` and so on."""
    head = f"Essaim, mesures du {results['date'][:16].replace('T', ' ')} UTC"
    tables = [f"{head}, {results['coeurs']} cœurs, {results['versions']}"]
    tables += map(table, results["tailles"])
    if across := promises.across(results["tailles"]):
        tables.append("\n".join(["D’une taille à l’autre :", *(one.line() for one in across)]))
    return "\n\n".join(tables)


def table(size: Size) -> str:
    """Return the whole report of one size."""
    measured = size["measured"]
    page = Figures.of(measured["page"])
    head = f"{'p50':>9} {'p95':>9} {'p99':>9} {'p50 ×':>8} {'p95 ×':>8} {'p99 ×':>8}"
    lines = [
        f"{thousands(size['sheets'])} fiches, {len(measured['queries'])} requêtes, millisecondes",
        f"  {'':<34} {head}  (× : fois la page)",
    ]
    for row in figures.systems(measured):
        note = f"({row.asked} requêtes)" if row.asked < len(measured["queries"]) else ""
        lines.append(_line(row.name, row.figures, row.ratio, note))
    for name, key in _PARTS:
        told = Figures.of(measured[key])
        lines.append(_line(f"Essaim, {name}", told, told.over(page)))
    lines += [
        *missing(measured),
        *_bands(measured),
        *_making(size),
        *_loaded(measured.get("load")),
        "  Promesses :",
        *(promise.line() for promise in promises.of_size(size)),
        f"  Le tout en {size.get('minutes', 0):.0f} minutes.",
    ]
    return "\n".join(lines)


def missing(measured: dict[str, Any]) -> list[str]:
    """Return a line for each peer that is not there, left out, or had no more time."""
    peers = measured["peers"]
    return [
        *(f"  {name} : non installé ({why})" for name, why in peers["absent"].items()),
        *(f"  {name} : non mesuré ({why})" for name, why in peers["left_out"].items()),
        *(f"  {name} : arrêté au bout de son temps" for name in peers["out_of_time"]),
    ]


def _bands(measured: dict[str, Any]) -> list[str]:
    """Return medians by how many sheets a query finds: what finds little costs little."""
    lines = ["  Médianes, selon le nombre de fiches trouvées :"]
    for low, high in itertools.pairwise(_BANDS):
        among = [at for at, found in enumerate(measured["found"]) if low <= found < high]
        if not among:
            continue
        told = []
        for name, known in (
            ("page", figures.PAGE),
            ("moteur", figures.ENGINE),
            *((name, name) for name in measured["peers"]["times"]),
        ):
            row = figures.row(measured, known, among)
            if row:
                told.append(f"{name} {row.figures.p50:.1f}")
        upto = f" à {high - 1}" if high < _BANDS[-1] else " et plus"
        span = f"{low}{upto if high - low > 1 else ''}"
        lines.append(f"    {span} ({len(among)} requêtes) : {', '.join(told)}")
    return lines


def _making(size: Size) -> list[str]:
    measured, sheets, made = size["measured"], size["sheets"], size.get("made") or {}
    weights = Figures.of(measured["page_bytes"])
    lines = [f"  Page : {weights.p50 / 1000:.1f} ko compressés (p95 {weights.p95 / 1000:.1f} ko)"]
    for said, key in (("Import (indexation comprise)", "importing"), ("Index", "indexing")):
        if run := made.get(key):
            lines.append(
                f"  {said} : {run['seconds']:.1f} s, {sheets / run['seconds']:.0f} fiches/s, "
                f"mémoire au plus {run['peak_mb']:.0f} Mo, {run['own_mb']:.0f} sans les fichiers"
            )
        else:
            lines.append(f"  {said} : non mesuré, la base a été reprise")
    base, index = measured["base_mb"], measured["index_mb"]
    lines.append(f"  Sur le disque : base {base:.0f} Mo, index {index:.0f} Mo")
    peers = measured["peers"]
    for name, megabytes in peers["sizes_mb"].items():
        seconds = peers["loading"].get(name)
        loading = f"chargé et indexé en {seconds:.0f} s, " if seconds is not None else ""
        ratio = megabytes / (base + index)
        lines.append(f"  {name} : {loading}{megabytes:.0f} Mo (×{ratio:.1f} : base et index)")
    for name, agreed in peers["agreed"].items():
        lines.append(f"  {name}, mêmes réponses : {agreed}")
    return lines


def _loaded(load: dict[str, Any] | None) -> list[str]:
    """Return what was seen with several visitors, a writer, and an index being rebuilt."""
    if not load:
        return []
    lines = [f"  Plusieurs visiteurs, {load['workers']} processus web (les visiteurs compris dans "]
    lines[0] += "la même machine) :"
    for page, floor in itertools.zip_longest(load["page"], load["floor"]):
        told = Figures.of(page["taken"])
        lines.append(
            f"    {page['clients']:>2} à la fois : {page['a_second']:.0f} pages/s, p50 "
            f"{told.p50:.1f}, p95 {told.p95:.1f}, p99 {told.p99:.1f} ; processeur "
            f"{page['cpu_ms']:.1f} ms/page" + (_beside_floor(page, floor) if floor else "")
        )
    lines += [
        f"  Mémoire, {held['name']} : {held['pss_mb']:.0f} Mo, "
        f"{held['own_mb']:.0f} sans les fichiers"
        for held in load["memory"]
    ]
    for said, key in (("la page qui écrit", "seen_caught_up"), ("le suivi", "seen_followed")):
        if load[key]:
            told = Figures.of(load[key])
            lines.append(
                f"  Écrite puis trouvée, index mis à jour par {said} : p50 {told.p50:.0f} ms, "
                f"p95 {told.p95:.0f} ms ({len(load[key])} fiches)"
            )
    return lines + _reading(load)


def _beside_floor(page: dict[str, Any], floor: dict[str, Any]) -> str:
    return (
        f" (vue vide : {floor['a_second']:.0f}/s, {floor['cpu_ms']:.2f} ms ; la page : "
        f"×{page['cpu_ms'] / max(floor['cpu_ms'], 0.01):.1f})"
    )


def _reading(load: dict[str, Any]) -> list[str]:
    """Return the reading times, quiet, beside a writer, and beside a rebuilding."""
    if not (load["quiet"] and load["writing"]):
        return []
    quiet, writing = (list(itertools.chain(*load[name])) for name in ("quiet", "writing"))
    calm = Figures.of(quiet)
    lines = ["  Quatre processus web, quatre visiteurs, dix pages par seconde chacun :"]
    of_slices = [
        " ".join(f"{percentile(one, 0.95):.1f}" for one in load[name])
        for name in ("quiet", "writing")
    ]
    for said, taken in (
        ("personne n’écrit", quiet),
        (f"une écriture par seconde ({load['commits']})", writing),
        (f"l’index se reconstruit{'' if load['rebuilt'] else ' (début)'}", load["rebuilding"]),
    ):
        if taken:
            told = Figures.of(taken)
            lines.append(_line(f"  {said}", told, told.over(calm), "(× : personne n’écrit)"))
    lines.append(f"    p95 de chaque tranche : {of_slices[0]} ; en écrivant : {of_slices[1]}")
    return lines
