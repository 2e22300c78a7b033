"""A printer that speaks IPP (RFC 8011), as a small ASGI application with a queue of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from fahuo.printing.emulation.mood import Mood
from fahuo.printing.transports.ipp_calls import JobState, Operation, Status
from fahuo.printing.transports.ipp_message import Attribute, Group, Message, Tag, attribute, decode, encode

_OK, _BAD, _OPERATION_UNKNOWN = 0x0000, 0x0400, 0x0501
_ENDED = (JobState.CANCELED, JobState.ABORTED, JobState.COMPLETED)
_NAMES = {
    Operation.PRINT_JOB: "print-job",
    Operation.CREATE_JOB: "create-job",
    Operation.SEND_DOCUMENT: "send-document",
}


@dataclass(slots=True)
class HeldJob:
    """A job in the printer's queue; `polls` until it is done."""

    number: int
    name: str
    document: bytes = b""
    state: JobState = JobState.HELD
    reasons: tuple[str, ...] = ("job-incoming",)
    polls: int = 0

    def attributes(self) -> tuple[Attribute, ...]:
        """Return what is told of it."""
        return (
            attribute("job-id", Tag.INTEGER, self.number),
            attribute("job-uri", Tag.URI, f"ipp://localhost/jobs/{self.number}"),
            attribute("job-name", Tag.NAME, self.name),
            attribute("job-state", Tag.ENUM, int(self.state)),
            attribute("job-state-reasons", Tag.KEYWORD, *(self.reasons or ("none",))),
        )


@dataclass(slots=True)
class IppPrinter:
    """The printer: its jobs, what it takes (`formats`), and what it printed, byte for byte."""

    mood: Mood = field(default_factory=Mood)
    formats: tuple[str, ...] = ("application/pdf", "application/vnd.cups-raw", "application/octet-stream")
    printed: Callable[[bytes, str], None] = lambda content, file_format: None
    jobs: list[HeldJob] = field(default_factory=list)
    documents: list[bytes] = field(default_factory=list)
    asked: list[int] = field(default_factory=list)

    def app(self) -> Starlette:
        """Return the application; the printer stands at every path."""
        return Starlette(routes=[Route("/{path:path}", self._answer, methods=["POST"])])

    async def _answer(self, request: Request) -> Response:
        message = decode(await request.body())
        self.asked.append(message.code)
        await asyncio.sleep(self.mood.slow_s)
        name = _NAMES.get(Operation(message.code), "") if message.code in set(Operation) else ""
        if name and name == self.mood.loses:
            raise ConnectionResetError("told to lose what it was sent")
        answer = self._done(message)
        if name and name == self.mood.breaks:
            raise ConnectionResetError("told to break off after the work")
        return Response(encode(answer), media_type="application/ipp")

    def _done(self, message: Message) -> Message:
        match message.code:
            case Operation.GET_PRINTER:
                return _said(message, (Group.PRINTER, self._about()))
            case Operation.PRINT_JOB | Operation.CREATE_JOB | Operation.SEND_DOCUMENT:
                return self._work(message)
            case Operation.GET_JOBS:
                which = message.values(Group.OPERATION, "which-jobs") == ("completed",)
                found = [
                    job for job in self.jobs if (job.state in _ENDED) is which and not (which and self.mood.forgets)
                ]
                return _said(message, *((Group.JOB, job.attributes()) for job in found))
            case Operation.GET_JOB | Operation.CANCEL_JOB:
                return self._of_job(message)
        return _said(message, status=_OPERATION_UNKNOWN)

    def _work(self, message: Message) -> Message:
        """Take a job, its document, or both at once."""
        if self.mood.busy:
            return _said(message, status=Status.BUSY)
        if message.code == Operation.SEND_DOCUMENT:
            job = self._job(message)
            if job is None or job.state in _ENDED:
                return _said(message, status=Status.NOT_FOUND)
        else:
            if message.code == Operation.CREATE_JOB and not self.mood.two_steps:
                return _said(message, status=_OPERATION_UNKNOWN)
            name = message.values(Group.OPERATION, "job-name")
            job = HeldJob(len(self.jobs) + 1, str(name[0]) if name else "", polls=self.mood.polls)
            self.jobs.append(job)
        if message.code != Operation.CREATE_JOB:
            self._take(job, message)
        return _said(message, (Group.JOB, job.attributes()))

    def _take(self, job: HeldJob, message: Message) -> None:
        job.document, job.state, job.reasons = message.document, JobState.PROCESSING, ("job-printing",)
        if self.mood.aborts:
            job.state, job.reasons = JobState.ABORTED, ("aborted-by-system",)
            return
        self.documents.append(message.document)
        mime_type = str((message.values(Group.OPERATION, "document-format") or ("",))[0])
        self.printed(message.document, "PDF" if mime_type == "application/pdf" else "ZPL")

    def _of_job(self, message: Message) -> Message:
        job = self._job(message)
        if job is None or (self.mood.forgets and job.state in _ENDED):
            return _said(message, status=Status.NOT_FOUND)
        if message.code == Operation.CANCEL_JOB:
            if job.state in _ENDED:
                return _said(message, status=_BAD)
            job.state, job.reasons = JobState.CANCELED, ("job-canceled-by-user",)
        elif job.state is JobState.PROCESSING:
            job.polls -= 1
            if job.polls < 0:
                job.state, job.reasons = JobState.COMPLETED, ("job-completed-successfully",)
        return _said(message, (Group.JOB, job.attributes()))

    def _job(self, message: Message) -> HeldJob | None:
        number = message.values(Group.OPERATION, "job-id")
        return next((job for job in self.jobs if (job.number,) == number), None)

    def _about(self) -> tuple[Attribute, ...]:
        two_steps = (Operation.CREATE_JOB, Operation.SEND_DOCUMENT)
        offered = [int(one) for one in Operation if self.mood.two_steps or one not in two_steps]
        reasons = [
            word for word, on in (("media-empty-error", self.mood.paper_out), ("paused", self.mood.paused)) if on
        ]
        return (
            attribute("printer-name", Tag.NAME, "emulated"),
            attribute("printer-state", Tag.ENUM, 5 if reasons else 3),
            attribute("printer-state-reasons", Tag.KEYWORD, *(reasons or ["none"])),
            attribute("printer-is-accepting-jobs", Tag.BOOLEAN, not self.mood.busy),
            attribute("operations-supported", Tag.ENUM, *offered),
            attribute("document-format-supported", Tag.MIME_TYPE, *self.formats),
        )


def _said(message: Message, *groups: tuple[Group, tuple[Attribute, ...]], status: int = _OK) -> Message:
    words = () if status < _BAD else (attribute("status-message", Tag.TEXT, "as told"),)
    head = (
        attribute("attributes-charset", Tag.CHARSET, "utf-8"),
        attribute("attributes-natural-language", Tag.LANGUAGE, "en"),
        *words,
    )
    told = tuple((int(kind), held) for kind, held in groups)
    return Message(int(status), message.request_id, ((int(Group.OPERATION), head), *told))
