"""Take a batch as far as it goes: draw it, look at it again, send it.

The row carries the state, the lease the right to work on it.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable

from django.db import DatabaseError, InterfaceError

from fahuo.kit import clock
from fahuo.printing import queries
from fahuo.printing.models import BatchStatus
from fahuo.printing.services import drawing, record, send
from fahuo.printing.services.ledger import lease_end
from fahuo.printing.services.record import Next
from fahuo.shipments.services.telling import tell

log = logging.getLogger(__name__)
Progress = Callable[[int], object]
MOST_DRAWINGS = 5  # so often a batch is drawn anew because waybills in it are being cancelled


class LeaseLostError(Exception):
    """The batch was stopped, or another worker has it: what is being drawn is of no use any more."""


def print_batch(*, batch_id: int, progress: Progress = lambda done: None) -> bool:
    """Take up a queued batch and bring it to its end; False when another worker has it or it was stopped."""
    lease = uuid.uuid4()
    if not queries.claim_one(batch_id, lease=lease, until=lease_end()):
        return False
    go_on(batch_id, lease, BatchStatus.QUEUED, progress)
    return True


def recover_due(*, seller_id: int | None = None, limit: int = 10) -> int:
    """Take over batches whose worker died; return how many. One that was being sent is never sent again."""
    lease = uuid.uuid4()
    due = queries.claim_due(at=clock.now(), until=lease_end(), lease=lease, limit=limit, seller_id=seller_id)
    for batch_id, status in due.items():
        go_on(batch_id, lease, status)
    return len(due)


def go_on(batch_id: int, lease: uuid.UUID, status: str, progress: Progress = lambda done: None) -> None:
    """Advance a batch that is ours; a defect of ours ends this batch and no other."""
    try:
        if status == BatchStatus.SENDING:
            batch = queries.work(batch_id).batch
            record.delivered(batch, lease, send.find_out(batch, lease), at=clock.now())
        else:
            _draw_and_send(batch_id, lease, is_drawn=status == BatchStatus.READY, progress=progress)
    except (DatabaseError, InterfaceError):
        raise
    except LeaseLostError:
        return
    except Exception as error:
        tell(log, f"print batch {batch_id}", error)
        record.defect(batch_id, lease, error)


def _draw_and_send(batch_id: int, lease: uuid.UUID, *, is_drawn: bool, progress: Progress) -> None:
    for _ in range(MOST_DRAWINGS):
        if not is_drawn and not _draw(batch_id, lease, progress):
            return
        batch = queries.work(batch_id).batch
        step = record.intend(batch, lease, at=clock.now())
        if step is Next.SEND:
            batch.refresh_from_db()
            record.delivered(batch, lease, send.send(batch, lease), at=clock.now())
        if step is not Next.DRAW_ANEW:
            return
        is_drawn = False
    raise RuntimeError("Waybills are cancelled faster than the batch is drawn")


def _draw(batch_id: int, lease: uuid.UUID, progress: Progress) -> bool:
    work = queries.work(batch_id)

    def still_ours(done: int) -> None:
        if not record.began(work.batch, lease):
            raise LeaseLostError(batch_id)
        progress(done)

    still_ours(0)
    result = drawing.draw(work, at=clock.now(), progress=still_ours)
    return record.drawn(work.batch, lease, result, at=clock.now())
