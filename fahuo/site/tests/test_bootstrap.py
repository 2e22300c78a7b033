"""The start of every command: tables and translations."""

from __future__ import annotations

import gettext
import os
import threading
from pathlib import Path

import pytest
from django.db import connection, connections

from fahuo.site import bootstrap, translations
from tests.fixtures.waiting import LONGEST_S

PO = """msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "parcel"
msgstr "{word}"
"""


@pytest.mark.django_db
def test_tables_that_are_up_to_date_are_seen_as_such() -> None:
    assert bootstrap.pending_migrations() == set()


@pytest.mark.django_db
def test_a_migration_that_the_database_has_not_seen_is_pending() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'orders' AND name = '0001_initial'")
    assert bootstrap.pending_migrations() == {("orders", "0001_initial")}


@pytest.mark.django_db(transaction=True)
def test_two_processes_do_not_migrate_at_once() -> None:
    entered = threading.Event()

    def another() -> None:
        with bootstrap.migration_lock():
            entered.set()
        connections.close_all()

    with bootstrap.migration_lock():
        other = threading.Thread(target=another)
        other.start()
        assert not entered.wait(0.3)
    assert entered.wait(LONGEST_S)
    other.join()


def catalogue(folder: Path, word: str) -> Path:
    source = folder / "zh_Hans" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True, exist_ok=True)
    source.write_text(PO.format(word=word))
    return source


def test_translations_are_compiled_when_older_than_their_source(tmp_path: Path) -> None:
    source = catalogue(tmp_path, "包裹")
    assert translations.compile_stale(tmp_path) == 1
    assert translations.compile_stale(tmp_path) == 0
    catalogue(tmp_path, "小包")
    later = source.with_suffix(".mo").stat().st_mtime_ns + 1_000_000
    os.utime(source, ns=(later, later))
    assert translations.compile_stale(tmp_path) == 1
    with source.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("parcel") == "小包"
    assert [path.name for path in source.parent.iterdir() if path.name.startswith(".")] == []
