"""How the routing tests ask."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from fahuo.routing.domain import Option, Recommendation, RouteContext, RouteRequest
from fahuo.routing.services.recommend import recommend
from fahuo.trade.address import Address
from fahuo.trade.contract import ContractTerms
from fahuo.trade.parcel import Parcel

CARRIERS = ("cainiao", "fpx", "yanwen", "yunexpress")
# The importer that a contract brings along, as some do.
IMPORTERS = {"cainiao": "NL000000001", "fpx": "DE000000000000001"}
AT = datetime(2026, 11, 22, 10, 0)  # noqa: DTZ001 - the time of the place of origin
ECONOMY, STANDARD = "cainiao/CAINIAO_ECONOMY", "cainiao/CAINIAO_STANDARD"


def context(*carriers: str, at: datetime = AT, **changes: Any) -> RouteContext:
    """Return a context with open contracts with these carriers, with all when none is named."""
    contracts = {carrier: _terms(carrier) for carrier in carriers or CARRIERS}
    return replace(RouteContext(at, contracts), **changes)


def with_terms(carrier: str = "cainiao", at: datetime = AT, **terms: Any) -> RouteContext:
    """Return a context with all carriers, one of them on these terms."""
    open_ = context(at=at)
    return replace(open_, contracts={**open_.contracts, carrier: _terms(carrier, **terms)})


def _terms(carrier: str, **terms: Any) -> ContractTerms:
    return ContractTerms(carrier, **{"eori": IMPORTERS.get(carrier, ""), **terms})


def on_day(on: date) -> RouteContext:
    """Return a context of another day."""
    return context(at=datetime(on.year, on.month, on.day, 10, 0))  # noqa: DTZ001


def request(place: Address, parcel: Parcel, **changes: Any) -> RouteRequest:
    """Return a request for a parcel to a place."""
    return replace(RouteRequest("1", place, "", parcel), **changes)


def answer(one: RouteRequest, known: RouteContext | None = None, **options: Any) -> Recommendation:
    """Return the answer to one request."""
    return recommend([one], context=known or context(), **options)[0]


def option(found: Recommendation, service: str) -> Option:
    """Return one service of an answer."""
    (one,) = [option for option in found.options if option.service.key == service]
    return one
