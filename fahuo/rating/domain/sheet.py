"""A rate sheet (报价表): what one service charges by zone and weight, between two dates.

All money of a sheet is in its own currency, as `Decimal`. Weights are grams.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from fahuo.trade.cargo import CargoClass


class TariffKind(StrEnum):
    """How the base freight is reckoned."""

    FIRST_STEP = "FIRST_STEP"  # 首重 + 续重
    PER_KG = "PER_KG"  # 按公斤计费
    BRACKET = "BRACKET"  # 重量段一口价


@dataclass(frozen=True, slots=True)
class Band:
    """Prices up to and with `up_to_g`: `flat` covers the first `first_g`, `per_step` each begun `step_g` beyond.

    One shape holds all kinds: per kg is `flat` 0, `first_g` 0 and `per_step` = price × step ÷ 1,000;
    a bracket has `per_step` 0. `registered` is the fixed fee of registered mail.
    """

    up_to_g: int
    flat: Decimal
    first_g: int
    step_g: int
    per_step: Decimal
    registered: Decimal = Decimal(0)
    per_kg: Decimal = Decimal(0)

    def steps(self, weight_g: int) -> int:
        """Return how many steps beyond the first weight are begun."""
        return max(0, -((self.first_g - weight_g) // self.step_g))

    def billed_g(self, steps: int) -> int:
        """Return the weight that is charged: the first weight and whole steps."""
        return self.first_g + steps * self.step_g


@dataclass(frozen=True, slots=True)
class Tariff:
    """The prices to one zone, lightest band first. Lighter parcels than `min_g` are charged as `min_g`."""

    kind: TariffKind
    bands: tuple[Band, ...]
    min_g: int = 0

    def band(self, weight_g: int) -> Band | None:
        """Return the band of a weight; None when it is heavier than the last one."""
        return next((band for band in self.bands if weight_g <= band.up_to_g), None)


@dataclass(frozen=True, slots=True)
class Premium:
    """A premium for special cargo: a percentage of the base freight, or a fixed amount."""

    percent: Decimal = Decimal(0)
    fixed: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class DdpTerms:
    """Where a service delivers duties paid, and what it asks for advancing them.

    The handling charge is `handling` plus `advance_percent` of the duty and tax advanced.
    """

    countries: frozenset[str] = frozenset()
    handling: Decimal = Decimal(0)
    advance_percent: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class RateSheet:
    """One version of one service's prices, in force from `valid_from` until the day before `valid_until`.

    `zone_of` names a zone for every country that is served; `remote_fees` has the fee of every remote area of those
    countries, or None where the service does not go. `premiums` None means the rule book's premiums.
    """

    name: str
    service_key: str
    currency: str
    valid_from: date
    valid_until: date | None
    zone_of: Mapping[str, str]
    tariffs: Mapping[str, Tariff]
    not_served: frozenset[str]
    remote_fees: Mapping[str, Decimal | None]
    fuel: tuple[tuple[date, Decimal], ...]
    premiums: Mapping[CargoClass, Premium] | None = None
    ddp: DdpTerms = DdpTerms()
    sample: bool = False

    def in_force(self, on: date) -> bool:
        """Tell whether the sheet holds on that day."""
        return self.valid_from <= on and (self.valid_until is None or on < self.valid_until)

    def fuel_percent(self, on: date) -> Decimal:
        """Return the fuel surcharge of the day; the first one begins with the sheet."""
        return next(percent for since, percent in reversed(self.fuel) if since <= on)
