"""Mending the simple fields of a sheet: what a correspondent may put right without asking."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms

from essaim.sheets import content as contents
from essaim.sheets import fields
from essaim.sheets.content import Content, Value
from essaim.sheets.fields import Kind
from essaim.sheets.models import Term

# In the order of the form. Texts are their authors', and the figures these state.
MENDABLE: Final = ("status", "dimension", "territory", "audience", "keywords", "year")


def choices() -> dict[str, list[str]]:
    """Return the labels of each vocabulary that can be mended, in its order: one query."""
    found: dict[str, list[str]] = {name: [] for name in MENDABLE if name != "year"}
    for vocabulary, label in Term.objects.filter(vocabulary__in=found).values_list(
        "vocabulary", "label"
    ):
        found[vocabulary].append(label)
    return found


class MendForm(forms.Form):
    """The simple fields of one content, under their French keys."""

    def __init__(
        self, base: Content, labels: Mapping[str, list[str]], *arguments: Any, **named: Any
    ) -> None:
        super().__init__(*arguments, **named)
        self._base = base
        for name in MENDABLE:
            field = fields.BY_NAME[name]
            self.fields[field.key] = _control(name, base[name], labels.get(name, []))

    def changes(self) -> dict[str, Value]:
        """Return what was changed, by `Field.name`, against the content the form was made of."""
        found: dict[str, Value] = {}
        for name in MENDABLE:
            field, before = fields.BY_NAME[name], self._base[name]
            value = self.cleaned_data[field.key]
            if field.kind is Kind.CHOICES:
                value = contents.in_order(before, value)
            if value != before:
                found[name] = value
        return found | unsaid_reason(self._base, found)


def unsaid_reason(base: Content, changes: Mapping[str, Value]) -> dict[str, Value]:
    """Return the emptied reason for an end, when the change is that nothing has ended.

    The history keeps it.
    """
    condition = fields.BY_NAME["end_reason"].only_if
    assert condition is not None
    other, wanted = condition
    undone = other in changes and changes[other] != wanted and base["end_reason"]
    return {"end_reason": contents.empty_value(fields.BY_NAME["end_reason"])} if undone else {}


def _control(name: str, value: Value, labels: list[str]) -> forms.Field:
    field = fields.BY_NAME[name]
    first, last = fields.YEARS
    if field.kind is Kind.YEAR:
        return forms.IntegerField(
            label=field.heading,
            min_value=first,
            max_value=last,
            initial=value,
            required=False,
            widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        )
    if field.kind is Kind.CHOICES:
        current = contents.many(value)
        every = [*labels, *(one for one in current if one not in labels)]
        return forms.MultipleChoiceField(
            label=field.heading,
            choices=[(one, one) for one in every],
            initial=list(current),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
    every = [*labels, *([str(value)] if value and value not in labels else [])]
    return forms.ChoiceField(
        label=field.heading,
        choices=[("", "non précisé"), *((one, one) for one in every)],
        initial=value,
        required=False,
    )
