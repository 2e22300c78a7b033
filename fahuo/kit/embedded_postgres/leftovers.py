"""Is the server alive, and what did it leave behind if not?

PostgreSQL itself trusts any living process number in `postmaster.pid`. After a crash of the machine that number may
be another program's, and after `kill -9` it may be a zombie that nobody collected; both would block the start.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

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


def clear(data: Path) -> None:
    """Remove what a dead server left, once its last child is gone: two servers in one folder would destroy it."""
    pid_file = data / "postmaster.pid"
    if not pid_file.exists():
        return
    until = time.monotonic() + GRACE_S
    while orphans := list(children(data)):
        if time.monotonic() > until:
            for orphan in orphans:
                orphan.kill()
        time.sleep(0.02)
    pid_file.unlink(missing_ok=True)


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
