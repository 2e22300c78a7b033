"""What routing is asked, and what it needs from the rule book."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from fahuo.trade.address import Address
from fahuo.trade.money import Money
from fahuo.trade.parcel import Parcel
from fahuo.trade.service import ServiceLevel


@dataclass(frozen=True, slots=True)
class RouteRequest:
    """One parcel that needs a service.

    `remote_area` is a code of the rule book; empty or `none` means: look the postcode up. `bookable` are the carriers
    the seller has a contract with; `contract_eori` names, by carrier, the EORI of the importer that the contract
    provides. `chosen_service` is the platform's key of what the buyer chose, empty when unknown.
    """

    key: str
    destination: Address
    remote_area: str
    parcel: Parcel
    bookable: frozenset[str]
    chosen_service: str = ""
    seller_eori: str = ""
    contract_eori: Mapping[str, str] = field(default_factory=dict)
    ship_by: date | None = None


@dataclass(frozen=True, slots=True)
class Weights:
    """What the soft wishes are worth, in `currency`. `speed` puts the levels on one ladder, slowest first."""

    currency: str
    per_day: float
    late_per_day: float
    slower_level: float
    faster_level: float
    speed: Mapping[ServiceLevel, int]


@dataclass(frozen=True, slots=True)
class RouteRules:
    """The rules of one day."""

    ddp_required: frozenset[str]
    eori_needed: frozenset[str]
    eori_countries: frozenset[str]
    value_limits: Mapping[str, Money]
    goods_chapters: Mapping[str, frozenset[str]]
    level_of: Mapping[str, ServiceLevel]
    weights: Weights
