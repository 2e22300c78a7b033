"""Printing over IPP (RFC 8011), to CUPS or to a printer itself.

The printer is asked first whether it takes such a document. Where it can, a job is opened and then given its document:
when the connection breaks, the job's number says what became of it. Otherwise the job is looked for by its name. What
cannot be found out is left to a person; nothing is sent twice.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from fahuo.kit import http
from fahuo.printing.domain import Delivered, Delivery, Doubtful, NotSent, Place, Working
from fahuo.printing.transports.ipp_calls import (
    IppDoubtful,
    IppPrinter,
    IppRefused,
    Job,
    JobState,
    Operation,
    Status,
    calling,
)
from fahuo.printing.transports.ipp_message import Tag, attribute, texts
from fahuo.printing.transports.ledger import Ledger, Patience, Reach
from fahuo.trade.problem import Problem

# What printers call these formats; the first that they take is used. Raw queues of CUPS pass ZPL on as it is.
MIME_TYPES = {
    "PDF": ("application/pdf",),
    "ZPL": ("application/vnd.zebra-zpl", "application/zpl", "application/vnd.cups-raw", "application/octet-stream"),
}
# Bars must come out as they were drawn; printers that do not know an attribute leave it out (section 5.2).
ONE_COPY_UNSCALED = (
    attribute("copies", Tag.INTEGER, 1),
    attribute("print-scaling", Tag.KEYWORD, "none"),
    attribute("sides", Tag.KEYWORD, "one-sided"),
)
_REASONS = {
    "media-empty": "PRINTER_PAPER_OUT",
    "media-needed": "PRINTER_PAPER_OUT",
    "cover-open": "PRINTER_HEAD_OPEN",
    "door-open": "PRINTER_HEAD_OPEN",
    "marker-supply-empty": "PRINTER_RIBBON_OUT",
    "paused": "PRINTER_PAUSED",
    "moving-to-paused": "PRINTER_PAUSED",
}
_ANSWERS = {
    Status.BUSY: "PRINTER_BUSY",
    Status.NOT_ACCEPTING: "PRINTER_BUSY",
    Status.FORMAT_UNSUPPORTED: "PRINTER_FORMAT",
}
_WANTED = (
    *("printer-state-reasons", "printer-is-accepting-jobs", "document-format-supported", "operations-supported"),
)
_NO_DOCUMENT = frozenset(("job-incoming", "job-data-insufficient"))
POLL_S = (0.1, 0.25, 0.5, 1.0, 2.0)
SETTLE_S = 2.0  # a job that is on its way may turn up a moment later
_FAILURES = (http.HttpFailure, IppRefused, IppDoubtful)


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be printed: its format, the name its job is found by, and how many documents it holds."""

    file_format: str
    job_name: str
    count: int


@dataclass(frozen=True, slots=True)
class _Ready:
    mime_type: str
    opens_jobs: bool


def ask(place: Place, *, file_format: str, reach: Reach) -> Problem | None:
    """Ask the printer how it is, and whether it takes such documents; None: it would."""
    with calling(place, reach) as printer:
        ready = _look(printer, file_format)
    return ready if isinstance(ready, Problem) else None


def deliver(place: Place, order: Order, document: bytes, *, reach: Reach, ledger: Ledger) -> Delivery:
    """Hand over one document and wait until the printer says that it is done."""
    with calling(place, reach) as printer:
        return _Errand(printer, order, reach.patience, ledger).deliver(document)


def find_out(place: Place, order: Order, job_number: str, *, reach: Reach, ledger: Ledger) -> Delivery:
    """Say what became of a job that was sent earlier, or by a worker that ended; never sends anything."""
    with calling(place, reach) as printer:
        errand = _Errand(printer, order, reach.patience, ledger)
        if job_number.isdigit():
            return errand.ask_again(int(job_number))
        return errand.by_name("the worker ended")


@dataclass(frozen=True, slots=True)
class _Errand:
    """One document on its way to one printer."""

    printer: IppPrinter
    order: Order
    patience: Patience
    ledger: Ledger

    def deliver(self, document: bytes) -> Delivery:
        """Look, send, wait."""
        ready = _look(self.printer, self.order.file_format)
        if isinstance(ready, Problem):
            return NotSent(ready)
        if ready.opens_jobs:
            return self._in_two_steps(ready.mime_type, document)
        return self._in_one_go(ready.mime_type, document)

    def _in_two_steps(self, mime_type: str, document: bytes) -> Delivery:
        """Open a job, note its number, then give it its document."""
        try:
            job = self.printer.create_job(self.order.job_name, ONE_COPY_UNSCALED)
        except IppRefused as error:
            return NotSent(_refused(error))
        except (http.HttpFailure, IppDoubtful) as error:  # at worst an empty job lies there, and nothing comes of it
            return NotSent(_not_there(error))
        if not self.ledger.took(str(job.number)):
            self._give_up(job.number)
            return NotSent(Problem("PRINT_STOPPED", "batch"))
        try:
            job = self.printer.send_document(job.number, mime_type, document)
        except IppRefused as error:
            self._give_up(job.number)
            return NotSent(_refused(error))
        except (http.HttpFailure, IppDoubtful) as error:
            return self.after_break(job.number, str(error))
        return self._until_done(job)

    def _in_one_go(self, mime_type: str, document: bytes) -> Delivery:
        try:
            job = self.printer.print_job(self.order.job_name, mime_type, ONE_COPY_UNSCALED, document)
        except IppRefused as error:
            return NotSent(_refused(error))
        except http.NotSent as error:
            return NotSent(_not_there(error))
        except (http.HttpFailure, IppDoubtful) as error:
            return self.by_name(str(error))
        self.ledger.took(str(job.number))
        return self._until_done(job)

    def by_name(self, why: str) -> Delivery:
        """Look for the job by its name: found, adopt it; surely not there, nothing was sent; else a person looks.

        Not being found is believed only of a printer that remembers ended jobs at all, and only the second time.
        """
        ended: list[Job] = []
        for wait in (0.0, SETTLE_S):
            time.sleep(wait)
            try:
                open_jobs, ended = self.printer.jobs("not-completed"), self.printer.jobs("completed")
            except _FAILURES as error:
                return self._doubtful("PRINTER_CONNECTION_BROKE", f"{why}; {error}")
            found = next((job for job in (*open_jobs, *ended) if job.name == self.order.job_name), None)
            if found is not None:
                self.ledger.took(str(found.number))
                return self._until_done(found)
        if not ended:
            return self._doubtful("PRINTER_CONNECTION_BROKE", why)
        return NotSent(_not_there(why))

    def after_break(self, number: int, why: str) -> Delivery:
        """Ask the job itself whether its document arrived; a job that surely has none is given up."""
        try:
            job = self.printer.job(number)
            if not _is_empty(job):
                return self._until_done(job)
            self.printer.cancel(number)
            job = self.printer.job(number)
        except _FAILURES as error:
            return self._doubtful("PRINTER_CONNECTION_BROKE", f"{why}; {error}", str(number))
        if job.state == JobState.CANCELED:
            return NotSent(_not_there(why))
        return self._until_done(job)

    def ask_again(self, number: int) -> Delivery:
        """Ask a job that was noted; while it cannot be asked there is time to ask later."""
        try:
            job = self.printer.job(number)
        except IppRefused as error:
            return self._doubtful("PRINTER_JOB_UNKNOWN", str(error), str(number))
        except (http.HttpFailure, IppDoubtful) as error:
            if self.patience.done_s > 0:
                return Working(str(number))
            return self._doubtful("PRINTER_CONNECTION_BROKE", str(error), str(number))
        if _is_empty(job):
            return self.after_break(number, "the worker ended")
        return self._until_done(job)

    def _until_done(self, job: Job) -> Delivery:
        """Ask until the job has ended, or for as long as a worker may watch it."""
        until, asked, last = time.monotonic() + min(self.patience.watch_s, self.patience.done_s), 0, ""
        while job.state not in (JobState.CANCELED, JobState.ABORTED, JobState.COMPLETED):
            if not self.ledger.handed(0):
                return self._doubtful("PRINT_STOPPED", "", str(job.number))
            if time.monotonic() > until:
                if self.patience.done_s > self.patience.watch_s:
                    return Working(str(job.number))
                return self._doubtful("PRINTER_JOB_UNKNOWN", last or ", ".join(job.reasons), str(job.number))
            time.sleep(POLL_S[min(asked, len(POLL_S) - 1)])
            asked += 1
            try:
                job = self.printer.job(job.number)
            except IppRefused as error:
                return self._doubtful("PRINTER_JOB_UNKNOWN", str(error), str(job.number))
            except (http.HttpFailure, IppDoubtful) as error:
                last = str(error)
        if job.state == JobState.COMPLETED:
            return Delivered(self.order.count, str(job.number))
        return self._doubtful("PRINTER_JOB_ABORTED", ", ".join(job.reasons), str(job.number))

    def _give_up(self, number: int) -> None:
        """Take an empty job out of the printer's queue; when that fails it ends by itself, as no document comes."""
        try:
            self.printer.cancel(number)
        except _FAILURES:
            return

    def _doubtful(self, code: str, why: str, job_number: str = "") -> Doubtful:
        return Doubtful(Problem(code, "printer", why[:120]), 0, self.order.count, job_number)


def _look(printer: IppPrinter, file_format: str) -> _Ready | Problem:
    """Read the printer's state and what it takes; nothing is printed by that, so every failure is harmless."""
    try:
        said = printer.attributes(*_WANTED)
    except IppRefused as error:
        return _refused(error)
    except (http.HttpFailure, IppDoubtful) as error:
        return _not_there(error)
    if said["printer-is-accepting-jobs"] == (False,):
        return Problem("PRINTER_BUSY", "printer")
    for reason in texts(said["printer-state-reasons"]):
        if code := _REASONS.get(reason.removesuffix("-error").removesuffix("-warning").removesuffix("-report")):
            return Problem(code, "printer", reason[:80])
    taken = {mime_type.lower() for mime_type in texts(said["document-format-supported"])}
    mime_type = next((one for one in MIME_TYPES[file_format] if one in taken), None)
    if mime_type is None:
        return Problem("PRINTER_FORMAT", "format", ", ".join(sorted(taken))[:120])
    return _Ready(
        mime_type, {int(Operation.CREATE_JOB), int(Operation.SEND_DOCUMENT)} <= {*said["operations-supported"]}
    )


def _is_empty(job: Job) -> bool:
    return job.state in (JobState.PENDING, JobState.HELD) and bool(_NO_DOCUMENT & set(job.reasons))


def _refused(error: IppRefused) -> Problem:
    codes = {int(status): code for status, code in _ANSWERS.items()}
    return Problem(codes.get(error.status, "PRINTER_REFUSED"), "printer", str(error)[:120])


def _not_there(why: object) -> Problem:
    return Problem("PRINTER_UNREACHABLE", "address", str(why)[:120])
