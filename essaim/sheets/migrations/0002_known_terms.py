"""Load the known terms of the national base."""

from typing import Any

from django.db import migrations

from essaim.sheets.vocabulary import KNOWN, fold, term_id


def load(apps: Any, schema_editor: Any) -> None:
    """Insert every known term and its aliases."""
    term_model = apps.get_model("sheets", "Term")
    alias_model = apps.get_model("sheets", "TermAlias")
    for vocabulary, terms in KNOWN.items():
        for rank, known in enumerate(terms):
            term = term_model.objects.create(
                id=term_id(vocabulary, rank),
                vocabulary=vocabulary,
                label=known.label,
                key=fold(known.label),
                listing_label=known.listing,
                to_review=False,
            )
            for alias in known.aliases:
                alias_model.objects.create(
                    vocabulary=vocabulary, key=fold(alias), label=alias, term=term
                )


class Migration(migrations.Migration):
    dependencies = [("sheets", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
