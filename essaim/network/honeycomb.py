"""Where each département stands in a honeycomb of France: one cell each, near where it lies.

The layout was computed once from the centres of the départements: equal cells, regions in one
piece, as many true neighbours side by side as possible; Corsica and overseas were placed by hand.
Odd rows stand half a cell to the right.
"""

from typing import Final

MAINLAND: Final = (
    "  .   .   .   .   .  62  59   .   .   .   .",
    "  .   .   .  76  80  60  02  08   .   .   .",
    "  .   .  14  27  95  75  93  51  55  57   .",
    " 22  50  61  78  92  94  77  52  54  67   .",
    " 29  35  53  72  28  91  89  10  70  88  68",
    " 56  44  49  37  41  45  58  21  25  90   .",
    "  .  85  79  86  36  18  03  71  39   .   .",
    "  .  17  16  87  23  63  42  01  74   .   .",
    "  .   .  33  24  19  15  43  69  38  73   .",
    "  .   .  40  47  46  48  07  26  05   .   .",
    "  .   .  64  32  82  12  30  84  04  06   .",
    "  .   .  65  31  81  34   .  13  83   .   .",
    "  .   .   .   .  09  11   .   .   .  2B   .",
    "  .   .   .   .   .  66   .   .   .  2A   .",
)
OVERSEAS: Final = "971 972 973 974 976   .   .   .   .   .   ."
# They have few social centres, or none: shown only when there is something to show.
COLLECTIVITIES: Final = "975 977 978 986 987 988 984 989   .   .   ."


def places(*, collectivities: bool = False) -> dict[str, tuple[int, int]]:
    """Return the (column, row) of each département's cell by its code, from the top left."""
    rows = (*MAINLAND, OVERSEAS, *((COLLECTIVITIES,) if collectivities else ()))
    return {
        code: (column, row)
        for row, line in enumerate(rows)
        for column, code in enumerate(line.split())
        if code != "."
    }
