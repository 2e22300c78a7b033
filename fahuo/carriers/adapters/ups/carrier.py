"""UPS as the contract wants it."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

import httpx
import msgspec

from fahuo.carriers.adapters.ups import mapping, offers, pickups, tracking, wire, wire_answers, wire_pickups
from fahuo.carriers.adapters.ups.client import VERSION, Client
from fahuo.carriers.calling import Reply
from fahuo.carriers.contract import Account, Carrier, CarrierRate, RateInquiry
from fahuo.carriers.errors import NotFound, NotReady, Refused, Unexpected, Unsupported
from fahuo.carriers.reading import from_base64, label_file
from fahuo.kit.wire import decode, many, one
from fahuo.trade.booking import Booking
from fahuo.trade.label import LabelFile
from fahuo.trade.pickup import PickupConfirmed, PickupOrder
from fahuo.trade.tracking import TrackingEvent
from fahuo.trade.waybill import Waybill

SHIPPING = f"/api/shipments/{VERSION}"
VOIDED = "1"
RECOVERY = "/api/labels/v1/recovery"
PICKUP_BY_NUMBER = f"{SHIPPING}/pickup/02"
PICKUPS_PENDING = f"{SHIPPING}/pickup/oncall"


class Ups(Carrier):
    """One account at UPS.

    UPS takes the same reference twice and has no look-up by it that can be trusted before the parcel is scanned: there
    is no `find`, and a doubtful booking goes to a person.
    """

    code = mapping.CODE

    def __init__(self, client: Client, account_number: str, clock: Callable[[], float] = time.time) -> None:
        self._client = client
        self._account_number = account_number
        self._clock = clock

    async def create(self, booking: Booking) -> Waybill:
        """Book one parcel with its invoice; the label comes with the answer."""
        on = datetime.fromtimestamp(self._clock(), UTC).date()
        request = mapping.to_request(booking, self._account_number, on)
        reply = await self._client.post("create", f"{SHIPPING}/ship", request)
        with reply.readable():
            results = one(_below(reply, "ShipmentResponse", "ShipmentResults"), wire_answers.ShipmentResults)
            parcels = many(results.package_results, wire_answers.ShippedParcel) if results else []
        if results is None or not results.shipment_identification_number:
            raise Unexpected("Created, but the reply names no shipment.", **reply.case())
        return Waybill(
            carrier=self.code,
            reference=booking.reference,
            number=results.shipment_identification_number,
            tracking_number=parcels[0].tracking_number if parcels else "",
            charged=offers.charged(results),
            label=_label_if_any(parcels, reply),
        )

    async def label(self, waybill: Waybill) -> LabelFile:
        """Recover the label of a parcel; it is only asked for when the one of the booking was lost."""
        size = wire.LabelSpecification(wire.Code("GIF"), wire.StockSize("6", "4"))
        asked = {"LabelSpecification": size, "TrackingNumber": waybill.barcode}
        reply = await self._client.post("label", RECOVERY, {"LabelRecoveryRequest": asked})
        with reply.readable():
            found = one(_below(reply, "LabelRecoveryResponse", "LabelResults"), wire_answers.LabelResult)
        if found is None or found.label_image is None or not found.label_image.graphic_image:
            raise NotReady("UPS gives no label yet.", **reply.case())
        return _label(found.label_image, reply)

    async def cancel(self, waybill: Waybill) -> None:
        """Void the shipment; UPS does so for 28 days and refuses afterwards."""
        try:
            reply = await self._client.delete("cancel", f"{SHIPPING}/void/cancel/{waybill.number}")
        except NotFound:
            raise
        except Refused as error:
            if not mapping.is_voided(error):
                raise
            return
        with reply.readable():
            summary = one(_below(reply, "VoidShipmentResponse", "SummaryResult"), wire_answers.Voided)
        if summary is None or summary.status.code != VOIDED:
            raise Unexpected("UPS does not say that the shipment is void.", **reply.case())

    async def track(self, number: str) -> tuple[TrackingEvent, ...]:
        """Ask for the events of one parcel; a number without any is "not found" there and empty here."""
        try:
            reply = await self._client.get("track", f"/api/track/v1/details/{number}", locale="en_US")
        except NotFound:
            return ()
        shipments = reply.read(wire_answers.Tracking).track_response.shipment
        return tracking.to_events([parcel for shipment in shipments for parcel in shipment.package])

    async def quote(self, inquiry: RateInquiry) -> tuple[CarrierRate, ...]:
        """Ask for the prices of all services."""
        request = mapping.to_rate_request(inquiry, self._account_number)
        reply = await self._client.post("quote", f"/api/rating/{VERSION}/Shop", request)
        with reply.readable():
            return offers.to_rates(many(_below(reply, "RateResponse", "RatedShipment"), wire_answers.RatedShipment))

    async def order_pickup(self, order: PickupOrder) -> PickupConfirmed:
        """Ask UPS to come. Where it is to come to that address already, it answers with the number of that pick-up."""
        request = pickups.to_request(order, self._account_number, order.address.country)
        reply = await self._client.post("order_pickup", f"/api/pickupcreation/{VERSION}/pickup", request)
        with reply.readable():
            created = one(_below(reply, "PickupCreationResponse"), wire_pickups.Created)
        if created is None or not created.prn:
            raise Unexpected("Taken, but the reply names no pick-up.", **reply.case())
        return PickupConfirmed(self.code, created.prn)

    async def find_pickup(self, order: PickupOrder) -> PickupConfirmed | None:
        """Look for our reference among what is pending; UPS lists today and tomorrow, and says nothing of later."""
        if not pickups.can_be_shown(order, self._clock()):
            raise Unsupported("UPS lists the pick-ups of today and tomorrow only.", carrier=self.code)
        reply = await self._client.look("find_pickup", PICKUPS_PENDING, {"AccountNumber": self._account_number})
        with reply.readable():
            listed = _below(reply, "PickupPendingStatusResponse", "PendingStatus")
            return pickups.of_reference(many(listed, wire_pickups.Pending), order.reference)

    async def cancel_pickup(self, number: str) -> None:
        """Call a pick-up off by its number; one that is cancelled already is no error."""
        try:
            await self._client.delete("cancel_pickup", PICKUP_BY_NUMBER, {"Prn": number})
        except NotFound:
            raise
        except Refused as error:
            if not pickups.is_cancelled(error):
                raise


def open_carrier(account: Account, client: httpx.AsyncClient) -> Ups:
    """Return UPS for this account."""
    return Ups(Client(account, client), account.credentials["account_number"])


def _below(reply: Reply, *names: str) -> msgspec.Raw:
    """Return what lies below these names in the answer."""
    raw = msgspec.Raw(reply.response.content)
    for name in names:
        raw = decode(raw, dict[str, msgspec.Raw]).get(name, msgspec.Raw(b"null"))
    return raw


def _label_if_any(parcels: list[wire_answers.ShippedParcel], reply: Reply) -> LabelFile | None:
    """Return the label of a booking. One that is missing or spoilt does not undo the booking: it is recovered later."""
    label = parcels[0].shipping_label if parcels else None
    try:
        return _label(label, reply) if label else None
    except Unexpected:
        return None


def _label(label: wire_answers.Label, reply: Reply) -> LabelFile:
    """Read the label as it came: a GIF was asked for, and UPS draws no PDF."""
    with reply.readable():
        return label_file(from_base64(label.graphic_image))
