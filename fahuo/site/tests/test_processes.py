"""Web and worker as processes: they start, share the server, stop when told, and come back after a crash."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from fahuo.carriers.emulation.web import web
from fahuo.kit import embedded_postgres
from fahuo.kit.tests.postgres_homes import connect, folder_for_homes, postmaster_pid
from tests.fixtures.waiting import LONGEST_S, wait_until

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    with folder_for_homes() as folder:
        subprocess.run(
            [sys.executable, "-m", "fahuo", "migrate"], env=environment(folder / "var"), check=True, capture_output=True
        )
        yield folder / "var"


def environment(home: Path) -> dict[str, str]:
    return {**{key: value for key, value in os.environ.items() if key != "DATABASE_URL"}, "FAHUO_HOME": str(home)}


@contextmanager
def fahuo(home: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Run a command beside the test; it never outlives it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "fahuo", *arguments],
        env=environment(home), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def free_port() -> int:
    """Return a port below those that the system gives out by itself: nobody else takes it before our command does."""
    for port in range(20_000 + os.getpid() % 1_000 * 10, 32_000):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no port is free")


def page(port: int, path: str = "/") -> int:
    try:
        return web().get(f"http://127.0.0.1:{port}{path}", timeout=5).status_code
    except httpx.HTTPError:
        return 0


def jobs(home: Path, status: str) -> int:
    with connect(home) as connection:
        row = connection.execute("SELECT count(*) FROM procrastinate_jobs WHERE status::text = %s", [status]).fetchone()
    assert row is not None
    return int(row[0])


def newest_worker(home: Path) -> int:
    """Return the number of the last worker that signed on; 0 before the first, and after all signed off."""
    with connect(home) as connection:
        row = connection.execute("SELECT coalesce(max(id), 0) FROM procrastinate_workers").fetchone()
    assert row is not None
    return int(row[0])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_run_serves_pages_and_works_and_stops_both(home: Path, number: signal.Signals) -> None:
    port, before = free_port(), newest_worker(home)
    with fahuo(home, "run", "--port", str(port)) as both:
        wait_until(lambda: page(port) in {200, 302} and newest_worker(home) > before)
        both.send_signal(number)
        said = both.communicate(timeout=LONGEST_S)[0]
    assert both.returncode == 0, said
    assert f"http://localhost:{port}/" in said
    assert "Traceback" not in said
    assert page(port) == 0
    assert newest_worker(home) <= before  # less when it cleared away one that was killed before
    assert embedded_postgres.is_running(home)


def test_a_port_that_is_taken_is_one_sentence(home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with fahuo(home, "serve", "--port", str(taken.getsockname()[1])) as web:
            said = web.communicate(timeout=LONGEST_S)[0]
    assert web.returncode == 1
    assert "Address already in use): stop what uses it, or say --port." in said


def test_killing_web_or_worker_leaves_the_server_to_the_other(home: Path) -> None:
    server, before, port = postmaster_pid(home), newest_worker(home), free_port()
    works = {
        ("worker",): lambda: newest_worker(home) > before,
        ("serve", "--port", str(port)): lambda: page(port) in {200, 302},
    }
    for arguments, is_at_work in works.items():
        with fahuo(home, *arguments) as process:
            wait_until(is_at_work)
            subprocess.run(["pkill", "-KILL", "-P", str(process.pid)], check=False)
            process.kill()
    assert postmaster_pid(home) == server
    assert embedded_postgres.is_running(home)


def test_a_worker_brings_a_killed_server_back_and_goes_on(home: Path) -> None:
    before = newest_worker(home)
    with fahuo(home, "worker") as worker:
        wait_until(lambda: newest_worker(home) > before)
        first = newest_worker(home)
        os.kill(postmaster_pid(home), signal.SIGKILL)
        wait_until(lambda: embedded_postgres.is_running(home))
        wait_until(lambda: newest_worker(home) > first)
        worker.send_signal(signal.SIGTERM)
        said = worker.communicate(timeout=LONGEST_S)[0]
    assert worker.returncode == 0, said
    assert "PostgreSQL has crashed and is started again." in said
    assert "The worker lost the database and tries again." in said
    assert "Traceback" not in said


def test_a_job_whose_worker_died_is_given_to_another(home: Path) -> None:
    failed = jobs(home, "failed")  # a tick may have met the outage of another test
    with connect(home) as connection:
        connection.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '10 minutes')")
        connection.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, worker_id)"
            " SELECT 'shipments', 'fahuo.shipments.jobs.recover_shipments', '{\"timestamp\": 0}', 'doing', max(id)"
            " FROM procrastinate_workers"
        )
    with fahuo(home, "worker") as worker:
        wait_until(lambda: jobs(home, "doing") == 0)
        worker.send_signal(signal.SIGTERM)
        said = worker.communicate(timeout=LONGEST_S)[0]
    assert "lost its worker and starts again" in said
    assert jobs(home, "failed") == failed, said
