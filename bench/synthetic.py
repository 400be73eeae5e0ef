"""A base of any size, recombined from the demonstration set, as a JSON file to import.

    python -m bench.synthetic 100000 big.json

Or from other sheets: those of the file that BENCH_MODEL names, as `essaim export --format json`
writes them.

Sheet number N is the same whatever the size: the base of 10,000 opens that of 100,000. Each
sheet takes one sheet of the demonstration as its theme: which fields it fills, its vocabularies,
half of its sentences; the other half comes, field by field, from sheets that share a keyword.
Figures and proper names are drawn anew, so that words have the long tail of real ones.
"""

import argparse
import functools
import json
import math
import os
import random
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Final

from tqdm import tqdm

SEED: Final = 2
MODEL: Final = "BENCH_MODEL"
STRUCTURES: Final = 3_000

Record = dict[str, Any]

TEXTS: Final = (
    "resume",
    "description_experience",
    "description_generale",
    "ressources_financieres",
    "personnes_mobilisees",
    "resultat_territoire",
    "resultat_centre",
    "resultat_habitants",
    "limites",
    "perspectives",
    "raisons",
    "precision",
)
# Each drawn from a sheet of its own, so that facets combine as freely as on real sheets.
_FREE: Final = ("public", "territoire", "initiative", "partenaires", "annee")

_HEADS: Final = """
    Bel Mont Cour Char Ver Lan Bri Sau Tré Fon Cham Gar Mar Per Roc Sal Ter Val Vau Ner Pui Cas
    Dom Fra Gran Haute Lam Mor Noy Riv
"""
_MIDDLES: Final = "a e i o ou an en eu ai oi ra re ri ro lé la li lo ta ti vi va ne na ma"
_TAILS: Final = """
    ville mont gnac court zac ry lles ge bourg val rive gny tier dun nay sac hac ssan quet vers
    lon teuil mer lac puy rac signy bois
"""
_SYLLABLES: Final = tuple(part.split() for part in (_HEADS, _MIDDLES, _TAILS))
NAMES: Final = math.prod(map(len, _SYLLABLES))

# A sentence keeps what separates it from the next.
_PIECE: Final = re.compile(r".+?(?:[.!?…]+[ ]+|\n+|\Z)", re.DOTALL)
_PROPER_NAME: Final = re.compile(r"(?<=[a-zà-ÿ,] )[A-ZÀ-Ý][a-zà-ÿ]{3,}\b")
_FIGURE: Final = re.compile(r"\b[1-9][0-9]{1,3}\b")
_YEARS: Final = range(1900, 2101)


def name(rank: int) -> str:
    """Return the invented place name of that rank, from 0 to NAMES - 1; all differ."""
    parts = []
    for syllables in _SYLLABLES:
        rank, part = divmod(rank, len(syllables))
        parts.append(syllables[part])
    return "".join(parts)


def _some_name(draw: random.Random) -> str:
    """Return a place name; a few come often, most hardly ever (Zipf)."""
    return name(int(NAMES ** draw.random()) - 1)


@functools.cache
def models() -> list[Record]:
    """Return the sheets that are recombined, by French key; read-only."""
    path = os.environ.get(MODEL)
    if path:
        return list(json.loads(Path(path).read_text(encoding="utf-8"))["actions"])
    return list(_shipped("essaim.intake", "demonstration/actions.json")["actions"])


def _shipped(package: str, path: str) -> Any:
    return json.loads((resources.files(package) / path).read_text(encoding="utf-8"))


@functools.cache
def departments() -> dict[str, str]:
    """Return the 101 départements: Insee code -> region's code; read-only."""
    known = _shipped("essaim.network", "data/territories.json")["departments"]
    return {row["code"]: row["region"] for row in known if row["zone"] in ("metro", "drom")}


def structures(seed: int = SEED) -> list[tuple[str, str]]:
    """Return 3,000 invented structures: name, département. All names differ."""
    draw = random.Random(f"{seed}:structures")
    given = [
        row["nom"]
        for row in _shipped("essaim.intake", "demonstration/structures.json")["structures"]
    ]
    codes = list(departments())
    draw.shuffle(codes)
    # The best endowed département has some fifteen times the structures of the last.
    weights = [1 / (rank + 8) for rank in range(len(codes))]
    places = codes + draw.choices(codes, weights, k=STRUCTURES - len(codes))
    return [
        (f"{given[rank % len(given)]} de {name(rank)}", place) for rank, place in enumerate(places)
    ]


@dataclass(frozen=True, slots=True)
class _Theme:
    """One sheet of the demonstration, cut up: pieces by text field, its own and its kin's."""

    sheet: Record
    own: dict[str, list[str]]
    kin: dict[str, list[str]]


def pieces_of(text: str) -> list[str]:
    """Return the sentences and lines of a text, each with what separates it from the next."""
    return _PIECE.findall(text)


def _pieces(sheet: Record) -> dict[str, list[str]]:
    return {key: pieces_of(sheet.get(key) or "") for key in TEXTS}


class Recombiner:
    """Makes the sheets of one seed; `sheet(n)` depends on the seed and on n only."""

    def __init__(self, seed: int = SEED) -> None:
        """Cut up the demonstration set."""
        self.seed = seed
        self.structures = structures(seed)
        sheets = models()
        cut = [_pieces(sheet) for sheet in sheets]
        self._themes = [
            _Theme(sheet, own, _gather(sheet, sheets, cut))
            for sheet, own in zip(sheets, cut, strict=True)
        ]

    def sheet(self, rank: int) -> Record:
        """Return the sheet of that rank, as the JSON import reads it."""
        draw = random.Random(f"{self.seed}:{rank}")
        theme = draw.choice(self._themes)
        # Some structures publish much more than others.
        structure, department = self.structures[int(STRUCTURES * draw.random() ** 1.5)]
        made: Record = {
            "titre": _title(theme.sheet.get("titre") or "", draw),
            "structure": structure,
            "departement": department,
        }
        for key in ("statut", "dimension"):
            made[key] = theme.sheet.get(key)
        made["mots_cles"] = self._keywords(theme, draw)
        for key in _FREE:
            made[key] = draw.choice(self._themes).sheet.get(key)
        for key in TEXTS:
            made[key] = _text(theme.own[key], theme.kin[key], draw)
        return {key: value for key, value in made.items() if value}

    def _keywords(self, theme: _Theme, draw: random.Random) -> list[str]:
        """Return the theme's keywords, one in three sheets with one more."""
        keywords = list(theme.sheet.get("mots_cles") or ())
        if draw.random() < 0.33:
            keywords += draw.choice(self._themes).sheet.get("mots_cles") or ()
        return list(dict.fromkeys(keywords))[:4]

    def sheets(self, count: int) -> Iterator[Record]:
        """Yield the first `count` sheets."""
        return map(self.sheet, range(count))


def _gather(
    sheet: Record, sheets: list[Record], cut: list[dict[str, list[str]]]
) -> dict[str, list[str]]:
    """Return the pieces, by field, of the sheets that share a keyword with `sheet`."""
    keywords = set(sheet.get("mots_cles") or ())
    found: dict[str, list[str]] = {key: [] for key in TEXTS}
    for other, pieces in zip(sheets, cut, strict=True):
        if keywords & set(other.get("mots_cles") or ()):
            for key in TEXTS:
                found[key] += pieces[key]
    return found


def _title(title: str, draw: random.Random) -> str:
    """Return the title as it stands, or told apart by a place or a year; untitled stays so."""
    lot = draw.random()
    if not title or lot < 0.25:
        return title
    if lot < 0.75:
        return f"{title} à {_some_name(draw)}"
    return f"{title} {draw.randint(2013, 2026)}"


def _text(own: list[str], kin: list[str], draw: random.Random) -> str:
    """Return as many pieces as the theme's own text has, no piece twice."""
    drawn = [draw.choice(own if draw.random() < 0.5 else kin) for _ in own]
    text = "".join(_joined(piece) for piece in dict.fromkeys(drawn)).strip()
    text = _PROPER_NAME.sub(
        lambda found: _some_name(draw) if draw.random() < 0.3 else found[0], text
    )
    return _FIGURE.sub(lambda found: _other_figure(found[0], draw), text)


def _joined(piece: str) -> str:
    """Return the piece ready to be followed: a text without a full stop ends its line."""
    if piece[-1].isspace():
        return piece
    return piece + (" " if piece[-1] in ".!?…" else "\n")


def _other_figure(figure: str, draw: random.Random) -> str:
    """Return another figure of as many digits; years stay."""
    if int(figure) in _YEARS or draw.random() < 0.5:
        return figure
    lowest = 10 ** (len(figure) - 1)
    return str(lowest + int(9 * lowest * draw.random()))


def write(count: int, path: Path, seed: int = SEED) -> None:
    """Write the first `count` sheets to `path`, one to a line; memory stays flat."""
    sheets = Recombiner(seed).sheets(count)
    with path.open("w", encoding="utf-8") as out:
        out.write('{"actions": [\n')
        bar = tqdm(sheets, "Fiches", count, file=sys.stderr, disable=None, leave=False)
        for rank, sheet in enumerate(bar):
            out.write((",\n" if rank else "") + json.dumps(sheet, ensure_ascii=False))
        out.write("\n]}\n")


def main() -> None:
    """Write the file asked for on the command line."""
    asked = argparse.ArgumentParser(description="Écrit une base synthétique à importer.")
    asked.add_argument("count", type=int, metavar="NOMBRE")
    asked.add_argument("path", type=Path, metavar="FICHIER.json")
    options = asked.parse_args()
    write(options.count, options.path)


if __name__ == "__main__":
    main()
