"""Reads what a seller brings to every choice of a service, outside of a run over orders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from django.utils import timezone

from fahuo.accounts.models import Seller
from fahuo.accounts.queries import ship_from
from fahuo.carriers.queries import terms
from fahuo.rating.queries import services
from fahuo.routing.domain.request import RouteContext
from fahuo.routing.queries.lanes import lanes
from fahuo.routing.queries.preferences import wishes
from fahuo.trade.contract import ContractTerms

# carrier → parcels of today and of this month
Volumes = Mapping[str, tuple[int, int]]


def seller_context(seller: Seller, *, at: datetime, volumes: Volumes) -> RouteContext:
    """Return the seller's contracts with the parcels they carried, his place and wishes, and the record of lanes."""
    local = timezone.localtime(at)
    contracts = {
        carrier: _counted(found, volumes.get(carrier, (0, 0)))
        for carrier, found in terms(seller.pk, on=local.date()).items()
    }
    return RouteContext(
        at=local,
        contracts=contracts,
        origin=ship_from(seller.pk),
        seller_eori=seller.eori,
        wishes=wishes(seller.pk),
        lanes=lanes(seller.pk),
    )


# Of the right form and nobody's.
SOME_IMPORTER = "DE000000000000001"


def open_context(*, at: datetime) -> RouteContext:
    """Return a context in which every carrier counts as contracted, for looking at prices without a seller.

    An importer's number is taken for granted there: without anybody who could have one, no lane to the EU had a price.
    """
    carriers = {service.carrier for service in services()}
    contracts = {code: ContractTerms(code) for code in sorted(carriers)}
    return RouteContext(at=timezone.localtime(at), contracts=contracts, seller_eori=SOME_IMPORTER)


def with_all_carriers(context: RouteContext) -> RouteContext:
    """Return the context with every carrier that has no contract counted as contracted on its published terms."""
    everybody = open_context(at=context.at).contracts
    return replace(context, contracts={**everybody, **context.contracts})


def on_day(at: datetime, on: date) -> datetime:
    """Return the moment at the same time of another day, in the site's time zone."""
    return timezone.localtime(at).replace(year=on.year, month=on.month, day=on.day)


def _counted(found: ContractTerms, volume: tuple[int, int]) -> ContractTerms:
    return replace(found, parcels_today=volume[0], parcels_this_month=volume[1])
