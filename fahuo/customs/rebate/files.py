"""Which files a record takes, told by their first bytes and never by their names."""

from __future__ import annotations

LARGEST = 10_000_000  # bytes
_BEGINNINGS = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"PK\x03\x04", "zip"),  # OFD, the form of Chinese e-invoices, and Excel are zip archives
    (b"<?xml", "xml"),
)
_ARCHIVES = ((b"OFD.xml", "ofd"), (b"xl/", "xlsx"))


def ending_of(content: bytes) -> str:
    """Return the ending that a file gets in the pack, empty for one that the record does not take."""
    ending = next((ending for beginning, ending in _BEGINNINGS if content.startswith(beginning)), "")
    if ending != "zip":
        return ending
    return next((ending for name, ending in _ARCHIVES if name in content), "")


def safe_name(text: str) -> str:
    """Return text as part of a file name: letters, digits, `-`, `_` and `.` only, never a path, at most 60."""
    kept = "".join(letter if letter.isalnum() or letter in "-_." else "-" for letter in text)
    return kept.strip(".-")[:60] or "document"
