"""Writing files that a person asked for."""

from __future__ import annotations

import os
from pathlib import Path

import click


def write_whole(path: Path, content: bytes) -> None:
    """Write beside and rename, so that a full disk leaves no half file under the name asked for.

    Raises `click.ClickException` with a sentence when the file cannot be written.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise click.ClickException(f"Cannot write {path}: {error.strerror}.") from error
