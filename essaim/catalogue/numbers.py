"""Numbers as a French reader expects them."""

NARROW_SPACE = "\u202f"
NO_BREAK_SPACE = "\u00a0"


def number(value: int) -> str:
    """Return `12345` as `12 345`, kept on one line."""
    return str(value) if 0 <= value < 1_000 else f"{value:,}".replace(",", NARROW_SPACE)


def counted(value: int, singular: str, plural: str = "") -> str:
    """Return `1 fiche`, `12 345 fiches`: in French zero is singular. `plural` adds an s."""
    word = singular if value < 2 else plural or f"{singular}s"
    return f"{number(value)}{NO_BREAK_SPACE}{word}"
