"""What is read in a text under it in the editor: the figures, their place, what one may answer.

Nothing is kept here: an answer fills the fields that state a figure (`Field.corrects`), which are
saved with the form like any other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from urllib.parse import parse_qsl, urlencode

from django.http import QueryDict

from essaim.editor import figure_words as words
from essaim.editor import sheet_form
from essaim.search.phrases import listed
from essaim.sheets import fields
from essaim.sheets.content import Content
from essaim.sheets.fields import Field
from essaim.sheets.figures.readings import Certainty, Count, Funding, Passage, People
from essaim.sheets.figures.settled import settle

# The answer of a button: the figures it states, as the query of an address.
ANSWER: Final = "chiffres"
# Of each text in which figures are read, the fields that state them.
READ: Final[dict[str, tuple[Field, ...]]] = {
    name: tuple(field for field in fields.NUMBERS if field.corrects == name)
    for name in dict.fromkeys(field.corrects for field in fields.NUMBERS)
}

_NO: Final = fields.NO_FIGURE_WRITTEN
_MOST_PASSAGES: Final = 4
_LONGEST_PASSAGE: Final = 90
# Characters between two passages that are quoted as one.
_NEAR: Final = 25
_SURENESS: Final[Mapping[Certainty | None, str]] = {
    Certainty.SURE: "Le texte le dit clairement.",
    Certainty.LIKELY: "C’est ce que nous comprenons.",
    Certainty.DOUBTFUL: "Nous n’en sommes pas sûrs : sans votre accord, nous ne compterons rien.",
}
_BACK: Final = "Revenir à la lecture du texte"
_CORRECT: Final = "Corriger"
_CHANGE: Final = "Modifier"
_GIVE: Final = "Donner les chiffres"


@dataclass(frozen=True, slots=True)
class Gesture:
    """A button: its words, and the figures it states (`ANSWER`)."""

    words: str
    answer: str
    is_main: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What stands under a text. Empty when the text is: `told` is "".

    `told` is the sentence; `source` the quoted words it stands on; `sureness` how sure it is;
    `beside` what else is to be said; `opening` the words that open the fields.
    """

    key: str
    told: str = ""
    question: str = ""
    source: tuple[str, ...] = ()
    sureness: str = ""
    beside: str = ""
    gestures: tuple[Gesture, ...] = ()
    opening: str = _GIVE
    is_stated: bool = False


def all_of(content: Content) -> dict[str, Reading]:
    """Return what stands under each text in which figures are read, by its key."""
    settled = settle(content)
    return {
        fields.BY_NAME["funding"].key: of_money(settled.funding, content),
        fields.BY_NAME["people"].key: of_people(settled.persons, content),
    }


# --- Money ----------------------------------------------------------------------------------


def of_money(read: Funding, content: Content) -> Reading:
    """Return what stands under a text about money, read so."""
    said = _said("funding", content)
    if said:
        return _stated("funding", _money_stated(said), _money_beside(read, said))
    seen = words.money(read)
    if not seen:
        return _nothing("funding", content, _no_money(read))
    question, gestures = "", [Gesture("Ce n’est pas un budget", _refused_money(read))]
    if read.budget is not None and 0 <= read.budget <= fields.MOST_EUROS:
        question = "C’est bien cela ?"
        gestures.insert(0, Gesture("Oui, c’est cela", _agreed_money(read), is_main=True))
    else:
        question = "Nous ne compterons pas de budget tant que vous n’en donnez pas un."
    prices = words.unit_prices(read)
    return Reading(
        fields.BY_NAME["funding"].key,
        told=f"Nous lisons : {seen}.",
        question=question,
        source=_quoted(
            str(content["funding"]),
            [one for one in read.passages if one.kind != "prix_unitaires"],
        ),
        sureness=_SURENESS.get(read.certainty, ""),
        beside=f"Prix à l’unité, comptés à part : {prices}." if prices else "",
        gestures=tuple(gestures),
        opening=_CORRECT,
    )


def _agreed_money(read: Funding) -> str:
    assert read.budget is not None
    months = read.months if 0 < (read.months or 0) <= fields.MOST_MONTHS else ""
    return _answer(stated_budget=words.rounded(read.budget), stated_months=months)


def _refused_money(read: Funding) -> str:
    return _answer(stated_budget=_NO, stated_months="" if read.months is None else _NO)


def _no_money(read: Funding) -> str:
    prices = words.unit_prices(read)
    if prices:
        return f"Nous lisons des prix à l’unité ({prices}), et pas de budget d’ensemble."
    return "Nous ne lisons pas de budget dans ce texte."


def _money_stated(said: Mapping[str, int]) -> str:
    budget, months = said.get("stated_budget"), said.get("stated_months")
    if budget == fields.NO_FIGURE:
        return "Vous avez dit : pas de budget à compter."
    time = words.over(months if months != fields.NO_FIGURE else None)
    if budget is None:
        return f"Vous avez confirmé la durée :{time or ' aucune'}."
    return f"Vous avez confirmé : {words.euros(Decimal(budget))}{time}."


def _money_beside(read: Funding, said: Mapping[str, int]) -> str:
    """Return what the text says that the author does not: gently, the author's figure stays."""
    budget, months = said.get("stated_budget"), said.get("stated_months")
    read_budget = None if read.budget is None else words.rounded(read.budget)
    other = budget is not None and read_budget is not None and budget != read_budget
    other |= months is not None and read.months is not None and months != read.months
    if other:
        return _differs(words.money(read))
    rest = []
    if budget is None and read.budget is not None:
        rest.append(words.euros(read.budget))
    if months is None and read.months is not None and budget != fields.NO_FIGURE:
        rest.append(f"{read.months} mois")
    return _completed(rest)


# --- People ---------------------------------------------------------------------------------


def of_people(read: People, content: Content) -> Reading:
    """Return what stands under a text about the persons mobilised, read so."""
    said = _said("people", content)
    if said:
        return _stated("people", _people_stated(said), _people_beside(read, said))
    seen = words.people(read)
    found = words.counts(read)
    if not found and read.total is None:
        told = f"Nous lisons : {seen}, sans nombre de personnes." if seen else ""
        return _nothing("people", content, told or "Nous ne lisons pas de nombre dans ce texte.")
    gestures = [Gesture("Ce n’est pas cela", _refused_people(read))]
    question = "Qui sont ces personnes ? Vous pouvez le préciser."
    if found:
        question = "C’est bien cela ?"
        gestures.insert(0, Gesture("Oui, c’est cela", _agreed_people(read), is_main=True))
    return Reading(
        fields.BY_NAME["people"].key,
        told=f"Nous lisons : {seen}.",
        question=question,
        source=_quoted(str(content["people"]), read.passages),
        sureness=_SURENESS.get(read.certainty, ""),
        beside=_middles(found),
        gestures=tuple(gestures),
        opening=_CORRECT if found else "Préciser",
    )


def _agreed_people(read: People) -> str:
    found = {
        kind: middle(count)
        for kind, count in words.counts(read).items()
        if count.high <= fields.MOST_PERSONS
    }
    carriers = [found[kind] for kind in words.CARRIERS if kind in found]
    # A doubtful total is not counted: those it holds beyond the parts would be lost.
    if read.certainty is Certainty.DOUBTFUL and read.total and "others" not in found and carriers:
        beyond = middle(read.total) - sum(carriers)
        found |= {"others": beyond} if beyond > 0 else {}
    return _answer(**{f"stated_{kind}": count for kind, count in found.items()})


def _refused_people(read: People) -> str:
    kinds = list(words.counts(read))
    if read.total is not None:
        kinds += words.CARRIERS
    return _answer(**{f"stated_{kind}": _NO for kind in dict.fromkeys(kinds)})


def middle(count: Count) -> int:
    """Return the figure of a count: the middle of a range, half a person up."""
    return (count.low + count.high + 1) // 2


def _middles(found: Mapping[str, Count]) -> str:
    """Return what a range will count for."""
    told = [
        words.persons(Count.of(middle(count)), kind)
        for kind, count in found.items()
        if count.low != count.high
    ]
    return f"Nous compterons {listed(told, 'et')}, au milieu." if told else ""


def _people_stated(said: Mapping[str, int]) -> str:
    given = {name.removeprefix("stated_"): count for name, count in said.items()}
    told = [
        words.persons(Count.of(count), kind)
        for kind, count in given.items()
        if count != fields.NO_FIGURE
    ]
    none = words.without([kind for kind, count in given.items() if count == fields.NO_FIGURE])
    if not told:
        return f"Vous avez dit : {none} à compter."
    refused = f" ; {none} à compter" if none else ""
    return f"Vous avez confirmé : {listed(told, 'et')}{refused}."


def _people_beside(read: People, said: Mapping[str, int]) -> str:
    found = words.counts(read)
    given = {name.removeprefix("stated_"): count for name, count in said.items()}
    if any(
        not found[kind].low <= count <= found[kind].high
        for kind, count in given.items()
        if kind in found
    ):
        return _differs(words.people(read))
    rest = [words.persons(count, kind) for kind, count in found.items() if kind not in given]
    return _completed(rest)


# --- Both -----------------------------------------------------------------------------------


def _said(name: str, content: Content) -> dict[str, int]:
    """Return what the author states of that text, by field."""
    given = {field.name: content[field.name] for field in READ[name]}
    return {key: value for key, value in given.items() if isinstance(value, int)}


def _stated(name: str, told: str, beside: str) -> Reading:
    key = fields.BY_NAME[name].key
    back = Gesture(_BACK, _answer(**{field.name: "" for field in READ[name]}))
    return Reading(key, told=told, beside=beside, gestures=(back,), opening=_CHANGE, is_stated=True)


def _nothing(name: str, content: Content, told: str) -> Reading:
    key = fields.BY_NAME[name].key
    if not str(content[name] or "").strip():
        return Reading(key)
    return Reading(key, told=told, question="Si vous en avez un, donnez-le ici.")


def _differs(seen: str) -> str:
    return f"Le texte, lui, se lit : {seen}. C’est votre réponse qui compte." if seen else ""


def _completed(rest: Sequence[str]) -> str:
    return f"Lu dans le texte, en plus : {listed(rest, 'et')}." if rest else ""


def _quoted(text: str, passages: Sequence[Passage]) -> tuple[str, ...]:
    """Return the words the figures stand on, in their order; those side by side as one."""
    runs: list[tuple[int, int]] = []
    for start, end in sorted((one.start, one.end) for one in passages):
        first, last = runs[-1] if runs else (start, start)
        is_near = start - last <= _NEAR and "\n" not in text[last:start]
        if runs and is_near and (end <= last or end - first <= _LONGEST_PASSAGE):
            runs[-1] = (first, max(last, end))
        elif not runs or end > last:
            runs.append((start, end))
    texts = dict.fromkeys(" ".join(text[start:end].split()) for start, end in runs)
    return tuple(_short(one) for one in list(texts)[:_MOST_PASSAGES] if one)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_PASSAGE else f"{text[: _LONGEST_PASSAGE - 1].rstrip()}…"


def _answer(**stated: object) -> str:
    """Return the answer of a button that states these figures, by `Field.name`."""
    return urlencode({fields.BY_NAME[name].key: value for name, value in stated.items()})


# --- What a form says -----------------------------------------------------------------------


def answered(post: QueryDict) -> QueryDict:
    """Return a form with the answer of the button that sent it, as if it had been typed."""
    given = post.get(ANSWER, "")
    if not given:
        return post
    typed = post.copy()
    known = {field.key for field in fields.NUMBERS}
    for key, value in parse_qsl(given, keep_blank_values=True):
        if key in known:
            typed[key] = value
            if key not in typed.getlist(sheet_form.SENT):
                typed.appendlist(sheet_form.SENT, key)
    return typed


def place_of(post: QueryDict) -> str:
    """Return the anchor of the text that a button answered about, "" when none did."""
    for key, _ in parse_qsl(post.get(ANSWER, ""), keep_blank_values=True):
        field = fields.BY_KEY.get(key)
        if field is not None and field.corrects:
            return f"#lecture-{fields.BY_NAME[field.corrects].key}"
    return ""
