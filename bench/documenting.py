"""Writing what was measured into docs/performance.md, between its markers, and its curve."""

import itertools
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from bench import curve, figures, promises
from bench.figures import Figures, Size
from bench.measures import REPOSITORY
from bench.promises import thousands

FORM: Final = 2  # of the results' file; earlier ones lack what is told here
PAGE: Final = REPOSITORY / "docs" / "performance.md"
CURVE: Final = REPOSITORY / "docs" / "images" / "courbe.svg"
BEGIN: Final = "<!-- measured: written by `python -m bench --write-docs` -->"
END: Final = "<!-- end of what is written -->"


def newest(folder: Path) -> dict[str, Any]:
    """Return the newest results of that folder that can be told. Raises LookupError."""
    for path in sorted(folder.glob("*.json"), reverse=True):
        results: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if results.get("forme") == FORM and results["tailles"]:
            return results
    raise LookupError(folder)


def write(results: dict[str, Any], page: Path = PAGE, drawing: Path = CURVE) -> None:
    """Refresh the page between its markers, and draw the curve. Raises ValueError without them."""
    text = page.read_text(encoding="utf-8")
    before, found, rest = text.partition(BEGIN)
    _, ended, after = rest.partition(END)
    if not (found and ended):
        raise ValueError(f"{page}: no markers")
    block = block_of(results)
    page.write_text(f"{before}{BEGIN}\n\n{block}\n\n{END}{after}", encoding="utf-8")
    drawing.write_text(curve.draw(results["tailles"]), encoding="utf-8")


def block_of(results: dict[str, Any]) -> str:
    """Return the Markdown: tables of times, of the site under load, of promises."""
    sizes: list[Size] = results["tailles"]
    told = " / ".join(thousands(size["sheets"]) for size in sizes)
    counts = " / ".join(str(len(size["measured"]["queries"])) for size in sizes)
    return "\n".join(
        [
            f"{results['date'][:10]}, {results['coeurs']} cores, {results['versions']}. "
            f"{told} sheets, {counts} queries; milliseconds; × is times the page, on the queries "
            "both were asked.",
            "",
            "![Cost against size](images/courbe.svg)",
            "",
            *_times(sizes),
            *_missing(sizes),
            "",
            *_site(sizes),
            "",
            *_promises(sizes),
        ]
    )


def _table(head: Sequence[str], rows: Iterator[Sequence[str]]) -> list[str]:
    rule = ["---", *("--:" for _ in head[1:])]
    return [f"| {' | '.join(row)} |" for row in (head, rule, *rows)]


def _by_size(sizes: Sequence[Size]) -> dict[str, dict[int, figures.Row]]:
    found: dict[str, dict[int, figures.Row]] = {}
    for size in sizes:
        for row in figures.systems(size["measured"]):
            found.setdefault(row.name, {})[size["sheets"]] = row
    return found


def _times(sizes: Sequence[Size]) -> list[str]:
    """Return p50, p95 and p99 of each system at each size, with its ratio to the page."""
    head = ["p50 / p95 / p99 (× at p50, asked)", *(thousands(size["sheets"]) for size in sizes)]

    def rows() -> Iterator[Sequence[str]]:
        for name, known in _by_size(sizes).items():
            cells = []
            for size in sizes:
                row = known.get(size["sheets"])
                cells.append(_cell(row, len(size["measured"]["queries"])) if row else "–")
            yield [f"**{name}**" if name == figures.PAGE else name, *cells]

    return _table(head, rows())


def _cell(row: figures.Row, queries: int) -> str:
    told = row.figures
    cell = f"{_ms(told.p50)} / {_ms(told.p95)} / {_ms(told.p99)}"
    if row.name == figures.PAGE:
        return cell
    asked = f", {row.asked}" if row.asked < queries else ""
    ratio = row.ratio.p50
    return f"{cell} (×{ratio:.{1 if ratio >= 1 else 2}f}{asked})"


def _ms(time: float) -> str:
    return f"{time:.1f}" if time < 100 else thousands(round(time))


def _missing(sizes: Sequence[Size]) -> list[str]:
    lines = []
    for size in sizes:
        peers = size["measured"]["peers"]
        told = [
            *(f"{name} not installed" for name in peers["absent"]),
            *(f"{name} left out: too slow to load and to wait for" for name in peers["left_out"]),
            *(f"{name} stopped when its time was up" for name in peers["out_of_time"]),
        ]
        if told:
            lines += ["", f"{thousands(size['sheets'])}: {'; '.join(told)}."]
    return lines


def _site(sizes: Sequence[Size]) -> list[str]:
    """Return what is not a time of one query: one line to a measure, one column to a size."""
    told = [dict(_measures(size)) for size in sizes]
    names = dict.fromkeys(itertools.chain.from_iterable(told))

    def rows() -> Iterator[Sequence[str]]:
        for name in names:
            yield [name, *(of_size.get(name, "–") for of_size in told)]

    return _table(["", *(thousands(size["sheets"]) for size in sizes)], rows())


def _measures(size: Size) -> Iterator[tuple[str, str]]:
    measured, made = size["measured"], size.get("made") or {}
    for said, key in (("import, indexing on the way", "importing"), ("index built", "indexing")):
        if run := made.get(key):
            yield said, f"{run['seconds']:.0f} s, {size['sheets'] / run['seconds']:.0f}/s"
    index, base = measured["index_mb"], measured["base_mb"]
    yield "index (beside the base), MB", f"{index:.0f} (×{index / base:.2f})"
    peers = measured["peers"]
    for name, megabytes in peers["sizes_mb"].items():
        if name in peers["loading"]:
            loading = f"{peers['loading'][name]:.0f} s"
            yield f"{name}, loaded; MB", f"{loading}; {megabytes:.0f} (×{megabytes / base:.2f})"
    if load := measured.get("load"):
        yield from _under_load(load)


def _under_load(load: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for page, floor in itertools.zip_longest(load["page"], load["floor"]):
        told = Figures.of(page["taken"])
        many = f"{page['clients']} client{'s' if page['clients'] > 1 else ''}"
        beside = f" (empty view: {floor['a_second']:.0f})" if floor else ""
        yield f"pages a second, {many}", f"{page['a_second']:.0f}{beside}"
        yield f"p50 / p95 / p99, {many}", " / ".join(map(_ms, (told.p50, told.p95, told.p99)))
    if load["page"]:
        floor = f" (empty view: {load['floor'][0]['cpu_ms']:.1f})" if load["floor"] else ""
        yield "processor for one page, ms", f"{load['page'][0]['cpu_ms']:.1f}{floor}"
    for held in load["memory"]:
        name = {"principal": "main process"}.get(held["name"], held["name"])
        yield (
            f"memory, {name}, MB (without mapped files)",
            f"{held['pss_mb']:.0f} ({held['own_mb']:.0f})",
        )
    for said, key in (("the page that writes", "seen_caught_up"), ("the log", "seen_followed")):
        if load[key]:
            told = Figures.of(load[key])
            yield (
                f"committed to found, index led by {said}, p50 / p95",
                (f"{told.p50:.0f} / {told.p95:.0f}"),
            )
    if load["quiet"] and load["writing"]:
        calm = Figures.of(list(itertools.chain(*load["quiet"])))
        for said, taken in (
            ("nobody writing", list(itertools.chain(*load["quiet"]))),
            ("a commit a second", list(itertools.chain(*load["writing"]))),
            ("the index being rebuilt", load["rebuilding"]),
        ):
            if taken:
                told = Figures.of(taken)
                yield (
                    f"reading, {said}, p50 / p95 / p99",
                    (
                        f"{_ms(told.p50)} / {_ms(told.p95)} / {_ms(told.p99)} "
                        f"(p95 ×{told.p95 / calm.p95:.2f})"
                    ),
                )


def _promises(sizes: Sequence[Size]) -> list[str]:
    """Return the promises with their figure, their bound and whether they hold."""

    def rows() -> Iterator[Sequence[str]]:
        for where, made in (
            *((thousands(size["sheets"]), promises.of_size(size)) for size in sizes),
            ("all", promises.across(sizes)),
        ):
            for promise in made:
                held = "held" if promise.kept else "**not held**"
                told = promise.told(promise.value)
                yield [f"{promise.said}", where, told, promise.limit, held]

    return _table(["promise", "sheets", "measured", "bound", ""], rows())
