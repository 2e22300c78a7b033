"""Starting and stopping the embedded server, whoever comes first and whatever was left behind."""

from __future__ import annotations

import fcntl
import os
import shlex
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from fahuo.kit.embedded_postgres import leftovers
from fahuo.kit.embedded_postgres.account import owner_of, server_account
from fahuo.kit.embedded_postgres.address import NAME, from_url
from fahuo.kit.embedded_postgres.failure import DatabaseUnavailable, from_os_error, from_program, reason_of
from fahuo.kit.embedded_postgres.place import Place, is_private, locate, make_home, prepare
from fahuo.kit.embedded_postgres.program import MAJOR_VERSION, Program, program_for

PATIENCE_S = 300  # recovery after a crash of the machine replays up to a gigabyte of log
OLDEST_SERVER = 140000  # Django 5.2 needs PostgreSQL 14
LOG_LIMIT_BYTES = 10_000_000

# Written into postgresql.conf when the data folder is made; the operator may change them there.
FIRST_SETTINGS = {
    "shared_buffers": "256MB",
    "max_connections": "100",
    "fsync": "on",
    "synchronous_commit": "on",
    "jit": "off",  # our queries are short: compiling them costs more than running them
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    "log_error_verbosity": "terse",  # no row contents, so no addresses of buyers, in the log
    "log_min_error_statement": "panic",
}


def ensure_running(home: Path, url: str = "") -> None:
    """Return when the database answers: a few milliseconds if it runs, else it is made and started first.

    Safe to call from several processes at once. With `url` it only asks that server. Raises `DatabaseUnavailable`.
    """
    if url:
        return ask(url)
    place = locate(home)
    if answers(place):
        return None
    make_home(home)
    try:
        with turn(place) as lock:
            bring_up(locate(home), lock)  # located anew: whoever held the lock before us may have set the link
    except OSError as error:
        raise from_os_error(error, Path(error.filename or place.folder)) from error
    return None


def is_running(home: Path) -> bool:
    """Return True if the embedded server of `home` answers."""
    return answers(locate(home))


def has_crashed(home: Path) -> bool:
    """Return True if the embedded server of `home` died without being stopped; asks no server, so it costs nothing."""
    data = locate(home).data
    return (data / "postmaster.pid").exists() and leftovers.postmaster(data) is None


def stop(home: Path) -> None:
    """Stop the embedded server of `home`: open work is rolled back, finished work is kept. No server is no error."""
    place = locate(home)
    if not place.data.exists():
        return
    try:
        with turn(place):
            if leftovers.postmaster(place.data) is not None:
                shut_down(place, program_for(server_account(place)))
    except OSError as error:
        raise from_os_error(error, Path(error.filename or place.folder)) from error


def ask(url: str) -> None:
    """Connect once to the server that `url` names and see that Fahuo can use it."""
    from_url(url)  # says what is wrong with the URL itself, and without repeating its password
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            version = connection.info.server_version
            encoding = connection.info.parameter_status("server_encoding")
    except psycopg.Error as error:
        raise DatabaseUnavailable(
            f"The database in DATABASE_URL cannot be used ({reason_of(error)}): start it, or correct the URL."
        ) from error
    if version < OLDEST_SERVER:
        raise DatabaseUnavailable(
            f"DATABASE_URL names PostgreSQL {version // 10000}, but Fahuo needs 14 or newer: upgrade that server."
        )
    if encoding != "UTF8":
        raise DatabaseUnavailable(
            f"The database in DATABASE_URL stores text as {encoding}: create one with `ENCODING 'UTF8'`."
        )


def answers(place: Place) -> bool:
    """Return True if our own server takes connections to our database."""
    try:
        if not is_private(place.sockets, owner_of(place) or -1):
            return False
        psycopg.connect(host=str(place.sockets), dbname=NAME, user=NAME, connect_timeout=5).close()
    except (OSError, psycopg.OperationalError):
        return False
    return True


@contextmanager
def turn(place: Place) -> Iterator[int]:
    """Hold the lock of the place; the kernel frees it when its last holder has died."""
    lock = os.open(place.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock
    finally:
        os.close(lock)


def bring_up(place: Place, lock: int) -> None:
    """Make what is missing, clear what a crash left, start, and wait for the first answer. Needs the lock."""
    if answers(place):
        return
    account = server_account(place)
    prepare(place, account.uid, account.gid)
    if not is_private(place.sockets, account.uid):
        raise DatabaseUnavailable(
            f"{place.sockets} is open to other users: remove it (`rm -r {place.sockets}`), then start again."
        )
    program = program_for(account)
    if not place.data.exists():
        create_data(place, program, lock)
    check_version(place)
    until = time.monotonic() + PATIENCE_S
    while not create_database(place):
        running = leftovers.postmaster(place.data)
        if time.monotonic() > until:
            raise DatabaseUnavailable(f"PostgreSQL in {place.folder} runs but does not answer: see {place.log}.")
        if running is None:
            leftovers.clear(place)
            start(place, program)
        elif running.ready and not place.socket.exists():  # somebody cleaned the folder up
            shut_down(place, program)
        time.sleep(0.02)


def create_data(place: Place, program: Program, lock: int) -> None:
    """Make the data folder, whole or not at all; if we are killed the lock stays until initdb ends."""
    fresh = place.folder / "data.new"
    shutil.rmtree(fresh, ignore_errors=True)
    settings = [f"--set={name}={value}" for name, value in FIRST_SETTINGS.items()]
    made = program.run(
        "initdb", f"--pgdata={fresh}", f"--username={NAME}", "--auth=trust", "--encoding=UTF8", "--locale=C",
        "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-sync", "--no-instructions", *settings,
        cwd=place.folder, holding=(lock,),
    )  # fmt: skip
    if made.returncode != 0:
        shutil.rmtree(fresh, ignore_errors=True)
        raise from_program(made.stderr, place.folder, place.log)
    os.sync()  # one flush of everything; initdb's own goes file by file and takes seconds
    fresh.rename(place.data)


def check_version(place: Place) -> None:
    """Refuse data of another PostgreSQL: it would not start, and its reason is hard to read."""
    try:
        found = (place.data / "PG_VERSION").read_text().strip()
    except FileNotFoundError as error:
        raise DatabaseUnavailable(
            f"The database in {place.data} is damaged: put back a copy of that folder, or move it away to begin anew."
        ) from error
    if found != str(MAJOR_VERSION):
        raise DatabaseUnavailable(
            f"The database in {place.data} was made by PostgreSQL {found}, but this Fahuo brings {MAJOR_VERSION}: "
            f"save it with pg_dump of version {found} and load it here, or set DATABASE_URL or FAHUO_HOME."
        )


def start(place: Place, program: Program) -> None:
    """Start the server and wait until it is ready."""
    if place.log.exists() and place.log.stat().st_size > LOG_LIMIT_BYTES:
        place.log.replace(place.log.with_suffix(".log.1"))
    offset = place.log.stat().st_size if place.log.exists() else 0
    wiring = {
        "listen_addresses": "",
        "unix_socket_directories": str(place.sockets),
        "unix_socket_permissions": "0700",
        "port": "5432",
    }
    options = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in wiring.items())
    started = program.run(
        "pg_ctl", "start", "-w", f"-t{PATIENCE_S}", "-D", str(place.data), "-l", str(place.log), "-o", options,
        cwd=place.folder,
    )  # fmt: skip
    # When our predecessor was killed in the middle of a start, its server may have been quicker than ours.
    if started.returncode != 0 and leftovers.postmaster(place.data) is None:
        said = place.log.read_bytes()[offset:].decode(errors="replace") if place.log.exists() else ""
        raise from_program(said or started.stderr, place.folder, place.log)


def create_database(place: Place) -> bool:
    """Create our database unless it exists; False when the server does not answer yet."""
    try:
        with psycopg.connect(host=str(place.sockets), dbname="postgres", user=NAME, autocommit=True) as connection:
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone() is None:
                connection.execute(f"CREATE DATABASE {NAME}")
    except psycopg.errors.DiskFull as error:
        raise from_program(str(error), place.folder, place.log) from error
    except psycopg.OperationalError:
        return False
    return True


def shut_down(place: Place, program: Program) -> None:
    """Stop the server and wait for its end."""
    stopped = program.run(
        "pg_ctl", "stop", "-w", "-m", "fast", f"-t{PATIENCE_S}", "-D", str(place.data), cwd=place.folder
    )
    if stopped.returncode != 0 and leftovers.postmaster(place.data) is not None:
        raise DatabaseUnavailable(f"PostgreSQL in {place.folder} does not stop: see {place.log}.")
