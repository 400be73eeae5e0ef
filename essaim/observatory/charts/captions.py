"""What stands above and below a drawing that goes alone: its title, and what it rests on."""

from typing import Final

from essaim.observatory.charts import wording
from essaim.observatory.charts.pen import Pen
from essaim.observatory.results import Result

_SOURCE: Final = "Essaim. Ce qui est compté est ce qui a été publié."


def headed(pen: Pen, title: str, caption: str) -> float:
    """Write the title, and what was selected; return the height used."""
    y = pen.paragraph(0, 18, title, "title", pen.width, most=3)
    return y + pen.paragraph(0, y + 14, caption, "small", pen.width, most=4) + 12


def footed(pen: Pen, result: Result, y: float) -> float:
    """Write on how many sheets it rests, and the source; return the height reached."""
    told = wording.basis(result.rests_on, result.out_of)
    y += pen.paragraph(0, y + 22, told, "small", pen.width, most=3)
    return y + pen.paragraph(0, y + 24, _SOURCE, "small", pen.width) + 12
