"""Labels into one PDF, in the sequence asked for; only labels that were read back."""

from __future__ import annotations

from collections.abc import Sequence

from fahuo.accounts.models import Seller
from fahuo.kit import pdf
from fahuo.labels.render import render
from fahuo.shipments import queries
from fahuo.shipments.label_content import label_content
from fahuo.shipments.models import PRINTABLE, Shipment
from fahuo.trade.label import LabelContent


class NothingToPrintError(LookupError):
    """None of the shipments has a label that was read back."""


def merged_pdf(*, seller: Seller, shipment_ids: Sequence[int], own: bool = False) -> bytes:
    """Return one PDF with a page per label. `own` draws our label for all; else the carrier's where it gave one.

    Raises `NothingToPrintError` when none is printable; those that are not are left out (the caller counts).
    """
    rows = Shipment.objects.filter(seller=seller, id__in=shipment_ids, status__in=PRINTABLE)
    stored = dict(rows.values_list("id", "label_content"))
    if not stored:
        raise NothingToPrintError("No label that was read back among these shipments")
    wanted = [shipment_id for shipment_id in shipment_ids if shipment_id in stored]
    drawn = [shipment_id for shipment_id in wanted if own or stored[shipment_id] is None]
    contents = _contents(drawn)
    if len(drawn) == len(wanted):
        return render([contents[shipment_id] for shipment_id in wanted])
    return pdf.merge([_one(stored[shipment_id], contents.get(shipment_id)) for shipment_id in wanted])


def _contents(shipment_ids: Sequence[int]) -> dict[int, LabelContent]:
    """Gather what our own labels say: three queries for any number of them."""
    if not shipment_ids:
        return {}
    return {row.shipment_id: label_content(row, row.waybill) for row in queries.work(shipment_ids)}


def _one(carriers: bytes | memoryview | None, ours: LabelContent | None) -> bytes:
    return render([ours]) if ours else bytes(carriers or b"")
