"""Reads of hand-over lists: what waits to be listed, the lists, the rows of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, Min, OuterRef, QuerySet

from fahuo.accounts.models import Seller
from fahuo.backoffice.paging import Cut, Page, turn
from fahuo.orders import queries as orders
from fahuo.printing.manifests.content import ManifestRow
from fahuo.printing.models import Manifest, ManifestLine
from fahuo.shipments.models import Shipment, Status


@dataclass(frozen=True, slots=True)
class Waiting:
    """The parcels of one carrier that have their label and stand on no list."""

    carrier: str
    parcels: int
    oldest_at: datetime | None


@dataclass(frozen=True, slots=True)
class ManifestSummary:
    """One hand-over list in the list of lists. `cancelled`: parcels on it that must not be handed over any more."""

    id: int
    number: str
    carrier: str
    person: str
    parcels: int
    cancelled: int
    weight_g: int
    created_at: datetime
    voided_at: datetime | None


def unlisted(seller_id: int) -> QuerySet[Shipment]:
    """Return the seller's shipments that are labelled and on no list that counts."""
    lines = ManifestLine.objects.filter(seller_id=seller_id, shipment=OuterRef("pk"), is_void=False)
    return Shipment.objects.filter(~Exists(lines), seller_id=seller_id, status=Status.LABELLED)


def waiting(seller_id: int) -> list[Waiting]:
    """Return what waits to be listed, by carrier; the one that waits longest first."""
    groups = unlisted(seller_id).values_list("carrier").annotate(parcels=Count("id"), oldest=Min("labelled_at"))
    return [Waiting(*group) for group in groups.order_by("oldest", "carrier")]


def lists_of(seller_id: int, shipment_ids: Sequence[int]) -> dict[int, str]:
    """Return shipment → number of the list it stands on; absent when it stands on none that counts."""
    lines = ManifestLine.objects.filter(seller_id=seller_id, shipment_id__in=shipment_ids, is_void=False)
    return dict(lines.values_list("shipment_id", "manifest__number"))


def booked_grams(rows: Iterable[Shipment]) -> dict[int, int]:
    """Return shipment → grams it was booked with; absent where nobody can tell any more.

    The shipment keeps it with its rate. Where it does not, its goods are weighed by the catalogue, if all are there.
    """
    grams: dict[int, int] = {}
    unknown: list[Shipment] = []
    for row in rows:
        if kept := row.rate.get("actual_weight_g"):
            grams[row.pk] = int(kept)
        else:
            unknown.append(row)
    if unknown:
        order_ids = [row.order_id for row in unknown]
        wanted, lines = orders.wanted(order_ids), orders.goods_lines(order_ids)
        for row in unknown:
            weighed = lines.get(row.order_id, ())
            if weighed and len(weighed) == len(wanted[row.order_id]):
                grams[row.pk] = sum(line.weight_g for line in weighed)
    return grams


def page(seller: Seller, cut: Cut) -> Page[ManifestSummary]:
    """Return one page of lists, the newest first; two queries."""
    found = turn(Manifest.objects.filter(seller=seller).select_related("person"), cut)
    struck = _struck([row.pk for row in found.rows])
    rows = [
        ManifestSummary(
            row.pk,
            row.number,
            row.carrier,
            row.person.username if row.person else "",
            row.parcels,
            struck.get(row.pk, 0),
            row.weight_g,
            row.created_at,
            row.voided_at,
        )
        for row in found.rows
    ]
    return Page(rows, found.newer, found.older)


def one(seller: Seller, manifest_id: int) -> Manifest | None:
    """Return the seller's list; None when there is none or it belongs to somebody else."""
    return Manifest.objects.filter(seller=seller, pk=manifest_id).select_related("person").first()


def rows_of(manifest: Manifest) -> list[ManifestRow]:
    """Return the rows of a list at their places; one query."""
    lines = ManifestLine.objects.filter(seller_id=manifest.seller_id, manifest=manifest).order_by("position")
    columns = ("position", "shipment_id", "shipment__waybill_number", "shipment__order__number", "shipment__country")
    found = lines.values_list(*columns, "weight_g", "shipment__status")
    return [
        ManifestRow(position, shipment_id, waybill, order, country, grams, is_cancelled=status == Status.CANCELLED)
        for position, shipment_id, waybill, order, country, grams, status in found
    ]


def parcels_to_hand_over(manifest: Manifest) -> int:
    """Count the parcels of a list that have not left."""
    lines = ManifestLine.objects.filter(seller_id=manifest.seller_id, manifest=manifest, is_void=False)
    return lines.filter(shipment__status=Status.LABELLED).count()


def _struck(manifest_ids: Sequence[int]) -> dict[int, int]:
    lines = ManifestLine.objects.filter(manifest_id__in=manifest_ids, shipment__status=Status.CANCELLED)
    return dict(lines.values_list("manifest_id").annotate(Count("id")).order_by())
