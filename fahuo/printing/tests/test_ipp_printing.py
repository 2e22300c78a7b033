"""Printing over IPP: the job is followed to its end; after a break it is asked for, never sent again by itself."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from fahuo.printing.emulation.ipp_printer import HeldJob, IppPrinter
from fahuo.printing.emulation.mood import Mood
from fahuo.printing.emulation.running import running
from fahuo.printing.tests.print_room import PrintRoom
from fahuo.printing.transports import ipp
from fahuo.printing.transports.ipp_calls import JobState, Operation

if TYPE_CHECKING:
    from fahuo.accounts.models import Seller
    from fahuo.printing.models import PrintBatch


@pytest.fixture
def room(amys: Seller, settings, monkeypatch: pytest.MonkeyPatch) -> PrintRoom:
    settings.FAHUO_PRINTER_NETWORKS = ["127.0.0.0/8"]
    monkeypatch.setattr(ipp, "SETTLE_S", 0.0)
    return PrintRoom(amys)


def printed_on(fake: IppPrinter, room: PrintRoom, *, file_format: str = "PDF", **wish: Any) -> PrintBatch:
    with running(fake) as address:
        printer = room.printer(address, connection="IPP", file_format=file_format)
        return room.printed(room.shipments(2), printer=printer, **wish)


def content(batch: PrintBatch) -> bytes:
    from fahuo.printing.models import PrintFile

    return bytes(PrintFile.objects.get(batch=batch).content)


@pytest.mark.parametrize("two_steps", [True, False], ids=["create and send", "print job"])
@pytest.mark.parametrize("file_format", ["PDF", "ZPL"])
def test_a_job_is_followed_to_its_end(room: PrintRoom, file_format: str, *, two_steps: bool) -> None:
    fake = IppPrinter(Mood(two_steps=two_steps, polls=2))
    batch = printed_on(fake, room, file_format=file_format)
    assert (batch.status, batch.sent, batch.problem, batch.job_number) == ("PRINTED", 2, {}, "1")
    assert fake.documents == [content(batch)]
    assert fake.jobs[0].name.startswith(f"fahuo-{batch.pk}-")
    assert Operation.GET_JOB in fake.asked


@pytest.mark.parametrize(
    ("fake", "code"),
    [
        (IppPrinter(Mood(busy=True)), "PRINTER_BUSY"),
        (IppPrinter(Mood(paper_out=True)), "PRINTER_PAPER_OUT"),
        (IppPrinter(Mood(paused=True)), "PRINTER_PAUSED"),
        (IppPrinter(formats=("image/urf", "application/octet-stream")), "PRINTER_FORMAT"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_printer_that_takes_nothing_gets_nothing(room: PrintRoom, fake: IppPrinter, code: str) -> None:
    batch = printed_on(fake, room)
    assert (batch.status, batch.sent, batch.problem["code"]) == ("FAILED", 0, code)
    assert fake.jobs == []


@pytest.mark.parametrize("two_steps", [True, False], ids=["create and send", "print job"])
def test_an_aborted_job_is_a_doubt(room: PrintRoom, *, two_steps: bool) -> None:
    batch = printed_on(IppPrinter(Mood(aborts=True, two_steps=two_steps)), room)
    assert (batch.status, batch.sent, batch.problem["code"]) == ("DOUBTFUL", 0, "PRINTER_JOB_ABORTED")


@pytest.mark.parametrize(
    ("breaks", "two_steps"),
    [("print-job", False), ("send-document", True)],
)
def test_a_job_that_arrived_is_found_and_adopted(room: PrintRoom, breaks: str, *, two_steps: bool) -> None:
    fake = IppPrinter(Mood(breaks=breaks, two_steps=two_steps))
    batch = printed_on(fake, room)
    assert (batch.status, batch.sent, batch.job_number) == ("PRINTED", 2, "1")
    assert len(fake.documents) == 1


def test_a_job_without_its_document_is_given_up(room: PrintRoom) -> None:
    fake = IppPrinter(Mood(loses="send-document"))
    batch = printed_on(fake, room)
    assert (batch.status, batch.problem["code"]) == ("FAILED", "PRINTER_UNREACHABLE")
    assert [job.state for job in fake.jobs] == [JobState.CANCELED]
    assert fake.documents == []


def test_a_job_that_is_surely_not_there_may_be_sent_again(room: PrintRoom) -> None:
    from fahuo.printing.services.send_again import send_again
    from tests.fixtures.rows import NOON

    older = HeldJob(1, "somebody else's", state=JobState.COMPLETED)
    fake = IppPrinter(Mood(loses="print-job", two_steps=False), jobs=[older])
    with running(fake) as address:
        batch = room.printed(room.shipments(1), printer=room.printer(address, connection="IPP", file_format="PDF"))
        assert (batch.status, batch.sent) == ("FAILED", 0)
        fake.mood.loses = ""
        assert send_again(batch=batch, at=NOON) is None
        assert room.work(batch).status == "PRINTED"
    assert len(fake.documents) == 1


def test_a_printer_that_forgets_its_jobs_is_not_believed(room: PrintRoom) -> None:
    """It may have printed the job and forgotten it."""
    batch = printed_on(IppPrinter(Mood(loses="print-job", two_steps=False, forgets=True)), room)
    assert (batch.status, batch.problem["code"]) == ("DOUBTFUL", "PRINTER_CONNECTION_BROKE")


def test_a_job_that_never_ends_is_left_to_a_person(room: PrintRoom, settings) -> None:
    settings.FAHUO_PRINTER_DONE_SECONDS = 1
    batch = printed_on(IppPrinter(Mood(polls=10_000)), room)
    assert (batch.status, batch.problem["code"], batch.job_number) == ("DOUBTFUL", "PRINTER_JOB_UNKNOWN", "1")


def test_a_slow_printer_does_not_keep_a_worker(room: PrintRoom, settings, monkeypatch: pytest.MonkeyPatch) -> None:
    from fahuo.printing.services import advance, reach, record
    from fahuo.printing.transports import Patience

    monkeypatch.setattr(record, "ASK_AGAIN", timedelta(0))
    monkeypatch.setattr(reach, "Patience", partial(Patience, watch_s=0.0))
    fake = IppPrinter(Mood(polls=3))
    with running(fake) as address:
        printer = room.printer(address, connection="IPP", file_format="PDF")
        batch = room.printed(room.shipments(2), printer=printer)
        assert (batch.status, batch.lease, batch.job_number) == ("SENDING", None, "1")
        while batch.status == "SENDING":
            assert advance.recover_due() == 1
            batch.refresh_from_db()
    assert (batch.status, batch.sent) == ("PRINTED", 2)
    assert len(fake.documents) == 1


def test_a_printer_is_asked_how_it_is_without_printing(room: PrintRoom) -> None:
    from fahuo.printing.services import printers
    from tests.fixtures.rows import NOON

    fake = IppPrinter()
    with running(fake) as address:
        printer = room.printer(address, connection="IPP", file_format="PDF")
        assert printers.test(printer=printer, at=NOON) is None
        fake.mood.paper_out = True
        trouble = printers.test(printer=printer, at=NOON)
    assert trouble is not None
    assert trouble.code == "PRINTER_PAPER_OUT"
    printer.refresh_from_db()
    assert (printer.tested_at, printer.trouble["code"]) == (NOON, "PRINTER_PAPER_OUT")
    assert fake.jobs == []
