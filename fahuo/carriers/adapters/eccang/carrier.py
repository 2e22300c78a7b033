"""A forwarder on Eccang TOMS as the contract wants it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import httpx

from fahuo.carriers.adapters.eccang import mapping, offers, tracking, wire
from fahuo.carriers.adapters.eccang.client import Answer, Client
from fahuo.carriers.capability import Capability
from fahuo.carriers.contract import Account, Carrier, CarrierRate, Offer, RateInquiry
from fahuo.carriers.errors import NotFound, NotReady, Refused, Unexpected
from fahuo.carriers.reading import from_base64, label_file
from fahuo.trade.booking import Booking
from fahuo.trade.label import LabelFile
from fahuo.trade.tracking import TrackingEvent
from fahuo.trade.waybill import Waybill

LONGEST_REMARK = 255


class Eccang(Carrier):
    """One account at one forwarder; waybills carry its whole code, `eccang-<alias>`."""

    code = mapping.CODE

    def __init__(self, client: Client, carrier: str, fee_currency: str = "") -> None:
        self._client = client
        self._carrier = carrier
        self._fee_currency = fee_currency

    async def create(self, booking: Booking) -> Waybill:
        """Book one parcel; a customer's reference is unique, a second one is refused."""
        answer = await self._client.ask("create", "createOrder", mapping.to_order(booking))
        created = answer.read(wire.Created)
        if not created.order_code:
            raise Unexpected("Created, but the reply names no order.", **answer.reply.case())
        return mapping.to_waybill(self._carrier, created, booking.reference)

    async def find(self, reference: str) -> Waybill | None:
        """Ask by the customer's reference."""
        order = await self._order(reference)
        return mapping.to_waybill(self._carrier, order, reference) if order else None

    async def label(self, waybill: Waybill) -> LabelFile:
        """Fetch the label, from the address that the answer gives or from the answer itself."""
        answer = await self._client.ask("label", "getLabelUrl", {"reference_no": waybill.number})
        label = answer.read(wire.Label)
        if label.base64:
            with answer.reply.readable():
                return _label(from_base64(label.base64), answer)
        if not label.url:
            raise NotReady("The forwarder is still making the label.", **answer.reply.case())
        fetched = await self._client.download("label", label.url)
        return _label(fetched.response.content, answer)

    async def cancel(self, waybill: Waybill) -> None:
        """Cancel before the warehouse has received the parcel; what is cancelled already stays so."""
        try:
            await self._client.ask("cancel", "cancelOrder", {"reference_no": waybill.number})
        except Refused as error:
            if mapping.done_before("cancel", error.message):
                return
            order = await self._order(waybill.number)
            if order is None or not mapping.is_cancelled(order):
                raise

    async def hold(self, waybill: Waybill, reason: str) -> None:
        """Ask for interception, before the warehouse has received the parcel."""
        asked = {"reference_no": waybill.number, "hold_on_remark": reason[:LONGEST_REMARK]}
        try:
            await self._client.ask("hold", "interceptOrder", asked)
        except Refused as error:
            if not mapping.done_before("hold", error.message):
                raise

    async def track(self, number: str) -> tuple[TrackingEvent, ...]:
        """Ask for the events of one parcel."""
        return (await self.track_many([number]))[number]

    async def track_many(self, numbers: Sequence[str]) -> Mapping[str, tuple[TrackingEvent, ...]]:
        """Ask for the events of up to fifty parcels."""
        try:
            answer = await self._client.ask("track", "getCargoTrack", {"codes": list(numbers)})
        except NotFound:
            return dict.fromkeys(numbers, ())
        return tracking.by_number(list(numbers), answer.entries(wire.Tracked))

    async def services(self, country: str = "") -> tuple[Offer, ...]:
        """Ask which channels the account may book."""
        asked = {"country_code": country} if country else {}
        answer = await self._client.ask("services", "getShippingMethod", asked)
        return offers.to_offers(answer.entries(wire.Channel))

    async def quote(self, inquiry: RateInquiry) -> tuple[CarrierRate, ...]:
        """Ask for a price trial; needs the account's `fee_currency`, as the answer names none."""
        if not self._fee_currency:
            raise self.unable(Capability.QUOTE)
        answer = await self._client.ask("quote", "feeTrail", offers.to_trial(inquiry))
        fees = answer.entries(wire.Fee)
        with answer.reply.readable():
            return offers.to_rates(fees, self._fee_currency)

    async def _order(self, number: str) -> wire.Order | None:
        """Return the order, or None when the forwarder says that there is none."""
        try:
            answer = await self._client.ask("find", "getOrder", {"reference_no": number})
        except NotFound:
            return None
        order = answer.entry(wire.Order)
        if order is None:
            raise Unexpected("The look-up went well and holds no order.", **answer.reply.case())
        return order


def open_carrier(account: Account, client: httpx.AsyncClient) -> Eccang:
    """Return the forwarder for this account."""
    return Eccang(Client(account, client), account.carrier, account.credentials.get("fee_currency", ""))


def _label(content: bytes, answer: Answer) -> LabelFile:
    with answer.reply.readable():
        return label_file(content)
