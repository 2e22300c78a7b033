"""The row of a batch while its documents leave for a printer: every entry is written WHERE lease = mine."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Value
from django.db.models.functions import Greatest

from fahuo.kit import clock
from fahuo.printing import queries
from fahuo.printing.domain import left_out_because
from fahuo.printing.models import BatchStatus, PrintBatch, Printout


def lease_end() -> datetime:
    """Return when a lease that begins or is prolonged now ends."""
    return clock.now() + timedelta(seconds=settings.FAHUO_PRINT_LEASE_SECONDS)


class BatchLedger:
    """A transport asks it before a document leaves, and tells it what was handed over."""

    def __init__(self, batch: PrintBatch, lease: uuid.UUID, printouts: Sequence[Printout]) -> None:
        """`printouts` are those in the file, in its sequence."""
        self._batch, self._lease, self._printouts = batch, lease, printouts

    def may_send(self, place: int) -> bool:
        """Look once more whether the waybill counts: it may have been cancelled a moment ago."""
        printout = self._printouts[place]
        states = queries.states(self._batch.seller_id, [printout.shipment_id])
        problem = left_out_because(states.get(printout.shipment_id), self._batch.kind)
        if problem is None:
            return True
        Printout.objects.filter(pk=printout.pk).update(problem=problem.as_dict())
        return False

    def handed(self, count: int) -> bool:
        """Write how far it is and prolong the lease; False when the batch was stopped or taken over."""
        return self._write(sent=Greatest("sent", Value(count)))

    def took(self, job_number: str) -> bool:
        """Write the printer's number of the job, so that it can be asked for by whoever goes on."""
        return self._write(job_number=job_number[:40])

    def _write(self, **columns: object) -> bool:
        mine = PrintBatch.objects.filter(pk=self._batch.pk, lease=self._lease, status=BatchStatus.SENDING)
        return bool(mine.update(lease_until=lease_end(), **columns))
