"""Forget printed files: they hold names and addresses."""

from __future__ import annotations

from datetime import datetime

from fahuo.printing.models import BatchStatus, PrintFile

# While these last the file is still needed.
_AT_WORK = (BatchStatus.QUEUED, BatchStatus.RENDERING, BatchStatus.SENDING)


def forget_files(*, before: datetime) -> int:
    """Delete the files of batches that were drawn before a moment; that they were printed stays. Returns how many."""
    old = PrintFile.objects.filter(created_at__lt=before).exclude(batch__status__in=_AT_WORK)
    deleted, _ = old.delete()
    return deleted
