"""Settle a batch that was interrupted: a person has counted what came out of the printer."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from fahuo.accounts.models import Person
from fahuo.printing.domain import BatchWish
from fahuo.printing.models import BatchStatus, PrintBatch, Printout
from fahuo.printing.services.queue import Queued, queue
from fahuo.printing.services.record import in_file
from fahuo.trade.problem import Problem

INTERRUPTED = (BatchStatus.DOUBTFUL, BatchStatus.FAILED)


@transaction.atomic
def settle(
    *, batch: PrintBatch, printed_up_to: int, person: Person | None, at: datetime, send_rest: bool = True
) -> Queued:
    """Mark the first `printed_up_to` documents as printed and queue a batch of the rest, if wanted.

    Returns that new batch, none when nothing is left; a problem when the count cannot be, nobody asked for one, or the
    rest cannot be sent: then nothing is changed.
    """
    found = PrintBatch.objects.select_for_update(no_key=True, of=("self",)).select_related("seller").get(pk=batch.pk)
    if found.status not in INTERRUPTED or found.printer_id is None:
        return Queued(problem=Problem("PRINT_NOT_OPEN", "batch", found.status))
    documents = in_file(found)
    if not found.sent <= printed_up_to <= len(documents):
        return Queued(problem=Problem("PRINT_COUNT_WRONG", "count", f"{found.sent}–{len(documents)}"))
    printed = [row for row in documents[:printed_up_to] if not row.problem]
    rest = [row for row in documents[printed_up_to:] if not row.problem]
    Printout.objects.filter(pk__in=[row.pk for row in printed], printed_at=None).update(printed_at=at)
    found.status = BatchStatus.CANCELLED if rest else BatchStatus.PRINTED
    found.sent, found.lease, found.lease_until = printed_up_to, None, None
    found.printed_at = at if printed else None
    found.save(update_fields=["status", "sent", "lease", "lease_until", "printed_at"])
    if not rest or not send_rest:
        return Queued()
    return _send_rest(found, [row.shipment_id for row in rest], person, at)


def _send_rest(batch: PrintBatch, shipment_ids: list[int], person: Person | None, at: datetime) -> Queued:
    queued = queue(seller=batch.seller, person=person, shipment_ids=shipment_ids, wish=_wish_of(batch), at=at)
    if queued.problem is not None and queued.problem.code == "PRINT_NONE_PRINTABLE":
        return Queued(left_out=queued.left_out)  # all of the rest was cancelled since: nothing is left to be sent
    if queued.problem is not None:
        transaction.set_rollback(True)
    return queued


def _wish_of(batch: PrintBatch) -> BatchWish:
    """Return the wish of the batch once more, for its rest; the places were settled, so they stay."""
    return BatchWish(
        kind=batch.kind,
        format=batch.format,
        size=batch.size or "100X150",
        dpi=batch.dpi,
        printer_id=batch.printer_id,
        sequence="CHOSEN",
        own_labels=batch.own_labels,
        pick_line=batch.pick_line,
        language=batch.language,
        reason=batch.reason or f"#{batch.pk}",
    )
