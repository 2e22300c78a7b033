"""Lines to carriers: each account with a client of its own, behind its own gate. No adapter knows of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import httpx
from django.conf import settings

from fahuo.carriers import registry
from fahuo.carriers.capability import Capability
from fahuo.carriers.contract import Account, Carrier, CarrierRate, Offer, Push, PushAnswer, RateInquiry, Watch
from fahuo.carriers.domain.pace import Allowance, Pace, pace
from fahuo.carriers.errors import CarrierError
from fahuo.carriers.services import circuit as circuits
from fahuo.carriers.services.fuse_box import box_of
from fahuo.carriers.services.gate import AccountGate
from fahuo.carriers.services.pace_line import PaceLine
from fahuo.carriers.services.shared_tokens import sharing
from fahuo.carriers.services.side_thread import SideThread
from fahuo.trade.booking import Booking
from fahuo.trade.label import LabelFile
from fahuo.trade.pickup import PickupConfirmed, PickupOrder
from fahuo.trade.tracking import TrackingEvent
from fahuo.trade.waybill import Waybill


class ClosedCarrier(Carrier):
    """Stands in for a carrier whose account cannot be opened: nothing is ever sent, every call raises the reason."""

    def __init__(self, error: CarrierError) -> None:
        """Keep the reason."""
        self.error = error

    def unable(self, capability: Capability) -> CarrierError:
        """Return the reason; every call of the contract ends here."""
        return self.error


class GatedCarrier(Carrier):
    """A carrier whose calls pass the account's gate, which learns how each of them ended."""

    def __init__(self, carrier: Carrier, gate: AccountGate) -> None:
        """Stand before the carrier."""
        self._carrier = carrier
        self._gate = gate

    def __getattr__(self, name: str) -> Any:
        """Leave everything else, such as `code`, to the carrier behind."""
        return getattr(self._carrier, name)

    async def create(self, booking: Booking) -> Waybill:
        """Pass the gate, then book."""
        async with self._gate.call(self.code):
            return await self._carrier.create(booking)

    async def find(self, reference: str) -> Waybill | None:
        """Pass the gate, then ask."""
        async with self._gate.call(self.code):
            return await self._carrier.find(reference)

    async def label(self, waybill: Waybill) -> LabelFile:
        """Pass the gate, then fetch the label."""
        async with self._gate.call(self.code):
            return await self._carrier.label(waybill)

    async def cancel(self, waybill: Waybill) -> None:
        """Pass the gate, then cancel."""
        async with self._gate.call(self.code):
            await self._carrier.cancel(waybill)

    async def hold(self, waybill: Waybill, reason: str) -> None:
        """Pass the gate, then stop the parcel."""
        async with self._gate.call(self.code):
            await self._carrier.hold(waybill, reason)

    async def track(self, number: str) -> tuple[TrackingEvent, ...]:
        """Pass the gate, then ask for the events."""
        async with self._gate.call(self.code):
            return await self._carrier.track(number)

    async def track_many(self, numbers: Sequence[str]) -> Mapping[str, tuple[TrackingEvent, ...]]:
        """Pass the gate, then ask for the events of all."""
        async with self._gate.call(self.code):
            return await self._carrier.track_many(numbers)

    async def register(self, watches: Sequence[Watch]) -> Mapping[str, str]:
        """Pass the gate, then hand the numbers in."""
        async with self._gate.call(self.code):
            return await self._carrier.register(watches)

    async def services(self, country: str = "") -> tuple[Offer, ...]:
        """Pass the gate, then ask for the services."""
        async with self._gate.call(self.code):
            return await self._carrier.services(country)

    async def quote(self, inquiry: RateInquiry) -> tuple[CarrierRate, ...]:
        """Pass the gate, then ask for prices."""
        async with self._gate.call(self.code):
            return await self._carrier.quote(inquiry)

    async def order_pickup(self, order: PickupOrder) -> PickupConfirmed:
        """Pass the gate, then ask the carrier to come."""
        async with self._gate.call(self.code):
            return await self._carrier.order_pickup(order)

    async def find_pickup(self, order: PickupOrder) -> PickupConfirmed | None:
        """Pass the gate, then look for the pick-up."""
        async with self._gate.call(self.code):
            return await self._carrier.find_pickup(order)

    async def cancel_pickup(self, number: str) -> None:
        """Pass the gate, then call the pick-up off."""
        async with self._gate.call(self.code):
            await self._carrier.cancel_pickup(number)

    def parse_push(self, headers: Mapping[str, str], body: bytes) -> tuple[Push, ...]:
        """Read what came in; nothing leaves here."""
        return self._carrier.parse_push(headers, body)

    def push_answer(self, taken: bool) -> PushAnswer:
        """Say whether it was taken, as the carrier wants it."""
        return self._carrier.push_answer(taken)

    def push_signed_at(self, headers: Mapping[str, str]) -> datetime | None:
        """Return the moment that was signed."""
        return self._carrier.push_signed_at(headers)


class Lines:
    """The lines of one event loop: opened account by account, closed together."""

    def __init__(self) -> None:
        """Open nothing yet."""
        self._side = SideThread()
        self._clients: list[httpx.AsyncClient] = []

    def learn(self, accounts: Iterable[Account]) -> None:
        """Read what other processes know of the accounts' circuits. Not on the event loop."""
        boxes = {account.id: box_of(account.id, _most(account)) for account in accounts if account.id}
        stored = circuits.load(boxes) if boxes else {}
        for account_id, box in boxes.items():
            box.adopt(stored.get(account_id))

    def open(self, account: Account) -> Carrier:
        """Return the carrier behind the account's gate; one that cannot be opened raises the reason at every call."""
        line = PaceLine(account.id, _pace(account), self._side)
        box, secrets = box_of(account.id, _most(account)), tuple(filter(None, account.credentials.values()))
        gate = AccountGate(account.id, box, line, self._side, secrets=secrets)
        client = registry.open_client([account], answer_within_s=settings.FAHUO_ANSWER_SECONDS, gate=gate)
        self._clients.append(client)
        try:
            return GatedCarrier(registry.open_carrier(sharing(account, self._side), client), gate)
        except CarrierError as error:
            return ClosedCarrier(error)

    async def aclose(self) -> None:
        """Close the connections."""
        for client in self._clients:
            await client.aclose()

    def close(self) -> None:
        """Write down what is still to be written, and let go of the database. Not on the event loop."""
        self._side.close()


def _most(account: Account) -> int:
    limits = registry.manifest(account.carrier).limits
    return max(1, min(account.calls_at_once or limits.calls_at_once, settings.FAHUO_CALLS_AT_ONCE))


def _pace(account: Account) -> Pace | None:
    limits = registry.manifest(account.carrier).limits
    return pace(Allowance(account.calls_per_s, limits.calls_per_s, limits.burst, account.emulated))
