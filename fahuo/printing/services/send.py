"""Send the file of a batch to its printer, or find out what became of one that was being sent.

Never inside a transaction.
"""

from __future__ import annotations

import uuid
from dataclasses import replace

from fahuo.kit import clock
from fahuo.printing.domain import Delivered, Delivery, Doubtful, NotSent, Place, place_of
from fahuo.printing.models import Connection, FileFormat, PrintBatch, PrintFile
from fahuo.printing.services.ledger import BatchLedger
from fahuo.printing.services.reach import reach
from fahuo.printing.services.record import in_file
from fahuo.printing.transports import ipp, raw
from fahuo.trade.problem import Problem


def send(batch: PrintBatch, lease: uuid.UUID) -> Delivery:
    """Hand the file over, its intent being committed."""
    place = _place(batch)
    if isinstance(place, Problem):
        return NotSent(place)
    file = PrintFile.objects.get(seller_id=batch.seller_id, batch=batch)
    content = bytes(file.content)
    ledger = BatchLedger(batch, lease, in_file(batch))
    if batch.printer is not None and batch.printer.connection == Connection.IPP:
        return ipp.deliver(place, _order(batch, file), content, reach=reach(), ledger=ledger)
    if batch.format == FileFormat.ZPL:
        return raw.deliver(place, _cut(content, file.lengths), zpl=True, reach=reach(), ledger=ledger)
    return _whole(raw.deliver(place, [content], zpl=False, reach=reach(), ledger=ledger), batch)


def find_out(batch: PrintBatch, lease: uuid.UUID) -> Delivery:
    """Say what became of a batch that was sent earlier: a printer over IPP can be asked, a raw connection cannot."""
    lost = Problem("PRINT_WORKER_LOST", "batch")
    place = _place(batch)
    file = PrintFile.objects.filter(seller_id=batch.seller_id, batch=batch).first()
    is_ipp = batch.printer is not None and batch.printer.connection == Connection.IPP
    if isinstance(place, Problem) or file is None or not is_ipp:
        return Doubtful(lost, batch.sent, batch.count)
    ledger = BatchLedger(batch, lease, in_file(batch))
    waits = reach(since=file.created_at, now=clock.now())
    return ipp.find_out(place, _order(batch, file), batch.job_number, reach=waits, ledger=ledger)


def _place(batch: PrintBatch) -> Place | Problem:
    if batch.printer is None:
        return Problem("PRINTER_MISSING", "printer")
    return place_of(batch.printer.connection, batch.printer.address)


def _order(batch: PrintBatch, file: PrintFile) -> ipp.Order:
    """Name the job so that it is found again: this batch, as it was drawn this time."""
    return ipp.Order(batch.format, f"fahuo-{batch.pk}-{file.created_at:%Y%m%d%H%M%S%f}", batch.count)


def _cut(content: bytes, lengths: list[int]) -> list[bytes]:
    """Return each shipment's labels apart."""
    documents, start = [], 0
    for length in lengths:
        documents.append(content[start : start + length])
        start += length
    if start != len(content):
        raise ValueError("The file of a batch has another length than its labels")
    return documents


def _whole(delivery: Delivery, batch: PrintBatch) -> Delivery:
    """A PDF is one document for the connection, and many labels for us."""
    match delivery:
        case Delivered():
            return replace(delivery, sent=batch.count)
        case Doubtful():
            return replace(delivery, sent=0, at_most=batch.count)
        case _:
            return delivery
