"""Where an action is, said in French: « dans le Rhône », « en Gironde », « à La Réunion ».

Prepositions are those of common usage, which follows no rule (« en Charente », « dans la Creuse »);
a test holds that every territory of the COG has its entry.
"""

from typing import Final

from essaim.search.phrases import quoted


def _each(phrase: str, codes: str) -> dict[str, str]:
    return dict.fromkeys(codes.split(), phrase)


# By département code: what stands before the name.
_DEPARTMENT: Final[dict[str, str]] = {
    **_each(
        "dans le ",
        "14 15 18 25 29 30 32 39 41 45 46 47 49 56 59 62 63 67 68 69 81 82 83 84 90 94 95",
    ),
    **_each("dans l’", "01 02 03 10 11 12 27 34 36 60 61 89 91"),
    **_each("dans la ", "23 26 42 50 51 55 58 72 80 86"),
    **_each(
        "en ",
        "07 09 16 17 19 21 24 28 31 33 35 37 38 43 44 48 52 53 54 57 70 71 73 74 76 77 85 87 93 "
        "2A 2B 971 972 973 987 988",
    ),
    **_each("dans les ", "04 05 06 08 13 22 40 64 65 66 78 79 88 92 984"),
    **_each("à ", "75 974 976 975 977 978 986"),
    **_each("sur l’", "989"),
}

# By region code.
_REGION: Final[dict[str, str]] = {
    **_each("en ", "01 02 03 11 24 27 28 53 75 76 84 93 94 987 988"),
    **_each("dans les ", "32 52 984"),
    **_each("dans le ", "44"),
    **_each("à ", "04 06 975 977 978 986"),
    **_each("sur l’", "989"),
}

# Names that are not simply put after their preposition.
_WHOLE: Final[dict[str, str]] = {
    "Terres australes et antarctiques françaises": (
        "dans les Terres australes et antarctiques françaises"
    ),
    "Île de Clipperton": "sur l’île de Clipperton",
}


def _where(name: str, prepositions: dict[str, str], code: str) -> str:
    if name in _WHOLE:
        return _WHOLE[name]
    preposition = prepositions.get(code)
    # A territory of a later COG still makes a sentence.
    place = name.replace("'", "’")
    return f"{preposition}{place}" if preposition else f"dans le territoire {quoted(place)}"


def in_department(code: str, name: str) -> str:
    """Return the phrase that places something in a département."""
    return _where(name, _DEPARTMENT, code)


def in_region(code: str, name: str) -> str:
    """Return the phrase that places something in a region."""
    return _where(name, _REGION, code)
