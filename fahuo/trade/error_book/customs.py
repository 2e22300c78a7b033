"""Problem codes of declarations, the single window and the rebate record."""

from __future__ import annotations

from fahuo.trade.error_book.entry import ErrorEntry

ENTRIES: dict[str, ErrorEntry] = {}
