"""How to connect: to `DATABASE_URL`, or to the embedded server's socket. Starts nothing, asks nobody."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg.conninfo import conninfo_to_dict

from fahuo.kit.embedded_postgres.failure import DatabaseUnavailable
from fahuo.kit.embedded_postgres.place import locate

NAME = "fahuo"  # of the embedded server's database and of its only role
EXAMPLE = "postgresql://user:password@host:5432/fahuo"


def django_settings(home: Path, url: str) -> dict[str, Any]:
    """Return what Django's `DATABASES["default"]` needs; an empty `url` means the embedded server of `home`.

    Several hosts (`postgresql://a,b/fahuo`) are tried in turn and only one that takes writes is used.
    Raises `DatabaseUnavailable` when the URL cannot be read.
    """
    settings = from_url(url) if url else embedded(home)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 300,
        "CONN_HEALTH_CHECKS": True,  # a server that was restarted costs one new connection, not an error
        **settings,
    }


def embedded(home: Path) -> dict[str, Any]:
    """Return the settings of the embedded server. Its folder lets nobody else in, so there is no password."""
    return {"NAME": NAME, "USER": NAME, "PASSWORD": "", "HOST": str(locate(home).sockets), "PORT": "5432"}


def from_url(url: str) -> dict[str, Any]:
    """Read a libpq URL into Django's settings."""
    if not url.startswith(("postgresql://", "postgres://")):
        raise DatabaseUnavailable(f"DATABASE_URL must look like {EXAMPLE}: correct it, or unset it.")
    try:
        parts = conninfo_to_dict(url)
    except psycopg.ProgrammingError as error:
        # The reason may quote the URL with its password, so it is not repeated.
        raise DatabaseUnavailable(f"DATABASE_URL cannot be read, it must look like {EXAMPLE}: correct it.") from error
    taken = {key: str(parts.pop(key, "") or "") for key in ("dbname", "user", "password", "host", "port")}
    if not all(port.isdigit() for port in taken["port"].split(",") if port):
        raise DatabaseUnavailable(f"DATABASE_URL names no port by number, it must look like {EXAMPLE}: correct it.")
    if not taken["dbname"]:
        raise DatabaseUnavailable(f"DATABASE_URL names no database, it must look like {EXAMPLE}: correct it.")
    options = {"connect_timeout": "10", "target_session_attrs": "read-write", **parts}
    return {
        "NAME": taken["dbname"],
        "USER": taken["user"],
        "PASSWORD": taken["password"],
        "HOST": taken["host"],
        "PORT": taken["port"],
        "OPTIONS": options,
    }


def connection_url(home: Path, url: str) -> str:
    """Return a URL that psql, pg_dump and other tools understand."""
    return url or f"postgresql://{NAME}@/{NAME}?host={quote(str(locate(home).sockets), safe='')}"
