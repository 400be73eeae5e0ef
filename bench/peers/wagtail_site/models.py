"""The catalogue as a Wagtail site would declare it: an indexed model, its filters declared."""

from typing import Any, ClassVar

from django.db import models
from wagtail.search import index  # type: ignore[import-not-found]
from wagtail.search.queryset import (  # type: ignore[import-not-found]
    SearchableQuerySetMixin,
)

SINGLE = ("statut", "dimension", "territoire", "public", "departement", "region")
MULTIPLE = ("mot_cle", "initiative", "partenaire")


class Keyword(models.Model):  # noqa: DJ008 -- nobody reads it
    """A theme; its code is its id."""


class Initiative(models.Model):  # noqa: DJ008
    """Who began an action; its code is its id."""


class Partner(models.Model):  # noqa: DJ008
    """A partner; its code is its id."""


class SheetQuerySet(SearchableQuerySetMixin, models.QuerySet):  # type: ignore[misc, type-arg]
    """Sheets, with `search`."""


def _choice() -> Any:
    return models.SmallIntegerField(db_index=True)


class Sheet(index.Indexed, models.Model):  # type: ignore[misc]  # noqa: DJ008
    """One sheet; 0 where it has no value."""

    title = models.TextField()
    meta = models.TextField()
    lead = models.TextField()
    body = models.TextField()
    statut = _choice()
    dimension = _choice()
    territoire = _choice()
    public = _choice()
    departement = _choice()
    region = _choice()
    mot_cle = models.ManyToManyField(Keyword)
    initiative = models.ManyToManyField(Initiative)
    partenaire = models.ManyToManyField(Partner)
    recent = models.BigIntegerField(db_index=True)
    title_order = models.TextField(db_index=True, db_collation="C")
    department_order = models.TextField(db_index=True, db_collation="C")

    objects: ClassVar[Any] = SheetQuerySet.as_manager()

    search_fields: ClassVar[Any] = [
        index.SearchField("title", boost=4),
        index.SearchField("meta", boost=2),
        index.SearchField("lead", boost=2),
        index.SearchField("body", boost=1),
        *(
            index.FilterField(name)
            for name in ("id", *SINGLE, *MULTIPLE, "recent", "title_order", "department_order")
        ),
    ]
