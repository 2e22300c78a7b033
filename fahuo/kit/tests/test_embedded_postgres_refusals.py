"""What stops the embedded server, each for real, and each one sentence that says who must do what."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from fahuo.kit import embedded_postgres
from fahuo.kit.embedded_postgres import DatabaseUnavailable
from fahuo.kit.embedded_postgres.place import locate
from fahuo.kit.tests.postgres_homes import (
    ORDINARY,
    ROOT,
    connect,
    folder_for_homes,
    postmaster_pid,
    said_elsewhere,
    stop_whatever_runs,
)

needs_root = pytest.mark.skipif(not ROOT, reason="only root can mount a small disk or become another user")
# A checkout in a folder that is closed to others (as `mktemp -d` makes it) holds programs that only root can run.
needs_open_checkout = pytest.mark.skipif(
    not all(parent.stat().st_mode & 0o001 for parent in (Path(sys.prefix), *Path(sys.prefix).parents)),
    reason=f"{sys.prefix} cannot be entered by an ordinary user",
)


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(os, "sync", lambda: None)  # a flush of the whole machine takes seconds and is not under test
    with folder_for_homes() as found:
        yield found


@pytest.fixture
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of 160 MB: enough to make a database, and soon full."""
    disk = folder / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=160m", "tmpfs", str(disk)], check=False)
    if mounted.returncode != 0:
        pytest.skip("this machine does not let root mount a disk")
    try:
        yield disk
    finally:
        stop_whatever_runs(locate(disk / "var"))
        subprocess.run(["umount", "-l", str(disk)], check=True)


def fill(disk: Path) -> Path:
    """Write until nothing fits any more."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 65536)
        except OSError:
            return ballast


def refusal(home: Path) -> str:
    """Return the sentence, which must be a single one without a traceback."""
    with pytest.raises(DatabaseUnavailable) as refused:
        embedded_postgres.ensure_running(home)
    sentence = str(refused.value)
    assert "\n" not in sentence
    return sentence


def test_data_of_another_version(folder: Path) -> None:
    home = folder / "var"
    embedded_postgres.ensure_running(home)
    embedded_postgres.stop(home)
    version = locate(home).data / "PG_VERSION"
    version.write_text("16\n")
    sentence = refusal(home)
    assert sentence.startswith(f"The database in {locate(home).data} was made by PostgreSQL 16, but")
    version.write_text("18\n")
    embedded_postgres.ensure_running(home)


def test_a_data_folder_without_its_version(folder: Path) -> None:
    home = folder / "var"
    embedded_postgres.ensure_running(home)
    embedded_postgres.stop(home)
    (locate(home).data / "PG_VERSION").unlink()
    assert "is damaged: put back" in refusal(home)


@needs_root
def test_a_disk_too_small_for_the_first_start(small_disk: Path) -> None:
    ballast = fill(small_disk)
    with ballast.open("r+b") as file:
        file.truncate(ballast.stat().st_size - 20_000_000)
    home = small_disk / "var"
    assert refusal(home).startswith(f"There is no room left on the disk that holds {home}")
    assert list((home / "postgres").glob("data*")) == []
    ballast.unlink()
    embedded_postgres.ensure_running(home)


@needs_root
def test_a_disk_without_a_single_free_byte(small_disk: Path) -> None:
    ballast = fill(small_disk)
    assert refusal(small_disk / "var").startswith("There is no room left on the disk")
    ballast.unlink()
    embedded_postgres.ensure_running(small_disk / "var")


@needs_root
def test_a_disk_that_filled_up_before_a_later_start_loses_nothing(small_disk: Path) -> None:
    home = small_disk / "var"
    embedded_postgres.ensure_running(home)
    with connect(home) as connection:
        connection.execute("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
    embedded_postgres.stop(home)
    ballast = fill(small_disk)
    assert refusal(home).startswith("There is no room left on the disk")
    ballast.unlink()
    embedded_postgres.ensure_running(home)
    with connect(home) as connection:
        assert connection.execute("SELECT sum(n) FROM kept").fetchone() == (500_500,)


@needs_root
def test_a_disk_that_fills_up_in_the_middle_of_work_loses_nothing_committed(small_disk: Path) -> None:
    home = small_disk / "var"
    embedded_postgres.ensure_running(home)
    (small_disk / "ballast").write_bytes(bytes(30_000_000))
    with connect(home) as connection:
        connection.execute("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
    with connect(home) as connection, pytest.raises(psycopg.Error) as failed:
        connection.execute("CREATE TABLE big AS SELECT repeat(md5(n::text), 30) FROM generate_series(1, 1000000) n")
    assert embedded_postgres.explain(failed.value).endswith("What was saved is safe.")
    (small_disk / "ballast").unlink()
    embedded_postgres.ensure_running(home)
    with connect(home) as connection:
        assert connection.execute("SELECT sum(n) FROM kept").fetchone() == (500_500,)


def test_a_limit_on_the_size_of_files_reads_like_a_full_disk(folder: Path) -> None:
    sentence = said_elsewhere(folder / "var", limit_bytes=200_000)
    assert sentence.startswith("There is no room left on the disk that holds")
    assert "Traceback" not in sentence


def test_a_file_where_the_home_should_be(folder: Path) -> None:
    home = folder / "var"
    home.write_text("a file")
    assert refusal(home).startswith(f"Fahuo needs a folder at {home}, but something else lies there")
    assert home.read_text() == "a file"


def test_a_file_where_the_database_should_be(folder: Path) -> None:
    home = folder / "var"
    home.mkdir()
    (home / "postgres").write_text("a file")
    assert refusal(home).startswith(f"Fahuo needs a folder at {home / 'postgres'}")


def test_a_file_on_the_way(folder: Path) -> None:
    (folder / "file").write_text("a file")
    assert refusal(folder / "file" / "var").startswith("Fahuo needs a folder at")


def test_a_parent_that_does_not_exist(folder: Path) -> None:
    home = folder / "typo" / "var"
    assert refusal(home).startswith(f"The folder {folder / 'typo'} does not exist: create it, or correct FAHUO_HOME")
    assert not home.parent.exists()


def test_a_path_longer_than_any_disk_takes(folder: Path) -> None:
    assert refusal(folder / ("x" * 300)).startswith("The path of FAHUO_HOME is too long")


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs Linux")
def test_a_folder_that_is_no_disk() -> None:
    sentence = refusal(Path("/proc/var"))
    assert "cannot write /proc/var" in sentence or "/proc does not exist" in sentence


@needs_root
def test_a_read_only_disk(small_disk: Path) -> None:
    (small_disk / "var").mkdir()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    assert "cannot write" in refusal(small_disk / "var")


@needs_root
def test_an_ordinary_user_is_told_that_the_folder_is_not_theirs(folder: Path) -> None:
    assert said_elsewhere(folder / "var", user=ORDINARY).startswith(f"The user {ORDINARY!r} cannot write {folder}/var")


@needs_root
@needs_open_checkout
def test_an_ordinary_user_runs_a_server_of_their_own(folder: Path) -> None:
    shutil.chown(folder, ORDINARY)
    assert said_elsewhere(folder / "var", user=ORDINARY) == "running"
    assert (folder / "var" / "postgres" / "data").owner() == ORDINARY
    assert (folder / "var").stat().st_mode & 0o077 == 0


@needs_root
@needs_open_checkout
def test_root_joins_the_server_of_an_ordinary_user(folder: Path) -> None:
    shutil.chown(folder, ORDINARY)
    home = folder / "var"
    assert said_elsewhere(home, user=ORDINARY) == "running"
    embedded_postgres.ensure_running(home)
    embedded_postgres.stop(home)
    embedded_postgres.ensure_running(home)
    assert (home / "postgres" / "data" / "postmaster.pid").owner() == ORDINARY
    assert said_elsewhere(home, user=ORDINARY) == "running"


@needs_root
def test_an_ordinary_user_cannot_take_over_the_server_of_root(folder: Path) -> None:
    home = folder / "var"
    embedded_postgres.ensure_running(home)
    embedded_postgres.stop(home)
    sentence = said_elsewhere(home, user=ORDINARY)
    assert sentence.startswith(("The user 'nobody' cannot write", "The database in"))
    assert "Traceback" not in sentence


@needs_root
def test_data_that_root_copied_back_is_given_to_the_right_user(folder: Path) -> None:
    home = folder / "var"
    embedded_postgres.ensure_running(home)
    embedded_postgres.stop(home)
    for path in (home / "postgres", *(home / "postgres").rglob("*")):
        os.chown(path, 0, 0)
    assert "belongs to root, but PostgreSQL refuses to run as root: run `chown -R fahuo-postgres" in refusal(home)


@needs_root
def test_root_with_a_home_that_is_closed_to_others(folder: Path) -> None:
    folder.chmod(0o700)
    home = folder / "var"
    embedded_postgres.ensure_running(home)
    assert (home / "postgres").is_symlink()
    assert folder.stat().st_mode & 0o777 == 0o700
    embedded_postgres.stop(home)
    embedded_postgres.ensure_running(home)
    with connect(home) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


@needs_root
def test_root_with_programs_that_are_closed_to_others(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a virtual environment under /root: the programs are copied once to where the server's user can run them."""
    from fahuo.kit.embedded_postgres import program

    closed = folder / "closed"
    closed.mkdir()
    packages = closed / "site-packages"
    for part in program.PARTS:
        (packages / part).parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(program.wheel_root() / part, packages / part, symlinks=True)
    closed.chmod(0o700)
    monkeypatch.setattr(program, "wheel_root", lambda: packages)
    monkeypatch.setattr(program, "SHARED_ROOT", folder / "shared")
    embedded_postgres.ensure_running(folder / "var")
    server = psutil.Process(postmaster_pid(folder / "var"))
    assert server.exe().startswith(f"{folder}/shared/postgres-")
    assert closed.stat().st_mode & 0o777 == 0o700
