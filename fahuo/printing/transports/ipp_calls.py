"""The operations of IPP that printing needs (RFC 8011, section 4), each one exchange over HTTP."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import IntEnum

import httpx

from fahuo.kit import http
from fahuo.printing.domain import Place
from fahuo.printing.transports.ipp_message import (
    Attribute,
    Group,
    IppUnreadable,
    Message,
    Tag,
    Value,
    attribute,
    decode,
    encode,
    texts,
)
from fahuo.printing.transports.ledger import Reach

USER = "fahuo"
_FIRST_ERROR = 0x0400
LARGEST_ID = 0x7FFF_FFFF


class Operation(IntEnum):
    """Operations (section 5.4.15)."""

    PRINT_JOB = 0x0002
    CREATE_JOB = 0x0005
    SEND_DOCUMENT = 0x0006
    CANCEL_JOB = 0x0008
    GET_JOB = 0x0009
    GET_JOBS = 0x000A
    GET_PRINTER = 0x000B


class Status(IntEnum):
    """Answers that are told apart (appendix B)."""

    NOT_FOUND = 0x0406
    FORMAT_UNSUPPORTED = 0x040A
    NOT_ACCEPTING = 0x0506
    BUSY = 0x0507


class JobState(IntEnum):
    """States of a job (section 5.3.7)."""

    PENDING = 3
    HELD = 4
    PROCESSING = 5
    STOPPED = 6
    CANCELED = 7
    ABORTED = 8
    COMPLETED = 9


class IppRefused(Exception):
    """The printer answered, and its answer was no: nothing came of this operation."""

    def __init__(self, status: int, words: str) -> None:
        """Keep the status and what the printer says of it."""
        super().__init__(words or f"status 0x{status:04x}")
        self.status = status


class IppDoubtful(Exception):
    """What was answered cannot be read: the printer may have acted."""


@dataclass(frozen=True, slots=True)
class Job:
    """A job as the printer tells of it."""

    number: int
    name: str
    state: int
    reasons: tuple[str, ...]


@dataclass(slots=True)
class IppPrinter:
    """One printer over one client. Every method raises `http.HttpFailure`, `IppRefused` or `IppDoubtful`."""

    runner: asyncio.Runner
    client: httpx.AsyncClient
    place: Place
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def attributes(self, *names: str) -> dict[str, tuple[Value, ...]]:
        """Return what the printer says of itself: Get-Printer-Attributes."""
        answer = self._call(Operation.GET_PRINTER, [attribute("requested-attributes", Tag.KEYWORD, *names)])
        return {name: answer.values(Group.PRINTER, name) for name in names}

    def print_job(self, name: str, mime_type: str, job: Sequence[Attribute], document: bytes) -> Job:
        """Hand over a document in one go: Print-Job."""
        about = [attribute("job-name", Tag.NAME, name), attribute("document-format", Tag.MIME_TYPE, mime_type)]
        return _job(self._call(Operation.PRINT_JOB, about, job=job, document=document))

    def create_job(self, name: str, job: Sequence[Attribute]) -> Job:
        """Open a job that has no document yet, so that nothing can be printed twice: Create-Job."""
        return _job(self._call(Operation.CREATE_JOB, [attribute("job-name", Tag.NAME, name)], job=job))

    def send_document(self, number: int, mime_type: str, document: bytes) -> Job:
        """Hand over the only document of a job: Send-Document."""
        about = [
            attribute("document-format", Tag.MIME_TYPE, mime_type),
            attribute("last-document", Tag.BOOLEAN, True),  # noqa: FBT003
        ]
        return _job(self._call(Operation.SEND_DOCUMENT, about, number=number, document=document))

    def job(self, number: int) -> Job:
        """Return how a job is: Get-Job-Attributes."""
        wanted = attribute("requested-attributes", Tag.KEYWORD, *_JOB_NAMES)
        return _job(self._call(Operation.GET_JOB, [wanted], number=number))

    def jobs(self, which: str) -> list[Job]:
        """Return the jobs that are `completed` or `not-completed`: Get-Jobs."""
        about = [
            attribute("which-jobs", Tag.KEYWORD, which),
            attribute("requested-attributes", Tag.KEYWORD, *_JOB_NAMES),
        ]
        answer = self._call(Operation.GET_JOBS, about)
        return [_of_group(held) for held in answer.group(Group.JOB)]

    def cancel(self, number: int) -> None:
        """Give a job up: Cancel-Job."""
        self._call(Operation.CANCEL_JOB, [], number=number)

    def _call(
        self,
        operation: Operation,
        about: Sequence[Attribute],
        *,
        number: int | None = None,
        job: Sequence[Attribute] = (),
        document: bytes = b"",
    ) -> Message:
        target = [] if number is None else [attribute("job-id", Tag.INTEGER, number)]
        head = (
            attribute("attributes-charset", Tag.CHARSET, "utf-8"),
            attribute("attributes-natural-language", Tag.LANGUAGE, "en"),
            attribute("printer-uri", Tag.URI, self.place.ipp_url),
            *target,
            attribute("requesting-user-name", Tag.NAME, USER),
            *about,
        )
        groups = ((int(Group.OPERATION), head), *(((int(Group.JOB), tuple(job)),) if job else ()))
        body = encode(Message(operation, next(self._numbers), groups, document))
        headers = {"Content-Type": "application/ipp", "Accept": "application/ipp"}
        request = self.client.build_request("POST", self.place.http_url, content=body, headers=headers)
        return _read(self.runner.run(http.send(self.client, request)))


@contextmanager
def calling(place: Place, reach: Reach) -> Iterator[IppPrinter]:
    """Open a line to a printer; waiting for its answers blocks, as the batch's row is written in between."""
    with asyncio.Runner() as runner:
        client = http.client(networks=reach.networks, answer_within_s=reach.patience.answer_s, connections=1)
        try:
            yield IppPrinter(runner, client, place)
        finally:
            runner.run(client.aclose())


_JOB_NAMES = ("job-id", "job-name", "job-state", "job-state-reasons")


def _read(response: httpx.Response) -> Message:
    if 400 <= response.status_code < 500:
        raise IppRefused(response.status_code, f"HTTP {response.status_code}")
    if response.status_code != 200:
        raise IppDoubtful(f"HTTP {response.status_code}")
    try:
        answer = decode(response.content)
    except IppUnreadable as error:
        raise IppDoubtful(str(error)) from error
    if answer.code >= _FIRST_ERROR:
        words = texts(answer.values(Group.OPERATION, "status-message"))
        raise IppRefused(answer.code, " ".join(words)[:120])
    return answer


def _job(answer: Message) -> Job:
    held = answer.group(Group.JOB)
    if not held:
        raise IppDoubtful("The answer tells of no job")
    return _of_group(held[0])


def _of_group(held: dict[str, tuple[Value, ...]]) -> Job:
    number, state = held.get("job-id", ()), held.get("job-state", ())
    if not number or not isinstance(number[0], int) or not 0 < number[0] <= LARGEST_ID:
        raise IppDoubtful("The answer tells of a job without a number")
    name = texts(held.get("job-name", ()))
    return Job(
        number[0],
        name[0] if name else "",
        state[0] if state and isinstance(state[0], int) else 0,
        texts(held.get("job-state-reasons", ())),
    )
