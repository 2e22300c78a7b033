"""Fetch the file of a batch: from then on its labels count as printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from fahuo.printing import queries
from fahuo.printing.domain import left_out_because
from fahuo.printing.models import BatchStatus, PrintBatch, PrintFile, Printout
from fahuo.printing.services.queue import due_from, hand_over
from fahuo.trade.problem import Problem

CONTENT_TYPES = {
    "PDF": "application/pdf",
    "ZPL": "application/zpl",
    "XLSX": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """The file with its name and type, or the problem that there is none."""

    content: bytes = b""
    name: str = ""
    content_type: str = ""
    problem: Problem | None = None


@transaction.atomic
def fetch(*, batch: PrintBatch, at: datetime) -> Fetched:
    """Return the file of a batch that has one, and mark its documents as printed.

    A file that is fetched may be printed, also that of a batch for a printer. When a waybill in it was cancelled since,
    nothing is given out, and a batch without a printer is drawn anew.
    """
    found = PrintBatch.objects.select_for_update(no_key=True).get(pk=batch.pk)
    file = PrintFile.objects.filter(seller_id=found.seller_id, batch=found).first()
    if file is None:
        return Fetched(problem=Problem("PRINT_FILE_GONE", "batch", found.status))
    rows = Printout.objects.filter(seller_id=found.seller_id, batch=found, problem={})
    states = queries.states(found.seller_id, list(rows.values_list("shipment_id", flat=True)), lock=True)
    if any(left_out_because(state, found.kind) for state in states.values()):
        return _draw_anew(found, file, at)
    rows.filter(printed_at=None).update(printed_at=at)
    if found.printer_id is None:
        PrintBatch.objects.filter(pk=found.pk, printed_at=None).update(printed_at=at, sent=found.count)
    name = f"{found.kind.lower().replace('_', '-')}-{found.pk}.{found.format.lower()}"
    return Fetched(bytes(file.content), name, CONTENT_TYPES[found.format])


def _draw_anew(batch: PrintBatch, file: PrintFile, at: datetime) -> Fetched:
    if batch.status == BatchStatus.READY and batch.printer_id is None:
        file.delete()
        PrintBatch.objects.filter(pk=batch.pk).update(
            status=BatchStatus.QUEUED, lease=None, lease_until=due_from(at), ready_at=None
        )
        hand_over(batch)
        return Fetched(problem=Problem("PRINT_FILE_OUTDATED", "batch", str(batch.pk)))
    return Fetched(problem=Problem("PRINT_WAYBILL_VOID", "batch", str(batch.pk)))
