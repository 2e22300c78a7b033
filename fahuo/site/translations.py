"""Compiling translations (.po → .mo) without gettext's own tools."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_stale(folder: Path) -> int:
    """Compile every .po under `folder` that is newer than its .mo; returns how many.

    Where the folder cannot be written the compiled files that are there go on being used.
    """
    compiled = 0
    for source in sorted(folder.rglob("*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        if not os.access(source.parent, os.W_OK):
            continue
        compile_one(source, target)
        compiled += 1
    return compiled


def compile_one(source: Path, target: Path) -> None:
    """Compile one file; readers see the old or the new one, never half."""
    with source.open("rb") as po:
        catalogue = read_po(po, locale=source.parent.parent.name)
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with draft.open("wb") as mo:
            write_mo(mo, catalogue)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


if __name__ == "__main__":
    if count := compile_stale(Path(__file__).resolve().parent.parent / "locale"):
        sys.stdout.write(f"{count} translation files compiled\n")
