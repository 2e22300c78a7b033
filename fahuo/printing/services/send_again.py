"""Send a batch again of which surely nothing came out."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from fahuo.printing.models import BatchStatus, PrintBatch
from fahuo.printing.services.queue import due_from, hand_over
from fahuo.trade.problem import Problem


@transaction.atomic
def send_again(*, batch: PrintBatch, at: datetime) -> Problem | None:
    """Queue a failed batch once more; it is drawn and looked at anew. None: queued."""
    rows = PrintBatch.objects.filter(pk=batch.pk, seller_id=batch.seller_id, status=BatchStatus.FAILED, sent=0)
    if not rows.update(status=BatchStatus.QUEUED, problem={}, lease=None, lease_until=due_from(at)):
        return Problem("PRINT_NOT_OPEN", "batch")
    hand_over(batch)
    return None
