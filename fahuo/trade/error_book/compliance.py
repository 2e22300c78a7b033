"""Problem codes of rules of destinations, goods, parties and messages."""

from __future__ import annotations

from fahuo.trade.error_book.entry import ErrorEntry

ENTRIES: dict[str, ErrorEntry] = {}
