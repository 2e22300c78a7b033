"""Problem codes of the catalogue: HS recognition and declaration elements."""

from __future__ import annotations

from fahuo.trade.error_book.entry import ErrorEntry

ENTRIES: dict[str, ErrorEntry] = {}
