"""YunExpress as the contract wants it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import httpx

from fahuo.carriers.adapters.yunexpress import mapping, offers, push, tracking, wire
from fahuo.carriers.adapters.yunexpress.client import Answer, Client
from fahuo.carriers.contract import Account, Carrier, CarrierRate, Offer, Push, RateInquiry
from fahuo.carriers.errors import NotFound, NotReady, Refused, Unexpected
from fahuo.carriers.reading import from_base64, label_file
from fahuo.kit.wire import many, one
from fahuo.trade.booking import Booking
from fahuo.trade.label import LabelFile
from fahuo.trade.tracking import TrackingEvent
from fahuo.trade.waybill import Waybill

LONGEST_REMARK = 255


class YunExpress(Carrier):
    """One account at YunExpress."""

    code = mapping.CODE

    def __init__(self, client: Client, *, encrypt_key: str = "", origin: str = "") -> None:
        self._client = client
        self._encrypt_key = encrypt_key
        self._origin = origin

    async def create(self, booking: Booking) -> Waybill:
        """Book one parcel; a customer order number is unique for ever, a second one is refused."""
        answer = await self._client.post("create", "/v1/order/package/create", mapping.to_order(booking))
        order = _order(answer)
        if order is None:
            raise Unexpected("Created, but the reply names no waybill.", **answer.reply.case())
        return mapping.to_waybill(order, booking.reference)

    async def find(self, reference: str) -> Waybill | None:
        """Ask by customer order number."""
        order = await self._look_up("find", reference)
        return mapping.to_waybill(order, reference) if order else None

    async def label(self, waybill: Waybill) -> LabelFile:
        """Fetch the label, from the reply itself or from the address that it gives."""
        answer = await self._client.get("label", "/v1/order/label/get", order_number=waybill.number)
        with answer.reply.readable():
            label = one(answer.envelope.result, wire.Label)
        if label is None or not (label.label_string or label.url):
            raise NotReady("YunExpress is still making the label.", **answer.reply.case())
        with answer.reply.readable():
            content = from_base64(label.label_string or "")
        if not content and label.url:
            content = await self._client.download("label", label.url)
        return _label_file(content, answer)

    async def cancel(self, waybill: Waybill) -> None:
        """Cancel before the warehouse has received the parcel; what is cancelled already stays so."""
        try:
            await self._client.post("cancel", "/v1/order/cancel", {"waybill_number": waybill.number})
        except Refused as refused:
            order = await self._look_up("find", waybill.number)
            if order is None:
                raise
            if order.status != mapping.CANCELLED:
                raise mapping.explained(refused, order) from refused

    async def track(self, number: str) -> tuple[TrackingEvent, ...]:
        """Ask for the events of one parcel."""
        answer = await self._client.get("track", "/v1/track-service/info/get", order_number=number)
        with answer.reply.readable():
            found = many(answer.envelope.result, wire.Track)
        return tracking.to_events([track.track_Info for track in found if track.track_Info])

    async def hold(self, waybill: Waybill, reason: str) -> None:
        """Ask for interception, before the parcel leaves the warehouse; what is held already stays so."""
        asked = {"waybill_number": waybill.number, "remark": reason[:LONGEST_REMARK]}
        try:
            await self._client.post("hold", "/v1/order/hold", asked)
        except Refused as refused:
            order = await self._look_up("find", waybill.number)
            if order is None:
                raise
            if not mapping.already_held(order, refused.message):
                raise mapping.explained(refused, order) from refused

    async def services(self, country: str = "") -> tuple[Offer, ...]:
        """Ask which products the account may book."""
        asked = {"country_code": country} if country else {}
        answer = await self._client.get("services", "/v1/basic-data/products/getlist", **asked)
        with answer.reply.readable():
            return offers.to_offers(many(answer.envelope.detail, wire.Product))

    async def quote(self, inquiry: RateInquiry) -> tuple[CarrierRate, ...]:
        """Ask for a price trial."""
        answer = await self._client.get("quote", "/v1/price-trial/get", **offers.to_trial(inquiry, self._origin))
        with answer.reply.readable():
            return offers.to_rates(many(answer.envelope.result, wire.Fee))

    def parse_push(self, headers: Mapping[str, str], body: bytes) -> tuple[Push, ...]:
        """Read an event push; needs the credential `encrypt_key`."""
        return push.parse(self._encrypt_key, headers, body)

    def push_signed_at(self, headers: Mapping[str, str]) -> datetime | None:
        """Read the header that the signature covers."""
        return push.signed_at(headers)

    async def _look_up(self, operation: str, number: str) -> wire.Order | None:
        """Return the order, or None when the carrier says that there is none. Success without an order says nothing."""
        try:
            answer = await self._client.get(operation, "/v1/order/info/get", order_number=number)
        except NotFound:
            return None
        order = _order(answer)
        if order is None:
            raise Unexpected(f"The reply does not say whether {number} is held.", **answer.reply.case())
        return order


def open_carrier(account: Account, client: httpx.AsyncClient) -> YunExpress:
    """Return YunExpress for this account."""
    encrypt_key, origin = (account.credentials.get(key, "") for key in ("encrypt_key", "origin"))
    return YunExpress(Client(account, client), encrypt_key=encrypt_key, origin=origin)


def _order(answer: Answer) -> wire.Order | None:
    with answer.reply.readable():
        return one(answer.envelope.result, wire.Order)


def _label_file(content: bytes, answer: Answer) -> LabelFile:
    with answer.reply.readable():
        return label_file(content)
