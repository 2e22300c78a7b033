"""4PX as the contract wants it."""

from __future__ import annotations

from contextlib import suppress
from typing import TypeVar

import httpx

from fahuo.carriers.adapters.fpx import mapping, offers, tracking, wire
from fahuo.carriers.adapters.fpx.client import Answer, Client
from fahuo.carriers.adapters.fpx.refusals import HeldAlready
from fahuo.carriers.contract import Account, Carrier, CarrierRate, Offer, RateInquiry
from fahuo.carriers.errors import NotFound, NotReady, Refused, Unexpected
from fahuo.carriers.reading import label_file
from fahuo.kit.wire import many, one
from fahuo.trade.booking import Booking
from fahuo.trade.label import LabelFile
from fahuo.trade.tracking import TrackingEvent
from fahuo.trade.waybill import Waybill

T = TypeVar("T")
LONGEST_REASON = 128
CANCEL_REASON = "Cancelled by the seller"


class FourPX(Carrier):
    """One account at 4PX."""

    code = mapping.CODE

    def __init__(self, client: Client, account: Account) -> None:
        self._client = client
        self._account = account

    async def create(self, booking: Booking) -> Waybill:
        """Book one parcel; a reference is unique within the account."""
        order = mapping.to_order(booking, mapping.Agreed.read(self._account.credentials))
        answer = await self._client.post("create", "ds.xms.order.create", order)
        with answer.reply.readable():
            created = one(answer.data, wire.Created)
        if created is None or not created.tracking_no:
            raise Unexpected("Created, but the reply names no waybill.", **answer.reply.case())
        return mapping.to_waybill(created, booking.reference)

    async def find(self, reference: str) -> Waybill | None:
        """Ask by our reference. Of several bookings the live one counts; several live ones need a person."""
        orders = await self._orders(reference)
        live = [order for order in orders if not mapping.is_cancelled(order)]
        if len(live) > 1:
            numbers = ", ".join(order.tracking_no for order in live)
            message = f"{reference} is booked more than once: {numbers}."
            raise Unexpected(message, carrier=mapping.CODE, operation="find")
        found = (live or orders)[-1:]
        return mapping.to_waybill(found[0], reference) if found else None

    async def label(self, waybill: Waybill) -> LabelFile:
        """Ask for the label's address and fetch the file from there."""
        asked = {
            "request_no": waybill.number,
            "response_label_format": mapping.LABEL.response_label_format,
            "label_size": mapping.LABEL.label_size,
        }
        answer = await self._client.post("label", "ds.xms.label.get", asked)
        with answer.reply.readable():
            label = one(answer.data, wire.Label)
        url = label.label_url_info.logistics_label if label and label.label_url_info else ""
        if not url:
            raise NotReady("4PX is still making the label.", **answer.reply.case())
        content = await self._client.download("label", url)
        with answer.reply.readable():
            return label_file(content)

    async def cancel(self, waybill: Waybill) -> None:
        """Cancel before the parcel is handed over; what is closed already stays so."""
        asked = {"request_no": waybill.number, "cancel_reason": CANCEL_REASON}
        try:
            await self._client.post("cancel", "ds.xms.order.cancel", asked)
        except Refused:
            if not any(mapping.is_cancelled(order) for order in await self._orders(waybill.number)):
                raise

    async def hold(self, waybill: Waybill, reason: str) -> None:
        """Ask for interception; what is held already stays so."""
        asked = {"request_no": waybill.number, "is_hold": "Y", "hold_reason": reason[:LONGEST_REASON]}
        with suppress(HeldAlready):
            await self._client.post("hold", "ds.xms.order.hold", asked)

    async def track(self, number: str) -> tuple[TrackingEvent, ...]:
        """Ask for the events of one parcel; an unknown number has none."""
        try:
            answer = await self._client.post("track", "tr.order.tracking.get", {"deliveryOrderNo": number})
        except NotFound:
            return ()
        with answer.reply.readable():
            found = one(answer.data, wire.Tracked)
        return tracking.to_events(found.tracking_list or []) if found else ()

    async def services(self, country: str = "") -> tuple[Offer, ...]:
        """Ask which products the account may book; 4PX does not tell them apart by country here."""
        asked = {"transport_mode": offers.EVERYTHING}
        answer = await self._client.post("services", "ds.xms.logistics_product.getlist", asked)
        return offers.to_offers(_many(answer, wire.Product))

    async def quote(self, inquiry: RateInquiry) -> tuple[CarrierRate, ...]:
        """Ask for an estimate over all products."""
        answer = await self._client.post("quote", "ds.xms.estimated_cost.get", offers.to_estimate(inquiry))
        estimates = _many(answer, wire.Estimate)
        with answer.reply.readable():
            return offers.to_rates(estimates)

    async def _orders(self, number: str) -> list[wire.Consignment]:
        """Look up by our reference or 4PX's number; DS000017 and an empty list both say that there is none.

        An answer without a list is no such word: whoever asked must not take it for one.
        """
        try:
            answer = await self._client.post("find", "ds.xms.order.get", {"request_no": number})
        except NotFound:
            return []
        if bytes(answer.data).strip() in (b"", b"null"):
            raise Unexpected("4PX answers well and tells nothing.", **answer.reply.case())
        return [found.consignment_info for found in _many(answer, wire.Found)]


def open_carrier(account: Account, client: httpx.AsyncClient) -> FourPX:
    """Return 4PX for this account."""
    return FourPX(Client(account, client), account)


def _many(answer: Answer, type_: type[T]) -> list[T]:
    with answer.reply.readable():
        return many(answer.data, type_)
