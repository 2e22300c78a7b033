"""Folders for embedded servers in tests, and a way to use them as somebody else."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg

from fahuo.kit import embedded_postgres
from fahuo.kit.embedded_postgres import leftovers
from fahuo.kit.embedded_postgres.place import Place, locate

ROOT = os.geteuid() == 0
ORDINARY = "nobody"
START_WITHIN_S = 300  # as long as the server itself is waited for


@contextmanager
def folder_for_homes(*, mode: int = 0o755) -> Iterator[Path]:
    """Yield a short empty folder (pytest's own are long and closed to others); its servers are stopped at the end."""
    folder = Path(tempfile.mkdtemp(prefix="fh-", dir="/tmp"))
    folder.chmod(mode)
    try:
        yield folder
    finally:
        homes = [folder, *(path for path in folder.rglob("*") if (path / "postgres").exists())]
        places = [locate(home) for home in homes]
        for place in places:
            stop_whatever_runs(place)
            shutil.rmtree(place.folder, ignore_errors=True)
            if place.sockets.parent == Path("/tmp"):
                shutil.rmtree(place.sockets, ignore_errors=True)
        shutil.rmtree(folder)


def stop_whatever_runs(place: Place) -> None:
    """Stop the server, also one that a test left in a state that `stop` refuses."""
    try:
        embedded_postgres.stop(place.home)
    except embedded_postgres.DatabaseUnavailable:
        for process in psutil.process_iter():
            if leftovers.works_in(process.pid, place.data):
                process.kill()


def connect(home: Path) -> psycopg.Connection:
    """Connect as Django would."""
    settings = embedded_postgres.django_settings(home, "")
    return psycopg.connect(
        host=settings["HOST"], port=settings["PORT"], user=settings["USER"], dbname=settings["NAME"], autocommit=True
    )


def postmaster_pid(home: Path) -> int:
    """Return the number of the server's first process."""
    return int((locate(home).data / "postmaster.pid").read_text().split()[0])


def start_elsewhere(home: Path, *, user: str | None = None, limit_bytes: int = 0) -> subprocess.Popen[str]:
    """Start `ensure_running` in a process of its own, as another user or with a limit on the size of files."""
    uid = str(pwd.getpwnam(user).pw_uid) if user else "-1"
    return subprocess.Popen(
        [sys.executable, "-m", "fahuo.kit.tests.ensure_running_as", str(home), uid, str(limit_bytes)],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


def said_elsewhere(home: Path, **how: object) -> str:
    """Run `ensure_running` in a process of its own; returns `running`, or the sentence, or a traceback."""
    with start_elsewhere(home, **how) as process:  # type: ignore[arg-type]
        return process.communicate(timeout=START_WITHIN_S)[0].strip()
