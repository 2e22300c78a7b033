"""DHL Express as the contract wants it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import quote

import httpx

from fahuo.carriers.adapters.dhl_express import mapping, offers, pickups, tracking, wire, wire_pickups
from fahuo.carriers.adapters.dhl_express.client import Client
from fahuo.carriers.calling import Reply
from fahuo.carriers.contract import Account, Carrier, CarrierRate, RateInquiry
from fahuo.carriers.errors import NotFound, NotReady, Refused, Unexpected
from fahuo.carriers.reading import from_base64, label_file
from fahuo.trade.booking import Booking
from fahuo.trade.label import LabelFile
from fahuo.trade.pickup import PickupConfirmed, PickupOrder
from fahuo.trade.tracking import TrackingEvent
from fahuo.trade.waybill import Waybill

CHINA = timezone(timedelta(hours=8))
# DHL refuses a moment that has passed when the request arrives.
LEAVES_AFTER = timedelta(hours=1)
REQUESTER = "Shipper"


class DhlExpress(Carrier):
    """One account at DHL Express.

    DHL takes the same reference twice, has no look-up by it that can be trusted before the first scan, and no call that
    cancels a shipment (a waybill that is never handed over is not billed). So there is no `find` and no `cancel`, and a
    doubtful booking goes to a person.
    """

    code = mapping.CODE

    def __init__(self, client: Client, account_number: str, clock: Callable[[], float] = time.time) -> None:
        self._client = client
        self._account_number = account_number
        self._clock = clock

    async def create(self, booking: Booking) -> Waybill:
        """Book one parcel with its export declaration; the label comes with the answer."""
        shipment = mapping.to_shipment(booking, self._account_number, self._leaves_at())
        reply = await self._client.post("create", "/shipments", shipment)
        booked = reply.read(wire.Shipment)
        if not booked.shipment_tracking_number:
            raise Unexpected("Created, but the reply names no shipment.", **reply.case())
        return Waybill(
            carrier=self.code,
            reference=booking.reference,
            number=booked.shipment_tracking_number,
            charged=offers.charged(booked.shipment_charges),
            label=_label_if_any(booked.documents, reply),
        )

    async def label(self, waybill: Waybill) -> LabelFile:
        """Ask for the picture of the waybill; only needed when the one of the booking was lost."""
        query = [("shipperAccountNumber", self._account_number), ("typeCode", "waybill")]
        query.append(("pickupYearAndMonth", f"{self._leaves_at():%Y-%m}"))
        reply = await self._client.get("label", f"/shipments/{waybill.number}/get-image", query)
        documents = reply.read(wire.Documents).documents
        if not documents or not documents[0].content:
            raise NotReady("DHL Express gives no label yet.", **reply.case())
        return _label(documents[0], reply)

    async def track(self, number: str) -> tuple[TrackingEvent, ...]:
        """Ask for the events of one shipment."""
        return (await self.track_many([number]))[number]

    async def track_many(self, numbers: Sequence[str]) -> Mapping[str, tuple[TrackingEvent, ...]]:
        """Ask for the events of several shipments; none found at all is "not found" there and empty here."""
        query = [*(("shipmentTrackingNumber", number) for number in numbers), ("trackingView", "all-checkpoints")]
        try:
            reply = await self._client.get("track", "/tracking", query)
        except NotFound:
            return dict.fromkeys(numbers, ())
        found = {one.shipment_tracking_number: one.events for one in reply.read(wire.Tracking).shipments}
        return {number: tracking.to_events(found.get(number, [])) for number in numbers}

    async def quote(self, inquiry: RateInquiry) -> tuple[CarrierRate, ...]:
        """Ask for the prices of all products."""
        request = mapping.to_rate_request(inquiry, self._account_number, self._leaves_at())
        reply = await self._client.post("quote", "/rates", request)
        products = reply.read(wire.Rates).products
        with reply.readable():
            return offers.to_rates(products)

    async def order_pickup(self, order: PickupOrder) -> PickupConfirmed:
        """Ask DHL to come. There is no look-up of pick-ups, so a doubtful answer goes to a person."""
        asked = pickups.to_pickup(order, self._account_number)
        reply = await self._client.post("order_pickup", "/pickups", asked)
        booked = reply.read(wire_pickups.PickupBooked)
        if not booked.dispatch_confirmation_numbers:
            raise Unexpected("Taken, but the reply names no pick-up.", **reply.case())
        return pickups.confirmed(booked)

    async def cancel_pickup(self, number: str) -> None:
        """Call a pick-up off; one that is cancelled already is no error."""
        query = [("requestorName", REQUESTER), ("reason", pickups.REASON)]
        try:
            await self._client.delete("cancel_pickup", f"/pickups/{quote(number, safe='')}", query)
        except NotFound:
            raise
        except Refused as error:
            if not pickups.is_cancelled(error):
                raise

    def _leaves_at(self) -> datetime:
        return datetime.fromtimestamp(self._clock(), UTC).astimezone(CHINA) + LEAVES_AFTER


def open_carrier(account: Account, client: httpx.AsyncClient) -> DhlExpress:
    """Return DHL Express for this account."""
    return DhlExpress(Client(account, client), account.credentials["account_number"])


def _label_if_any(documents: list[wire.Document], reply: Reply) -> LabelFile | None:
    """Return the label of a booking. One that is missing or spoilt does not undo the booking: it is asked for later."""
    label = next((document for document in documents if document.type_code == "label"), None)
    try:
        return _label(label, reply) if label else None
    except Unexpected:
        return None


def _label(document: wire.Document, reply: Reply) -> LabelFile:
    with reply.readable():
        return label_file(from_base64(document.content))
