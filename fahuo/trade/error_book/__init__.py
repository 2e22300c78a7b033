"""The error book: one entry per problem code, written once, shown everywhere."""

from __future__ import annotations

from fahuo.trade.error_book import (
    cards,
    carriers,
    ceb,
    compliance,
    compliance_firms,
    compliance_goods,
    compliance_lanes,
    compliance_papers,
    customs,
    declarants,
    declarations,
    documents,
    files,
    goods,
    labels,
    manifests,
    notifications,
    orders,
    pickups,
    printers,
    printing,
    rebate,
    routing,
    sheet_terms,
    sheets,
    shipments,
    templates,
    tracking,
    window,
)
from fahuo.trade.error_book.entry import ErrorEntry

ENTRIES: dict[str, ErrorEntry] = {
    **orders.ENTRIES,
    **files.ENTRIES,
    **carriers.ENTRIES,
    **routing.ENTRIES,
    **sheets.ENTRIES,
    **sheet_terms.ENTRIES,
    **shipments.ENTRIES,
    **templates.ENTRIES,
    **tracking.ENTRIES,
    **labels.ENTRIES,
    **printing.ENTRIES,
    **manifests.ENTRIES,
    **printers.ENTRIES,
    **documents.ENTRIES,
    **compliance.ENTRIES,
    **compliance_goods.ENTRIES,
    **compliance_lanes.ENTRIES,
    **compliance_papers.ENTRIES,
    **compliance_firms.ENTRIES,
    **customs.ENTRIES,
    **ceb.ENTRIES,
    **declarants.ENTRIES,
    **cards.ENTRIES,
    **declarations.ENTRIES,
    **window.ENTRIES,
    **goods.ENTRIES,
    **rebate.ENTRIES,
    **pickups.ENTRIES,
    **notifications.ENTRIES,
}


def entry(code: str) -> ErrorEntry:
    """Return the entry of a code; raise `KeyError` for a code nobody wrote down (a test forbids that)."""
    return ENTRIES[code]
