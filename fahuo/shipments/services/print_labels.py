"""Labels into one PDF, in the sequence asked for; only labels that were read back."""

from __future__ import annotations

from collections.abc import Sequence

from fahuo.accounts.models import Seller
from fahuo.kit import pdf
from fahuo.shipments import label_layout, queries
from fahuo.shipments.label_content import label_content
from fahuo.shipments.models import PRINTABLE, Shipment


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
    pages = _own_pages(drawn)
    if len(drawn) == len(wanted):
        return pages
    return pdf.merge(_in_sequence(wanted, drawn, pages, stored))


def _own_pages(shipment_ids: Sequence[int]) -> bytes:
    """Draw all our labels in one file, so that the fonts are embedded once."""
    if not shipment_ids:
        return b""
    by_id = {row.shipment_id: row for row in queries.work(shipment_ids)}
    return label_layout.render([label_content(by_id[i], by_id[i].waybill) for i in shipment_ids])


def _in_sequence(
    wanted: Sequence[int], drawn: Sequence[int], pages: bytes, stored: dict[int, bytes | None]
) -> list[bytes]:
    own = dict(zip(drawn, pdf.split(pages), strict=True)) if drawn else {}
    return [own.get(shipment_id) or bytes(stored[shipment_id] or b"") for shipment_id in wanted]
