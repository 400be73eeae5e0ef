"""A drawing as a PNG, for where SVG is not taken: word processors, social networks."""

import functools
from pathlib import Path
from typing import Final

import font_source_sans_pro  # type: ignore[import-untyped]
import typst

# Twice the usual density: sharp on paper and on good screens.
DENSITY: Final = 144
_MARGIN: Final = 18
_PAGE: Final = f"""\
#set page(width: auto, height: auto, margin: {_MARGIN}pt, fill: rgb("#fffdf9"))
#image(bytes(sys.inputs.drawing), format: "svg")
"""


@functools.cache
def _fonts() -> typst.Fonts:
    # Its own fonts only: the same drawing gives the same picture on every machine.
    folder = Path(font_source_sans_pro.__file__).parent / "files"
    return typst.Fonts(include_system_fonts=False, font_paths=[folder])


@functools.lru_cache(maxsize=16)
def png(svg: str) -> bytes:
    """Return the picture of a drawing made with `standalone`, on paper, with a margin."""
    made = typst.compile(
        _PAGE.encode(), format="png", ppi=DENSITY, font_paths=_fonts(), sys_inputs={"drawing": svg}
    )
    assert isinstance(made, bytes)
    return made
