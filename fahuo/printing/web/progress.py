"""How far a batch is, in one line, and what may be done with it now."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from fahuo.backoffice.formats import count
from fahuo.printing.models import BatchStatus, PrintBatch

# A state, and whether something came out already: the headline.
HEADLINES = {
    ("QUEUED", True): _("Waiting for a worker"),
    ("RENDERING", True): _("Being drawn and read back: %(count)s"),
    ("READY", False): _("Ready to fetch"),
    ("READY", True): _("Fetched"),
    ("SENDING", True): _("%(sent)s of %(count)s sent"),
    ("PRINTED", True): _("All sent to the printer: %(count)s"),
    ("DOUBTFUL", True): _("Interrupted: at least %(sent)s of %(count)s came out"),
    ("FAILED", True): _("Failed after %(sent)s of %(count)s"),
    ("FAILED", False): _("Failed: nothing was printed"),
    ("CANCELLED", True): _("Stopped after %(sent)s of %(count)s"),
    ("CANCELLED", False): _("Stopped: nothing was printed"),
}
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
    words = HEADLINES[_case(batch, sent)]
    return str(words) % {"sent": count(sent), "count": count(batch.count)}


def _case(batch: PrintBatch, sent: int) -> tuple[str, bool]:
    """Return the state, and whether something came out already."""
    if batch.status == BatchStatus.READY:
        return ("SENDING", True) if batch.printer_id else ("READY", batch.printed_at is not None)
    ended = batch.status in (BatchStatus.FAILED, BatchStatus.CANCELLED)
    return batch.status, bool(sent) if ended else True
