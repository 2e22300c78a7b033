"""Queueing: what is refused, what is left out, and what a second label of a parcel needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction

from fahuo.printing.domain import BatchWish, Target, refusal
from fahuo.printing.tests.print_room import PrintRoom
from tests.fixtures.rows import NOON

if TYPE_CHECKING:
    from fahuo.accounts.models import Person, Seller

ZEBRA = Target("Zebra", "RAW", "ZPL", "100X150", 203)
GONE = Target("Old", "RAW", "ZPL", "100X150", 203, retired=True)


@pytest.fixture
def room(amys: Seller) -> PrintRoom:
    return PrintRoom(amys)


@pytest.mark.parametrize(
    ("wish", "facts", "code"),
    [
        (BatchWish(), {"chosen": 0}, "PRINT_NOTHING_CHOSEN"),
        (BatchWish(), {"chosen": 2001}, "PRINT_TOO_MANY"),
        (BatchWish(), {"chosen": 2000}, None),
        (BatchWish(kind="POSTER"), {}, "PRINT_SETTING_UNKNOWN"),
        (BatchWish(size="A4"), {}, "PRINT_SETTING_UNKNOWN"),
        (BatchWish(dpi=600), {}, "PRINT_SETTING_UNKNOWN"),
        (BatchWish(sequence="RANDOM"), {}, "PRINT_SETTING_UNKNOWN"),
        (BatchWish(kind="INVOICE", language="fr"), {}, "PRINT_SETTING_UNKNOWN"),
        (BatchWish(format="XLSX"), {}, "PRINT_SETTING_UNKNOWN"),
        (BatchWish(kind="INVOICE", format="ZPL"), {}, "PRINT_ZPL_ONLY_LABELS"),
        (BatchWish(kind="PICK_LIST", format="XLSX"), {}, None),
        (BatchWish(printer_id=1), {}, "PRINTER_MISSING"),
        (BatchWish(printer_id=1, format="ZPL"), {"target": GONE}, "PRINTER_MISSING"),
        (BatchWish(printer_id=1, format="ZPL"), {"target": ZEBRA}, None),
        (BatchWish(printer_id=1, format="PDF"), {"target": ZEBRA}, "PRINT_FORMAT_NOT_PRINTERS"),
        (BatchWish(printer_id=1, format="ZPL", size="100X100"), {"target": ZEBRA}, "PRINT_SIZE_NOT_PRINTERS"),
        (BatchWish(printer_id=1, format="ZPL", dpi=300), {"target": ZEBRA}, "PRINT_SIZE_NOT_PRINTERS"),
        (BatchWish(), {"printed_before": 2}, "REPRINT_REASON_MISSING"),
        (BatchWish(reason="  "), {"printed_before": 2}, "REPRINT_REASON_MISSING"),
        (BatchWish(reason="torn"), {"printed_before": 2}, None),
        (BatchWish(kind="INVOICE"), {"printed_before": 2}, None),
    ],
)
def test_a_wish_is_judged(wish: BatchWish, facts: dict[str, Any], code: str | None) -> None:
    problem = refusal(wish, **{"chosen": 3, "target": None, "printed_before": 0, **facts})
    assert (problem.code if problem else None) == code


def test_batch_and_job_exist_both_or_neither(room: PrintRoom, bob: Person) -> None:
    from fahuo.printing.models import PrintBatch

    shipments = room.shipments(2)
    queued = room.queue(shipments, person=bob, reason=" new roll ")
    batch = queued.batch
    assert batch is not None
    assert (batch.status, batch.count, batch.person, batch.reason) == ("QUEUED", 2, bob, "new roll")
    assert _jobs(batch.pk) == 1

    with transaction.atomic():
        other = room.queue(shipments).batch
        assert other is not None
        assert _jobs(other.pk) == 1
        transaction.set_rollback(True)
    assert not PrintBatch.objects.filter(pk=other.pk).exists()
    assert _jobs(other.pk) == 0


def test_what_cannot_be_printed_is_left_out_and_says_why(room: PrintRoom, carols: Seller) -> None:
    good, void, booked = room.shipments(3)
    type(void).objects.filter(pk=void.pk).update(status="CANCELLED")
    type(void).objects.filter(pk=booked.pk).update(status="BOOKED")
    (foreign,) = PrintRoom(carols).shipments(1)
    queued = room.queue([void, foreign, good, booked, good])
    assert queued.batch is not None
    assert {one: why.code for one, why in queued.left_out.items()} == {
        void.pk: "PRINT_WAYBILL_VOID",
        foreign.pk: "PRINT_SHIPMENT_MISSING",
        booked.pk: "PRINT_LABEL_MISSING",
    }
    rows = queued.batch.printouts.order_by("position").values_list("shipment_id", "problem__code")
    assert list(rows) == [(good.pk, None), (void.pk, "PRINT_WAYBILL_VOID"), (booked.pk, "PRINT_LABEL_MISSING")]
    assert queued.batch.count == 1


def test_nothing_printable_changes_nothing(room: PrintRoom, carols: Seller) -> None:
    from fahuo.printing.models import PrintBatch

    queued = room.queue(PrintRoom(carols).shipments(2))
    assert queued.problem is not None
    assert (queued.problem.code, len(queued.left_out)) == ("PRINT_NONE_PRINTABLE", 2)
    assert not PrintBatch.objects.exists()


def test_anothers_printer_is_no_printer(room: PrintRoom, carols: Seller) -> None:
    printer = PrintRoom(carols).printer("192.168.1.50:9100")
    queued = room.queue(room.shipments(1), printer=printer)
    assert queued.problem is not None
    assert queued.problem.code == "PRINTER_MISSING"


def test_a_second_label_needs_a_reason_from_the_moment_the_first_is_on_its_way(room: PrintRoom) -> None:
    from fahuo.printing import queries
    from fahuo.printing.services.stop import stop

    shipments = room.shipments(3)
    first = room.queue(shipments[:2], printer=room.printer("192.168.1.50:9100")).batch
    assert first is not None
    again = room.queue(shipments)
    assert again.problem is not None
    assert (again.problem.code, again.problem.detail) == ("REPRINT_REASON_MISSING", "2")
    assert stop(batch=first, at=NOON) is None
    assert queries.printed_before(room.seller, [row.pk for row in shipments]) == {}
    assert room.queue(shipments).batch is not None


def test_a_fetched_file_counts_as_printed_and_is_counted(room: PrintRoom) -> None:
    from fahuo.printing import queries
    from fahuo.printing.services.fetch import fetch

    shipments = room.shipments(2)
    ids = [row.pk for row in shipments]
    batch = room.printed(shipments)
    assert batch.status == "READY"
    assert queries.printed_before(room.seller, ids) == {}
    fetched = fetch(batch=batch, at=NOON)
    assert fetched.content.startswith(b"%PDF")
    assert (fetched.name, fetched.content_type) == (f"labels-{batch.pk}.pdf", "application/pdf")
    assert fetch(batch=batch, at=NOON).content == fetched.content
    assert queries.printed_before(room.seller, ids) == dict.fromkeys(ids, 1)
    assert room.queue(shipments).problem is not None
    second = room.printed(shipments, reason="the roll was torn")
    fetch(batch=second, at=NOON)
    assert queries.printed_before(room.seller, ids) == dict.fromkeys(ids, 2)


def test_sequences(room: PrintRoom) -> None:
    from fahuo.orders.models import OrderLine
    from tests.fixtures.rows import make_product

    shipments = room.shipments(4)
    for sku, shelf in (("MUG", "A-2"), ("CUP", "A-10")):
        make_product(room.seller, sku=sku, shelf=shelf)
    for row, sku in zip(shipments, ("CUP", "MUG", "CUP", "MUG"), strict=True):
        OrderLine.objects.filter(order_id=row.order_id).update(sku=sku)
    wanted = {"CHOSEN": [3, 2, 1, 0], "WAYBILL": [0, 1, 2, 3], "SKU": [0, 2, 1, 3], "PICK_PATH": [1, 3, 0, 2]}
    for sequence, places in wanted.items():
        batch = room.queue(shipments[::-1], sequence=sequence).batch
        assert batch is not None
        rows = batch.printouts.order_by("position").values_list("shipment_id", flat=True)
        assert list(rows) == [shipments[place].pk for place in places], sequence


def _jobs(batch_id: int) -> int:
    from procrastinate.contrib.django.models import ProcrastinateJob

    return ProcrastinateJob.objects.filter(queue_name="printing", args__batch_id=batch_id).count()
