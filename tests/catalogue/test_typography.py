"""Free text comes out as sound HTML, whole, and set as French is printed."""

import re
import time
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from essaim.catalogue.typography import inline, lead, typeset

VOID = {"br", "wbr"}
ALLOWED = {"p", "ul", "ol", "li", "a"} | VOID


class Reader(HTMLParser):
    """Reads HTML strictly: every tag known, closed in order, list numbers given back."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.counters: list[tuple[str, int]] = []
        self.seen: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED
        values = dict(attrs)
        if tag == "a":
            assert values.keys() == {"href", "rel"}
            self.links.append(values["href"] or "")
        elif tag in ("ol", "ul"):
            assert values.keys() <= {"start", "type"}
            style = values.get("type") or "1" if tag == "ol" else ""
            self.counters.append((style, int(values.get("start") or 1)))
        else:
            assert not values
        if tag == "li":
            style, number = self.counters[-1]
            if style:
                shown = str(number) if style == "1" else chr(ord(style) + number - 1)
                self.seen.append(shown)
                self.counters[-1] = (style, number + 1)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        if tag in ("ol", "ul"):
            self.counters.pop()

    def handle_data(self, data: str) -> None:
        self.seen.append(data)


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert not reader.open
    return reader


def letters(text: str) -> str:
    """Return what typography may never change: letters, figures and symbols."""
    lines = "\n".join(line.strip() for line in text.splitlines())
    text = re.sub(r"(?m)^0(?=[0-9](?:[)./°]| ?[-–]))", "", lines)  # « 01) » counts as « 1) »
    return "".join(char for char in text if char.isalnum() or char in "@#&<=")


def plain(html: str) -> str:
    return html.replace("\u202f", "~").replace("\u00a0", "_")


PIECES = st.sampled_from(
    ["-", "- ", "•", ". ", "1) ", "2) ", "a. ", "b. ", "\n", "\n\n", "\r\n", " ", "mot", "Deux",
     ";", ":", "!", "?", '"', "'", "«", "»", "...", "18 000", "€", "%", "http://a.fr/b", "www.",
     "www.caf.fr", "(", ")", "x@y.fr", "<b>", "</p>", "&amp;", "<script>", "10:30", "01) ", "🎉",
     "affiche.pdf", "*", ">", "_", "—", "\u2028", "h", "12"]
)  # fmt: skip
HOSTILE = st.one_of(st.text(), st.lists(PIECES, max_size=60).map("".join))


@given(HOSTILE)
def test_any_text_gives_sound_html_with_all_its_letters(text: str) -> None:
    assume("o\t" not in text)  # a word processor's bullet, whose letter is dropped
    reader = read(typeset(text))
    assert letters("".join(reader.seen)) == letters(_visible(text))


def _visible(text: str) -> str:
    """Return the text without what no page can show: control characters and noncharacters."""
    return "".join(
        c for c in text if c in "\t\n\r\x0b\x0c\x85\u2028\u2029" or c.isprintable() or c == " "
    )


@given(HOSTILE)
def test_a_line_is_escaped_and_holds_no_tag(text: str) -> None:
    html = inline(text)
    assert "<" not in html
    assert "\n" not in html


@given(HOSTILE, st.integers(20, 300))
def test_a_lead_never_exceeds_its_limit(text: str, limit: int) -> None:
    assert len(lead(text, limit)) <= limit


@given(HOSTILE)
def test_links_lead_to_the_web_only(text: str) -> None:
    for link in read(typeset(text)).links:
        assert re.match(r"https?://[^@/]+\.[^@/]", link, re.IGNORECASE)


@pytest.mark.parametrize(
    "text",
    [
        "- un\n- deux", "-un\n-deux", "• un\n•deux", "* un\n* deux", ". un\n. deux",
        "– un\n– deux", "-\nun\n-\ndeux\n-", "- un\n\n- deux", "un ;\ndeux ;", "o\tun\no\tdeux",
        ".un\n.deux",
    ],
)  # fmt: skip
def test_every_manner_of_list_becomes_a_list(text: str) -> None:
    html = plain(typeset(text)).replace("~;", "")
    assert html == "<ul>\n<li>un</li>\n<li>deux</li>\n</ul>"


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("1) un\n2) deux", "<ol>"), ("1. un\n2. deux", "<ol>"),
        ("3/ un\n4/ deux", '<ol start="3">'),
        ("a. un\nb. deux", '<ol type="a">'), ("A) un\nB) deux", '<ol type="A">'),
        ("1 - un\n2 - deux", "<ol>"), ("1° un\n2° deux", "<ol>"),
    ],
)  # fmt: skip
def test_numbers_that_count_up_make_a_numbered_list(text: str, opening: str) -> None:
    assert typeset(text) == f"{opening}\n<li>un</li>\n<li>deux</li>\n</ol>"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("- seul", "<p>seul</p>"),
        ("-", "<p>-</p>"),
        ("", ""),
        (" \n\t\n", ""),
        ("2. un\n2. deux", "<p>2. un<br>\n2. deux</p>"),
        ("-5 degrés", "<p>-5 degrés</p>"),
        ("Depuis :\n- un seul", "<p>Depuis_:</p>\n<ul>\n<li>un seul</li>\n</ul>"),
        ("TITRE\n\nsuite", "<p>TITRE</p>\n<p>suite</p>"),
        ("15 professionnels\n3 élus", "<p>15 professionnels<br>\n3 élus</p>"),
        ("-\nun\ndeux\n-\ntrois", "<ul>\n<li>un<br>\ndeux</li>\n<li>trois</li>\n</ul>"),
    ],
)
def test_what_is_no_list_stays_text(text: str, html: str) -> None:
    assert plain(typeset(text)) == html


def test_a_long_line_is_a_paragraph_of_its_own() -> None:
    long = "mot " * 40
    assert typeset(f"{long}\n{long}").count("<p>") == 2


def test_an_item_wrapped_by_a_mailer_is_one_item() -> None:
    text = "- accompagner les familles dans la construction de leur projet de\nvacances\n- fêter"
    assert typeset(text).count("<li>") == 2
    assert "projet de vacances</li>" in typeset(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bonjour! Ça va? Oui; non", "Bonjour~! Ça va~? Oui~; non"),
        ("Objectif: créer du lien : oui", "Objectif_: créer du lien_: oui"),
        ("Quoi ?! Non !!!", "Quoi~?! Non~!!!"),
        ('le "café" et l\'"école"', "le «_café_» et l’«_école_»"),
        ('"Noël en récup"', "«_Noël en récup_»"),
        ("dit «oui» puis « non »", "dit «_oui_» puis «_non_»"),
        ('un écran de 5" et un "mot', 'un écran de 5" et un "mot'),
        ("l'idée d'aujourd'hui", "l’idée d’aujourd’hui"),
        ("etc...", "etc…"),
        ("18 000 euros, 1 250 000 €", "18~000_euros, 1~250~000_€"),
        ("25% de 30€ et 3 ans", "25_% de 30_€ et 3_ans"),
        ("en 2015 200 familles", "en 2015 200 familles"),
        ("à 10:30, 14h30, 12 h 30", "à 10:30, 14h30, 12_h_30"),
        ("le 1er/09/2014", "le 1er/09/2014"),
        ("(?) (!)", "(?) (!)"),
        (":", ":"),
        ("voir a.fr?b=c", "voir a.fr?b=c"),
        ("bilan!final.pdf ?", "bilan!final.pdf~?"),
        ("super :)", "super :)"),
        ("n° 5", "n°_5"),
        ("🎉 fête !", "🎉 fête~!"),
    ],
)
def test_french_typography(text: str, expected: str) -> None:
    assert plain(unescape(inline(text))) == expected


@pytest.mark.parametrize(
    ("text", "links", "shown"),
    [
        ("Voir http://www.caf.fr/a_(b)?x=1.", ["http://www.caf.fr/a_(b)?x=1"], "Voir"),
        ("(www.caf.fr)", ["http://www.caf.fr"], "(www.caf.fr)"),
        ("https://caf.fr !", ["https://caf.fr"], "https://caf.fr~!"),
        ("javascript:alert(1)", [], "javascript:alert(1)"),
        ("http://banque.fr@pirate.fr", [], "http://banque.fr@pirate.fr"),
        ("jean@caf.fr ou 06 12 34 56 78", [], "jean@caf.fr ou 06 12 34 56 78"),
        ("http://[", [], "http://["),
        ("http://localhost/a", [], "http://localhost/a"),
        ('www.a.fr"onclick="x', ["http://www.a.fr"], "www.a.fr"),
    ],
)
def test_only_web_addresses_become_links(text: str, links: list[str], shown: str) -> None:
    reader = read(typeset(text))
    assert reader.links == links
    assert shown in plain("".join(reader.seen))


def test_an_address_is_never_changed_by_typography() -> None:
    address = "https://exemple.fr/l'avenir...?a=10 000"
    assert "".join(read(typeset(address)).seen).startswith("https://exemple.fr/l'avenir...?a=10")


def test_a_lead_stops_at_a_sentence_or_a_word() -> None:
    assert lead("Une phrase. " * 30, 50) == "Une phrase. " * 3 + "Une phrase."
    assert lead("mot " * 50, 20) == "mot mot mot mot mot…"
    assert lead("x" * 300, 40) == "x" * 39 + "…"
    assert lead("- un\n- deux") == "un · deux"
    assert lead("court") == "court"
    assert lead(" " * 1_000_000) == ""


@pytest.mark.parametrize(
    "text",
    [
        "-\n" * 100_000, "(" * 100_000, " " * 1_000_000, "- " * 100_000, '"' * 100_000,
        "www." * 30_000, "http://" * 20_000, "a@" * 50_000, "«" * 100_000, "1 000 " * 20_000,
        "a" * 200_000, ")" * 50_000, "http://a.fr" + ")" * 100_000, "x.pdf" * 30_000,
        "1) x\n" * 30_000, "x ;\n" * 30_000, "'" * 100_000, "!" * 100_000, " !" * 100_000,
        "-\nmot\n" * 30_000, "\n" * 100_000, "-5\n" * 30_000, "- x\nsuite\n" * 20_000,
        ". " * 100_000, "1." * 100_000, "é" * 100_000, "?:;" * 50_000,
        "- " + "mot " * 20 + "\n" + ("suite " * 20 + "\n") * 5_000,
    ],
)  # fmt: skip
def test_hostile_text_takes_linear_time(text: str) -> None:
    """A quadratic step would take minutes on these; the whole takes well under a second.

    Processor time, and a limit far above: this tells quadratic from linear, not fast from slow.
    """
    began = time.process_time()
    for make in (typeset, inline, lead):
        make(text)
    assert time.process_time() - began < 30
