"""Reads for the pages of the first mile. Plain rows come back, never querysets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from fahuo.accounts.models import Seller, ShipFromAddress
from fahuo.backoffice.paging import Cut, Page, turn
from fahuo.pickups.domain.windows import Opening
from fahuo.pickups.models import GONE, Hours, Pickup, PickupEvent, PickupLine, State, Urge, UrgeLine
from fahuo.pickups.queries.underway import window_of
from fahuo.shipments.models import Shipment
from fahuo.trade.address import Address
from fahuo.trade.pickup import PickupWindow

# East of Greenwich a day ends while the one before it lasts there.
_AHEAD = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PickupRow:
    """One pick-up, how many of its parcels were scanned, and how many wait: cancelled ones do neither.

    `missed`: it is confirmed, its window is over, and parcels of it still wait.
    """

    id: int
    carrier: str
    state: str
    reference: str
    number: str
    window: PickupWindow
    address: Address
    parcels: int
    fetched: int
    waiting: int
    weight_g: int
    person: str
    by_call: bool
    created_at: datetime
    problems: tuple[dict[str, str], ...]
    missed: bool


@dataclass(frozen=True, slots=True)
class ParcelRow:
    """One parcel of a pick-up or an urge."""

    shipment_id: int
    waybill_number: str
    order_number: str
    country: str
    status: str
    weight_g: int
    fetched_at: datetime | None


@dataclass(frozen=True, slots=True)
class UrgeRow:
    """One time that a carrier was urged: how many of its parcels were scanned since, and when the first.

    `scanned_before` are those that were scanned already by then, though nobody had heard of it.
    """

    id: int
    carrier: str
    way: str
    person: str
    at: datetime
    answer: str
    parcels: int
    fetched: int
    first_at: datetime | None
    scanned_before: int = 0


def page(seller: Seller, cut: Cut, *, state: str, at: datetime) -> Page[PickupRow]:
    """Return one page of pick-ups, the newest first, of one state or all; three queries."""
    rows = Pickup.objects.filter(seller=seller).select_related("person")
    found = turn(rows.filter(state=state) if state else rows, cut)
    return Page(_rows(seller.pk, found.rows, at), found.newer, found.older)


def states(seller: Seller) -> Counter[str]:
    """Count the seller's pick-ups by state."""
    return Counter(dict(Pickup.objects.filter(seller=seller).values_list("state").annotate(n=Count("id")).order_by()))


def missed(seller: Seller, at: datetime) -> list[PickupRow]:
    """Return the confirmed pick-ups whose window is over while parcels wait, the oldest first."""
    rows = Pickup.objects.filter(seller=seller, state=State.CONFIRMED, comes_on__lte=at.date() + _AHEAD)
    found = list(rows.select_related("person").order_by("comes_on", "pk")[:100])
    return [row for row in _rows(seller.pk, found, at) if row.missed]


def one(seller: Seller, pickup_id: int) -> Pickup | None:
    """Return the seller's pick-up; None when there is none or it belongs to somebody else."""
    return Pickup.objects.filter(seller=seller, pk=pickup_id).select_related("person", "account").first()


def as_row(row: Pickup, at: datetime) -> PickupRow:
    """Return a pick-up as a plain row."""
    return _rows(row.seller_id, [row], at)[0]


def _rows(seller_id: int, pickups: Sequence[Pickup], at: datetime) -> list[PickupRow]:
    """Return pick-ups as plain rows; one query for the counts of all."""
    lines = PickupLine.objects.filter(seller_id=seller_id, pickup_id__in=[row.pk for row in pickups])
    waits = Q(is_open=True, fetched_at=None) & ~Q(shipment__status__in=GONE)
    counts = lines.order_by().values_list("pickup_id").annotate(n=Count("fetched_at"), left=Count("id", filter=waits))
    counted = {key: (fetched, waiting) for key, fetched, waiting in counts}
    return [_row(row, *counted.get(row.pk, (0, 0)), at) for row in pickups]


def _row(row: Pickup, fetched: int, waiting: int, at: datetime) -> PickupRow:
    window = window_of(row)
    late = row.state == State.CONFIRMED and window.close_at() < at and waiting > 0
    return PickupRow(
        row.pk,
        row.carrier,
        row.state,
        row.reference,
        row.number,
        window,
        Address(**row.address),
        row.parcels,
        fetched,
        waiting,
        row.weight_g,
        row.person.username if row.person else "",
        row.by_call,
        row.created_at,
        tuple(row.problems),
        late,
    )


def parcels_of(pickup: Pickup, first: int, most: int) -> list[ParcelRow]:
    """Return parcels of a pick-up from a place on; one query."""
    lines = PickupLine.objects.filter(seller_id=pickup.seller_id, pickup=pickup).order_by("pk")
    columns = ("shipment_id", "shipment__waybill_number", "shipment__order__number", "shipment__country")
    found = lines.values_list(*columns, "shipment__status", "weight_g", "fetched_at")
    return [ParcelRow(*row) for row in found[first : first + most]]


def shipment_ids_of(pickup: Pickup) -> list[int]:
    """Return the parcels of a pick-up."""
    return list(
        PickupLine.objects.filter(seller_id=pickup.seller_id, pickup=pickup).values_list("shipment_id", flat=True)
    )


def timeline(pickup: Pickup) -> list[PickupEvent]:
    """Return what happened to a pick-up, the oldest first."""
    events = PickupEvent.objects.filter(seller_id=pickup.seller_id, pickup=pickup).select_related("person")
    return list(events.order_by("at", "pk"))


def urges(seller: Seller, *, pickup: Pickup | None = None, most: int = 20) -> list[UrgeRow]:
    """Return when carriers were urged, the newest first; of one pick-up or all."""
    rows = Urge.objects.filter(seller=seller).select_related("person")
    rows = rows.filter(pickup=pickup) if pickup is not None else rows
    found = list(rows.order_by("-pk")[:most])
    scans = _scans(seller.pk, [row.pk for row in found])
    return [_urge(row, scans[row.pk]) for row in found]


def urges_of(seller: Seller, shipment_id: int) -> list[UrgeRow]:
    """Return when a carrier was urged for one parcel, the newest first."""
    lines = UrgeLine.objects.filter(seller=seller, shipment_id=shipment_id).select_related("urge__person")
    return [_urge(line.urge, [line.fetched_at]) for line in lines.order_by("-pk")]


def pickups_of(seller: Seller, shipment_id: int, at: datetime) -> list[PickupRow]:
    """Return the pick-ups that a parcel stands in, the newest first."""
    rows = Pickup.objects.filter(seller=seller, lines__shipment_id=shipment_id).select_related("person")
    return _rows(seller.pk, list(rows.order_by("-pk")[:5]), at)


def spoken_for(seller_id: int) -> dict[str, int]:
    """Return by carrier how many waiting parcels are in an open pick-up."""
    lines = PickupLine.objects.filter(seller_id=seller_id, is_open=True, fetched_at=None)
    return dict(lines.values_list("pickup__carrier").annotate(n=Count("id")).order_by())


def in_open_pickup(seller_id: int, shipment_ids: Sequence[int]) -> set[int]:
    """Return those parcels that are in an open pick-up."""
    lines = PickupLine.objects.filter(seller_id=seller_id, shipment_id__in=shipment_ids, is_open=True)
    return set(lines.values_list("shipment_id", flat=True))


def shipments(seller_id: int, shipment_ids: Sequence[int]) -> Mapping[int, Shipment]:
    """Return these shipments of the seller with their order's number, by id."""
    rows = Shipment.objects.filter(seller_id=seller_id, pk__in=shipment_ids).select_related("order")
    columns = ("waybill_number", "carrier", "account_id", "status", "country", "rate", "chargeable_weight_g")
    return {row.pk: row for row in rows.only(*columns, "seller_id", "order__number")}


def addresses(seller: Seller) -> list[tuple[int, Address, bool]]:
    """Return the seller's ship-from addresses as (id, address, whether it is the default), the default first."""
    rows = ShipFromAddress.objects.filter(seller=seller).order_by("-is_default", "pk")
    return [(row.pk, _address(row), row.is_default) for row in rows]


def opening(seller_id: int) -> Opening | None:
    """Return when somebody is at the warehouse; None when nobody said so."""
    row = Hours.objects.filter(seller_id=seller_id).first()
    return Opening(row.opens, row.closes, row.zone, frozenset(row.closed_days)) if row else None


def _address(row: ShipFromAddress) -> Address:
    return Address(
        name=row.name,
        company=row.company,
        country=row.country,
        province=row.province,
        city=row.city,
        street=row.street,
        postcode=row.postcode,
        phone=row.phone,
    )


def _scans(seller_id: int, urge_ids: Sequence[int]) -> dict[int, list[datetime | None]]:
    found: dict[int, list[datetime | None]] = {key: [] for key in urge_ids}
    lines = UrgeLine.objects.filter(seller_id=seller_id, urge_id__in=urge_ids)
    for urge_id, at in lines.values_list("urge_id", "fetched_at"):
        found[urge_id].append(at)
    return found


def _urge(row: Urge, scans: Sequence[datetime | None]) -> UrgeRow:
    """A scan that was made before, and heard of later, is no answer to the urging."""
    since = sorted(at for at in scans if at is not None and at >= row.at)
    before = sum(at is not None for at in scans) - len(since)
    person = row.person.username if row.person else ""
    columns = (row.pk, row.carrier, row.way, person, row.at, row.answer)
    return UrgeRow(*columns, len(scans), len(since), since[0] if since else None, before)
