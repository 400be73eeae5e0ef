"""Wagtail, waiting for lines on its input: `python -m bench.peers.wagtail_site.answering URL`.

First the sheets, one to a line, then an empty line; from there on, one question to a line. Each
gets one line of JSON back.
"""

import json
import sys
from collections.abc import Iterator
from itertools import islice
from typing import Any
from urllib.parse import unquote, urlsplit

import django
from django.conf import settings
from django.core.management import call_command

_AT_ONCE = 1_000
_PER_PAGE = 20


def _set_up(address: str) -> None:
    parts = urlsplit(address)
    base = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.strip("/"),
        "USER": parts.username,
        "HOST": unquote(parts.netloc.rpartition("@")[2]),
        "CONN_MAX_AGE": None,
    }
    settings.configure(
        DATABASES={"default": base},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.postgres",
            "modelcluster",
            "taggit",
            "wagtail.search",
            "wagtail",
            "bench.peers.wagtail_site",
        ],
        STATIC_URL="/static/",
        USE_TZ=True,
        WAGTAILSEARCH_BACKENDS={
            "default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "fr"}
        },
    )
    django.setup()
    call_command("migrate", run_syncdb=True, verbosity=0)


def _rows() -> Iterator[dict[str, Any]]:
    for line in sys.stdin:
        if not line.strip():
            return
        yield json.loads(line)


def _load() -> None:
    """Store the sheets and index them, by Wagtail's own command."""
    from django.db import connection

    from bench.peers.wagtail_site.models import MULTIPLE, Sheet

    rows = _rows()
    while chunk := list(islice(rows, _AT_ONCE)):
        several = [{name: row.pop(name) for name in MULTIPLE} for row in chunk]
        Sheet.objects.bulk_create(Sheet(**row) for row in chunk)
        for name in MULTIPLE:
            kind, link, key = _links(name)
            codes = {code for held in several for code in held[name]}
            kind.objects.bulk_create((kind(id=code) for code in codes), ignore_conflicts=True)
            link.objects.bulk_create(
                link(sheet_id=row["id"], **{key: code})
                for row, held in zip(chunk, several, strict=True)
                for code in held[name]
            )
    call_command("update_index", chunk_size=_AT_ONCE, verbosity=0)
    with connection.cursor() as cursor:
        # What Wagtail compares with the words is this sum, which its own indexes do not cover.
        cursor.execute("CREATE INDEX ON wagtailsearch_indexentry USING gin ((title || body))")
        cursor.execute("VACUUM ANALYZE")


def _links(name: str) -> tuple[Any, Any, str]:
    """Return a multiple facet's model, the table that links it to sheets, and its key there."""
    from bench.peers.wagtail_site.models import Sheet

    field: Any = Sheet._meta.get_field(name)
    kind = field.related_model
    return kind, field.remote_field.through, f"{kind._meta.model_name}_id"


def _searched(asked: dict[str, Any], without: str = "") -> Any:
    """Return Wagtail's results for the question, one filter left out."""
    from wagtail.search.query import MATCH_ALL  # type: ignore[import-not-found]

    from bench.peers.wagtail_site.models import MULTIPLE, Sheet

    found = Sheet.objects.all()
    for name, codes in asked["filters"].items():
        if name == without:
            continue
        if name in MULTIPLE:
            _, link, key = _links(name)
            chosen = link.objects.filter(**{f"{key}__in": codes})
            found = found.filter(id__in=chosen.values("sheet_id"))
        else:
            found = found.filter(**{f"{name}__in": codes})
    words = " ".join(asked["words"]) or MATCH_ALL
    return found.search(words, operator="and", order_by=asked["order"] or None)


def _answer(asked: dict[str, Any]) -> dict[str, Any]:
    """Return total, twenty hits and the counts of nine facets."""
    from bench.peers.wagtail_site.models import MULTIPLE, SINGLE

    results = _searched(asked)
    page = results[asked["offset"] : asked["offset"] + _PER_PAGE]
    counts = {}
    for name in (*SINGLE, *MULTIPLE):
        kept = _searched(asked, name) if name in asked["filters"] else results
        counts[name] = {code: count for code, count in kept.facet(name).items() if code}
    return {"total": results.count(), "hits": [sheet.pk for sheet in page], "facets": counts}


def main() -> None:
    """Load what comes, then answer until the input ends."""
    _set_up(sys.argv[1])
    _load()
    sys.stdout.write('{"loaded": true}\n')
    sys.stdout.flush()
    for line in sys.stdin:
        sys.stdout.write(f"{json.dumps(_answer(json.loads(line)))}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
