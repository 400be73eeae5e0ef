"""Load the regions and départements of the COG."""

import json
from importlib import resources
from typing import Any

from django.db import migrations
from django.utils.text import slugify


def load(apps: Any, schema_editor: Any) -> None:
    """Insert every territory of the shipped file."""
    path = resources.files("essaim.network") / "data" / "territories.json"
    cog = json.loads(path.read_text(encoding="utf-8"))
    apps.get_model("network", "Region").objects.bulk_create(
        apps.get_model("network", "Region")(slug=slugify(row["name"]), **row)
        for row in cog["regions"]
    )
    model = apps.get_model("network", "Department")
    model.objects.bulk_create(
        model(
            code=row["code"],
            name=row["name"],
            slug=slugify(row["name"]),
            zone=row["zone"],
            region_id=row["region"],
        )
        for row in cog["departments"]
    )


class Migration(migrations.Migration):
    dependencies = [("network", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
