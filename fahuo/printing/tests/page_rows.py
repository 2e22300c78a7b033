"""Rows that the pages of printing show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.fixtures import rows
from tests.fixtures.rows import NOON, make_order, make_shipment

if TYPE_CHECKING:
    from fahuo.accounts.models import Seller
    from fahuo.printing.models import PrintBatch, Printer
    from fahuo.shipments.models import Shipment


def make_parcel(seller: Seller, place: int, **columns: Any) -> Shipment:
    return make_shipment(seller, make_order(seller, f"81128330000{place:05}", stage="SHIPPED"), **columns)


def make_printer(seller: Seller, **columns: Any) -> Printer:
    return rows.make_printer(seller, **{"address": "192.0.2.7:9100"} | columns)


def make_batch(seller: Seller, *parcels: Shipment, **columns: Any) -> PrintBatch:
    known: dict[str, Any] = {
        "kind": "LABELS", "format": "PDF", "size": "100X150", "count": len(parcels), "created_at": NOON,
    }  # fmt: skip
    from fahuo.printing.models import PrintBatch, Printout

    batch = PrintBatch.objects.create(seller=seller, **known | columns)
    for position, parcel in enumerate(parcels, start=1):
        Printout.objects.create(seller=seller, batch=batch, shipment=parcel, position=position, page=position)
    return batch
