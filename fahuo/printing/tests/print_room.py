"""A packing room: printable shipments, a printer that is emulated, batches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fahuo.printing.domain import BatchWish
from tests.fixtures.rows import NOON, make_order, make_product, make_shipment

if TYPE_CHECKING:
    from fahuo.accounts.models import Person, Seller
    from fahuo.printing.models import PrintBatch, Printer
    from fahuo.printing.services.queue import Queued
    from fahuo.shipments.models import Shipment


@dataclass
class PrintRoom:
    """What the tests do, in the words of the trade."""

    seller: Seller

    def shipments(self, count: int, **columns: Any) -> list[Shipment]:
        """Shipments with our own label, in the sequence of their waybill numbers."""
        if not self.seller.product_set.exists():
            make_product(self.seller)
        known = self.seller.order_set.count()
        orders = [make_order(self.seller, f"81128333{self.seller.pk:04}{known + i:04}") for i in range(count)]
        return [make_shipment(self.seller, order, **columns) for order in orders]

    def printer(self, address: str, *, connection: str = "RAW", file_format: str = "ZPL") -> Printer:
        from fahuo.printing.services import printers

        saved = printers.save(
            seller=self.seller, name=f"Zebra {address}", connection=connection, address=address, format=file_format
        )
        assert saved.printer is not None, saved.problem
        return saved.printer

    def queue(self, shipments: list[Shipment], *, person: Person | None = None, **wish: Any) -> Queued:
        from fahuo.printing.services.queue import queue

        printer = wish.pop("printer", None)
        if printer is not None:
            wish = {"printer_id": printer.pk, "format": printer.format, **wish}
        ids = [row.pk for row in shipments]
        return queue(seller=self.seller, person=person, shipment_ids=ids, wish=BatchWish(**wish), at=NOON)

    def printed(self, shipments: list[Shipment], **wish: Any) -> PrintBatch:
        """Queue and work a batch; return its row afterwards."""
        queued = self.queue(shipments, **wish)
        assert queued.batch is not None, queued.problem
        return self.work(queued.batch)

    def work(self, batch: PrintBatch) -> PrintBatch:
        from fahuo.printing.services import advance

        assert advance.print_batch(batch_id=batch.pk)
        batch.refresh_from_db()
        return batch
