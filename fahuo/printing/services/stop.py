"""Stop a batch that somebody does not want any more."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from fahuo.printing.models import BatchStatus, PrintBatch
from fahuo.trade.problem import Problem

# Nothing of these was sent to a printer; a failed one could be sent again.
UNSENT = (BatchStatus.QUEUED, BatchStatus.RENDERING, BatchStatus.READY)


def stop(*, batch: PrintBatch, at: datetime) -> Problem | None:
    """Cancel what was not sent or fetched; None: stopped.

    What is being sent becomes DOUBTFUL, as nobody knows what came out.
    """
    rows = PrintBatch.objects.filter(pk=batch.pk, seller_id=batch.seller_id)
    free = {"lease": None, "lease_until": None}
    unfetched = rows.filter(Q(printer__isnull=False) | Q(printed_at=None))
    if unfetched.filter(status__in=UNSENT).update(status=BatchStatus.CANCELLED, **free):
        return None
    if rows.filter(status=BatchStatus.FAILED, sent=0).update(status=BatchStatus.CANCELLED, **free):
        return None
    doubt = Problem("PRINT_STOPPED", "batch").as_dict()
    if rows.filter(status=BatchStatus.SENDING).update(status=BatchStatus.DOUBTFUL, problem=doubt, **free):
        return None
    return Problem("PRINT_NOT_STOPPABLE", "batch")
