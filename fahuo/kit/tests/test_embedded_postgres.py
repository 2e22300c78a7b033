"""The embedded server: first start, sharing, crashes. Every test runs real servers in folders of its own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from fahuo.kit import embedded_postgres
from fahuo.kit.embedded_postgres.place import locate
from fahuo.kit.tests.postgres_homes import (
    START_WITHIN_S,
    connect,
    folder_for_homes,
    postmaster_pid,
    said_elsewhere,
    start_elsewhere,
)


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(os, "sync", lambda: None)  # a flush of the whole machine takes seconds and is not under test
    with folder_for_homes() as folder:
        yield folder / "var"


def test_a_first_start_makes_a_database_that_keeps_what_it_is_told(home: Path) -> None:
    embedded_postgres.ensure_running(home)
    with connect(home) as connection:
        settings = {
            name: connection.execute("SELECT current_setting(%s)", [name]).fetchone()[0]  # type: ignore[index]
            for name in ("fsync", "synchronous_commit", "listen_addresses", "server_encoding", "TimeZone")
        }
        connection.execute("CREATE TABLE kept (text text)")
        connection.execute("INSERT INTO kept VALUES ('发货')")
    assert settings == {
        "fsync": "on", "synchronous_commit": "on", "listen_addresses": "", "server_encoding": "UTF8", "TimeZone": "UTC",
    }  # fmt: skip
    embedded_postgres.stop(home)
    assert not embedded_postgres.is_running(home)
    embedded_postgres.ensure_running(home)
    with connect(home) as connection:
        assert connection.execute("SELECT text FROM kept").fetchall() == [("发货",)]


def test_asking_a_running_server_again_changes_nothing(home: Path) -> None:
    embedded_postgres.ensure_running(home)
    before = postmaster_pid(home)
    embedded_postgres.ensure_running(home)
    assert postmaster_pid(home) == before


def test_nobody_else_can_reach_files_or_socket(home: Path) -> None:
    embedded_postgres.ensure_running(home)
    place = locate(home)
    for folder in (place.folder, place.data, place.sockets):
        assert folder.stat().st_mode & 0o077 == 0
    assert place.socket.stat().st_mode & 0o077 == 0


def test_rights_of_parents_are_left_alone(home: Path) -> None:
    home.parent.chmod(0o751)
    embedded_postgres.ensure_running(home)
    assert home.parent.stat().st_mode & 0o777 == 0o751


def test_six_at_once_share_one_server(home: Path) -> None:
    starts = [start_elsewhere(home) for _ in range(6)]
    said = [process.communicate(timeout=START_WITHIN_S)[0].strip() for process in starts]
    assert said == ["running"] * 6
    with connect(home) as connection:
        assert connection.execute("SELECT count(*) FROM pg_database WHERE datname = 'fahuo'").fetchone() == (1,)


def test_the_server_outlives_who_started_it(home: Path) -> None:
    assert said_elsewhere(home) == "running"
    server = psutil.Process(postmaster_pid(home))
    assert server.is_running()
    assert os.getsid(server.pid) not in {os.getsid(0), os.getpid()}


def test_a_starter_killed_at_any_moment_leaves_nothing_broken(home: Path) -> None:
    for after_s in (0.05, 0.25, 0.35, 0.45, 0.6, 0.8):
        starter = start_elsewhere(home)
        time.sleep(after_s)
        starter.kill()
        starter.communicate()
    assert said_elsewhere(home) == "running"
    with connect(home) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_killed_server_comes_back_with_all_that_was_committed(home: Path) -> None:
    embedded_postgres.ensure_running(home)
    with connect(home) as connection:
        connection.execute("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
    os.kill(postmaster_pid(home), signal.SIGKILL)
    embedded_postgres.ensure_running(home)
    with connect(home) as connection:
        assert connection.execute("SELECT sum(n) FROM kept").fetchone() == (500_500,)


def test_a_killed_server_whose_query_still_runs_is_waited_for(home: Path) -> None:
    """Two servers in one folder would destroy it: the old one's last process must be gone first."""
    embedded_postgres.ensure_running(home)
    busy = connect(home)
    worker = psutil.Process(busy.info.backend_pid)
    os.kill(worker.pid, signal.SIGSTOP)  # neither sees that its parent died nor ends by itself
    os.kill(postmaster_pid(home), signal.SIGKILL)
    embedded_postgres.ensure_running(home)
    assert not worker.is_running() or worker.status() == psutil.STATUS_ZOMBIE
    busy.close()


def test_a_number_that_now_belongs_to_another_program_is_no_server(home: Path) -> None:
    """After a crash of the machine the number in postmaster.pid may be anybody's: here it is this test's."""
    embedded_postgres.ensure_running(home)
    pid_file = locate(home).data / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    embedded_postgres.stop(home)
    owner = locate(home).data.stat()
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    os.chown(pid_file, owner.st_uid, owner.st_gid)
    embedded_postgres.ensure_running(home)
    assert postmaster_pid(home) != os.getpid()


def test_a_zombie_is_no_server(home: Path) -> None:
    embedded_postgres.ensure_running(home)
    pid_file = locate(home).data / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    embedded_postgres.stop(home)
    zombie = subprocess.Popen(["true"])
    while psutil.Process(zombie.pid).status() != psutil.STATUS_ZOMBIE:
        time.sleep(0.01)
    owner = locate(home).data.stat()
    pid_file.write_text("\n".join([str(zombie.pid), *lines[1:]]) + "\n")
    os.chown(pid_file, owner.st_uid, owner.st_gid)
    embedded_postgres.ensure_running(home)
    zombie.wait()


def test_a_socket_that_was_cleaned_away_comes_back(home: Path) -> None:
    embedded_postgres.ensure_running(home)
    shutil.rmtree(locate(home).sockets)
    embedded_postgres.ensure_running(home)
    with connect(home) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_first_start_that_ended_before_the_database_existed_is_finished(home: Path) -> None:
    embedded_postgres.ensure_running(home)
    place = locate(home)
    with psycopg.connect(host=str(place.sockets), user="fahuo", dbname="postgres", autocommit=True) as connection:
        connection.execute("DROP DATABASE fahuo")
    embedded_postgres.ensure_running(home)
    assert embedded_postgres.is_running(home)


def test_half_a_data_folder_is_made_anew(home: Path) -> None:
    embedded_postgres.ensure_running(home)
    place = locate(home)
    embedded_postgres.stop(home)
    place.data.rename(place.folder / "data.new")
    (place.folder / "data.new" / "PG_VERSION").unlink()
    embedded_postgres.ensure_running(home)
    assert embedded_postgres.is_running(home)


@pytest.mark.parametrize("name", ["x" * 120, "with blank", "发货", "comma,quote'"])
def test_a_home_whose_path_no_socket_can_have(home: Path, name: str) -> None:
    odd = home.parent / name
    embedded_postgres.ensure_running(odd)
    with connect(odd) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_stopping_what_never_ran_is_no_error(home: Path) -> None:
    embedded_postgres.stop(home)
    assert not home.exists()


def test_settings_start_nothing(home: Path) -> None:
    first = embedded_postgres.django_settings(home, "")
    assert not home.exists()
    embedded_postgres.ensure_running(home)
    assert embedded_postgres.django_settings(home, "") == first
