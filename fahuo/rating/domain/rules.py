"""What pricing needs from the rule book, as values of one day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from fahuo.rating.domain.cents import rounded
from fahuo.rating.domain.sheet import PostcodeRange, Premium
from fahuo.trade.cargo import CargoClass
from fahuo.trade.money import Money
from fahuo.trade.parcel import Parcel


@dataclass(frozen=True, slots=True)
class Duty:
    """Duty: `percent` of the value; where given, up to `up_to` instead `per_subheading` for each distinct HS 6.

    `chapters` has the percentage of goods of an HS chapter (two digits) where it differs from `percent`.
    """

    percent: Decimal
    up_to: Money | None = None
    per_subheading: Money | None = None
    chapters: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportTax:
    """VAT or GST: `percent` of value plus duty; up to `at_sale_up_to` the platform collected it at the sale."""

    percent: Decimal
    at_sale_up_to: Money


@dataclass(frozen=True, slots=True)
class RemoteArea:
    """Postcodes that lie in a remote area of the rule book (`US_AK`); the first one of `PriceRules.areas` counts."""

    code: str
    postcodes: PostcodeRange


@dataclass(frozen=True, slots=True)
class PriceRules:
    """Exchange rates (yuan for one unit), duties, taxes, premiums and remote areas in force on one day.

    `exchange_from` and `exchange_source` say since when the exchange rates hold and where they come from.
    """

    yuan_per_unit: Mapping[str, Decimal]
    duties: Mapping[str, Duty]
    import_taxes: Mapping[str, ImportTax]
    premiums: Mapping[CargoClass, Premium]
    exchange_from: date | None = None
    exchange_source: str = ""
    areas: tuple[RemoteArea, ...] = ()

    def remote_area(self, country: str, postcode: str) -> str:
        """Return the code of the area that holds a postcode in compact form, empty when it is not remote."""
        return next((area.code for area in self.areas if area.postcodes.holds(country, postcode)), "")

    def lies_in(self, area: str, country: str) -> bool:
        """Tell whether an area can be one of this country; of an area that the rule book has not, nothing is known."""
        known = {one.postcodes.country for one in self.areas if one.code == area}
        return not known or country in known

    def in_yuan(self, money: Money) -> Decimal:
        """Return the amount in yuan, exact and not rounded; raise `KeyError` for a currency without a rate."""
        return money.amount * self.yuan_per_unit[money.currency]

    def convert(self, money: Money, currency: str) -> Money:
        """Return the amount in another currency, rounded to its minor unit; raise `KeyError` without a rate."""
        return rounded(self.in_yuan(money) / self.yuan_per_unit[currency], currency)


@dataclass(frozen=True, slots=True)
class RateRequest:
    """One parcel to one place. `remote_area` is a code of the rule book (`US_AK`); empty or `none`: by the postcode.

    `insured` asks for insurance of the whole declared value, `return_label` for a label to send the parcel back.
    """

    country: str
    remote_area: str
    parcel: Parcel
    postcode: str = ""
    insured: bool = False
    return_label: bool = False


@dataclass(frozen=True, slots=True)
class MonthVolume:
    """Parcels of one contract in the month, for volume rebates: booked `so_far`, and `expected` by its end."""

    so_far: int = 0
    expected: int = 0
