"""Reads for the pages of shipments: the list with its counts, one shipment, today's figures. Plain rows come back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum

from fahuo.accounts.models import Seller
from fahuo.backoffice.asked import ListFilter
from fahuo.backoffice.filters import Cell, Cube
from fahuo.backoffice.paging import Cut, Page, turn
from fahuo.shipments.models import PRINTABLE, VOIDABLE, Shipment, ShipRun, Status
from fahuo.shipments.queries.named import begins, named

# No name of a person: for it no recipient is looked at, so that a number is found at once.
_IS_NUMBER = re.compile(r"(?=(?:\D*\d){4})\S+")
# Shown as REVIEW: a booked shipment that nobody takes up by itself needs a person for its label.
_PARKED = Q(status=Status.BOOKED, lease_until=None)


@dataclass(frozen=True, slots=True)
class ShipmentFilter(ListFilter):
    """What the clerk asked for; an empty text means "all"."""

    status: str = ""
    carrier: str = ""
    country: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class ShipmentRow:
    """One shipment in a list. `status` is REVIEW for every one that waits for a person, also when it is booked."""

    id: int
    order_id: int
    order_number: str
    recipient: str
    country: str
    status: str
    carrier: str
    service_code: str
    waybill_number: str
    tracking_number: str
    chargeable_weight_g: int | None
    cost: Decimal | None
    cost_currency: str
    problems: tuple[dict[str, str], ...]
    created_at: datetime
    cancellable: bool

    @property
    def moving(self) -> bool:
        """Whether a worker goes on with it by itself."""
        return self.status in {Status.BOOKING, Status.BOOKED}

    @property
    def waits_for_a_person(self) -> bool:
        """Whether nothing happens until somebody has the carrier asked again."""
        return self.status == Status.REVIEW

    @property
    def undecided(self) -> bool:
        """Whether nobody knows if the carrier has it, so that a person may say so."""
        return self.status == Status.REVIEW and not self.waybill_number

    @property
    def printable(self) -> bool:
        """Whether its label was read back and may be printed."""
        return self.status in PRINTABLE


@dataclass(frozen=True, slots=True)
class Today:
    """What left since a moment: how many parcels, and what each carrier costs."""

    parcels: int
    costs: tuple[tuple[str, str, Decimal], ...]


def cube(seller: Seller, wanted: ShipmentFilter) -> Cube:
    """Count the seller's shipments by all facets at once; the text search limits it, the facets do not."""
    shipments = _searched(seller, wanted.text)
    parked = Count("id", filter=_PARKED)
    groups = shipments.values_list("status", "carrier", "country").annotate(rows=Count("id"), parked=parked).order_by()
    cells = (
        Cell({"status": (shown,), "carrier": (carrier,), "country": (country,)}, count)
        for status, carrier, country, rows, waiting in groups
        for shown, count in ((status, rows - waiting), (Status.REVIEW.value, waiting))
        if count
    )
    return Cube(cells, wanted.facets())


def page(seller: Seller, wanted: ShipmentFilter, cut: Cut) -> Page[ShipmentRow]:
    """Return one page of the list; one query."""
    found = turn(_rows(_matching(seller, wanted)), cut)
    return Page([_row(shipment) for shipment in found.rows], found.newer, found.older)


def of_order(seller: Seller, order_id: int) -> list[ShipmentRow]:
    """Return an order's shipments, the newest first."""
    return [_row(row) for row in _rows(Shipment.objects.filter(seller=seller, order_id=order_id)).order_by("-pk")]


def one(seller: Seller, shipment_id: int) -> Shipment | None:
    """Return the seller's shipment; None when there is none or it belongs to somebody else."""
    rows = Shipment.objects.filter(seller=seller, pk=shipment_id)
    return rows.select_related("order", "account").defer("label_content", "account__credentials").first()


def row_of(shipment: Shipment) -> ShipmentRow:
    """Return the shipment as a plain row."""
    return _row(shipment)


def run(seller: Seller, run_id: int) -> ShipRun | None:
    """Return the seller's run; None when there is none or it belongs to somebody else."""
    return ShipRun.objects.filter(seller=seller, pk=run_id).first()


def run_list(found: ShipRun, statuses: tuple[str, ...], limit: int) -> list[ShipmentRow]:
    """Return the newest shipments of a run in these states."""
    rows = Shipment.objects.filter(_is_shown_as(*statuses), seller_id=found.seller_id, run=found)
    return [_row(shipment) for shipment in _rows(rows).order_by("-pk")[:limit]]


def run_states(found: ShipRun) -> dict[int, str]:
    """Return the status of the run's shipments that were booked, by id, in the sequence of booking."""
    rows = Shipment.objects.filter(seller_id=found.seller_id, run=found).exclude(status=Status.FAILED)
    return dict(rows.order_by("pk").values_list("pk", "status"))


def states(seller: Seller, shipment_ids: Sequence[int]) -> dict[int, str]:
    """Return the status of those that are the seller's, by id, in the sequence given."""
    found = dict(Shipment.objects.filter(seller=seller, pk__in=shipment_ids).values_list("pk", "status"))
    return {key: found[key] for key in shipment_ids if key in found}


def voidable(seller: Seller, shipment_ids: Sequence[int]) -> dict[str, list[int]]:
    """Return those that can be cancelled by carrier, the carrier with most first."""
    return _by_carrier(Shipment.objects.filter(seller=seller, pk__in=shipment_ids, status__in=VOIDABLE))


def order_numbers(seller: Seller, shipment_ids: Sequence[int]) -> dict[int, str]:
    """Return the order's number by shipment."""
    rows = Shipment.objects.filter(seller=seller, pk__in=shipment_ids)
    return dict(rows.values_list("pk", "order__number"))


def states_among(seller: Seller, wanted: ShipmentFilter, most: int | None = None) -> dict[int, str]:
    """Return the status of all matching shipments, or of the first `most`, by id in the sequence of booking."""
    return dict(_matching(seller, wanted).order_by("pk").values_list("pk", "status")[:most])


def count_among(seller: Seller, wanted: ShipmentFilter) -> int:
    """Count all matching shipments."""
    return _matching(seller, wanted).count()


def voidable_among(seller: Seller, wanted: ShipmentFilter) -> dict[str, list[int]]:
    """Return those among all matching that can be cancelled by carrier, the carrier with most first."""
    return _by_carrier(_matching(seller, wanted).filter(status__in=VOIDABLE))


def today(seller: Seller, since: datetime) -> Today:
    """Count and sum what was booked and labelled since the moment, dearest carrier first."""
    labelled = Shipment.objects.filter(seller=seller, status__in=PRINTABLE, labelled_at__gte=since)
    groups = labelled.values_list("carrier", "cost_currency").annotate(parcels=Count("id"), cost=Sum("cost"))
    rows = list(groups.order_by("-cost"))
    return Today(sum(row[2] for row in rows), tuple((row[0], row[1], row[3] or Decimal(0)) for row in rows))


def _by_carrier(rows: QuerySet[Shipment]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for carrier, shipment_id in rows.order_by("pk").values_list("carrier", "pk"):
        found.setdefault(carrier, []).append(shipment_id)
    return dict(sorted(found.items(), key=lambda item: (-len(item[1]), item[0])))


def _searched(seller: Seller, text: str) -> QuerySet[Shipment]:
    shipments = Shipment.objects.filter(seller=seller)
    if not text:
        return shipments
    if _IS_NUMBER.fullmatch(text) and (found := named(seller.pk, text)) is not None:
        return shipments.filter(pk__in=found)
    return shipments.filter(begins(text) | Q(order__recipient__icontains=text))


def _matching(seller: Seller, wanted: ShipmentFilter) -> QuerySet[Shipment]:
    exact = {name: value for name in ("carrier", "country") if (value := getattr(wanted, name))}
    rows = _searched(seller, wanted.text).filter(**exact)
    return rows.filter(_is_shown_as(wanted.status)) if wanted.status else rows


def _is_shown_as(*statuses: str) -> Q:
    """Return the condition for what pages show as one of these, which the index by status can answer."""
    known = Q(status__in=[status for status in statuses if status != Status.BOOKED])
    if Status.BOOKED in statuses:
        known |= Q(status=Status.BOOKED, lease_until__isnull=False)
    return known | _PARKED if Status.REVIEW in statuses else known


def _rows(shipments: QuerySet[Shipment]) -> QuerySet[Shipment]:
    """Labels are large: they are read only where one is sent."""
    return shipments.select_related("order").defer("label_content", "recommendation", "rate")


def _row(shipment: Shipment) -> ShipmentRow:
    parked = shipment.status == Status.BOOKED and shipment.lease_until is None
    return ShipmentRow(
        id=shipment.pk,
        order_id=shipment.order_id,
        order_number=shipment.order.number,
        recipient=shipment.order.recipient,
        country=shipment.country,
        status=Status.REVIEW if parked else shipment.status,
        carrier=shipment.carrier,
        service_code=shipment.service_code,
        waybill_number=shipment.waybill_number,
        tracking_number=shipment.tracking_number,
        chargeable_weight_g=shipment.chargeable_weight_g,
        cost=shipment.cost,
        cost_currency=shipment.cost_currency,
        problems=tuple(shipment.problems),
        created_at=shipment.created_at,
        cancellable=shipment.status in VOIDABLE,
    )
