"""What a carrier adapter must do. `contract_tests` proves it against the carrier's emulator."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import httpx

from fahuo.trade.address import Address
from fahuo.trade.booking import Booking
from fahuo.trade.label import LabelFile
from fahuo.trade.money import Money
from fahuo.trade.parcel import Parcel
from fahuo.trade.tracking import TrackingEvent
from fahuo.trade.waybill import Waybill


@dataclass(frozen=True, slots=True)
class Account:
    """One seller's access to one carrier. `credentials` has the keys that the manifest lists; never logged.

    `eori` is that of the importer which the contract provides, empty when it provides none.
    `emulated` marks an account whose `base_url` is an emulator on this machine.
    """

    carrier: str
    base_url: str
    credentials: Mapping[str, str] = field(repr=False)
    emulated: bool = False
    eori: str = ""


class Carrier(Protocol):
    """One carrier through one account. Every call may raise the errors of `fahuo.carriers.errors`.

    What cannot be said to the carrier raises `Unsupported`; what can be said is passed on.
    """

    async def create(self, booking: Booking) -> Waybill:
        """Book one parcel. Never call it twice for one reference: after a doubtful answer call `find`.

        Returns the waybill; its tracking number is empty while the carrier has not assigned one.
        A reference that the carrier holds already raises `DuplicateReference`.
        """
        ...

    async def find(self, reference: str) -> Waybill | None:
        """Ask whether the carrier holds a booking by our reference. None only after an explicit "not found"."""
        ...

    async def label(self, waybill: Waybill) -> LabelFile:
        """Fetch the carrier's own label. `NotReady` while the carrier is still making it."""
        ...

    async def cancel(self, waybill: Waybill) -> None:
        """Cancel a booking. Cancelling twice is no error."""
        ...

    async def track(self, number: str) -> tuple[TrackingEvent, ...]:
        """Return the events of a waybill or tracking number, oldest first; empty when there are none yet."""
        ...


@dataclass(frozen=True, slots=True)
class Offer:
    """A service that the carrier lets this account book, as the carrier names it."""

    service_code: str
    name: str


@dataclass(frozen=True, slots=True)
class CarrierRate:
    """What the carrier itself would ask for a parcel; `fees` are its own names with their amounts."""

    service_code: str
    name: str
    total: Money
    fees: tuple[tuple[str, Money], ...]
    days: str = ""


@dataclass(frozen=True, slots=True)
class Push:
    """Tracking events of one parcel that the carrier sent by itself."""

    number: str
    reference: str
    events: tuple[TrackingEvent, ...]


class Holds(Protocol):
    """Capability `hold`."""

    async def hold(self, waybill: Waybill, reason: str) -> None:
        """Ask the carrier to stop the parcel (拦截) before it leaves the warehouse."""
        ...


class ListsServices(Protocol):
    """Capability `services`."""

    async def services(self, country: str = "") -> tuple[Offer, ...]:
        """Return what the account may book, to one country where the carrier can say so."""
        ...


class Quotes(Protocol):
    """Capability `quote`."""

    async def quote(self, parcel: Parcel, recipient: Address) -> tuple[CarrierRate, ...]:
        """Return the carrier's own price for each service that takes the parcel, cheapest first."""
        ...


class ReceivesPushes(Protocol):
    """Capability `push`."""

    def parse_push(self, headers: Mapping[str, str], body: bytes) -> tuple[Push, ...]:
        """Read what the carrier sent; header names in small letters.

        Raises `NotGenuine` when the signature is not the carrier's, `Unexpected` when the content cannot be read.
        """
        ...


# A module `adapters/<code>/carrier.py` offers `open_carrier`, a module `emulator.py` offers `make_app`.
OpenCarrier = Callable[[Account, httpx.AsyncClient], Carrier]
ASGIApp = Callable[..., Any]
MakeApp = Callable[..., ASGIApp]
