"""Yanwen as the contract wants it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import httpx

from fahuo.carriers.adapters.yanwen import mapping, tracking, wire
from fahuo.carriers.adapters.yanwen.client import Client
from fahuo.carriers.contract import Account, Carrier, Offer
from fahuo.carriers.errors import NotFound, NotReady, Refused, Unexpected
from fahuo.carriers.reading import from_base64, label_file
from fahuo.kit.wire import many, one
from fahuo.trade.booking import Booking
from fahuo.trade.label import LabelFile
from fahuo.trade.tracking import TrackingEvent
from fahuo.trade.waybill import Waybill


class Yanwen(Carrier):
    """One account at Yanwen."""

    code = mapping.CODE

    def __init__(self, client: Client, warehouse_code: str) -> None:
        self._client = client
        self._warehouse_code = warehouse_code

    async def create(self, booking: Booking) -> Waybill:
        """Book one parcel. Whether Yanwen refuses a second order number is unknown: never rely on it."""
        order = mapping.to_order(booking, self._warehouse_code)
        answer = await self._client.post("create", "express.order.create", order)
        with answer.reply.readable():
            created = one(answer.data, wire.Order)
        if created is None:
            raise Unexpected("Created, but the reply names no waybill.", **answer.reply.case())
        return mapping.to_waybill(created, booking.reference)

    async def find(self, reference: str) -> Waybill | None:
        """Ask by order number. Of several bookings the live one counts; several live ones need a person."""
        orders = await self._orders(reference)
        live = [order for order in orders if not mapping.is_cancelled(order)]
        if len(live) > 1:
            numbers = ", ".join(order.waybill_number for order in live)
            raise Unexpected(
                f"{reference} is booked more than once: {numbers}.", carrier=mapping.CODE, operation="find"
            )
        found = (live or orders)[-1:]
        return mapping.to_waybill(found[0], reference) if found else None

    async def label(self, waybill: Waybill) -> LabelFile:
        """Fetch the label as PDF."""
        asked = {"waybillNumber": waybill.number, "printRemark": 0}
        answer = await self._client.post("label", "express.order.label.get", asked)
        with answer.reply.readable():
            label = one(answer.data, wire.Label)
        if label is None or (label.is_success and not label.base64_string):
            raise NotReady("Yanwen is still making the label.", **answer.reply.case())
        if not label.is_success:
            raise mapping.refusal("label", label.error_msg or "no label", answer.reply.case())
        with answer.reply.readable():
            return label_file(from_base64(label.base64_string or ""))

    async def cancel(self, waybill: Waybill) -> None:
        """Cancel, and ask whether it is: an answer of success alone does not say so."""
        asked = {"waybillNumber": waybill.number, "note": ""}
        try:
            answer = await self._client.post("cancel", "express.order.cancel", asked)
        except Refused as refused:
            orders = await self._orders(waybill.number)
            if not orders:
                raise
            if not any(map(mapping.is_cancelled, orders)):
                raise mapping.explained(refused, orders[0]) from refused
            return
        if not any(map(mapping.is_cancelled, await self._orders(waybill.number))):
            raise NotReady("Yanwen has not confirmed the cancellation yet.", **answer.reply.case())

    async def track(self, number: str) -> tuple[TrackingEvent, ...]:
        """Ask for the events of one parcel; a number without events is `NOTFOUND` there and empty here."""
        return tracking.to_events(await self._client.tracking("track", [number]))

    async def track_many(self, numbers: Sequence[str]) -> Mapping[str, tuple[TrackingEvent, ...]]:
        """Ask for the events of up to 30 parcels in one call."""
        return tracking.by_number(await self._client.tracking("track_many", numbers), numbers)

    async def services(self, country: str = "") -> tuple[Offer, ...]:
        """Ask which channels the account may book; Yanwen does not tell them apart by country."""
        answer = await self._client.post("services", "express.channel.getlist", {})
        with answer.reply.readable():
            channels = many(answer.data, wire.Channel)
        return tuple(Offer(str(channel.id), channel.name_ch or channel.name_en or "") for channel in channels)

    async def _orders(self, number: str) -> list[wire.Order]:
        """Look up by order or waybill number; an empty list is Yanwen's way to say that there is none."""
        try:
            answer = await self._client.post("find", "express.order.getlist", {"listNumber": [number]})
        except NotFound:
            return []
        if bytes(answer.data).strip() in (b"", b"null"):
            raise Unexpected(f"The reply does not say whether {number} is held.", **answer.reply.case())
        with answer.reply.readable():
            return many(answer.data, wire.Order)


def open_carrier(account: Account, client: httpx.AsyncClient) -> Yanwen:
    """Return Yanwen for this account."""
    return Yanwen(Client(account, client), account.credentials["warehouse_code"])
