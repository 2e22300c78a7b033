"""Whose label may be printed."""

from __future__ import annotations

from fahuo.trade.problem import Problem

# Their label was read back; their waybill does not count any more.
PRINTABLE = ("LABELLED", "TENDERED", "CLOSED")
VOID = ("CANCELLED", "FAILED")


def unprintable(status: str | None) -> Problem | None:
    """Return why the label of a shipment in this state is not printed, None when it is; None: not this seller's."""
    if status is None:
        return Problem("PRINT_SHIPMENT_MISSING", "shipment")
    if status in VOID:
        return Problem("PRINT_WAYBILL_VOID", "shipment", "")
    if status not in PRINTABLE:
        return Problem("PRINT_LABEL_MISSING", "shipment", status)
    return None
