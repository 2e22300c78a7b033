"""Files that a person asked for: whole or not there, and nothing else touched."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import click
import pytest

from fahuo.site import files
from tests.fixtures.waiting import LONGEST_S

WRITE_A_MEGABYTE = """
import resource, sys
from pathlib import Path
from fahuo.site import files
from tests.fixtures.waiting import LONGEST_S
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))
files.write_whole(Path(sys.argv[1]), b"x" * 1_000_000)
"""


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    for content in (b"first", b"second"):
        files.check_writable(path)
        files.write_whole(path, content)
        assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


def test_a_disk_without_room_leaves_the_older_file(tmp_path: Path) -> None:
    path = tmp_path / "labels.pdf"
    path.write_bytes(b"older")
    ended = subprocess.run(
        [sys.executable, "-c", WRITE_A_MEGABYTE, str(path)], capture_output=True, text=True, check=False
    )
    assert "ClickException: Cannot write" in ended.stderr
    assert path.read_bytes() == b"older"
    assert list(tmp_path.iterdir()) == [path]


def test_checking_leaves_the_older_file_and_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    path.write_bytes(b"older")
    files.check_writable(path)
    assert path.read_bytes() == b"older"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["missing/report.csv", "", "x" * 255])
def test_what_cannot_be_written_is_said_beforehand(tmp_path: Path, name: str) -> None:
    with pytest.raises(
        click.ClickException, match=r"^Cannot write .*: (No such file|Is a directory|File name too long)"
    ):
        files.check_writable(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_pipe_is_written_to_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(path.read_bytes()))
    reader.start()
    files.check_writable(path)
    files.write_whole(path, b"labels")
    reader.join(LONGEST_S)
    assert (read, path.is_fifo()) == ([b"labels"], True)
