"""Is the server alive, and what did it leave behind if not?

PostgreSQL itself trusts any living process number in `postmaster.pid` and in the lock file beside the socket. After a
crash of the machine that number may be another program's, and after `kill -9` it may be a zombie that nobody has
collected yet; both would block the start.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from fahuo.kit.embedded_postgres.place import Place

GRACE_S = 5.0


@dataclass(frozen=True)
class Postmaster:
    """The living first process of a server."""

    pid: int
    ready: bool


def postmaster(data: Path) -> Postmaster | None:
    """Return the living server of `data`, or None."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return None
    if not lines or not lines[0].strip().isdigit():
        return None  # the disk was full when it was written
    pid = int(lines[0])
    if not works_in(pid, data):
        return None
    return Postmaster(pid=pid, ready=len(lines) > 7 and lines[7].strip() == "ready")


def clear(place: Place) -> None:
    """Wait for the last child of a dead server and remove lock files that would mislead the next one.

    Two servers in one folder would destroy it, so a server that appears meanwhile (its starter was killed, it was
    not) is left alone: nothing is removed then.
    """
    until = time.monotonic() + GRACE_S
    while orphans := list(children(place.data)):
        if postmaster(place.data) is not None:
            return
        if time.monotonic() > until:
            for orphan in orphans:
                orphan.kill()
        time.sleep(0.02)
    for lock_file in (place.data / "postmaster.pid", place.socket.with_name(f"{place.socket.name}.lock")):
        if misleads(lock_file, place.data):
            remove(lock_file, place.data)


def misleads(lock_file: Path, data: Path) -> bool:
    """Return True if the file names a process that exists but is no server of `data`."""
    try:
        first = lock_file.read_text().split("\n", 1)[0].strip()
    except FileNotFoundError:
        return False
    return not first.isdigit() or (psutil.pid_exists(int(first)) and not works_in(int(first), data))


def remove(lock_file: Path, data: Path) -> None:
    """Remove a misleading lock file, unless a living server wrote it anew between our look and our hand."""
    taken = lock_file.with_name(f"{lock_file.name}.stale")
    lock_file.rename(taken)
    if not misleads(taken, data):
        with contextlib.suppress(FileExistsError):
            lock_file.hardlink_to(taken)
    taken.unlink()


def children(data: Path) -> Iterator[psutil.Process]:
    """Yield the living processes that work in `data`."""
    for process in psutil.process_iter():
        if works_in(process.pid, data):
            yield process


def works_in(pid: int, data: Path) -> bool:
    """Return True if `pid` lives and works in `data`, as every process of a server does."""
    try:
        process = psutil.Process(pid)
        return process.status() != psutil.STATUS_ZOMBIE and Path(process.cwd()) == data.resolve()
    except (psutil.Error, OSError):
        return False
