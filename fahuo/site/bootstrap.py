"""What every entry does first: database up, Django set up, tables up to date, translations compiled."""

from __future__ import annotations

import gc
import os
import pkgutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.utils import translation

from fahuo.kit import embedded_postgres
from fahuo.site import environment, translations

MIGRATION_LOCK = 0x6661_6875_6F  # "fahuo": any number does that nobody else uses in this database


def start(*, migrate: bool = True) -> None:
    """Make the process ready for work; quick when everything is as it should be.

    Raises `DatabaseUnavailable` or `SecretsUnavailable` with a sentence for the operator.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fahuo.site.settings")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # NumPy's idle threads cost CPU at every start; we use none
    embedded_postgres.ensure_running(environment.home(), environment.text("DATABASE_URL"))
    django.setup()
    translation.activate("en")  # commands speak English; pages choose for themselves
    translations.compile_stale(Path(__file__).resolve().parent.parent / "locale")
    if migrate and pending_migrations():
        apply_migrations()
    gc.freeze()  # what is loaded by now stays: the collector need not walk through it again and again


def pending_migrations() -> set[tuple[str, str]]:
    """Return the migrations on disk that the database has not seen, by name alone: no migration is imported."""
    on_disk = {
        (app.label, module.name)
        for app in apps.get_app_configs()
        for module in pkgutil.iter_modules([str(Path(app.path) / "migrations")])
        if not module.name.startswith("_")
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('django_migrations') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return on_disk
        cursor.execute("SELECT app, name FROM django_migrations")
        return on_disk - set(cursor.fetchall())


def apply_migrations() -> None:
    """Bring the tables up to date; of several processes one does it and the others wait."""
    with migration_lock():
        call_command("migrate", verbosity=0, interactive=False)


@contextmanager
def migration_lock() -> Iterator[None]:
    """Hold a lock that the server frees when this connection ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])
