"""Fetch the file of a batch: from then on its labels count as printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from fahuo.printing import queries
from fahuo.printing.domain import left_out_because
from fahuo.printing.models import BatchStatus, Kind, PrintBatch, PrintFile, Printout
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

    Labels that a printer has, or had, are not given out besides: they would come twice. When a waybill in it was
    cancelled since, nothing is given out and it is drawn anew; when another batch with one of its labels was printed
    since, nothing is given out, as a second label wants a reason.
    """
    found = PrintBatch.objects.select_for_update(no_key=True).get(pk=batch.pk)
    file = PrintFile.objects.filter(seller_id=found.seller_id, batch=found).first()
    if file is None or (problem := _kept_back(found)):
        return Fetched(problem=Problem("PRINT_FILE_GONE", "batch", found.status) if file is None else problem)
    rows = _documents(found)
    if _is_outdated(found, _states(found, rows, lock=True)):
        return _draw_anew(found, file, at)
    if again := _printed_elsewhere(found, rows):
        return Fetched(problem=Problem("PRINTED_MEANWHILE", "batch", str(again)))
    rows.filter(printed_at=None).update(printed_at=at)
    if found.printer_id is None:
        PrintBatch.objects.filter(pk=found.pk, printed_at=None).update(printed_at=at, sent=found.count)
    return _handed_out(found, file)


def fetch_again(*, batch: PrintBatch) -> Fetched:
    """Return a file that was fetched before, and change nothing."""
    file = PrintFile.objects.filter(seller_id=batch.seller_id, batch=batch).first()
    if file is None:
        return Fetched(problem=Problem("PRINT_FILE_GONE", "batch", batch.status))
    rows = _documents(batch)
    if problem := _kept_back(batch):
        return Fetched(problem=problem)
    if batch.printed_at is None or rows.filter(printed_at=None).exists():
        return Fetched(problem=Problem("PRINT_FILE_KEPT_BACK", "batch", batch.status))
    if _is_outdated(batch, _states(batch, rows, lock=False)):
        return Fetched(problem=Problem("PRINT_WAYBILL_VOID", "batch", str(batch.pk)))
    return _handed_out(batch, file)


def _kept_back(batch: PrintBatch) -> Problem | None:
    """A stopped batch gives nothing out, nor does one whose labels go, went or may have gone to a printer."""
    if batch.printer_id is None:
        free = batch.status == BatchStatus.READY
    else:
        free = batch.status == BatchStatus.PRINTED and batch.kind != Kind.LABELS
    return None if free else Problem("PRINT_FILE_KEPT_BACK", "batch", batch.status)


def _documents(batch: PrintBatch) -> QuerySet[Printout]:
    return Printout.objects.filter(seller_id=batch.seller_id, batch=batch, problem={})


def _states(batch: PrintBatch, rows: QuerySet[Printout], *, lock: bool) -> dict[int, str]:
    return queries.states(batch.seller_id, list(rows.values_list("shipment_id", flat=True)), lock=lock)


def _is_outdated(batch: PrintBatch, states: Mapping[int, str]) -> bool:
    return any(left_out_because(state, batch.kind) for state in states.values())


def _printed_elsewhere(batch: PrintBatch, rows: QuerySet[Printout]) -> int:
    """Return how many labels that this batch has not given out yet were printed by another one, if it has no reason."""
    if batch.kind != Kind.LABELS or batch.reason:
        return 0
    fresh = list(rows.filter(printed_at=None).values_list("shipment_id", flat=True))
    return len(queries.printed_before(batch.seller, fresh, besides=batch.pk))


def _handed_out(batch: PrintBatch, file: PrintFile) -> Fetched:
    name = f"{batch.kind.lower().replace('_', '-')}-{batch.pk}.{batch.format.lower()}"
    return Fetched(bytes(file.content), name, CONTENT_TYPES[batch.format])


def _draw_anew(batch: PrintBatch, file: PrintFile, at: datetime) -> Fetched:
    if batch.printer_id is not None:
        return Fetched(problem=Problem("PRINT_WAYBILL_VOID", "batch", str(batch.pk)))
    file.delete()
    PrintBatch.objects.filter(pk=batch.pk).update(
        status=BatchStatus.QUEUED, lease=None, lease_until=due_from(at), ready_at=None
    )
    hand_over(batch)
    return Fetched(problem=Problem("PRINT_FILE_OUTDATED", "batch", str(batch.pk)))
