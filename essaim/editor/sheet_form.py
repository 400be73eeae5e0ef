"""The editor's form: from a content to controls, and from what a browser posts to a content.

Not a `forms.Form`: `intake.form.Validator` is the one validator, a draft keeps what can be kept
when one field cannot, and a text nobody touched must come back identical although browsers
change line ends on their way.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import QueryDict

from essaim.intake.form import Validator
from essaim.network.territories import department_names
from essaim.sheets import content as contents
from essaim.sheets import fields, validators
from essaim.sheets.content import Content, Value
from essaim.sheets.fields import Field, Kind
from essaim.sheets.models import Term
from essaim.sheets.terms import Terms

# Files come and go one by one (`attaching`), never with the form.
EDITED: Final[tuple[Field, ...]] = tuple(
    field for field in contents.CONTENT_FIELDS if field.kind is not Kind.FILES
)
# Names of the fields that the browser sends, so that an absent box is an unticked one only when
# its group was sent.
SENT: Final = "champs"
VERSION: Final = "version"
# After a field's key: the values that are not in the list.
OTHER: Final = "_autre"

_SEPARATORS: Final = re.compile(r"[,;\n]")
_NAMELESS: Final = (
    "« {title} » est le nom des fiches sans titre : donnez à l’action le sien, ou laissez vide"
)


@dataclass(frozen=True, slots=True)
class Posted:
    """What a browser sent, over the content it started from.

    `content` holds all that can be kept, the starting value elsewhere; `faults` says in French
    why the rest cannot, by `Field.name`; `written` is what was typed, as it is shown again.
    """

    content: Content
    faults: dict[str, str]
    written: dict[str, Value]


def read(post: QueryDict, base: Content) -> Posted:
    """Return what was posted, for a form that showed `base`."""
    sent = [field for field in EDITED if field.key in post.getlist(SENT)]
    written = {field.name: _written(field, post, base[field.name]) for field in sent}
    typed = {name: value for name, value in written.items() if value != base[name]}
    validator = Validator(Terms.load(), department_names())
    values = {
        field.key: _as_raw(typed.get(field.name, base[field.name]))
        for field in contents.CONTENT_FIELDS
    }
    examined = validator.examine(values)
    faults = dict(examined.faults)
    untitled = validators.UNTITLED.fullmatch(str(examined.content["title"]).strip())
    if "title" in typed and untitled:
        faults["title"] = _NAMELESS.format(title=untitled.group())
    content = {
        name: value if name in typed and name not in faults else base[name]
        for name, value in examined.content.items()
    }
    for field in EDITED:
        # Untouched or not, it cannot stay without its condition: the fault says so, and shows it.
        if field.only_if and content[field.only_if[0]] != field.only_if[1]:
            content[field.name] = contents.empty_value(field)
    return Posted(content, faults, written)


def _as_raw(value: Value) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _written(field: Field, post: QueryDict, base: Value) -> Value:
    """Return what was written in a field, or `base` itself when the form did not change it."""
    if field.kind is Kind.CHOICES:
        return _several(post.getlist(field.key), post.get(field.key + OTHER, ""), base)
    if field.kind is Kind.CHOICE:
        # What somebody took the trouble to type is what they mean.
        return post.get(field.key + OTHER, "").strip() or post.get(field.key, str(base))
    text = post.get(field.key)
    if text is None:
        return base
    if field.kind in (Kind.YEAR, Kind.NUMBER):
        digits = text.strip()
        return base if digits == as_text(base) else digits
    shown = as_shown(field, str(base))
    return base if as_shown(field, text) == shown else as_shown(field, text)


def _several(ticked: list[str], others: str, base: Value) -> Value:
    """Return the values in the author's order: the former ones first, the new ones after."""
    added = (one.strip() for one in _SEPARATORS.split(others))
    return contents.in_order(base, [*ticked, *(one for one in added if one)])


def as_shown(field: Field, text: str) -> str:
    """Return a text as a browser's control holds it, whatever it does to line ends.

    HTML, « value sanitization algorithm » and « textarea wrapping transformation ».
    """
    if field.kind is Kind.TITLE:
        return text.replace("\r", "").replace("\n", "")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def as_text(value: Value) -> str:
    """Return a value as one reads it: a list with commas, nothing as nothing."""
    if isinstance(value, tuple):
        return ", ".join(str(one) for one in value)
    return contents.as_written(value)


# --- What the page shows ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a list. `is_new`: nobody has looked at it yet."""

    label: str
    chosen: bool
    is_new: bool


@dataclass(frozen=True, slots=True)
class Control:
    """One field as the page shows it. `options` are for vocabularies, `text` for the rest."""

    field: Field
    text: str = ""
    options: tuple[Option, ...] = ()
    fault: str = ""
    filled: bool = False

    @property
    def key(self) -> str:
        """The control's name and id."""
        return self.field.key

    @property
    def kind(self) -> str:
        """`title`, `text`, `year`, `number`, `choice` or `choices`."""
        return self.field.kind.value

    @property
    def condition(self) -> str:
        """The key and the value on which the field is asked, as `statut=Terminée`; "" always."""
        if self.field.only_if is None:
            return ""
        name, value = self.field.only_if
        return f"{fields.BY_NAME[name].key}={value}"

    @property
    def is_open(self) -> bool:
        """Whether one may add a value of one's own."""
        return self.field.is_vocabulary and self.field.name != "status"


def controls(
    content: Content, *, written: Mapping[str, Value], faults: Mapping[str, str]
) -> dict[str, Control]:
    """Return the controls by `Field.name`, showing what was written where it was refused.

    One query.
    """
    terms = list(Term.objects.all())
    made = {}
    for field in EDITED:
        value = written.get(field.name, content[field.name])
        filled = bool(as_text(content[field.name]).strip())
        fault = faults.get(field.name, "")
        if field.is_vocabulary:
            options = tuple(_options(field, value, terms))
            made[field.name] = Control(field, options=options, fault=fault, filled=filled)
        else:
            text = as_shown(field, as_text(value))
            made[field.name] = Control(field, text=text, fault=fault, filled=filled)
    return made


def _options(field: Field, value: Value, terms: Iterable[Term]) -> Iterable[Option]:
    """Yield the values of the list, then those of the sheet that are not in it."""
    chosen = value if isinstance(value, tuple) else (str(value),) if value else ()
    listed = [term for term in terms if term.vocabulary == field.name and not term.to_review]
    for term in listed:
        yield Option(term.label, term.label in chosen, is_new=False)
    known = {term.label for term in listed}
    for label in dict.fromkeys(chosen):
        if label not in known:
            yield Option(label, chosen=True, is_new=True)
