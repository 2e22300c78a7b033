"""Write how far a batch is. Every result is written WHERE lease = mine, so that a late worker overwrites nothing."""

from __future__ import annotations

import hashlib
import uuid
from datetime import datetime, timedelta
from enum import Enum

from django.db import transaction

from fahuo.printing import queries
from fahuo.printing.domain import Delivered, Delivery, Doubtful, NotSent, Working, left_out_because
from fahuo.printing.domain.wish import unfit_for
from fahuo.printing.models import BatchStatus, PrintBatch, PrintFile, Printout
from fahuo.printing.services.drawing import DrawnBatch
from fahuo.printing.services.ledger import lease_end
from fahuo.trade.problem import Problem

ASK_AGAIN = timedelta(seconds=5)  # a printer that is still at a job
_FREE = {"lease": None, "lease_until": None}


class Next(Enum):
    """What a worker does with a batch that is drawn."""

    SEND = "SEND"
    DRAW_ANEW = "DRAW_ANEW"  # a waybill in the file was cancelled meanwhile
    NOTHING = "NOTHING"  # it waits to be fetched, or it is another's by now


def began(batch: PrintBatch, lease: uuid.UUID) -> bool:
    """Write that the batch is being drawn; False when it is another's by now."""
    open_states = (BatchStatus.QUEUED, BatchStatus.RENDERING, BatchStatus.READY)
    mine = PrintBatch.objects.filter(pk=batch.pk, lease=lease, status__in=open_states)
    return bool(mine.update(status=BatchStatus.RENDERING, lease_until=lease_end(), problem={}))


def drawn(batch: PrintBatch, lease: uuid.UUID, result: DrawnBatch, *, at: datetime) -> bool:
    """Keep the file and say what is not in it; a batch of which nothing can be printed has failed."""
    with transaction.atomic():
        mine = PrintBatch.objects.filter(pk=batch.pk, lease=lease, status=BatchStatus.RENDERING)
        count = len(result.pages)
        if not count:
            none = Problem("PRINT_NONE_PRINTABLE", "shipments", str(len(result.problems))).as_dict()
            written = mine.update(status=BatchStatus.FAILED, problem=none, count=0, **_FREE)
        elif batch.printer_id is None:
            written = mine.update(status=BatchStatus.READY, ready_at=at, count=count, **_FREE)
        else:
            written = mine.update(status=BatchStatus.READY, ready_at=at, count=count, lease_until=lease_end())
        if not written:
            return False
        _keep(batch, result, at)
        _mark(batch, result)
    return bool(count)


@transaction.atomic
def intend(batch: PrintBatch, lease: uuid.UUID, *, at: datetime) -> Next:
    """Commit that the file is about to leave, unless a waybill in it was cancelled; cancelling waits for this."""
    found = PrintBatch.objects.select_for_update(no_key=True, of=("self",)).select_related("printer").get(pk=batch.pk)
    if found.lease != lease or found.status != BatchStatus.READY or found.printer is None:
        return Next.NOTHING
    if unfit := unfit_for(queries.target_of(found.printer), found.kind, found.format, found.size, found.dpi):
        _end(found, BatchStatus.FAILED, unfit.as_dict(), at=at)
        return Next.NOTHING
    shipment_ids = [row.shipment_id for row in in_file(found)]
    states = queries.states(found.seller_id, shipment_ids, lock=True)
    if any(left_out_because(states.get(one), found.kind) for one in shipment_ids):
        return Next.DRAW_ANEW
    PrintBatch.objects.filter(pk=found.pk).update(
        status=BatchStatus.SENDING, lease_until=lease_end(), sent=0, job_number=""
    )
    return Next.SEND


@transaction.atomic
def delivered(batch: PrintBatch, lease: uuid.UUID, delivery: Delivery, *, at: datetime) -> bool:
    """Write what came of sending; False when the batch is another's by now, and then nothing is written."""
    rows = PrintBatch.objects.select_for_update(no_key=True)
    found = rows.filter(pk=batch.pk, lease=lease, status=BatchStatus.SENDING).first()
    if found is None:
        return False
    match delivery:
        case Delivered(sent, number, trouble):
            _end(found, BatchStatus.PRINTED, trouble.as_dict() if trouble else {}, sent=sent, number=number, at=at)
        case NotSent(problem, sent):
            _end(found, BatchStatus.FAILED, problem.as_dict(), sent=sent, at=at)
        case Doubtful(problem, sent, _, number):
            _end(found, BatchStatus.DOUBTFUL, problem.as_dict(), sent=sent, number=number, at=at)
        case Working(number):
            rows.filter(pk=found.pk).update(job_number=number, lease=None, lease_until=at + ASK_AGAIN)
    return True


def defect(batch_id: int, lease: uuid.UUID, error: Exception) -> None:
    """Give a batch up at which our own code failed; what was being sent may have come out in part."""
    mine = PrintBatch.objects.filter(pk=batch_id, lease=lease)
    problem = Problem("PRINT_DEFECT", "batch", type(error).__name__).as_dict()
    mine.filter(status=BatchStatus.SENDING).update(status=BatchStatus.DOUBTFUL, problem=problem, **_FREE)
    open_states = (BatchStatus.QUEUED, BatchStatus.RENDERING, BatchStatus.READY)
    mine.filter(status__in=open_states).update(status=BatchStatus.FAILED, problem=problem, **_FREE)


def in_file(batch: PrintBatch) -> list[Printout]:
    """Return the shipments in the file of a batch, in its sequence."""
    rows = Printout.objects.filter(seller_id=batch.seller_id, batch=batch, page__isnull=False)
    return list(rows.order_by("position"))


def _keep(batch: PrintBatch, result: DrawnBatch, at: datetime) -> None:
    PrintFile.objects.filter(seller_id=batch.seller_id, batch=batch).delete()
    if result.content:
        PrintFile.objects.create(
            seller_id=batch.seller_id,
            batch=batch,
            content=result.content,
            lengths=list(result.lengths),
            sha256=hashlib.sha256(result.content).hexdigest(),
            pages=sum(count for _, count in result.pages.values()) if result.leaves is None else result.leaves,
            created_at=at,
        )


def _mark(batch: PrintBatch, result: DrawnBatch) -> None:
    """Write of each shipment where it stands in the file, or why it does not."""
    rows = list(Printout.objects.filter(seller_id=batch.seller_id, batch=batch))
    for row in rows:
        row.page = result.pages[row.shipment_id][0] if row.shipment_id in result.pages else None
        problem = result.problems.get(row.shipment_id)
        row.problem = {} if row.page else (problem.as_dict() if problem else row.problem)
    Printout.objects.bulk_update(rows, ["page", "problem"], batch_size=500)


def _end(
    batch: PrintBatch, status: str, problem: dict[str, str], *, at: datetime, sent: int = 0, number: str = ""
) -> None:
    sent = max(sent, batch.sent)
    if sent:
        printed = [row.pk for row in in_file(batch)[:sent] if not row.problem]
        Printout.objects.filter(pk__in=printed, printed_at=None).update(printed_at=at)
    PrintBatch.objects.filter(pk=batch.pk).update(
        status=status,
        problem=problem,
        sent=sent,
        job_number=number or batch.job_number,
        printed_at=at if status == BatchStatus.PRINTED else batch.printed_at,
        **_FREE,
    )
