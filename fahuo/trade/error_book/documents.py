"""Problem codes of customs papers: invoice, packing list, CN 22, CN 23."""

from __future__ import annotations

from fahuo.trade.error_book.entry import ErrorEntry

ENTRIES: dict[str, ErrorEntry] = {}
