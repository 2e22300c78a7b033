"""The thread in which gates ask the database: its own connection, given back, and mended."""

from __future__ import annotations

import asyncio
import threading

import pytest
from django.db import OperationalError, connection

from fahuo.carriers.services.side_thread import SideThread
from tests.fixtures.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def backends() -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
        return {pid for (pid,) in cursor.fetchall()}


def commit_waits() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        return cursor.fetchone()[0]


def fail() -> None:
    raise OperationalError("gone")


def test_nothing_starts_before_the_first_work():
    threads = set(threading.enumerate())
    side = SideThread()
    assert set(threading.enumerate()) <= threads
    side.close()


def test_it_works_beside_and_leaves_no_connection_behind():
    side = SideThread()
    own = asyncio.run(side.ask(backend))
    assert own != backend()
    assert asyncio.run(side.ask(backend)) == own, "one connection for all work"
    assert asyncio.run(side.ask(commit_waits)) == "off"
    assert commit_waits() == "on"
    side.close()
    wait_until(lambda: own not in backends())  # the server ends it by and by


def test_after_an_error_of_the_database_the_next_work_has_a_new_connection():
    side = SideThread()
    own = asyncio.run(side.ask(backend))
    with pytest.raises(OperationalError):
        asyncio.run(side.ask(fail))
    assert asyncio.run(side.ask(backend)) != own
    assert asyncio.run(side.ask(commit_waits)) == "off"
    side.close()


def test_what_nobody_waits_for_is_done_before_it_closes_and_may_fail(caplog):
    side, done = SideThread(), []
    side.tell(fail)
    side.tell(lambda: done.append(1))
    side.close()
    assert done == [1]
    assert "gone" in caplog.text
