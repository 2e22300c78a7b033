"""What of a shipment came out of a printer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet

from fahuo.accounts.models import Seller
from fahuo.printing.models import BatchStatus, Kind, Printout
from fahuo.shipments.models import Status

UNDER_WAY = (
    BatchStatus.QUEUED,
    BatchStatus.RENDERING,
    BatchStatus.READY,
    BatchStatus.SENDING,
    BatchStatus.DOUBTFUL,
)


@dataclass(frozen=True, slots=True)
class VoidPrintout:
    """A label that was printed and whose waybill does not count any more: it is to be destroyed."""

    shipment_id: int
    order_number: str
    carrier: str
    waybill_number: str
    copies: int
    printed_at: datetime


def printed_before(seller: Seller, shipment_ids: Sequence[int], *, besides: int | None = None) -> dict[int, int]:
    """Return how often the label of each shipment was printed, or is on its way to a printer; absent when never.

    What may have come out of a printer counts as printed, until somebody has looked. The batch `besides` is left out.
    """
    under_way = Q(problem={}, batch__printer__isnull=False, batch__status__in=UNDER_WAY)
    rows = Printout.objects.filter(seller=seller, batch__kind=Kind.LABELS, shipment_id__in=shipment_ids)
    rows = rows.filter(Q(printed_at__isnull=False) | under_way)
    if besides is not None:
        rows = rows.exclude(batch_id=besides)
    return dict(rows.values("shipment_id").annotate(copies=Count("id")).values_list("shipment_id", "copies"))


def label_places(seller_id: int, shipment_ids: Sequence[int]) -> tuple[int, dict[int, int]] | None:
    """Return the newest batch whose labels all these shipments bear, or will, and their positions in it; else None."""
    out = Q(printed_at__isnull=False) | Q(batch__status__in=UNDER_WAY)
    rows = Printout.objects.filter(out, seller_id=seller_id, batch__kind=Kind.LABELS, problem={})
    found: dict[int, dict[int, int]] = defaultdict(dict)
    named = rows.filter(shipment_id__in=shipment_ids).values_list("batch_id", "shipment_id", "position")
    for batch_id, shipment_id, position in named:
        found[batch_id][shipment_id] = position
    whole = [batch_id for batch_id, places in found.items() if len(places) == len(set(shipment_ids))]
    return (max(whole), found[max(whole)]) if whole else None


def void_printouts(seller: Seller, shipment_ids: Sequence[int] | None = None) -> list[VoidPrintout]:
    """Return labels that were printed and cancelled since, the newest first; of these shipments if any are named."""
    rows = _printed_labels(seller).filter(shipment__status__in=(Status.CANCELLED, Status.FAILED))
    if shipment_ids is not None:
        rows = rows.filter(shipment_id__in=shipment_ids)
    named = rows.values_list(
        "shipment_id", "shipment__order__number", "shipment__carrier", "shipment__waybill_number"
    ).annotate(copies=Count("id"), last=Max("printed_at"))
    return [VoidPrintout(*row) for row in named.order_by("-last", "shipment_id")]


def _printed_labels(seller: Seller) -> QuerySet[Printout]:
    return Printout.objects.filter(seller=seller, batch__kind=Kind.LABELS, printed_at__isnull=False)
