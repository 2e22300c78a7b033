"""Several carriers' emulators at once, each a process of its own on loopback: real HTTP, like the carriers'."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from fahuo.carriers.emulation import server


@contextmanager
def running(codes: Sequence[str], *, books: Path | None = None, **options: Any) -> Iterator[Mapping[str, str]]:
    """Serve an emulator per carrier while the block runs; yield carrier code → base URL.

    With `books`, a folder, each keeps its bookings there and goes on from what it finds.
    """
    with ExitStack() as stack:
        yield {code: stack.enter_context(server.running(code, **options, **_book(books, code))) for code in codes}


def forget(books: Path) -> None:
    """Throw away what the emulators of this folder hold."""
    shutil.rmtree(books, ignore_errors=True)


def _book(books: Path | None, code: str) -> dict[str, Any]:
    if books is None:
        return {}
    books.mkdir(parents=True, exist_ok=True)
    return {"book": str(books / f"{code}.jsonl")}
