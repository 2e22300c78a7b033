"""SF International as the contract wants it: one class for each of its two interfaces."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

import httpx

from fahuo.carriers.adapters.sf_international import iecs, iuop, mapping, offers, tracking, wire
from fahuo.carriers.adapters.sf_international.client import Answer, Client
from fahuo.carriers.contract import Account, Carrier, CarrierRate, RateInquiry
from fahuo.carriers.errors import NotAuthorised, NotFound, NotReady, Refused
from fahuo.carriers.reading import label_file
from fahuo.kit.wire import many, one
from fahuo.trade.booking import Booking
from fahuo.trade.label import LabelFile
from fahuo.trade.tracking import TrackingEvent
from fahuo.trade.waybill import Waybill

WAYBILL_AS_PDF = {"printType": "1", "fileFormat": "PDF"}
HOLD = "1"
LONGEST_REMARK = 200


class SfInternational(Carrier):
    """One account at sf.global: what both interfaces do alike."""

    code = mapping.CODE
    needed: tuple[str, ...] = ()

    def __init__(self, client: Client, account: Account) -> None:
        self._client = client
        self._account = account
        self._phone_end = account.credentials.get("phone_end", "")

    @property
    def _terms(self) -> mapping.Terms:
        return mapping.Terms.of(self._account, *self.needed)

    async def track(self, number: str) -> tuple[TrackingEvent, ...]:
        """Ask for the events of one parcel."""
        return (await self.track_many([number]))[number]

    async def track_many(self, numbers: Sequence[str]) -> Mapping[str, tuple[TrackingEvent, ...]]:
        """Ask for the events of up to ten parcels."""
        asked = {"sfWaybillNoList": list(numbers), **({"phoneNo": self._phone_end} if self._phone_end else {})}
        try:
            answer = await self._client.post("track", "GTS_QUERY_TRACK", asked)
        except NotFound:
            return dict.fromkeys(numbers, ())
        with answer.reply.readable():
            found = many(answer.data, wire.Track)
        told = {parcel.sf_waybill_no: tracking.to_events(parcel.track_detail_items or []) for parcel in found}
        return {number: told.get(number, ()) for number in numbers}

    async def _file(self, answer: Answer) -> LabelFile:
        """Fetch the label from the address that the answer gives."""
        with answer.reply.readable():
            label = one(answer.data, wire.Label)
        if label is None or not label.url:
            raise NotReady("SF is still making the label.", **answer.reply.case())
        content = await self._client.download("label", label.url)
        with answer.reply.readable():
            return label_file(content)


class SfIuop(SfInternational):
    """An account that books express through IUOP."""

    needed = ("customer_code",)

    async def create(self, booking: Booking) -> Waybill:
        """Book one parcel; a customer order number is unique for ever, a second one is refused."""
        answer = await self._client.post("create", "IUOP_CREATE_ORDER", iuop.to_order(booking, self._terms))
        return _waybill(answer, booking.reference)

    async def find(self, reference: str) -> Waybill | None:
        """Ask by customer order number. Of a cancelled order SF may not tell the number."""
        asked = {"customerCode": self._terms.customer_code, "customerOrderNo": reference}
        try:
            answer = await self._client.post("find", "IUOP_QUERY_ORDER", asked)
        except NotFound:
            return None
        except mapping.CancelledAlready:
            return Waybill(mapping.CODE, reference, "", cancelled=True)
        return _waybill(answer, reference)

    async def label(self, waybill: Waybill) -> LabelFile:
        """Have the label of 100 × 150 mm made, and fetch it."""
        asked = {
            "customerCode": self._terms.customer_code,
            "requestId": str(uuid.uuid4()),
            "labelModeSize": iuop.LABEL_100_BY_150,
            **WAYBILL_AS_PDF,
            "printWaybillNoDtoList": [{"sfWaybillNo": waybill.number}],
        }
        return await self._file(await self._client.post("label", "IUOP_PRINT_ORDER", asked))

    async def cancel(self, waybill: Waybill) -> None:
        """Cancel; what is cancelled already stays so."""
        asked = {"customerCode": self._terms.customer_code, "sfWaybillNo": waybill.number}
        try:
            await self._client.post("cancel", "IUOP_CANCEL_ORDER", asked)
        except mapping.CancelledAlready:
            return

    async def quote(self, inquiry: RateInquiry) -> tuple[CarrierRate, ...]:
        """Ask for the price of each product; one that SF refuses for this parcel is left out, unless all are."""
        rates, refusals = [], []
        for product in mapping.SERVICES:
            asked = offers.to_inquiry(inquiry, product, self._terms)
            try:
                answer = await self._client.post("quote", "IUOP_ESTIMATE_FEE", asked)
            except Refused as error:
                refusals.append(error)
                continue
            with answer.reply.readable():
                estimate = one(answer.data, wire.Estimate)
                rates.append(offers.to_rate(estimate, product) if estimate else None)
        if refusals and not rates:
            raise refusals[0]
        return tuple(sorted(filter(None, rates), key=lambda rate: rate.total.amount))


class SfIecs(SfInternational):
    """An account that books small parcels through IECS, which has no look-up: a doubtful booking needs a person."""

    needed = ("api_username", "platform_code")

    async def create(self, booking: Booking) -> Waybill:
        """Book one parcel; a customer order number is unique for ever, a second one is refused."""
        answer = await self._client.post("create", "IECS_CREATE_ORDER", iecs.to_order(booking, self._terms))
        return _waybill(answer, booking.reference)

    async def label(self, waybill: Waybill) -> LabelFile:
        """Have the label made without a picking list, and fetch it."""
        asked = {
            "apiUsername": self._terms.api_username,
            "printWaybillNoDtoList": [{"sfWaybillNo": waybill.number}],
            "printPicking": False,
            "onePdf": True,
        }
        return await self._file(await self._client.post("label", "IECS_PRINT_ORDER", asked))

    async def cancel(self, waybill: Waybill) -> None:
        """Cancel; what is cancelled already stays so."""
        asked = {**_numbers(waybill), "cancelReason": "cancelled by the seller"}
        try:
            await self._client.post("cancel", "IECS_CANCEL_ORDER", asked)
        except mapping.CancelledAlready:
            return

    async def hold(self, waybill: Waybill, reason: str) -> None:
        """Ask for interception; what is held already stays so."""
        asked = {**_numbers(waybill), "interceptType": HOLD, "remark": reason[:LONGEST_REMARK]}
        try:
            await self._client.post("hold", "IECS_ORDER_INTERCEPT", asked)
        except mapping.HeldAlready:
            return


INTERFACES: Mapping[str, type[SfInternational]] = {"IUOP": SfIuop, "IECS": SfIecs}


def open_carrier(account: Account, client: httpx.AsyncClient) -> SfInternational:
    """Return SF International for this account, with the interface that it names."""
    interface = account.credentials["interface"]
    if interface not in INTERFACES:
        raise NotAuthorised(f"The account's interface must be one of: {', '.join(INTERFACES)}.", carrier=mapping.CODE)
    return INTERFACES[interface](Client(account, client), account)


def _numbers(waybill: Waybill) -> dict[str, str]:
    return {"sfWaybillNo": waybill.number, "customerOrderNo": waybill.reference}


def _waybill(answer: Answer, reference: str) -> Waybill:
    with answer.reply.readable():
        order = one(answer.data, wire.Order)
    return mapping.to_waybill(order, reference, answer.reply)
