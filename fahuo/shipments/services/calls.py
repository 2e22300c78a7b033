"""Talking to carriers about one shipment. No database here: what is known comes in, what happened goes out."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from fahuo.carriers.contract import Carrier
from fahuo.carriers.errors import CarrierError, DuplicateReference, Unexpected
from fahuo.kit import http
from fahuo.shipments import domain
from fahuo.shipments.domain import BookingResult, LabelResult, Patience
from fahuo.trade.booking import Booking
from fahuo.trade.waybill import Waybill

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class BookCall:
    """One booking to be made or found. `ask_first` when an earlier call may have reached the carrier.

    After `send_by` nothing is sent any more: the row may soon be another worker's.
    """

    shipment_id: int
    carrier: Carrier
    booking: Booking
    calls: int
    ask_first: bool
    send_by: datetime


async def book(call: BookCall, patience: Patience) -> BookingResult:
    """Book once, whatever happened before. Never raises: every error becomes a result."""
    if call.ask_first:
        known = await _ask(call, patience)
        if known is not None:
            return known
    try:
        with http.not_after(call.send_by):
            return domain.Booked(await call.carrier.create(call.booking))
    except CarrierError as error:
        return await _after_create_error(call, error, patience)
    except Exception as error:  # an adapter's own defect: the call may have gone out
        log.exception("create %s", call.booking.reference)
        return await _after_create_error(call, Unexpected(repr(error)), patience)


async def label(carrier: Carrier, waybill: Waybill, *, calls: int, patience: Patience) -> LabelResult:
    """Fetch the carrier's label. Never raises."""
    try:
        return domain.Labelled(await carrier.label(waybill))
    except CarrierError as error:
        return domain.after_label_error(error, calls=calls, patience=patience)
    except Exception as error:
        log.exception("label %s", waybill.reference)
        return domain.after_label_error(Unexpected(repr(error)), calls=calls, patience=patience)


async def _after_create_error(call: BookCall, error: CarrierError, patience: Patience) -> BookingResult:
    """Ask at once when the booking may exist; adopt it if so. "Not found" is not believed yet: the row waits."""
    duplicate = isinstance(error, DuplicateReference)
    if error.doubtful or duplicate:
        known = await _ask(call, patience)
        if isinstance(known, domain.Booked | domain.Failed) or (duplicate and known is not None):
            return known
    return domain.after_create_error(error, calls=call.calls, patience=patience)


async def _ask(call: BookCall, patience: Patience) -> BookingResult | None:
    try:
        return domain.after_find(await call.carrier.find(call.booking.reference))
    except CarrierError as error:
        return domain.after_find_error(error, calls=call.calls, patience=patience)
    except Exception as error:
        log.exception("find %s", call.booking.reference)
        return domain.after_find_error(Unexpected(repr(error)), calls=call.calls, patience=patience)
