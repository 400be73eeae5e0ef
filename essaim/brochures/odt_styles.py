"""The styles of the editable brochure, as OpenDocument writes them: change one, all follow."""

from typing import Final

_INK: Final = "#141d33"
_INK_2: Final = "#454e69"
_HONEY: Final = "#f0a92b"
_HONEY_TEXT: Final = "#7a4700"
_SUNK: Final = "#f4ecdc"
_FONT: Final = "Source Sans Pro"


def _paragraph(
    name: str, paragraph: str = "", text: str = "", *, shown: str = "", parent: str = "Standard"
) -> str:
    """Return a paragraph style, its properties as attributes."""
    display = f' style:display-name="{shown}"' if shown else ""
    colour = "" if "fo:color" in text else f'fo:color="{_INK}"'
    return (
        f'<style:style style:name="{name}"{display} style:family="paragraph" '
        f'style:parent-style-name="{parent}">'
        f"<style:paragraph-properties {paragraph}/>"
        f"<style:text-properties {colour} {text}/></style:style>"
    )


def _heading(level: int, paragraph: str, text: str) -> str:
    return (
        f'<style:style style:name="Heading_20_{level}" style:display-name="Heading {level}" '
        'style:family="paragraph" style:parent-style-name="Heading" '
        'style:next-style-name="Text_20_body" '
        f'style:default-outline-level="{level}">'
        f'<style:paragraph-properties fo:keep-with-next="always" {paragraph}/>'
        f'<style:text-properties style:font-name="{_FONT}" fo:font-family="\'{_FONT}\'" '
        f'fo:font-weight="bold" {text}/></style:style>'
    )


def _list(name: str, shown: str, levels: str) -> str:
    start = f'<text:list-style style:name="{name}" style:display-name="{shown}">'
    return f"{start}{levels}</text:list-style>"


_INDENT: Final = (
    '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
    '<style:list-level-label-alignment text:label-followed-by="listtab" '
    'fo:text-indent="-0.6cm" fo:margin-left="0.8cm"/></style:list-level-properties>'
)
_BASE: Final = (
    '<style:style style:name="Standard" style:family="paragraph">'
    '<style:paragraph-properties fo:line-height="125%" fo:orphans="2" fo:widows="2"/>'
    f'<style:text-properties fo:color="{_INK}" style:font-name="{_FONT}" '
    f'fo:font-family="\'{_FONT}\'" fo:font-size="10.5pt" fo:language="fr" fo:country="FR"/>'
    "</style:style>"
)
_TABLE: Final = (
    '<style:style style:name="EssaimTable" style:family="table">'
    '<style:table-properties style:rel-width="100%" table:align="margins" '
    'fo:margin-top="0.2cm" fo:margin-bottom="0.4cm" style:may-break-between-rows="true"/>'
    "</style:style>"
)
_CELL: Final = (
    '<style:style style:name="EssaimCell" style:family="table-cell">'
    '<style:table-cell-properties fo:padding="0.12cm" fo:border-bottom="0.5pt solid #e4d9c4"/>'
    "</style:style>"
)

STYLES: Final = (
    _BASE,
    _paragraph("Text_20_body", 'fo:margin-bottom="0.22cm"', shown="Text body"),
    _paragraph(
        "Title",
        'fo:margin-top="0.3cm" fo:margin-bottom="0.4cm" fo:keep-with-next="always"',
        'fo:font-size="34pt" fo:font-weight="bold"',
    ),
    _paragraph("Subtitle", 'fo:margin-bottom="0.4cm"', f'fo:font-size="16pt" fo:color="{_INK_2}"'),
    _heading(
        1,
        'fo:break-before="page" fo:margin-bottom="0.5cm" fo:padding-bottom="0.15cm" '
        f'fo:border-bottom="2pt solid {_HONEY}"',
        f'fo:font-size="22pt" fo:color="{_INK}"',
    ),
    _heading(
        2,
        'fo:margin-top="0.8cm" fo:margin-bottom="0.2cm"',
        f'fo:font-size="15pt" fo:color="{_INK}"',
    ),
    _heading(
        3,
        'fo:margin-top="0.4cm" fo:margin-bottom="0.1cm"',
        f'fo:font-size="11pt" fo:color="{_HONEY_TEXT}"',
    ),
    _paragraph(
        "EssaimScope",
        'fo:margin-top="0.3cm" fo:margin-bottom="0.2cm"',
        f'fo:font-size="12pt" fo:font-weight="bold" fo:color="{_HONEY_TEXT}"',
        shown="Essaim, sur-titre",
    ),
    _paragraph("EssaimLogos", 'fo:margin-bottom="4cm"', shown="Essaim, logos"),
    _paragraph(
        "EssaimBy",
        'fo:keep-with-next="always" fo:margin-bottom="0.1cm"',
        'fo:font-weight="bold"',
        shown="Essaim, structure",
    ),
    _paragraph(
        "EssaimFact",
        f'fo:background-color="{_SUNK}" fo:padding="0.1cm" fo:margin-bottom="0cm"',
        shown="Essaim, repère",
    ),
    _paragraph(
        "EssaimQuestion",
        'fo:keep-with-next="always" fo:margin-bottom="0.2cm"',
        f'fo:font-style="italic" fo:color="{_INK_2}"',
        shown="Essaim, question",
    ),
    _paragraph(
        "EssaimPicture",
        'fo:keep-with-next="always" fo:margin-bottom="0.2cm" fo:line-height="100%"',
        shown="Essaim, graphique",
    ),
    _paragraph(
        "EssaimSmall",
        'fo:margin-bottom="0.2cm"',
        f'fo:font-size="9pt" fo:color="{_INK_2}"',
        shown="Essaim, note",
    ),
    _paragraph("EssaimTableText", "", 'fo:font-size="9.5pt"', shown="Essaim, tableau"),
    _paragraph(
        "EssaimTableHead",
        f'fo:background-color="{_SUNK}"',
        'fo:font-size="9.5pt" fo:font-weight="bold"',
        shown="Essaim, en-tête de tableau",
    ),
    _list(
        "EssaimBullets",
        "Essaim, puces",
        f'<text:list-level-style-bullet text:level="1" text:bullet-char="•">{_INDENT}'
        f'<style:text-properties fo:color="{_HONEY_TEXT}"/></text:list-level-style-bullet>',
    ),
    _list(
        "EssaimNumbers",
        "Essaim, numéros",
        '<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix=".">'
        f"{_INDENT}</text:list-level-style-number>",
    ),
    _paragraph(
        "Contents_20_Heading",
        'fo:break-before="page" fo:margin-bottom="0.5cm"',
        'fo:font-size="22pt" fo:font-weight="bold"',
        shown="Contents Heading",
    ),
    _paragraph(
        "Contents_20_1",
        'fo:margin-top="0.2cm" fo:margin-bottom="0.05cm"',
        'fo:font-weight="bold"',
        shown="Contents 1",
    ),
    _paragraph(
        "Contents_20_2",
        'fo:margin-left="0.5cm" fo:margin-bottom="0cm"',
        'fo:font-size="9.5pt"',
        shown="Contents 2",
    ),
)
OF_TABLES: Final = (_TABLE, _CELL)
