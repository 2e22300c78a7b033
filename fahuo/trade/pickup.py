"""A pick-up (揽收): the carrier is asked to fetch parcels at an address, within a window."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from fahuo.trade.address import Address
from fahuo.trade.measure import Size


@dataclass(frozen=True, slots=True)
class PickupWindow:
    """When somebody is there to hand parcels over: one day, `ready` until `close`, in the warehouse's own time.

    `zone` is an IANA name such as `Asia/Shanghai`.
    """

    day: date
    ready: time
    close: time
    zone: str

    def ready_at(self) -> datetime:
        """Return the moment from which the parcels are ready."""
        return datetime.combine(self.day, self.ready, ZoneInfo(self.zone))

    def close_at(self) -> datetime:
        """Return the moment until which somebody is there."""
        return datetime.combine(self.day, self.close, ZoneInfo(self.zone))


@dataclass(frozen=True, slots=True)
class PickupParcel:
    """One parcel that is to be fetched. `number` is its waybill number."""

    number: str
    service_code: str
    country: str
    weight_g: int
    size: Size


@dataclass(frozen=True, slots=True)
class PickupOrder:
    """One request to a carrier to come. `reference` is ours, as that of a booking; `address` is where it comes to."""

    reference: str
    address: Address
    window: PickupWindow
    parcels: tuple[PickupParcel, ...]
    note: str = ""

    @property
    def weight_g(self) -> int:
        """The weight of all parcels together."""
        return sum(parcel.weight_g for parcel in self.parcels)


@dataclass(frozen=True, slots=True)
class PickupConfirmed:
    """A pick-up as the carrier knows it: `number` is its confirmation, `note` what it says besides."""

    carrier: str
    number: str
    note: str = ""
