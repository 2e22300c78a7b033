"""A mapping (how a carrier's price file is read) and the terms of a contract that no file holds. Stored as JSON."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

import msgspec


class GridLayout(StrEnum):
    """How prices are laid out."""

    ZONES_ACROSS = "ZONES_ACROSS"  # zones or countries as columns, weight bands as rows
    WEIGHTS_ACROSS = "WEIGHTS_ACROSS"  # zones or countries as rows, weight bands as columns
    ROWS = "ROWS"  # a row for each zone or country and weight band, prices in named columns
    STEPS = "STEPS"  # a row for each zone or country: first weight and price, step weight and price


class PriceUnit(StrEnum):
    """What the prices of a grid are asked for."""

    PER_KG = "PER_KG"
    FLAT = "FLAT"


class Gaps(StrEnum):
    """What a weight costs that lies between two bands."""

    REFUSE = "REFUSE"  # the file is refused
    NEXT_BAND = "NEXT_BAND"  # it is charged as the next heavier band


NOT_SERVED = "NOT_SERVED"
NO_FEE = "NO_FEE"
RULE_BOOK = "RULE_BOOK"


class Columns(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Columns by letter, empty where the file has none. `prices` is a range (`C:K`) for layouts with many columns."""

    zone: str = ""
    countries: str = ""
    weight: str = ""
    weight_from: str = ""
    weight_to: str = ""
    prices: str = ""
    per_kg: str = ""
    flat: str = ""
    registered: str = ""
    first_weight: str = ""
    first: str = ""
    step_weight: str = ""
    step: str = ""
    min_weight: str = ""
    minimum: str = ""
    days: str = ""


class Listing(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A list on a worksheet of its own: zones and their countries, or postcodes with a zone or a fee."""

    worksheet: str = ""
    header_row: int = 1
    zone: str = ""
    countries: str = ""
    country: str = ""
    first: str = ""
    last: str = ""
    fee: str = ""
    area: str = ""


class FuelStep(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A fuel percentage from a day on; None: from the day the sheet begins."""

    percent: Decimal
    since: date | None = None


class DutiesPaid(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Countries delivered duties paid, what is asked for a parcel and of what is advanced."""

    countries: tuple[str, ...]
    handling: Decimal = Decimal(0)
    advance_percent: Decimal = Decimal(0)


class PremiumTerm(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A percentage of the base, or a fixed amount."""

    percent: Decimal = Decimal(0)
    fixed: Decimal = Decimal(0)


class OversizeTerm(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A fee beyond any of the limits."""

    fee: Decimal
    over_side_mm: int = 0
    over_girth_mm: int = 0
    over_weight_g: int = 0


class PeakTerm(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A charge between two days, `until` exclusive, in the zones named or everywhere."""

    since: date
    until: date
    percent: Decimal = Decimal(0)
    fixed: Decimal = Decimal(0)
    zones: tuple[str, ...] = ()


class InsuranceTerm(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What is insured at no charge, and what more costs."""

    included: Decimal = Decimal(0)
    percent: Decimal = Decimal(0)
    minimum: Decimal = Decimal(0)
    up_to: Decimal | None = None


class ReturnTerm(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A return label's fee, and whether every parcel gets one."""

    fee: Decimal
    always: bool = False


class DiscountTerm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A percentage off."""

    percent: Decimal
    of: str


class RebateTerm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Monthly volume: (from how many parcels, percent)."""

    tiers: tuple[tuple[int, Decimal], ...]
    mode: str
    of: str


class Terms(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What the contract says beside the table of prices. What must be chosen has no default: empty is a fault.

    `unnamed_countries`: `NOT_SERVED`, or `ZONE:` and a zone's name. `remote_areas`: fee or `NOT_SERVED` by area of the
    rule book; `other_remote_areas`: `NOT_SERVED` or `NO_FEE` for the rest. `premiums`: `RULE_BOOK`, or by cargo class.
    """

    fuel: tuple[FuelStep, ...] = ()
    unnamed_countries: str = ""
    remote_areas: dict[str, str] = {}
    other_remote_areas: str = ""
    premiums: str | dict[str, PremiumTerm] = ""
    minimum: Decimal = Decimal(0)
    ddp: DutiesPaid | None = None
    oversize: tuple[OversizeTerm, ...] = ()
    peak: tuple[PeakTerm, ...] = ()
    insurance: InsuranceTerm | None = None
    return_label: ReturnTerm | None = None
    discount: DiscountTerm | None = None
    rebate: RebateTerm | None = None


class Mapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How a price file becomes a rate sheet. Rows count from 1 as a spreadsheet program shows them.

    `sub_header_row`: a second header row that tells price from registered fee below each zone or weight.
    `repeat_labels`: a row without a label belongs to the one above it. `aliases`: a word of the file → ISO codes, or
    nothing where the row is to be left out. `step_g`: per-kg prices are charged by steps of this weight.
    `weight_unit`: `kg` or `g` where neither header nor cell names one; empty is a fault there. `flat_steps`: a step
    price of 0 means that the first price holds for the whole band.
    """

    layout: GridLayout = GridLayout.ROWS
    worksheet: str = ""
    header_row: int = 1
    sub_header_row: int = 0
    last_row: int = 0
    columns: Columns = Columns()
    price_unit: PriceUnit = PriceUnit.PER_KG
    weight_unit: str = ""
    first_g: int = 0
    step_g: int = 1
    max_weight_g: int = 0
    gaps: Gaps = Gaps.REFUSE
    repeat_labels: bool = False
    flat_steps: bool = False
    aliases: dict[str, str] = {}
    zones: Listing | None = None
    postcode_zones: Listing | None = None
    postcode_fees: Listing | None = None
    service: str = ""
    currency: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    terms: Terms = Terms()


class MappingRefused(ValueError):
    """The JSON is no mapping; the sentence names the entry. Who must act: whoever wrote it."""


def from_json(stored: Any) -> Mapping:
    """Return the mapping of decoded JSON; raise `MappingRefused` naming the entry that does not fit."""
    try:
        return msgspec.convert(stored, Mapping, strict=False)
    except (msgspec.ValidationError, ValueError, TypeError) as error:
        raise MappingRefused(str(error)) from error


def from_text(text: str | bytes) -> Mapping:
    """Return the mapping of a JSON text; raise `MappingRefused`."""
    try:
        return msgspec.json.decode(text, type=Mapping, strict=False)
    except (msgspec.DecodeError, ValueError) as error:
        raise MappingRefused(str(error)) from error


def as_json(mapping: Mapping) -> dict[str, Any]:
    """Return the mapping as it is stored."""
    found: dict[str, Any] = msgspec.to_builtins(mapping)
    return found


def to_remember(mapping: Mapping) -> Mapping:
    """Return what is kept for the next file: everything but the days it holds."""
    return msgspec.structs.replace(mapping, valid_from=None, valid_until=None)
