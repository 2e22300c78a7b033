"""How much memory a sheet takes once the library has read it: known before it is read.

The library lays out a full rectangle, 32 bytes a cell, however few of its cells are filled, and copies a shared text
into every cell that refers to it. So a workbook of some kilobytes could ask for terabytes.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from fahuo.kit.files.arrival import MEGABYTE
from fahuo.kit.files.refused import FileRefused
from fahuo.kit.files.workbook_guard import parsed, place_of

_MOST_CELLS = 20_000_000
_GROWTH = 5  # the texts of a workbook of the size limit may come to five times the limit
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_SHARED_TEXTS = "xl/sharedstrings.xml"
_FILLED = frozenset(("v", "is", "f"))


def measure(path: Path, part: str, *, limit_mb: int) -> None:
    """Raise `FileRefused` when a sheet has cells too far apart, too much text, or places that cannot be."""
    sheet = _Sheet(_shared_lengths(path))
    for _ in parsed(path, part, sheet.start, sheet.text):
        rows, columns = sheet.extent()
        if rows * columns > _MOST_CELLS:
            raise FileRefused("FILE_TOO_LONG", detail=f"{rows} × {columns}")
        if sheet.size > _GROWTH * limit_mb * MEGABYTE:
            raise FileRefused("FILE_ZIP_BOMB", detail=f"> {_GROWTH * limit_mb} MB, {part}")


class _Sheet:
    """What has been seen of a sheet: the filled cells' places, and the bytes of all their shared texts."""

    def __init__(self, lengths: list[int]) -> None:
        self.size = 0
        self._lengths = lengths
        self._last_row = 0
        self._columns: set[str] = set()
        self._cell = ""
        self._shared = False
        self._index = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take note of a cell, and that it is filled when something stands in it."""
        tag = name.rpartition(":")[2]
        if tag == "c":
            self._finish()
            self._cell = attributes.get("r", "")
            self._shared = attributes.get("t") == "s"
        elif self._cell and tag in _FILLED:
            self._place(self._cell)
            self._cell = ""

    def text(self, text: str) -> None:
        """Collect the number of a shared text."""
        if self._shared:
            self._index += text

    def extent(self) -> tuple[int, int]:
        """Return how many rows and columns the filled cells span."""
        self._finish()
        return self._last_row, 1 + max(map(place_of, self._columns), default=0)

    def _place(self, reference: str) -> None:
        found = _REFERENCE.fullmatch(reference)
        if found is None:
            raise FileRefused("FILE_FORMAT", detail=reference)
        self._columns.add(found[1])
        self._last_row = max(self._last_row, int(found[2]))

    def _finish(self) -> None:
        index, self._index = self._index.strip(), ""
        if not index:
            return
        if not (index.isascii() and index.isdecimal() and int(index) < len(self._lengths)):
            raise FileRefused("FILE_FORMAT", detail=f"shared text {index}")
        self.size += self._lengths[int(index)]


def _shared_lengths(path: Path) -> list[int]:
    """Return the length in bytes of each shared text."""
    lengths: list[int] = []

    def start(name: str, _: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "si":
            lengths.append(0)

    def text(text: str) -> None:
        if lengths:
            lengths[-1] += len(text.encode())

    with zipfile.ZipFile(path) as archive:
        part = next((name for name in archive.namelist() if name.lower() == _SHARED_TEXTS), None)
    if part:
        for _ in parsed(path, part, start, text):
            pass
    return lengths
