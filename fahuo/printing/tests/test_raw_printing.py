"""Printing over TCP 9100: what arrives is what was checked, in sequence, and after a break nothing is sent again."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from fahuo.kit import barcode
from fahuo.kit.barcode import Symbology
from fahuo.labels import zpl
from fahuo.labels.dots import Head
from fahuo.printing.emulation.mood import Mood
from fahuo.printing.emulation.raw_printer import RawPrinter
from fahuo.printing.emulation.running import running
from fahuo.printing.tests.print_room import PrintRoom
from tests.fixtures.ports import nobody_listens
from tests.fixtures.rows import NOON

if TYPE_CHECKING:
    from fahuo.accounts.models import Seller
    from fahuo.printing.models import PrintBatch


@pytest.fixture
def room(amys: Seller, settings) -> PrintRoom:
    settings.FAHUO_PRINTER_NETWORKS = ["127.0.0.0/8"]
    return PrintRoom(amys)


def content(batch: PrintBatch) -> bytes:
    from fahuo.printing.models import PrintFile

    return bytes(PrintFile.objects.get(batch=batch).content)


def numbers(labels: list[bytes]) -> list[str]:
    """The waybill numbers as a scanner reads them on the labels that arrived."""
    found = []
    for label in labels:
        (image,) = zpl.draw(label, Head.DPI_203)
        found += [text for text in barcode.read(image, Symbology.CODE128) if text.startswith("YT")]
    return found


@pytest.mark.parametrize("answers", [True, False], ids=["tells how it is", "says nothing"])
def test_what_arrives_is_the_checked_file_in_sequence(
    room: PrintRoom, request: pytest.FixtureRequest, *, answers: bool
) -> None:
    if not answers:
        request.getfixturevalue("hasty")
    shipments = room.shipments(3)
    fake = RawPrinter(Mood(answers=answers))
    with running(fake) as address:
        batch = room.printed(shipments[::-1], printer=room.printer(address), sequence="WAYBILL")
    assert (batch.status, batch.sent, batch.problem) == ("PRINTED", 3, {})
    assert fake.received[-1].strip() == content(batch).strip()
    assert numbers(fake.labels) == [row.waybill_number for row in shipments]
    assert fake.connections == 1
    assert [row.printed_at is not None for row in batch.printouts.all()] == [True] * 3


def test_a_pdf_arrives_whole(room: PrintRoom) -> None:
    fake = RawPrinter()
    with running(fake) as address:
        batch = room.printed(room.shipments(2), printer=room.printer(address, file_format="PDF"))
    assert (batch.status, batch.sent) == ("PRINTED", 2)
    assert fake.labels == [content(batch)]


def test_a_break_leaves_a_doubt_and_nothing_is_sent_again(room: PrintRoom) -> None:
    from fahuo.printing.services import advance
    from fahuo.printing.services.settle import settle

    fake = RawPrinter(Mood(break_after=3))
    with running(fake) as address:
        shipments = room.shipments(10)
        batch = room.printed(shipments, printer=room.printer(address))
        assert batch.status == "DOUBTFUL"
        assert batch.sent == 3
        assert batch.problem["code"] == "PRINTER_CONNECTION_BROKE"
        assert not advance.print_batch(batch_id=batch.pk)
        assert advance.recover_due() == 0
        assert len(fake.labels) == 3

        fake.mood.break_after = None
        too_few = settle(batch=batch, printed_up_to=2, person=None, at=NOON)
        assert too_few.problem is not None
        assert too_few.problem.code == "PRINT_COUNT_WRONG"
        rest = settle(batch=batch, printed_up_to=4, person=None, at=NOON).batch
        assert rest is not None
        assert room.work(rest).status == "PRINTED"
    assert numbers(fake.labels) == [row.waybill_number for row in (*shipments[:3], *shipments[4:])]
    batch.refresh_from_db()
    assert (batch.status, batch.sent) == ("CANCELLED", 4)


@pytest.mark.usefixtures("hasty")
def test_of_a_printer_that_says_nothing_a_break_leaves_nothing_sure(room: PrintRoom) -> None:
    with running(RawPrinter(Mood(answers=False, break_after=1))) as address:
        batch = room.printed(room.shipments(3), printer=room.printer(address))
    assert (batch.status, batch.sent) == ("DOUBTFUL", 0)


@pytest.mark.parametrize(
    ("mood", "code"),
    [
        (Mood(paper_out=True), "PRINTER_PAPER_OUT"),
        (Mood(head_open=True), "PRINTER_HEAD_OPEN"),
        (Mood(paused=True), "PRINTER_PAUSED"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_printer_that_cannot_print_gets_nothing(room: PrintRoom, mood: Mood, code: str) -> None:
    from fahuo.printing.services.send_again import send_again

    fake = RawPrinter(mood)
    with running(fake) as address:
        batch = room.printed(room.shipments(1), printer=room.printer(address))
        assert (batch.status, batch.sent, batch.problem["code"]) == ("FAILED", 0, code)
        assert fake.labels == []
        fake.mood = Mood()
        assert send_again(batch=batch, at=NOON) is None
        assert room.work(batch).status == "PRINTED"
    assert len(fake.labels) == 1


def test_paper_that_runs_out_half_way_stops_there(room: PrintRoom) -> None:
    fake = RawPrinter(Mood(paper_out_after=2))
    with running(fake) as address:
        batch = room.printed(room.shipments(4), printer=room.printer(address))
    assert (batch.status, batch.sent, batch.problem["code"]) == ("FAILED", 2, "PRINTER_PAPER_OUT")
    assert len(fake.labels) == 2


def test_a_printer_that_is_off_is_said_so(room: PrintRoom) -> None:
    with nobody_listens() as nobody:
        batch = room.printed(room.shipments(1), printer=room.printer(nobody))
    assert (batch.status, batch.problem["code"]) == ("FAILED", "PRINTER_UNREACHABLE")


def test_no_other_network_is_reached(room: PrintRoom, settings) -> None:
    settings.FAHUO_PRINTER_NETWORKS = ["192.168.0.0/16"]
    fake = RawPrinter()
    with running(fake) as address:
        batch = room.printed(room.shipments(1), printer=room.printer(address))
    assert (batch.status, batch.problem["code"]) == ("FAILED", "PRINTER_NETWORK")
    assert fake.connections == 0


@contextmanager
def foreign(serve: Callable[[socket.socket], None]) -> Iterator[str]:
    """A printer that is nothing but a socket: `serve` has each connection, and leaves it open when it returns."""
    held: list[socket.socket] = []

    def welcome() -> None:
        while True:
            try:
                held.append(door.accept()[0])
                serve(held[-1])
            except OSError:
                return

    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        door.bind(("127.0.0.1", 0))
        door.listen()
        threading.Thread(target=welcome, daemon=True).start()
        yield f"127.0.0.1:{door.getsockname()[1]}"
        for one in (*held, door):
            one.close()


def hang(line: socket.socket) -> None:
    """Take the connection, and read nothing of it."""


def eat(line: socket.socket) -> None:
    """Read to the end and say nothing, not even goodbye."""
    while line.recv(4096):
        pass


def hang_up(line: socket.socket) -> None:
    line.close()


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("file_format", ["ZPL", "PDF"])
@pytest.mark.parametrize("serve", [hang, eat], ids=["reads nothing", "never closes"])
def test_a_printer_that_gives_no_sign_leaves_a_doubt(
    room: PrintRoom, settings, serve: Callable[[socket.socket], None], file_format: str
) -> None:
    """Its system may acknowledge bytes that it never prints."""
    settings.FAHUO_PRINTER_ANSWER_SECONDS = 0.5
    with foreign(serve) as address:
        batch = room.printed(room.shipments(2), printer=room.printer(address, file_format=file_format))
    assert (batch.status, batch.sent, batch.problem["code"]) == ("DOUBTFUL", 0, "PRINTER_CONNECTION_BROKE")
    assert not batch.printouts.exclude(printed_at=None).exists()


def test_a_printer_that_hangs_up_at_once_got_nothing(room: PrintRoom) -> None:
    with foreign(hang_up) as address:
        batch = room.printed(room.shipments(1), printer=room.printer(address))
    assert (batch.status, batch.sent, batch.problem["code"]) == ("FAILED", 0, "PRINTER_UNREACHABLE")


def test_a_slow_printer_may_take_longer_than_an_answer(room: PrintRoom, settings) -> None:
    """What counts is that it goes on taking, not how long a whole file takes."""
    settings.FAHUO_PRINTER_ANSWER_SECONDS = 2.0
    taken: list[bytes] = []

    def sip(line: socket.socket) -> None:
        while part := line.recv(800):
            taken.append(part)
            time.sleep(0.1)
        line.close()

    with foreign(sip) as address:
        printer = room.printer(address, file_format="PDF")
        batch = room.printed(room.shipments(2), printer=printer)
    assert (batch.status, batch.sent) == ("PRINTED", 2)
    assert b"".join(taken) == content(batch)
    assert len(taken) * 0.1 > 2
