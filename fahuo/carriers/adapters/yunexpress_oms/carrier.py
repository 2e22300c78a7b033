"""YunExpress OMS as the contract wants it."""

from __future__ import annotations

import httpx

from fahuo.carriers.adapters.yunexpress_oms import labels, mapping, offers, refusals, tracking, wire
from fahuo.carriers.adapters.yunexpress_oms.client import Answer, Client
from fahuo.carriers.contract import Account, Carrier, CarrierRate, Offer, RateInquiry
from fahuo.carriers.errors import NotFound, Refused, Unexpected
from fahuo.kit.wire import many, one
from fahuo.trade.booking import Booking
from fahuo.trade.label import LabelFile
from fahuo.trade.tracking import TrackingEvent
from fahuo.trade.waybill import Waybill

BY_WAYBILL = 1  # `OrderType`: 云途单号
DELETED, INTERCEPTED = "5012", "5011"
NUMBER_THERE = "1"
MAYBE_CANCELLED = "6"  # seen after a deletion; the table of these numbers is not published
LONGEST_REMARK = 255


class YunExpressOms(Carrier):
    """One account at YunExpress's older interface."""

    code = mapping.CODE

    def __init__(self, client: Client, origin: str = "") -> None:
        self._client = client
        self._origin = origin

    async def create(self, booking: Booking) -> Waybill:
        """Book one parcel, in a list of one; a customer order number is unique for ever."""
        answer = await self._client.post_list("create", "WayBill/CreateOrder", [mapping.to_order(booking)])
        created = _created(answer, booking.reference)
        if not created.success:
            raise answer.refusal(created.remark or "")
        return mapping.created_waybill(created, booking.reference)

    async def find(self, reference: str) -> Waybill | None:
        """Ask by customer order number; a tracking number that is not in the order is asked for by itself."""
        order = await self._order(reference)
        if order is None:
            return None
        number = order.tracking_number or await self._late_number(reference)
        cancelled = await self._is_cancelled(order)
        return mapping.found_waybill(order, reference, number=number, cancelled=cancelled)

    async def label(self, waybill: Waybill) -> LabelFile:
        """Ask for the label's address, then fetch it there without our key."""
        answer = await self._client.post("label", "Label/Print", [waybill.number])
        content, reply = await self._client.download("label", labels.address(answer, waybill))
        return labels.read(content, reply)

    async def cancel(self, waybill: Waybill) -> None:
        """Delete before the warehouse has received the parcel; what is deleted already stays so."""
        asked = {"OrderType": BY_WAYBILL, "OrderNumber": waybill.number}
        try:
            answer = await self._client.post("cancel", "WayBill/Delete", asked)
            deed = _deed(answer)
            if str(deed.status) != DELETED:
                raise answer.refusal(deed.remark or "not deleted")
        except Refused:
            order = await self._order(waybill.number)
            if order is None or not await self._is_cancelled(order):
                raise

    async def hold(self, waybill: Waybill, reason: str) -> None:
        """Ask for interception, which wants a reason; what is intercepted already stays so."""
        remark = reason[:LONGEST_REMARK] or "拦截"
        asked = {"OrderType": BY_WAYBILL, "OrderNumber": waybill.number, "Remark": remark}
        try:
            answer = await self._client.post("hold", "WayBill/Intercept", asked)
            deed = _deed(answer)
            if str(deed.result) != INTERCEPTED:
                raise answer.refusal(deed.remark or "not intercepted")
        except NotFound:
            raise
        except Refused as refused:
            if not refusals.already_held(refused.message):
                raise

    async def track(self, number: str) -> tuple[TrackingEvent, ...]:
        """Ask for the whole journey; where the product has none, for the part that the account subscribed to."""
        return tracking.to_events(await self._track(number))

    async def services(self, country: str = "") -> tuple[Offer, ...]:
        """Ask which products the account may book."""
        asked = {"CountryCode": country} if country else {}
        answer = await self._client.get("services", "Common/GetShippingMethods", **asked)
        with answer.reply.readable():
            return offers.to_offers(many(answer.content, wire.Method))

    async def quote(self, inquiry: RateInquiry) -> tuple[CarrierRate, ...]:
        """Ask for a price trial; `Items: null` is the carrier's way to say that no product takes the parcel."""
        answer = await self._client.get("quote", "Freight/GetPriceTrial", **offers.to_trial(inquiry, self._origin))
        with answer.reply.readable():
            return offers.to_rates(many(answer.content, wire.Price))

    async def _order(self, number: str) -> wire.Order | None:
        """Return the order, or None when the carrier says that there is none. Success without an order says nothing."""
        try:
            answer = await self._client.get("find", "WayBill/GetOrder", OrderNumber=number)
        except NotFound:
            return None
        with answer.reply.readable():
            order = one(answer.content, wire.Order)
        if order is None:
            raise Unexpected(f"The reply does not say whether {number} is held.", **answer.reply.case())
        return order

    async def _late_number(self, reference: str) -> str:
        """Return the last mile's number once it is there; empty while it is coming, and when there is to be none."""
        try:
            answer = await self._client.get("find", "Waybill/GetTrackingNumber", CustomerOrderNumber=reference)
        except Refused:
            return ""
        with answer.reply.readable():
            numbers = many(answer.content, wire.Number)
        there = [entry for entry in numbers if entry.customer_order_number in (reference, None)]
        return next((entry.tracking_number or "" for entry in there if str(entry.status) == NUMBER_THERE), "")

    async def _is_cancelled(self, order: wire.Order) -> bool:
        """The order's own number only makes us ask; the parcel's state decides. One without a track is gone."""
        if str(order.status) != MAYBE_CANCELLED:
            return False
        try:
            return tracking.says_cancelled(await self._track(order.way_bill_number))
        except NotFound:
            return True

    async def _track(self, number: str) -> wire.Track | None:
        try:
            answer = await self._client.get("track", "Tracking/GetTrackAllInfo", OrderNumber=number)
        except Refused:
            answer = await self._client.get("track", "Tracking/GetTrackInfo", OrderNumber=number)
        with answer.reply.readable():
            return one(answer.content, wire.Track)


def open_carrier(account: Account, client: httpx.AsyncClient) -> YunExpressOms:
    """Return YunExpress OMS for this account."""
    return YunExpressOms(Client(account, client), account.credentials.get("origin", ""))


def _created(answer: Answer, reference: str) -> wire.Created:
    """Return our element of the answer. A refusal as a whole has none; a success without one is doubtful."""
    if not answer.well and bytes(answer.content).strip() in (b"", b"null"):
        raise answer.refusal()
    with answer.reply.readable():
        elements = many(answer.content, wire.Created)
    ours = [element for element in elements if element.customer_order_number in (reference, None)]
    if len(ours) != 1 or ours[0].success is None:
        raise Unexpected(f"The reply does not say what became of {reference}.", **answer.reply.case())
    return ours[0]


def _deed(answer: Answer) -> wire.Deed:
    with answer.reply.readable():
        deed = one(answer.content, wire.Deed)
    if deed is None:
        raise Unexpected("The reply does not say what was done.", **answer.reply.case())
    return deed
