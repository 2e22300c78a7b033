"""What a seller and a carrier agreed, as far as choosing and pricing a service need it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time


@dataclass(frozen=True, slots=True)
class ContractTerms:
    """One seller's contract with one carrier.

    `services`: the codes signed for, empty means all. `eori`: of the importer whom the contract provides, may be empty.
    `daily_capacity` and `parcels_today`: parcels a day, None means no limit. `cut_off`: until when a parcel leaves the
    same day, in the time of the place of origin. `pickup_areas`: provinces, cities or beginnings of postcodes where the
    carrier picks up, empty means everywhere. `parcels_this_month` and `expected_this_month` decide volume rebates.
    `valid_until` is exclusive.
    """

    carrier: str
    services: frozenset[str] = frozenset()
    eori: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    daily_capacity: int | None = None
    parcels_today: int = 0
    cut_off: time | None = None
    pickup_areas: tuple[str, ...] = ()
    parcels_this_month: int = 0
    expected_this_month: int = 0
    emulated: bool = False

    def in_force(self, on: date) -> bool:
        """Tell whether the contract holds on that day."""
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_until is None or on < self.valid_until
        )

    def signed(self, service_code: str) -> bool:
        """Tell whether the contract covers a service."""
        return not self.services or service_code in self.services

    @property
    def capacity_left(self) -> int | None:
        """How many more parcels the carrier takes today; None without a limit."""
        return None if self.daily_capacity is None else max(0, self.daily_capacity - self.parcels_today)
