"""A rate sheet (报价表): what one service charges by zone and weight, between two dates.

All money of a sheet is in its own currency, as `Decimal`. Weights are grams, lengths millimetres, percentages are
per cent (`3.5` is 3.5 %). `docs/algorithms/rating.md` explains how a price follows from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from fahuo.rating.domain.postcodes import compact_range
from fahuo.trade.cargo import CargoClass

ZERO = Decimal(0)


class Basis(StrEnum):
    """What a percentage is taken of."""

    BASE = "BASE"
    FREIGHT = "FREIGHT"  # the kinds of `trade.charge.FREIGHT`


class RebateMode(StrEnum):
    """How a monthly volume rebate is applied, as the contract says."""

    ALL = "ALL"  # the tier reached holds for all parcels of the month
    ABOVE = "ABOVE"  # it holds for the parcels from its threshold on


@dataclass(frozen=True, slots=True)
class Band:
    """Prices up to and with `up_to_g`: `flat` covers the first `first_g`, `per_step` each begun `step_g` beyond.

    One shape holds all kinds: per kg is `flat` 0, `first_g` 0 and `per_step` = price × step ÷ 1,000; a bracket and a
    flat price have `per_step` 0. `registered` is the fixed fee of registered mail.
    """

    up_to_g: int
    flat: Decimal
    first_g: int
    step_g: int
    per_step: Decimal
    registered: Decimal = ZERO
    per_kg: Decimal = ZERO

    def steps(self, weight_g: int) -> int:
        """Return how many steps beyond the first weight are begun."""
        return max(0, -((self.first_g - weight_g) // self.step_g)) if self.per_step else 0

    def billed_g(self, weight_g: int) -> int:
        """Return the weight that is charged: the first weight and whole steps; a bracket charges the weight itself."""
        if not self.per_step:
            return max(weight_g, self.first_g)
        return self.first_g + self.steps(weight_g) * self.step_g


@dataclass(frozen=True, slots=True)
class Tariff:
    """The prices to one zone, lightest band first.

    Lighter parcels than `min_g` are charged as `min_g`; the base freight is never below `minimum`. `days` are the
    working days that the sheet publishes for the zone, None where it says nothing (then the service's own count).
    """

    bands: tuple[Band, ...]
    min_g: int = 0
    minimum: Decimal = ZERO
    days: tuple[int, int] | None = None

    def band(self, weight_g: int) -> Band | None:
        """Return the band of a weight; None when it is heavier than the last one."""
        return next((band for band in self.bands if weight_g <= band.up_to_g), None)


@dataclass(frozen=True, slots=True)
class PostcodeRange:
    """Postcodes of one country from `first` to `last`, both inclusive; shorter ones are prefixes.

    Compared as capital letters and digits without blanks and hyphens: `995`–`999` holds 99501 and 99999-1234.
    Raises `ValueError` when the ends differ in length or lie in the wrong order.
    """

    country: str
    first: str
    last: str

    def __post_init__(self) -> None:
        """Bring both ends into compact form."""
        first, last = compact_range(self.first, self.last)
        if (first, last) != (self.first, self.last):
            object.__setattr__(self, "first", first)
            object.__setattr__(self, "last", last)

    def holds(self, country: str, postcode: str) -> bool:
        """Tell whether a postcode in compact form lies in the range; too short ones stand as in a dictionary."""
        return country == self.country and self.first <= postcode and postcode[: len(self.first)] <= self.last


@dataclass(frozen=True, slots=True)
class PostcodeZone:
    """A zone that a sheet gives to a range of postcodes instead of the country's; None: it does not go there."""

    postcodes: PostcodeRange
    zone: str | None


@dataclass(frozen=True, slots=True)
class PostcodeFee:
    """A remote-area fee that a sheet gives to a range of postcodes, by its own list; it goes before the area's fee."""

    postcodes: PostcodeRange
    area: str
    fee: Decimal


@dataclass(frozen=True, slots=True)
class Premium:
    """A premium for special cargo: a percentage of the base freight, or a fixed amount."""

    percent: Decimal = ZERO
    fixed: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class DdpTerms:
    """Where a service delivers duties paid, and what it asks for advancing them.

    The handling charge is `handling` plus `advance_percent` of the duty and tax advanced.
    """

    countries: frozenset[str] = frozenset()
    handling: Decimal = ZERO
    advance_percent: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Oversize:
    """A fee for parcels beyond any of the limits (0: no such limit); of several that apply the largest is asked."""

    fee: Decimal
    over_side_mm: int = 0
    over_girth_mm: int = 0
    over_weight_g: int = 0  # actual weight


@dataclass(frozen=True, slots=True)
class Peak:
    """A peak-season charge from `valid_from` until the day before `valid_until`: a percentage of the base plus a fixed
    amount, in the zones named, everywhere when none is."""

    valid_from: date
    valid_until: date
    percent: Decimal = ZERO
    fixed: Decimal = ZERO
    zones: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Insurance:
    """Declared value up to `included` is insured at no charge. When more is wanted: `percent` of the whole declared
    value, at least `minimum`; a value above `up_to` is not insured at all (None: no limit)."""

    included: Decimal = ZERO
    percent: Decimal = ZERO
    minimum: Decimal = ZERO
    up_to: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ReturnLabel:
    """A label with which the buyer can send the parcel back: `always` on every parcel, else when it is wanted."""

    fee: Decimal = ZERO
    always: bool = False


@dataclass(frozen=True, slots=True)
class Discount:
    """A reduction of the contract, on the bill of every parcel."""

    percent: Decimal = ZERO
    of: Basis = Basis.BASE


@dataclass(frozen=True, slots=True)
class Rebate:
    """A monthly volume rebate: `tiers` are (from how many parcels a month, percent), rising."""

    tiers: tuple[tuple[int, Decimal], ...] = ()
    mode: RebateMode = RebateMode.ALL
    of: Basis = Basis.FREIGHT


@dataclass(frozen=True, slots=True)
class RateSheet:
    """One version of one service's prices, in force from `valid_from` until the day before `valid_until`.

    `zone_of` names a zone for every country that is served, `postcode_zones` another one for parts of a country;
    `remote_fees` has the fee of every remote area of the rule book in those countries, or None where the service does
    not go; `postcode_fees` is the sheet's own list beside it. `premiums` None means the rule book's premiums.
    `sample`: the prices are invented.
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
    postcode_zones: tuple[PostcodeZone, ...] = ()
    postcode_fees: tuple[PostcodeFee, ...] = ()
    oversize: tuple[Oversize, ...] = ()
    peak: tuple[Peak, ...] = ()
    insurance: Insurance | None = None
    return_label: ReturnLabel | None = None
    discount: Discount | None = None
    rebate: Rebate | None = None
    sample: bool = False

    def in_force(self, on: date) -> bool:
        """Tell whether the sheet holds on that day."""
        return self.valid_from <= on and (self.valid_until is None or on < self.valid_until)

    def fuel_percent(self, on: date) -> Decimal:
        """Return the fuel surcharge of the day; the first one begins with the sheet."""
        return next(percent for since, percent in reversed(self.fuel) if since <= on)
