"""Ask for a pick-up: the row and its job are written together; the carrier is called by a worker, never here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime

from django.db import transaction
from procrastinate.contrib.django import app

from fahuo.accounts import services as accounts
from fahuo.accounts.models import Person, Seller
from fahuo.carriers import registry
from fahuo.carriers.capability import Capability
from fahuo.carriers.models import CarrierAccount
from fahuo.pickups.models import OPEN, Pickup, PickupLine, State
from fahuo.pickups.services import timeline
from fahuo.shipments.models import Shipment, Status
from fahuo.trade.address import Address
from fahuo.trade.pickup import PickupWindow
from fahuo.trade.problem import Problem

MOST = 5000
ASK = "fahuo.pickups.jobs.ask_carriers"
# Their label is ready, and nobody handed them over yet.
FETCHABLE = (Status.LABELLED,)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks for. `by_call` False: the carrier is told by a person, the pick-up is only kept here."""

    account_id: int
    address: Address
    window: PickupWindow
    shipment_ids: Sequence[int]
    note: str = ""
    by_call: bool = True


@dataclass(frozen=True, slots=True)
class Started:
    """The pick-up, or the problem; and how many of the chosen parcels were left out."""

    pickup: Pickup | None = None
    problem: Problem | None = None
    left_out: int = 0


@dataclass(slots=True)
class _Chosen:
    weights: Mapping[int, int] = field(default_factory=dict)
    left_out: int = 0


def takes_calls(carrier: str) -> bool:
    """Tell whether a pick-up of this carrier can be asked for by a call."""
    return registry.manifest(carrier).can(Capability.ORDER_PICKUP)


@transaction.atomic
def start(*, seller: Seller, person: Person | None, wanted: Wanted, at: datetime) -> Started:
    """Ask for a pick-up of those parcels that wait at this account and are in no other open pick-up."""
    account = CarrierAccount.objects.filter(seller=seller, pk=wanted.account_id).defer("credentials").first()
    if account is None or not account.active:
        return Started(problem=Problem("PICKUP_ACCOUNT_RETIRED", "carrier"))
    if len(wanted.shipment_ids) > MOST:
        return Started(problem=Problem("PICKUP_TOO_MANY", "parcels", str(len(wanted.shipment_ids))))
    chosen = _choose(seller, account, wanted.shipment_ids)
    if not chosen.weights:
        return Started(problem=Problem("PICKUP_NO_PARCELS", "parcels"), left_out=chosen.left_out)
    pickup = _write(seller, person, account, wanted, at)
    _fill(pickup, chosen.weights)
    timeline.note(pickup, "ASKED" if pickup.by_call else "WRITTEN", at=at, person=person)
    accounts.record(
        seller=seller, person=person, verb="ask_pickup", subject=pickup.reference, at=at, shipments=pickup.parcels
    )
    if pickup.by_call:
        app.configure_task(ASK, queue="shipments").defer()
    return Started(pickup, left_out=chosen.left_out)


def _choose(seller: Seller, account: CarrierAccount, shipment_ids: Sequence[int]) -> _Chosen:
    """Lock the shipments, so that of two people one gets a parcel; others are left out."""
    rows = Shipment.objects.filter(seller=seller, pk__in=shipment_ids, account=account, status__in=FETCHABLE)
    found = rows.order_by("pk").select_for_update(no_key=True).only("pk", "rate", "chargeable_weight_g", "seller_id")
    locked = {row.pk: int(row.rate.get("actual_weight_g") or row.chargeable_weight_g or 0) for row in found}
    taken = set(
        PickupLine.objects.filter(seller=seller, shipment_id__in=locked, is_open=True).values_list(
            "shipment_id", flat=True
        )
    )
    weights = {key: grams for key, grams in locked.items() if key not in taken}
    return _Chosen(weights, len(set(shipment_ids)) - len(weights))


def _write(seller: Seller, person: Person | None, account: CarrierAccount, wanted: Wanted, at: datetime) -> Pickup:
    window = wanted.window
    return Pickup.objects.create(
        seller=seller,
        person=person,
        carrier=account.carrier,
        account=account,
        address=asdict(wanted.address),
        comes_on=window.day,
        ready=window.ready,
        close=window.close,
        zone=window.zone,
        note=wanted.note,
        parcels=0,
        weight_g=0,
        state=State.ASKING if wanted.by_call else State.DRAFT,
        by_call=wanted.by_call,
        reference=f"{seller.pk}-P{at:%y%m%d%H%M%S%f}",
        lease_until=at if wanted.by_call else None,
        created_at=at,
    )


def _fill(pickup: Pickup, weights: Mapping[int, int]) -> None:
    """Name it after its row, so that the carrier's lists can be read against ours, and put the parcels in."""
    pickup.reference = f"{pickup.seller_id}-P{pickup.pk}"
    pickup.parcels, pickup.weight_g = len(weights), sum(weights.values())
    pickup.save(update_fields=["reference", "parcels", "weight_g"])
    PickupLine.objects.bulk_create(
        PickupLine(seller_id=pickup.seller_id, pickup=pickup, shipment_id=key, weight_g=grams)
        for key, grams in weights.items()
    )


def same_day(seller_id: int, carrier: str, window: PickupWindow) -> bool:
    """Tell whether this carrier is to come on that day already."""
    return Pickup.objects.filter(seller_id=seller_id, carrier=carrier, comes_on=window.day, state__in=OPEN).exists()
