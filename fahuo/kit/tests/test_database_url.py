"""`DATABASE_URL`: what is read out of it, and what is said when its server cannot be used."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fahuo.kit import embedded_postgres
from fahuo.kit.embedded_postgres import DatabaseUnavailable
from fahuo.kit.embedded_postgres.place import locate
from fahuo.kit.tests.postgres_homes import connect, folder_for_homes


@pytest.fixture
def folder() -> Iterator[Path]:
    with folder_for_homes() as found:
        yield found


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("postgresql://fahuo:secret@127.0.0.1:1/fahuo", "Connection refused"),
        ("postgresql://fahuo:secret@127.0.0.1:1,127.0.0.1:2/fahuo", "Connection refused"),
        ("postgresql:///fahuo?host=/nowhere", "No such file"),
    ],
)
def test_a_server_that_does_not_answer(folder: Path, url: str, reason: str) -> None:
    with pytest.raises(DatabaseUnavailable, match=reason) as refused:
        embedded_postgres.ensure_running(folder / "var", url)
    assert "\n" not in str(refused.value)
    assert "secret" not in str(refused.value)
    assert not (folder / "var").exists()


@pytest.mark.parametrize(
    "url",
    ["mysql://a/b", "fahuo", "postgresql://h:port/x", "postgresql://host", "postgresql://u:secret@h/db?nonsense=1"],
)
def test_a_url_that_cannot_be_read(folder: Path, url: str) -> None:
    with pytest.raises(DatabaseUnavailable, match="DATABASE_URL") as refused:
        embedded_postgres.django_settings(folder, url)
    assert "secret" not in str(refused.value)


def test_a_url_becomes_djangos_settings(folder: Path) -> None:
    settings = embedded_postgres.django_settings(folder, "postgresql://amy:p%40ss@a,b:6432/parcels?sslmode=require")
    assert {key: settings[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")} == {
        "NAME": "parcels", "USER": "amy", "PASSWORD": "p@ss", "HOST": "a,b", "PORT": ",6432",
        "OPTIONS": {"connect_timeout": "10", "target_session_attrs": "read-write", "sslmode": "require"},
    }  # fmt: skip


def test_the_printed_url_is_one_that_can_be_set(folder: Path) -> None:
    home = folder / "var"
    embedded_postgres.ensure_running(home)
    url = embedded_postgres.connection_url(home, "")
    embedded_postgres.ensure_running(folder / "unused", url)
    assert embedded_postgres.django_settings(folder, url)["HOST"] == str(locate(home).sockets)
    assert not (folder / "unused").exists()


def test_a_database_in_another_encoding_is_refused(folder: Path) -> None:
    home = folder / "var"
    embedded_postgres.ensure_running(home)
    with connect(home) as connection:
        connection.execute(
            "CREATE DATABASE ascii ENCODING 'SQL_ASCII' LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0"
        )
    url = embedded_postgres.connection_url(home, "").replace("/fahuo?", "/ascii?")
    with pytest.raises(DatabaseUnavailable, match="stores text as SQL_ASCII"):
        embedded_postgres.ensure_running(home, url)
