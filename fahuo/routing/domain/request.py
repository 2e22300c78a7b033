"""What routing is asked, and what it knows: the seller's terms, the rules of the day, the lanes' record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from fahuo.rating.domain.rules import MonthVolume, RateRequest
from fahuo.routing.domain.lanes import Lanes
from fahuo.routing.domain.laws import Laws
from fahuo.trade.address import Address
from fahuo.trade.contract import ContractTerms
from fahuo.trade.parcel import Parcel
from fahuo.trade.service import ServiceLevel


@dataclass(frozen=True, slots=True)
class RouteRequest:
    """One parcel that needs a service.

    `remote_area` is a code of the rule book; empty or `none` means: look the postcode up. `chosen_service` is the
    platform's key of what the buyer chose, empty when unknown. `ship_by`: until when the platform wants it handed over;
    `promised_on`: the last day on which the buyer expects it, None when nobody promised. `buyer_failures` counts the
    buyer's earlier parcels that were lost, returned or disputed. `insured` and `return_label`: as in pricing.
    """

    key: str
    destination: Address
    remote_area: str
    parcel: Parcel
    chosen_service: str = ""
    ship_by: date | None = None
    promised_on: date | None = None
    buyer_failures: int = 0
    insured: bool = False
    return_label: bool = False

    def rate_request(self) -> RateRequest:
        """Return what pricing needs of it."""
        place = self.destination
        return RateRequest(
            place.country, self.remote_area, self.parcel, place.postcode, self.insured, self.return_label
        )


@dataclass(frozen=True, slots=True)
class Weights:
    """What the soft wishes are worth, all in `currency`; `docs/algorithms/routing.md` explains each.

    `speed` puts the service levels on one ladder, slowest first.
    """

    currency: str
    per_day: float  # one expected day of transit
    per_spread_day: float  # one day of standard deviation
    late: float  # arriving after the promised date, times its probability
    ship_late_per_day: float  # instead of per_day when the order is past its ship-by date
    slower_level: float  # each step slower than the level the buyer chose
    faster_level: float  # each step faster
    loss_value_share: float  # of the declared value, when a parcel is lost and not insured
    dispute_value_share: float  # of the declared value, when the buyer disputes
    return_cost: float  # when a parcel comes back
    untracked: float  # a parcel whose tracking does not come back, times its probability
    slow_pickup_per_hour: float  # each hour that the carrier takes to pick up beyond 48
    min_on_time: float  # no money: services with a smaller probability of keeping the promised date are excluded
    speed: Mapping[ServiceLevel, int]

    def changed(self, wishes: Mapping[str, float]) -> Weights:
        """Return the weights with the seller's own figures in place of those named."""
        own: dict[str, Any] = dict(wishes)
        return replace(self, **own)


@dataclass(frozen=True, slots=True)
class RouteRules:
    """The rules of one day. `laws`: those of the rule book that may exclude."""

    laws: Laws
    eori_countries: frozenset[str]
    goods_chapters: Mapping[str, frozenset[str]]
    level_of: Mapping[str, ServiceLevel]
    weights: Weights


@dataclass(frozen=True, slots=True)
class RouteContext:
    """What one seller brings to every parcel of a batch.

    `contracts` by carrier; `at` is the moment of choosing in the time of the place of origin (cut-offs are meant in
    it); `origin` is the address the parcels leave from; `wishes` are the seller's own weights by name; `lanes` is the
    record of services on lanes.
    """

    at: datetime
    contracts: Mapping[str, ContractTerms]
    origin: Address | None = None
    seller_eori: str = ""
    wishes: Mapping[str, float] = field(default_factory=dict)
    lanes: Lanes = field(default_factory=Lanes)

    @property
    def on(self) -> date:
        """The day of choosing."""
        return self.at.date()

    def volumes(self) -> dict[str, MonthVolume]:
        """Return the month's parcels by carrier, as rebates ask for them."""
        return {
            carrier: MonthVolume(contract.parcels_this_month, contract.expected_this_month)
            for carrier, contract in self.contracts.items()
        }
