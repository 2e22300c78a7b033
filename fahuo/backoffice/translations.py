"""Translations are compiled when they are needed, so that nobody can forget it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_stale(folders: Iterable[Path]) -> list[Path]:
    """Compile every `.po` that is newer than its `.mo`; return what was written.

    A folder that cannot be written keeps what it has: an installed package brings its `.mo` along.
    """
    written = []
    for source in (po for folder in folders for po in sorted(folder.glob("*/LC_MESSAGES/*.po"))):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with contextlib.suppress(PermissionError):
            _compile(source, target)
            written.append(target)
    return written


def _compile(source: Path, target: Path) -> None:
    """Write beside the target and rename: another process may be reading it."""
    with source.open("rb") as text:
        catalogue = read_po(text)
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    with beside.open("wb") as binary:
        write_mo(binary, catalogue)
    beside.replace(target)
