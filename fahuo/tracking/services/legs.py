"""Lay the legs of parcels: which of their numbers is asked for at which account."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from fahuo.carriers import registry
from fahuo.carriers.capability import Capability
from fahuo.carriers.models import CarrierAccount
from fahuo.shipments.models import LIVE, Shipment
from fahuo.tracking.domain.places import Source, places
from fahuo.tracking.domain.schedule import FIRST_LOOK
from fahuo.tracking.models import Leg, LegRole

START_RUNG = 5


def lay(*, shipment_ids: Sequence[int], at: datetime) -> None:
    """Lay the legs of these parcels that are not there yet, in the caller's transaction; nothing is asked here.

    To be called when a journey begins, when a number becomes known later, and when an account is added.
    """
    rows = Shipment.objects.filter(pk__in=shipment_ids, status__in=LIVE).exclude(waybill_number="")
    columns = ("seller_id", "account_id", "carrier", "waybill_number", "tracking_number")
    shipments = list(rows.only(*columns).order_by("pk"))
    used, booked = _accounts(shipments)
    watched = _watched(shipments)
    legs = [
        leg
        for shipment in shipments
        for leg in _legs(shipment, used.get(shipment.seller_id, ()), booked, at)
        if (shipment.pk, leg.account_id) not in watched or leg.role != LegRole.WATCH
    ]
    Leg.objects.bulk_create(legs, ignore_conflicts=True)


def source_of(account_id: int, carrier: str) -> Source:
    """Return what an account can tell of numbers."""
    page = registry.manifest(carrier)
    asks = page.can(Capability.TRACK) or page.can(Capability.TRACK_MANY)
    return Source(account_id, carrier, asks, page.can(Capability.REGISTER), page.owns)


def _legs(shipment: Shipment, used: Sequence[Source], booked: Mapping[int, Source], at: datetime) -> list[Leg]:
    own = booked.get(shipment.account_id or 0)
    if own is None:  # a shipment from before accounts were noted: whoever is its carrier now
        own = next((one for one in used if one.carrier == shipment.carrier), None)
    numbers = [shipment.waybill_number]
    if shipment.tracking_number and shipment.tracking_number != shipment.waybill_number:
        numbers.append(shipment.tracking_number)
    return [
        Leg(
            seller_id=shipment.seller_id,
            shipment_id=shipment.pk,
            role=place.role,
            account_id=place.account_id,
            carrier=place.carrier,
            number=place.number,
            rung=START_RUNG,
            poll_at=at if place.role == LegRole.WATCH else at + FIRST_LOOK,
        )
        for place in places(numbers, own, used)
    ]


def _accounts(shipments: Sequence[Shipment]) -> tuple[dict[int, list[Source]], dict[int, Source]]:
    """Return the accounts in use by seller, and by id those that these parcels were booked with."""
    sellers = {shipment.seller_id for shipment in shipments}
    booked_with = {shipment.account_id for shipment in shipments if shipment.account_id is not None}
    used: dict[int, list[Source]] = defaultdict(list)
    active = CarrierAccount.objects.filter(seller_id__in=sellers, active=True)
    for account_id, seller_id, carrier in active.order_by("pk").values_list("pk", "seller_id", "carrier"):
        used[seller_id].append(source_of(account_id, carrier))
    rows = CarrierAccount.objects.filter(pk__in=booked_with).values_list("pk", "carrier")
    return used, {account_id: source_of(account_id, carrier) for account_id, carrier in rows}


def _watched(shipments: Iterable[Shipment]) -> set[tuple[int, int]]:
    """Return which parcels a tracking service follows already: a number more would cost its price once more."""
    rows = Leg.objects.filter(shipment__in=[one.pk for one in shipments], role=LegRole.WATCH, refusal="")
    return set(rows.values_list("shipment_id", "account_id"))
