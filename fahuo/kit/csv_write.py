"""Writing CSV that spreadsheet programs open: UTF-8 with its mark, and no text that they would compute."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

_MARK = "\ufeff"
# Wide signs too: East Asian programs read them as the narrow ones.
_COMPUTED = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_LINES_AT_ONCE = 500


def csv_parts(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """Yield a table in pieces. A text that begins as a formula does gets an apostrophe before it."""
    yield _lines([heading], mark=True)
    waiting: list[Sequence[str]] = []
    for row in rows:
        waiting.append(row)
        if len(waiting) == _LINES_AT_ONCE:
            yield _lines(waiting)
            waiting = []
    if waiting:
        yield _lines(waiting)


def _lines(rows: Iterable[Sequence[str]], *, mark: bool = False) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([_plain(cell) for cell in row] for row in rows)
    return f"{_MARK if mark else ''}{text.getvalue()}".encode()


def _plain(cell: str) -> str:
    whole = cell.replace("\x00", "")
    return f"'{whole}" if whole.startswith(_COMPUTED) or whole.lstrip().startswith(_COMPUTED) else whole
