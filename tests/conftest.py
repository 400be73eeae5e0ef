"""What every test can count on: a base with its known rows, fresh caches, a hostile client."""

import os
import secrets
import shutil
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.apps import AppConfig, apps
from django.conf import settings
from django.core import serializers
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.models.signals import post_migrate
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from essaim.network import territories
from essaim.network.models import Person, Structure
from essaim.search import engine, labels, reader
from tests import factories
from tests.environment import DATA, REPOSITORY
from tests.hostile import HostileClient
from tests.own_base import Bases, OwnBase

LISTING = REPOSITORY.parent / "shared" / "data" / "actions-listing.txt"


# What a test that needs the database asks for, itself or through other fixtures.
_BASES = {"db", "transactional_db", "django_db_setup", "own_base", "bases"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that touch no database (once is enough) and those of the browser; sort."""
    for item in items:
        if item.get_closest_marker("browser"):
            # On a busy machine the line to the browser breaks, or a wait is too short. The wrong
            # is wrong twice; what was asked again is told at the end (-rR).
            item.add_marker(pytest.mark.flaky(reruns=1, reruns_delay=2))
        asked = set(getattr(item, "fixturenames", ()))
        if not (item.get_closest_marker("django_db") or asked & _BASES):
            item.add_marker("baseless")
    # The longest files first: at the end of a run no worker is left alone with one of them.
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(scope="session")
def listing_path() -> Path:
    """The real listing of the national base, which is not part of the project."""
    if not LISTING.exists():
        message = "la vraie liste est absente : ../shared/data/actions-listing.txt"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return LISTING


@pytest.fixture(scope="session", autouse=True)
def _plain_static_files() -> Iterator[None]:
    """Serve static files as they are: no manifest has been collected."""
    storages = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    with override_settings(STORAGES=storages, WHITENOISE_USE_FINDERS=True):
        yield


class SeededRows:
    """The rows that migrations put in, put back whenever a transactional test has flushed them."""

    def __init__(self) -> None:
        """Read the rows of the freshly migrated base."""
        self._stored = connections[DEFAULT_DB_ALIAS].creation.serialize_db_to_string()
        self._witness = apps.get_model("network", "Region")

    def restore(self, sender: AppConfig, **_: object) -> None:
        """Put the rows back when they are gone (called after each flush and migration)."""
        if self._witness.objects.exists():
            return
        models_seen: list[type[models.Model]] = []
        # In one transaction: a row may stand before the one it points to.
        with transaction.atomic():
            for row in serializers.deserialize("json", StringIO(self._stored)):
                if row.object._meta.app_label in ("auth", "contenttypes"):
                    continue  # Django makes these anew itself
                row.save()
                if type(row.object) not in models_seen:
                    models_seen.append(type(row.object))
        connection = connections[DEFAULT_DB_ALIAS]
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), models_seen):
                cursor.execute(statement)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Make the base, then watch over the rows it was born with."""
    with django_db_blocker.unblock():
        seeded = SeededRows()
    # Django itself says when it has flushed; weak=False keeps the receiver for the whole run.
    post_migrate.connect(seeded.restore, apps.get_app_config("network"), weak=False)


@pytest.fixture(autouse=True)
def _fresh_caches() -> Iterator[None]:
    """Give each test an index folder of its own, and forget what a process remembers.

    The index is a cache of the base: a base rolled back must not be found in it.
    """
    folder = DATA / "indexes" / secrets.token_hex(8)
    with override_settings(INDEX_DIR=folder):
        forget_process_caches()
        yield
    forget_process_caches()
    shutil.rmtree(folder, ignore_errors=True)


def forget_process_caches() -> None:
    """Empty the caches that outlive a request."""
    territories.department_names.cache_clear()
    labels.expire()
    reader.forget()
    engine._cache.kept.clear()


@pytest.fixture
def index() -> Path:
    """The folder of this test's index, which does not exist yet: the first search builds it."""
    return Path(settings.INDEX_DIR)


@pytest.fixture
def client() -> HostileClient:
    """A client that refuses a page with an inline script, an unlabelled field, a printed None…"""
    return HostileClient()


@pytest.fixture
def structure(db: None) -> Structure:
    """A structure of the Rhône without a sheet."""
    return factories.a_structure()


@pytest.fixture
def member(structure: Structure) -> Person:
    """A member of that structure."""
    return factories.a_member(structure)


@pytest.fixture
def correspondent(db: None) -> Person:
    """A correspondent of the Rhône, for the Caf."""
    return factories.a_correspondent("69")


@pytest.fixture(scope="session")
def bases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bases]:
    """Makes bases for commands in their own process."""
    made = Bases(tmp_path_factory.mktemp("bases"))
    yield made
    made.remove()


@pytest.fixture
def own_base(bases: Bases) -> Iterator[OwnBase]:
    """A migrated base without a sheet, its `essaim` command, and processes killed at the end."""
    base = bases.fresh()
    yield base
    base.kill_all()


def pytest_report_header() -> str:
    """Say which database the run is on."""
    return f"base : {connections[DEFAULT_DB_ALIAS].vendor}"


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a skipped test is a failure: nothing may be missing there."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or hasattr(session.config, "workerinput") or not os.environ.get("CI"):
        return
    if skipped := reporter.stats.get("skipped", []):
        reporter.write_line(f"CI: {len(skipped)} skipped, where nothing may be", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
