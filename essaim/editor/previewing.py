"""A sheet as the public will read it, made of a content that is not online. Writes nothing."""

from collections.abc import Mapping

from essaim.catalogue.sheet_page import SheetPage
from essaim.editor import files
from essaim.sheets import fields
from essaim.sheets.content import Content
from essaim.sheets.fields import Kind
from essaim.sheets.models import Sheet, SheetTerm, Term
from essaim.workflow import live


def page_of(sheet: Sheet, content: Content) -> SheetPage:
    """Return the public page of that content: two queries."""
    return SheetPage.of(_imagined(sheet, content), files.of_file)


def _imagined(sheet: Sheet, content: Content) -> Sheet:
    """Return the sheet as it would be if this content were online; not to be saved."""
    terms = _terms(content)
    imagined = Sheet(
        pk=sheet.pk,
        number=sheet.number,
        state=Sheet.State.PUBLISHED,
        structure=sheet.structure,
        published_at=sheet.published_at,
        updated_at=sheet.updated_at,
    )
    for field in fields.FIELDS:
        if field.kind in (Kind.CHOICES, Kind.STRUCTURE):
            continue
        value = content[field.name]
        if field.kind is Kind.CHOICE:
            setattr(imagined, field.name, terms.get((field.name, str(value))))
        else:
            setattr(imagined, field.name, list(value) if isinstance(value, tuple) else value)
    live.fill_figures(imagined)
    imagined.ordered_terms = [
        SheetTerm(term=terms[vocabulary, label], position=position)
        for position, (vocabulary, label) in enumerate(live.labels(content))
        if fields.BY_NAME[vocabulary].kind is Kind.CHOICES
    ]
    return imagined


def _terms(content: Content) -> Mapping[tuple[str, str], Term]:
    """Return the terms a content names; those nobody knows yet as they would be."""
    wanted = list(live.labels(content))
    rows = Term.objects.filter(label__in=[label for _, label in wanted])
    known = {(term.vocabulary, term.label): term for term in rows}
    return {
        (vocabulary, label): known.get(
            (vocabulary, label), Term(vocabulary=vocabulary, label=label, to_review=True)
        )
        for vocabulary, label in wanted
    }
