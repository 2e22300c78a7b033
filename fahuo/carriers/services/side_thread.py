"""One thread with one database connection of its own, beside an event loop that must not wait for the database."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from django.db import DatabaseError, InterfaceError, connection

log = logging.getLogger(__name__)
Result = TypeVar("Result")


class SideThread:
    """Runs short database work in its own sequence. The thread starts with the first, and ends with `close`."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self._pool: ThreadPoolExecutor | None = None

    async def ask(self, work: Callable[[], Result]) -> Result:
        """Return what the work returns; raises what it raises."""
        return await asyncio.wrap_future(self._submit(work))

    def tell(self, work: Callable[[], object]) -> None:
        """Let the work be done, and do not wait; what it raises is logged."""
        self._submit(work).add_done_callback(_log_error)

    def close(self) -> None:
        """Finish what was told, then close the connection."""
        if self._pool is not None:
            self._submit(connection.close)
            self._pool.shutdown(wait=True)
            self._pool = None

    def _submit(self, work: Callable[[], Result]) -> Future[Result]:
        if self._pool is None:
            self._pool = ThreadPoolExecutor(1, thread_name_prefix="gate")
        return self._pool.submit(_at_once, work)


def _at_once(work: Callable[[], Result]) -> Result:
    """Do the work without waiting for the disk: what is lost in a crash is at most half a second of a pace."""
    try:
        if connection.connection is None:
            with connection.cursor() as cursor:
                cursor.execute("SET synchronous_commit TO off")
        return work()
    except (DatabaseError, InterfaceError):
        connection.close()  # the next work tries with a new one
        raise


def _log_error(done: Future[object]) -> None:
    if (error := done.exception()) is not None:
        log.warning("A gate could not write its state: %s", error)
