"""One database and one home for all tests of the command line; sellers keep them apart."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest

from fahuo.carriers.emulation import server
from fahuo.kit import embedded_postgres
from fahuo.site import environment
from tests.cli.shell import Shell
from tests.fixtures import databases

ADDRESS = (
    "--contact", "Amy Lin", "--province", "Guangdong", "--city", "Shenzhen", "--street", "18 Keji South Road",
    "--postcode", "518057", "--phone", "+8675526012345", "--eori", "DE123456789012345",
)  # fmt: skip


@pytest.fixture(scope="session")
def database() -> Iterator[str]:
    """Make a database without rows on the server of the tests; gives its URL, and drops it afterwards."""
    home, url = environment.home(), environment.text("DATABASE_URL")
    embedded_postgres.ensure_running(home, url)
    settings = embedded_postgres.django_settings(home, url)
    tables, name = databases.template(settings), f"test_fahuo_cli_{os.getpid()}"
    with psycopg.connect(dbname=settings["NAME"], autocommit=True, **databases.address(settings)) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")  # left by a process that was killed
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {tables}")
        yield databases.url(settings, name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def shell(database: str) -> Iterator[Shell]:
    """A terminal. In the end no command may have left a report of a mistake."""
    with tempfile.TemporaryDirectory(prefix="fahuo-cli-") as folder:
        shell = Shell(Path(folder), database)
        assert shell.done("migrate") == "The tables are up to date.\n"
        yield shell
        assert not list(shell.home.glob("log/*"))


@pytest.fixture(scope="session")
def carrier() -> Iterator[str]:
    """YunExpress, emulated; the base URL. It books the same reference twice, so that a repeat would be counted."""
    with server.running("yunexpress", refuse_duplicates=False) as url:
        yield url


@pytest.fixture(scope="session")
def new_seller(shell: Shell) -> Callable[..., str]:
    """Make a seller with an address and, given a URL, an account at the carrier there; returns the name."""
    numbers = count(1)

    def make(url: str = "") -> str:
        name = f"Seller {next(numbers)}"
        shell.done("seller", name, *ADDRESS)
        if url:
            shell.done("connect", "yunexpress", "--seller", name, "--base-url", url, "--emulated")
        return name

    return make
