"""What a carrier adapter must do. `contract_tests` proves it against the carrier's emulator."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

import httpx

from fahuo.carriers.capability import Capability
from fahuo.carriers.errors import CarrierError, Unsupported
from fahuo.carriers.token_store import TokenStore
from fahuo.trade.address import Address
from fahuo.trade.booking import Booking
from fahuo.trade.label import LabelFile
from fahuo.trade.money import Money
from fahuo.trade.parcel import Parcel
from fahuo.trade.pickup import PickupConfirmed, PickupOrder
from fahuo.trade.tracking import TrackingEvent
from fahuo.trade.waybill import Waybill


@dataclass(frozen=True, slots=True)
class Account:
    """One seller's access to one carrier. `credentials` has the keys that the manifest lists; never logged.

    `carrier` is the code, in a family `<code>-<alias>`. `eori` is that of the importer which the contract provides,
    empty when it provides none. `emulated` marks an account whose `base_url` is an emulator on this machine. `id` is
    the row it was read from, 0 outside a database. The limits stand in for the manifest's where the contract says so.
    An account that is not `active` any more is asked about what was booked with it; nothing new is booked there.
    `tokens` shares an access token with other processes; without it this process keeps its own.
    """

    carrier: str
    base_url: str
    credentials: Mapping[str, str] = field(repr=False)
    emulated: bool = False
    eori: str = ""
    id: int = 0
    calls_per_s: float | None = None
    calls_at_once: int | None = None
    active: bool = True
    tokens: TokenStore | None = field(default=None, compare=False, repr=False)


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


@dataclass(frozen=True, slots=True)
class PushAnswer:
    """What is said to a carrier that pushed. Another status than 200 makes it send the same again."""

    status: int
    content: bytes = b""
    content_type: str = "application/json"


@dataclass(frozen=True, slots=True)
class RateInquiry:
    """What a carrier is asked a price for."""

    parcel: Parcel
    sender: Address
    recipient: Address
    ddp: bool = False


@dataclass(frozen=True, slots=True)
class Watch:
    """A parcel that a tracking service is to watch. `carrier_hint` is our code of the carrier that moves it."""

    number: str
    carrier_hint: str = ""
    reference: str = ""
    postcode: str = ""
    phone: str = ""


class Carrier:
    """One carrier through one account: the base of every adapter.

    An adapter overrides what its manifest's capabilities promise, a test compares the two; whatever it leaves as it is
    raises `Unsupported`. Every call may raise the errors of `fahuo.carriers.errors`.
    """

    code: ClassVar[str]

    async def create(self, booking: Booking) -> Waybill:
        """Book one parcel. Never call it twice for one reference: after a doubtful answer call `find`.

        Returns the waybill; its tracking number is empty while the carrier has not assigned one, and its label is
        there when the carrier answers a booking with it. A reference that the carrier holds already raises
        `DuplicateReference`.
        """
        raise self.unable(Capability.CREATE)

    async def find(self, reference: str) -> Waybill | None:
        """Ask whether the carrier holds a booking by our reference. None only after an explicit "not found".

        Without this capability a doubtful booking needs a person.
        """
        raise self.unable(Capability.FIND)

    async def label(self, waybill: Waybill) -> LabelFile:
        """Fetch the carrier's own label. `NotReady` while the carrier is still making it."""
        raise self.unable(Capability.LABEL)

    async def cancel(self, waybill: Waybill) -> None:
        """Cancel a booking. Cancelling twice is no error."""
        raise self.unable(Capability.CANCEL)

    async def hold(self, waybill: Waybill, reason: str) -> None:
        """Ask the carrier to stop the parcel (拦截) before it leaves the warehouse. Holding twice is no error."""
        raise self.unable(Capability.HOLD)

    async def track(self, number: str) -> tuple[TrackingEvent, ...]:
        """Return the events of a waybill or tracking number, oldest first; empty when there are none yet."""
        raise self.unable(Capability.TRACK)

    async def track_many(self, numbers: Sequence[str]) -> Mapping[str, tuple[TrackingEvent, ...]]:
        """Return the events of up to `limits.track_batch` numbers, by number as it was asked.

        A number that is unknown, or has no events yet, has an empty tuple.
        """
        raise self.unable(Capability.TRACK_MANY)

    async def register(self, watches: Sequence[Watch]) -> Mapping[str, str]:
        """Hand numbers in, so that their events can be asked for; returns number → reason for those not taken.

        Handing in a number again is no error.
        """
        raise self.unable(Capability.REGISTER)

    async def services(self, country: str = "") -> tuple[Offer, ...]:
        """Return what the account may book, to one country where the carrier can say so."""
        raise self.unable(Capability.SERVICES)

    async def quote(self, inquiry: RateInquiry) -> tuple[CarrierRate, ...]:
        """Return the carrier's own price for each service that takes the parcel, cheapest first."""
        raise self.unable(Capability.QUOTE)

    async def order_pickup(self, order: PickupOrder) -> PickupConfirmed:
        """Ask the carrier to come. Never call it twice for one reference: after a doubtful answer call `find_pickup`.

        A window that has passed, is too far ahead or past the carrier's cut-off is `Refused`, with a problem at
        `window`; an address that it does not serve with one at `sender`.
        """
        raise self.unable(Capability.ORDER_PICKUP)

    async def find_pickup(self, order: PickupOrder) -> PickupConfirmed | None:
        """Ask whether the carrier holds this pick-up by our reference. None only after an explicit "not there".

        `Unsupported` where the carrier cannot say so of this order's day; without an answer a person must look.
        """
        raise self.unable(Capability.FIND_PICKUP)

    async def cancel_pickup(self, number: str) -> None:
        """Call a pick-up off by its confirmation number. Doing so twice is no error; `NotFound` for an unknown one."""
        raise self.unable(Capability.CANCEL_PICKUP)

    def parse_push(self, headers: Mapping[str, str], body: bytes) -> tuple[Push, ...]:
        """Read what the carrier sent; header names in small letters.

        Raises `NotGenuine` when the signature is not the carrier's, `Unexpected` when the content cannot be read.
        """
        raise self.unable(Capability.PUSH)

    def push_answer(self, taken: bool) -> PushAnswer:
        """Return how this carrier is told whether a push was taken in, in its own words where it wants some."""
        return PushAnswer(200 if taken else 503, b'{"success":true}' if taken else b'{"success":false}')

    def push_signed_at(self, headers: Mapping[str, str]) -> datetime | None:
        """Return the moment that the carrier signed into a genuine push; None where it signs none."""
        return None

    def unable(self, capability: Capability) -> CarrierError:
        """Return the error that says so."""
        return Unsupported(f"{self.code} offers no {capability}.", carrier=self.code, operation=capability.value)


# A module `adapters/<code>/carrier.py` offers `open_carrier`, a module `emulator.py` offers `make_app`.
OpenCarrier = Callable[[Account, httpx.AsyncClient], Carrier]
ASGIApp = Callable[..., Any]
MakeApp = Callable[..., ASGIApp]
