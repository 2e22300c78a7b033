"""Writing files that a person asked for."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import click


def is_stream(path: Path) -> bool:
    """Return True for a pipe or device such as /dev/stdout: renaming onto it would replace it for everybody."""
    return path.exists() and not path.is_file() and not path.is_dir()


def check_writable(path: Path) -> None:
    """Stop with a sentence if nothing can be written there: asked before the work whose result it shall hold.

    What lies there already stays as it is.
    """
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if is_stream(path):
            return
        beside = _beside(path)
        beside.touch()
        beside.unlink()
    except OSError as error:
        raise _cannot_write(path, error) from error


def write_whole(path: Path, content: bytes) -> None:
    """Write beside and rename, so that a full disk leaves no half file under the name asked for.

    A link keeps pointing to the file that is replaced; a pipe or device is written to directly. Raises
    `click.ClickException` with a sentence when the file cannot be written.
    """
    try:
        if is_stream(path):
            path.write_bytes(content)
        else:
            _replace(path.resolve(), content)
    except OSError as error:
        raise _cannot_write(path, error) from error


def _replace(path: Path, content: bytes) -> None:
    beside = _beside(path)
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


def _beside(path: Path) -> Path:
    target = path.resolve()
    return target.with_name(f".{target.name}.{os.getpid()}")


def _cannot_write(path: Path, error: OSError) -> click.ClickException:
    return click.ClickException(f"Cannot write {click.format_filename(path)}: {error.strerror}.")
