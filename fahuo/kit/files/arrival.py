"""What kind of file is this, and is it small enough to look at?"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from stat import S_ISREG

from fahuo.kit.files.refused import FileRefused

MEGABYTE = 1024 * 1024
_CHUNK = MEGABYTE
_BLANK = b" \t\r\n"
_UTF8_BOM = b"\xef\xbb\xbf"
_FOREIGN = (b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"%PDF")  # .xls and .xlsx with a password; gzip; PDF
UTF16 = (b"\xff\xfe", b"\xfe\xff")


class Kind(StrEnum):
    """What the first bytes say, whatever the name says."""

    JSON = "JSON"
    WORKBOOK = "WORKBOOK"
    TEXT = "TEXT"


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that may be read: its kind, size and SHA-256."""

    path: Path
    kind: Kind
    size: int
    sha256: str


def open_file(path: Path, *, limit_mb: int) -> Arrival:
    """Return what the file is; raise `FileRefused` when it is missing, empty, too large or of a kind we do not read.

    The size is asked of the file system: a file over the limit is never opened.
    """
    try:
        found = path.stat()
        if not S_ISREG(found.st_mode):
            raise FileRefused("FILE_MISSING", detail="not a regular file")  # a pipe cannot be read twice
        size = found.st_size
        if size > limit_mb * MEGABYTE:
            raise FileRefused("FILE_TOO_LARGE", detail=f"{size / MEGABYTE:.0f} MB > {limit_mb} MB")
        with path.open("rb") as file:
            start = file.read(4096)
            digest = hashlib.sha256(start)
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    except OSError as error:
        raise FileRefused("FILE_MISSING", detail=error.strerror or str(error)) from error
    return Arrival(path, _kind(path, start), size, digest.hexdigest())


def _kind(path: Path, start: bytes) -> Kind:
    text = start.removeprefix(_UTF8_BOM).lstrip(_BLANK)
    if not text or start in UTF16:
        raise FileRefused("FILE_EMPTY")
    suffix = path.suffix.lower()
    if start.startswith(b"PK\x03\x04"):
        return Kind.WORKBOOK
    if start.startswith(_FOREIGN) or suffix in {".xls", ".xlsx", ".xlsm"}:
        raise FileRefused("FILE_FORMAT", detail=path.name)
    if start.startswith(UTF16):
        text = start.decode("utf-16", errors="ignore").lstrip().encode()
    if text[:1] in (b"{", b"["):
        return Kind.JSON
    if suffix == ".json":
        raise FileRefused("FILE_FORMAT", detail=path.name)
    return Kind.TEXT
