"""How far a batch is, in one line, and what may be done with it now."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fahuo.backoffice.formats import count
from fahuo.printing.models import BatchStatus, PrintBatch

WORKED = (BatchStatus.QUEUED, BatchStatus.RENDERING, BatchStatus.SENDING)


@dataclass(frozen=True, slots=True)
class Progress:
    """`moving`: a worker goes on with it. `asks`: its page does so, also until its file is fetched.

    `seen` changes whenever there is news; `said` is the headline as a screen reader says it, every tenth of the way.
    """

    headline: str
    said: str
    seen: str
    moving: bool
    asks: bool
    stoppable: bool
    # What a person does next: FETCH the file, COUNT what came out, send it AGAIN; or nothing.
    next: str = ""


def progress_of(batch: PrintBatch) -> Progress:
    """Put the state of a batch into words."""
    moving = batch.status in WORKED or (batch.status == BatchStatus.READY and batch.printer_id is not None)
    waits = batch.status == BatchStatus.READY and batch.printer_id is None
    fetched = batch.printed_at is not None
    return Progress(
        headline=_headline(batch, batch.sent),
        said=_headline(batch, batch.sent - batch.sent % max(batch.count // 10, 1)),
        seen=f"{batch.status}-{batch.sent}-{int(fetched)}",
        moving=moving,
        asks=moving or (waits and not fetched),
        stoppable=moving,
        next=_next(batch),
    )


def _next(batch: PrintBatch) -> str:
    if batch.status == BatchStatus.READY and batch.printer_id is None:
        return "FETCH"
    if batch.status == BatchStatus.DOUBTFUL or (batch.status == BatchStatus.FAILED and batch.sent and batch.printer_id):
        return "COUNT"
    return "AGAIN" if batch.status == BatchStatus.FAILED else ""


def _headline(batch: PrintBatch, sent: int) -> str:
    total, some = count(batch.count), {"sent": count(sent), "count": count(batch.count)}
    match batch.status:
        case BatchStatus.QUEUED:
            return _("Waiting for a worker")
        case BatchStatus.RENDERING:
            return ngettext(
                "%(n)s is being drawn and read back", "%(n)s are being drawn and read back", batch.count
            ) % {"n": total}
        case BatchStatus.READY if batch.printer_id is None:
            return _("Fetched") if batch.printed_at else _("Ready to fetch")
        case BatchStatus.READY | BatchStatus.SENDING:
            return _("%(sent)s of %(count)s sent") % some
        case BatchStatus.PRINTED:
            return ngettext("%(n)s was sent to the printer", "All %(n)s were sent to the printer", batch.count) % {
                "n": total
            }
        case BatchStatus.DOUBTFUL:
            return _("Interrupted: at least %(sent)s of %(count)s came out") % some
        case BatchStatus.FAILED:
            return _("Failed after %(sent)s of %(count)s") % some if sent else _("Failed: nothing was printed")
        case _:
            return _("Stopped after %(sent)s of %(count)s") % some if sent else _("Stopped: nothing was printed")
