"""Cainiao as the contract wants it. There is no look-up by our reference: `find` is not offered.

A booking whose answer is doubtful therefore goes to a person at once, as docs/carriers/cainiao.md says.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

import httpx

from fahuo import rulebook
from fahuo.carriers.adapters.cainiao import mapping, push, tracking, wire
from fahuo.carriers.adapters.cainiao.client import Client
from fahuo.carriers.adapters.cainiao.refusals import CancelledAlready
from fahuo.carriers.contract import Account, Carrier, Push
from fahuo.carriers.errors import NotFound, NotReady, Unexpected
from fahuo.carriers.reading import from_base64, label_file
from fahuo.kit import clock
from fahuo.kit.wire import one
from fahuo.trade.booking import Booking
from fahuo.trade.label import LabelFile
from fahuo.trade.tracking import TrackingEvent
from fahuo.trade.waybill import Waybill


class Cainiao(Carrier):
    """One account at Cainiao LINK."""

    code = mapping.CODE

    def __init__(self, client: Client, account: Account) -> None:
        self._client = client
        self._account = account

    async def create(self, booking: Booking) -> Waybill:
        """Book one parcel. Whether an order of the same reference is refused or given back is not known."""
        agreed = mapping.Agreed.read(self._account.credentials, self._account.eori)
        order = mapping.to_order(booking, agreed, in_eu=_in_eu(booking.recipient.country))
        answer = await self._client.post("create", "cnge.order.create", order)
        with answer.reply.readable():
            created = one(answer.data, wire.Created)
        if created is None or not created.order_code:
            raise Unexpected("Created, but the reply names no order.", **answer.reply.case())
        return mapping.to_waybill(created, booking.reference)

    async def label(self, waybill: Waybill) -> LabelFile:
        """Fetch the label as PDF."""
        asked = {"waybillType": 1, "orderCode": waybill.number, "locale": mapping.LOCALE}
        answer = await self._client.post("label", "cnge.waybill.get", asked)
        with answer.reply.readable():
            label = one(answer.data, wire.Label)
        if label is None or not label.waybill_pdf_data:
            raise NotReady("Cainiao is still making the label.", **answer.reply.case())
        with answer.reply.readable():
            return label_file(from_base64(label.waybill_pdf_data))

    async def cancel(self, waybill: Waybill) -> None:
        """Cancel an order; what is cancelled already stays so. No look-up could confirm it."""
        asked = {"orderCode": waybill.number, "locale": mapping.LOCALE}
        with suppress(CancelledAlready):
            await self._client.post("cancel", "cnge.order.cancel", asked)

    async def track(self, number: str) -> tuple[TrackingEvent, ...]:
        """Ask for the events of an order by its code (LP…); an unknown one has none."""
        asked = {"locale": mapping.LOCALE, "orderCode": number, "onlyOfficialNode": True}
        try:
            answer = await self._client.post("track", "cnge.track.get", asked)
        except NotFound:
            return ()
        with answer.reply.readable():
            found = one(answer.data, wire.Traced)
        return tracking.to_events(found.trace_detail_list or []) if found else ()

    def parse_push(self, headers: Mapping[str, str], body: bytes) -> tuple[Push, ...]:
        """Read a push; the digest is inside the form, not in a header."""
        credentials = self._account.credentials
        return push.parse(credentials["secret_key"], credentials["encoding"], body)


def open_carrier(account: Account, client: httpx.AsyncClient) -> Cainiao:
    """Return Cainiao for this account."""
    return Cainiao(Client(account, client), account)


def _in_eu(country: str) -> bool:
    return country in rulebook.value("destinations.eu_members", on=clock.now().date())
