"""Workers die, two come at once, waybills are cancelled meanwhile: nothing is printed twice, nothing void comes out."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from fahuo.kit import clock
from fahuo.printing.emulation.ipp_printer import IppPrinter
from fahuo.printing.emulation.mood import Mood
from fahuo.printing.emulation.raw_printer import RawPrinter
from fahuo.printing.emulation.running import running
from fahuo.printing.tests.print_room import PrintRoom
from fahuo.printing.transports import ipp
from tests.fixtures.rows import NOON

if TYPE_CHECKING:
    from fahuo.accounts.models import Seller
    from fahuo.printing.models import PrintBatch
    from fahuo.shipments.models import Shipment


@pytest.fixture
def room(amys: Seller, settings, monkeypatch: pytest.MonkeyPatch) -> PrintRoom:
    settings.FAHUO_PRINTER_NETWORKS = ["127.0.0.0/8"]
    monkeypatch.setattr(ipp, "SETTLE_S", 0.0)
    return PrintRoom(amys)


def drawn(room: PrintRoom, shipments: list[Shipment], **wish: object) -> tuple[PrintBatch, uuid.UUID]:
    """A batch that a worker has drawn and is about to send."""
    from fahuo.printing import queries
    from fahuo.printing.services import advance
    from fahuo.printing.services.ledger import lease_end

    batch = room.queue(shipments, **wish).batch
    assert batch is not None
    lease = uuid.uuid4()
    assert queries.claim_one(batch.pk, lease=lease, until=lease_end())
    assert advance._draw(batch.pk, lease, lambda done: None)
    batch.refresh_from_db()
    return batch, lease


def sending(room: PrintRoom, shipments: list[Shipment], **wish: object) -> tuple[PrintBatch, uuid.UUID]:
    """A batch whose worker has committed that it sends it now."""
    from fahuo.printing.services import record

    batch, lease = drawn(room, shipments, **wish)
    assert record.intend(batch, lease, at=NOON) is record.Next.SEND
    batch.refresh_from_db()
    return batch, lease


def die(batch: PrintBatch) -> None:
    """Let the lease of its worker run out."""
    type(batch).objects.filter(pk=batch.pk).update(lease_until=clock.now() - timedelta(seconds=1))


def cancel(shipment: Shipment) -> None:
    type(shipment).objects.filter(pk=shipment.pk).update(status="CANCELLED")


def recovered(batch: PrintBatch) -> PrintBatch:
    from fahuo.printing.services import advance

    die(batch)
    assert advance.recover_due() == 1
    batch.refresh_from_db()
    return batch


@pytest.mark.parametrize("claimed", [False, True], ids=["before it was taken up", "while it was drawn"])
def test_a_batch_left_behind_is_drawn_and_sent_by_another(room: PrintRoom, *, claimed: bool) -> None:
    from fahuo.printing import queries
    from fahuo.printing.services import record
    from fahuo.printing.services.ledger import lease_end

    fake = RawPrinter()
    with running(fake) as address:
        batch = room.queue(room.shipments(2), printer=room.printer(address)).batch
        assert batch is not None
        lease = uuid.uuid4()
        if claimed:
            assert queries.claim_one(batch.pk, lease=lease, until=lease_end())
            assert record.began(batch, lease)
        assert recovered(batch).status == "PRINTED"
        assert not record.began(batch, lease)
    assert len(fake.labels) == 2


def test_a_batch_that_was_drawn_is_sent_as_it_is(room: PrintRoom) -> None:
    fake = RawPrinter()
    with running(fake) as address:
        batch, _ = drawn(room, room.shipments(2), printer=room.printer(address))
        digest = batch.file.sha256
        assert recovered(batch).status == "PRINTED"
        assert batch.file.sha256 == digest
    assert len(fake.labels) == 2


def test_a_worker_killed_while_sending_leaves_a_doubt(room: PrintRoom) -> None:
    from fahuo.printing.domain import Delivered
    from fahuo.printing.services import record

    fake = RawPrinter()
    with running(fake) as address:
        batch, lease = sending(room, room.shipments(3), printer=room.printer(address))
        assert recovered(batch).status == "DOUBTFUL"
        assert batch.problem["code"] == "PRINT_WORKER_LOST"
        assert not record.delivered(batch, lease, Delivered(3), at=NOON)
    batch.refresh_from_db()
    assert batch.status == "DOUBTFUL"
    assert fake.labels == []


@pytest.mark.parametrize("sent", [False, True], ids=["before it left", "after it left"])
def test_ipp_is_asked_what_became_of_the_job(room: PrintRoom, *, sent: bool) -> None:
    from fahuo.printing.services import send

    fake = IppPrinter(Mood(polls=0))
    with running(fake) as address:
        printer = room.printer(address, connection="IPP", file_format="PDF")
        room.printed(room.shipments(1), printer=printer)
        batch, lease = sending(room, room.shipments(2), printer=printer)
        if sent:
            send.send(batch, lease)
        recovered(batch)
    assert batch.status == ("PRINTED" if sent else "FAILED")
    assert batch.sent == (2 if sent else 0)
    assert len(fake.documents) == 1 + sent


def test_two_workers_never_take_up_one_batch(room: PrintRoom) -> None:
    from fahuo.printing.services import advance

    fake = RawPrinter()
    with running(fake) as address:
        batch, _ = sending(room, room.shipments(1), printer=room.printer(address))
        assert not advance.print_batch(batch_id=batch.pk)
        assert advance.recover_due() == 0
    assert fake.labels == []


@pytest.mark.parametrize("printer", [True, False], ids=["for a printer", "for a file"])
def test_a_waybill_cancelled_before_it_is_drawn_is_left_out(room: PrintRoom, *, printer: bool) -> None:
    shipments = room.shipments(3)
    fake = RawPrinter()
    with running(fake) as address:
        wish = {"printer": room.printer(address)} if printer else {"format": "ZPL"}
        batch = room.queue(shipments, **wish).batch
        assert batch is not None
        cancel(shipments[1])
        room.work(batch)
    assert (batch.status, batch.count) == ("PRINTED" if printer else "READY", 2)
    codes = batch.printouts.order_by("position").values_list("problem__code", flat=True)
    assert list(codes) == [None, "PRINT_WAYBILL_VOID", None]
    assert len(fake.labels) == (2 if printer else 0)


@pytest.mark.parametrize("file_format", ["ZPL", "PDF"])
def test_a_waybill_cancelled_after_it_was_drawn_does_not_come_out(room: PrintRoom, file_format: str) -> None:
    from fahuo.kit import pdf

    shipments = room.shipments(3)
    fake = RawPrinter()
    with running(fake) as address:
        batch, _ = drawn(room, shipments, printer=room.printer(address, file_format=file_format))
        cancel(shipments[0])
        recovered(batch)
    assert (batch.status, batch.count, batch.sent) == ("PRINTED", 2, 2)
    labels = len(fake.labels) if file_format == "ZPL" else pdf.page_count(fake.labels[0])
    assert labels == 2
    assert batch.printouts.get(shipment=shipments[0]).printed_at is None


def test_a_waybill_cancelled_while_others_come_out_does_not(room: PrintRoom) -> None:
    shipments = room.shipments(3)
    fake = RawPrinter(printed=lambda content, file_format: cancelled.append(content))
    cancelled: list[bytes] = []
    with running(fake) as address:
        batch, lease = sending(room, shipments, printer=room.printer(address))
        cancel(shipments[1])
        from fahuo.printing.services import record, send

        assert record.delivered(batch, lease, send.send(batch, lease), at=NOON)
    batch.refresh_from_db()
    assert batch.status == "PRINTED"
    assert len(fake.labels) == 2
    assert batch.printouts.get(shipment=shipments[1]).problem["code"] == "PRINT_WAYBILL_VOID"
    assert [row.printed_at is not None for row in batch.printouts.order_by("position")] == [True, False, True]


def test_a_file_with_a_void_label_is_not_given_out(room: PrintRoom) -> None:
    from fahuo.kit import pdf
    from fahuo.printing.services.fetch import fetch

    shipments = room.shipments(3)
    batch = room.printed(shipments)
    cancel(shipments[2])
    refused = fetch(batch=batch, at=NOON)
    assert refused.problem is not None
    assert (refused.content, refused.problem.code) == (b"", "PRINT_FILE_OUTDATED")
    assert batch.printouts.filter(printed_at__isnull=False).count() == 0
    room.work(batch)
    assert pdf.page_count(fetch(batch=batch, at=NOON).content) == 2


def test_a_printer_retired_meanwhile_gets_nothing(room: PrintRoom) -> None:
    from fahuo.printing.services import printers

    fake = RawPrinter()
    with running(fake) as address:
        printer = room.printer(address)
        batch = room.queue(room.shipments(1), printer=printer).batch
        assert batch is not None
        assert printers.retire(printer=printer, at=NOON) is None
        room.work(batch)
    assert (batch.status, batch.problem["code"]) == ("FAILED", "PRINTER_MISSING")
    assert fake.connections == 0


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"format": "PDF"}, "PRINT_FORMAT_NOT_PRINTERS"),
        ({"size": "100X100"}, "PRINT_SIZE_NOT_PRINTERS"),
        ({"dpi": 300}, "PRINT_SIZE_NOT_PRINTERS"),
    ],
)
def test_a_printer_set_otherwise_meanwhile_gets_nothing(room: PrintRoom, changed: dict[str, Any], code: str) -> None:
    from fahuo.printing.models import Printer

    fake = RawPrinter()
    with running(fake) as address:
        batch = room.queue(room.shipments(1), printer=room.printer(address)).batch
        assert batch is not None
        Printer.objects.update(**changed)
        room.work(batch)
    assert (batch.status, batch.sent, batch.problem["code"]) == ("FAILED", 0, code)
    assert fake.connections == 0


def test_stopping(room: PrintRoom) -> None:
    from fahuo.printing.services import advance
    from fahuo.printing.services.stop import stop

    fake = RawPrinter()
    with running(fake) as address:
        printer = room.printer(address)
        queued = room.queue(room.shipments(1), printer=printer).batch
        assert queued is not None
        assert stop(batch=queued, at=NOON) is None
        assert not advance.print_batch(batch_id=queued.pk)
        leaving, lease = sending(room, room.shipments(2), printer=printer)
        fake.printed = lambda content, file_format: None
        assert stop(batch=leaving, at=NOON) is None
        from fahuo.printing.services import record, send

        assert not record.delivered(leaving, lease, send.send(leaving, lease), at=NOON)
    leaving.refresh_from_db()
    assert (leaving.status, leaving.problem["code"]) == ("DOUBTFUL", "PRINT_STOPPED")
    assert len(fake.labels) == 1, "the label in hand is finished, no other follows"
    ended = stop(batch=leaving, at=NOON)
    assert ended is not None
    assert ended.code == "PRINT_NOT_STOPPABLE"


def test_old_files_are_forgotten_and_the_batch_stays(room: PrintRoom) -> None:
    from fahuo.printing.models import PrintFile
    from fahuo.printing.services.fetch import fetch
    from fahuo.printing.services.forget import forget_files

    batch = room.printed(room.shipments(1))
    made = PrintFile.objects.get(batch=batch).created_at
    assert forget_files(before=made) == 0
    assert forget_files(before=made + timedelta(seconds=1)) == 1
    gone = fetch(batch=batch, at=NOON)
    assert gone.problem is not None
    assert gone.problem.code == "PRINT_FILE_GONE"
