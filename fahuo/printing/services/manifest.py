"""Hand-over lists: make one of the parcels that a carrier takes with it, or void it. Nothing is said to the carrier.

A shipment's status does not change here: a list is paper. That its parcels were taken, a person says (`hand_over.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from fahuo.accounts.models import Person, Seller
from fahuo.printing.domain.manifest import next_number, numbers_begin, refusal
from fahuo.printing.domain.sequence import Parcelled, sorted_ids
from fahuo.printing.models import Manifest, ManifestLine
from fahuo.printing.queries.manifests import booked_grams, lists_of, unlisted
from fahuo.shipments.models import Shipment, Status
from fahuo.trade.problem import Problem

_COLUMNS = ("status", "carrier", "waybill_number", "order_id", "rate")
_TAKEN = (Status.TENDERED, Status.CLOSED)


@dataclass(frozen=True, slots=True)
class MadeManifest:
    """What came of making a list: None with the problem when there is nothing to list. Who is left out, and why."""

    manifest: Manifest | None
    problem: Problem | None = None
    left_out: Mapping[int, Problem] = field(default_factory=dict)


@transaction.atomic
def make(
    *, seller: Seller, person: Person | None, carrier: str, at: datetime, shipment_ids: Sequence[int] | None = None
) -> MadeManifest:
    """List the chosen parcels of a carrier, or all that are labelled and on no list; those that cannot are left out.

    Two people who make a list at the same moment wait for each other: no number and no parcel is given twice.
    """
    Seller.objects.select_for_update(no_key=True).get(pk=seller.pk)
    rows = _locked(seller, carrier, shipment_ids)
    left_out = _refused(seller, carrier, rows, shipment_ids)
    grams = booked_grams([row for row in rows if row.pk not in left_out])
    for row in rows:
        if row.pk not in left_out and row.pk not in grams:
            left_out[row.pk] = Problem("MANIFEST_WEIGHT_UNKNOWN", "weight", row.waybill_number)
    listed = [row for row in rows if row.pk not in left_out]
    if not listed:
        return MadeManifest(None, Problem("MANIFEST_EMPTY", "carrier", carrier), left_out)
    manifest = Manifest.objects.create(
        seller=seller,
        number=_number(seller, at),
        carrier=carrier,
        person=person,
        parcels=len(listed),
        weight_g=sum(grams[row.pk] for row in listed),
        created_at=at,
    )
    _list(manifest, listed, grams)
    return MadeManifest(manifest, None, left_out)


@transaction.atomic
def make_chosen(
    *, seller: Seller, person: Person | None, shipment_ids: Sequence[int], at: datetime
) -> tuple[MadeManifest, ...]:
    """List chosen parcels of any carriers, one list for each of these."""
    Seller.objects.select_for_update(no_key=True).get(pk=seller.pk)
    # All at once and by key, as everybody locks them: carrier by carrier, two could wait for each other.
    rows = Shipment.objects.filter(seller=seller, id__in=shipment_ids).order_by("pk").select_for_update(no_key=True)
    by_carrier: dict[str, list[int]] = {}
    for shipment_id, carrier in rows.values_list("pk", "carrier"):
        by_carrier.setdefault(carrier, []).append(shipment_id)
    return tuple(
        make(seller=seller, person=person, carrier=carrier, at=at, shipment_ids=ids)
        for carrier, ids in sorted(by_carrier.items())
    )


@transaction.atomic
def void(*, seller: Seller, manifest_id: int, at: datetime) -> Problem | None:
    """Void a list that nobody signed: its parcels are free for another one. Returns why it cannot be."""
    found = Manifest.objects.select_for_update(no_key=True).get(seller=seller, pk=manifest_id)
    if found.voided_at:
        return Problem("MANIFEST_VOID_ALREADY", "manifest", found.number)
    lines = ManifestLine.objects.filter(seller=seller, manifest=found)
    held = Shipment.objects.filter(seller=seller, id__in=lines.values("shipment_id")).order_by("pk")
    statuses = held.select_for_update(no_key=True).values_list("status", flat=True)
    if any(status in _TAKEN for status in statuses):
        return Problem("MANIFEST_HANDED_OVER", "manifest", found.number)
    lines.update(is_void=True)
    found.voided_at = at
    found.save(update_fields=["voided_at"])
    return None


def _locked(seller: Seller, carrier: str, shipment_ids: Sequence[int] | None) -> list[Shipment]:
    """Lock the rows in one sequence, so that none of them is cancelled, or listed, between reading and writing."""
    rows: QuerySet[Shipment]
    if shipment_ids is None:
        rows = unlisted(seller.pk).filter(carrier=carrier)
    else:
        rows = Shipment.objects.filter(seller=seller, id__in=shipment_ids)
    return list(rows.order_by("pk").only(*_COLUMNS).select_for_update(no_key=True))


def _refused(
    seller: Seller, carrier: str, rows: Sequence[Shipment], shipment_ids: Sequence[int] | None
) -> dict[int, Problem]:
    found = {row.pk: row for row in rows}
    listed = lists_of(seller.pk, list(found))
    refused: dict[int, Problem] = {}
    for shipment_id in found if shipment_ids is None else shipment_ids:
        row = found.get(shipment_id)
        problem = (
            refusal(status=row.status, carrier=row.carrier, wanted=carrier, listed_on=listed.get(shipment_id, ""))
            if row
            else Problem("MANIFEST_SHIPMENT_MISSING", "shipment")
        )
        if problem:
            refused[shipment_id] = problem
    return refused


def _number(seller: Seller, at: datetime) -> str:
    on = timezone.localdate(at)
    taken = Manifest.objects.filter(seller=seller, number__startswith=numbers_begin(on))
    return next_number(on, taken.values_list("number", flat=True))


def _list(manifest: Manifest, listed: Sequence[Shipment], grams: Mapping[int, int]) -> None:
    """Write a line a parcel, by waybill number, so that a number is found on paper."""
    sequence = sorted_ids([Parcelled(row.pk, row.waybill_number, ()) for row in listed], "WAYBILL")
    ManifestLine.objects.bulk_create(
        ManifestLine(
            seller_id=manifest.seller_id,
            manifest=manifest,
            shipment_id=shipment_id,
            position=position,
            weight_g=grams[shipment_id],
        )
        for position, shipment_id in enumerate(sequence, start=1)
    )
