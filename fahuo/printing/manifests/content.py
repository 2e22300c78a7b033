"""What a hand-over list says. Plain values; parcels that were cancelled since are shown and not counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class ManifestRow:
    """One parcel. `weight_g` is what it was booked with."""

    position: int
    shipment_id: int
    waybill_number: str
    order_number: str
    country: str
    weight_g: int
    is_cancelled: bool = False


class CountryTotal(NamedTuple):
    """The parcels to one country."""

    country: str
    parcels: int
    weight_g: int


@dataclass(frozen=True, slots=True)
class ManifestContent:
    """A whole hand-over list. Totals count what is handed over: rows that are not cancelled."""

    number: str
    created_at: datetime
    is_void: bool
    seller: str
    carrier: str
    ship_from: tuple[str, ...]
    rows: tuple[ManifestRow, ...]

    @property
    def counted(self) -> tuple[ManifestRow, ...]:
        """The parcels that are handed over."""
        return tuple(row for row in self.rows if not row.is_cancelled)

    @property
    def cancelled(self) -> int:
        """How many of the listed parcels must not be handed over any more."""
        return len(self.rows) - len(self.counted)

    @property
    def weight_g(self) -> int:
        """What is handed over weighs together."""
        return sum(row.weight_g for row in self.counted)

    @property
    def countries(self) -> tuple[CountryTotal, ...]:
        """Totals by country, most parcels first."""
        return by_country(self.counted)


def by_country(rows: Sequence[ManifestRow]) -> tuple[CountryTotal, ...]:
    """Return parcels and grams by country, most parcels first."""
    parcels = Counter(row.country for row in rows)
    grams: Counter[str] = Counter()
    for row in rows:
        grams[row.country] += row.weight_g
    ranked = sorted(parcels, key=lambda country: (-parcels[country], country))
    return tuple(CountryTotal(country, parcels[country], grams[country]) for country in ranked)


def kilograms(grams: int) -> Decimal:
    """Return grams as kilograms with three decimals, to the gram."""
    return (Decimal(grams) / 1000).quantize(Decimal("0.001"))
