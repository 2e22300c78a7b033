"""Two people, or a person and a worker, at the same moment: real connections, one of them waiting for the other."""

from __future__ import annotations

import threading
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from fahuo.printing.tests.print_room import PrintRoom
from tests.fixtures.people import make_seller
from tests.fixtures.rows import NOON, make_print_batch, make_printer
from tests.fixtures.together import at_once, while_open
from tests.fixtures.waiting import LONGEST_S

if TYPE_CHECKING:
    from fahuo.printing.models import PrintBatch

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 4


@pytest.fixture
def room() -> PrintRoom:
    return PrintRoom(make_seller())


def doubtful(room: PrintRoom) -> PrintBatch:
    printer = room.seller.printer_set.first() or make_printer(room.seller)
    return make_print_batch(room.seller, *room.shipments(3), status="DOUBTFUL", printer=printer, format="ZPL")


def test_of_two_clerks_who_print_the_same_labels_one_is_asked_why_again(room):
    printer = make_printer(room.seller)
    for _ in range(ROUNDS):
        shipments = room.shipments(3)
        made = at_once(
            *(lambda order=order: room.queue(order, printer=printer) for order in (shipments, shipments[::-1]))
        )
        assert sorted(one.problem.code if one.problem else "" for one in made) == ["", "REPRINT_REASON_MISSING"]


def test_of_two_files_of_the_same_labels_one_is_given_out(room):
    from fahuo.printing.models import Printout
    from fahuo.printing.services.fetch import fetch

    for _ in range(ROUNDS):
        shipments = room.shipments(2)
        batches = [make_print_batch(room.seller, *order) for order in (shipments, shipments[::-1])]
        given = at_once(*(lambda batch=batch: fetch(batch=batch, at=NOON) for batch in batches))
        assert sorted(one.problem.code if one.problem else "" for one in given) == ["", "PRINTED_MEANWHILE"]
        printed = Printout.objects.filter(shipment__in=shipments, printed_at__isnull=False)
        assert sorted(printed.values_list("shipment_id", flat=True)) == [row.pk for row in shipments]


def test_a_file_waits_while_a_printer_has_its_labels_and_with_a_reason_it_does_not(room):
    from fahuo.printing.models import PrintBatch
    from fahuo.printing.services.fetch import fetch

    shipments = room.shipments(2)
    kept = make_print_batch(room.seller, *shipments)
    assert room.queue(shipments, printer=make_printer(room.seller)).batch is not None
    refused = fetch(batch=kept, at=NOON)
    assert refused.problem is not None
    assert (refused.content, refused.problem.code) == (b"", "PRINTED_MEANWHILE")
    assert not kept.printouts.filter(printed_at__isnull=False).exists()
    PrintBatch.objects.filter(pk=kept.pk).update(reason="torn")
    assert fetch(batch=kept, at=NOON).content.startswith(b"%PDF")


def test_two_settle_one_batch_and_the_rest_is_sent_once(room):
    from fahuo.printing.models import PrintBatch
    from fahuo.printing.services.settle import settle

    for _ in range(ROUNDS):
        batch, before = doubtful(room), PrintBatch.objects.count()
        settled = at_once(
            *(partial(settle, batch=batch, printed_up_to=count, person=None, at=NOON) for count in (1, 2))
        )
        assert sorted(one.problem.code if one.problem else "" for one in settled) == ["", "PRINT_NOT_OPEN"]
        assert PrintBatch.objects.count() == before + 1
        PrintBatch.objects.filter(status="QUEUED").update(status="CANCELLED")


def test_a_batch_that_surely_failed_is_sent_again_or_settled_but_not_both(room):
    from fahuo.printing.models import PrintBatch
    from fahuo.printing.services.send_again import send_again
    from fahuo.printing.services.settle import settle

    for _ in range(ROUNDS):
        batch = doubtful(room)
        PrintBatch.objects.filter(pk=batch.pk).update(status="FAILED")
        again, settled = at_once(
            lambda batch=batch: send_again(batch=batch, at=NOON),
            lambda batch=batch: settle(batch=batch, printed_up_to=1, person=None, at=NOON),
        )
        assert (again is None) is (settled.problem is not None)
        PrintBatch.objects.filter(status="QUEUED").update(status="CANCELLED")


def test_a_rest_that_cannot_be_sent_leaves_the_batch_as_it_was(room):
    from fahuo.printing.models import PrintBatch, Printout
    from fahuo.printing.services.printers import retire
    from fahuo.printing.services.settle import settle

    batch = doubtful(room)
    assert batch.printer is not None
    assert retire(printer=batch.printer, at=NOON) is None
    refused = settle(batch=batch, printed_up_to=1, person=None, at=NOON)
    assert refused.problem is not None
    assert refused.problem.code == "PRINTER_MISSING"
    batch.refresh_from_db()
    assert (batch.status, batch.sent, PrintBatch.objects.count()) == ("DOUBTFUL", 0, 1)
    assert not Printout.objects.filter(printed_at__isnull=False).exists()
    assert settle(batch=batch, printed_up_to=1, person=None, at=NOON, send_rest=False).problem is None


def test_a_rest_that_was_cancelled_meanwhile_is_no_rest(room):
    from fahuo.printing.services.settle import settle
    from fahuo.shipments.models import Shipment

    batch = doubtful(room)
    Shipment.objects.filter(pk__in=batch.printouts.filter(position__gt=1).values("shipment")).update(status="CANCELLED")
    settled = settle(batch=batch, printed_up_to=1, person=None, at=NOON)
    assert (settled.batch, settled.problem, len(settled.left_out)) == (None, None, 2)
    batch.refresh_from_db()
    assert (batch.status, batch.sent) == ("CANCELLED", 1)


def test_a_printer_retired_while_it_is_saved_stays_retired(room):
    from fahuo.printing.models import Printer
    from fahuo.printing.services import printers

    row = make_printer(room.seller)
    seen = Printer.objects.get(pk=row.pk)
    known = {"name": "Zebra", "connection": "RAW", "address": "192.168.1.9:9100", "format": "ZPL"}
    gone, saved = while_open(
        lambda: printers.retire(printer=row, at=NOON),
        lambda: printers.save(seller=room.seller, printer=seen, **known),
    )
    assert gone is None
    assert saved.problem is not None
    assert saved.problem.code == "PRINTER_MISSING"
    row.refresh_from_db()
    assert (row.retired_at, row.name, row.is_default) == (NOON, "Packing table 2", False)


def test_two_printers_added_at_once_are_both_kept_and_one_is_the_default(room):
    from fahuo.printing.models import Printer
    from fahuo.printing.services import printers

    for number in range(ROUNDS):
        known = {"connection": "RAW", "address": "192.168.1.9:9100", "format": "ZPL", "is_default": True}
        names = (f"A{number}", f"B{number}")
        saved = at_once(*(partial(printers.save, seller=room.seller, name=name, **known) for name in names))
        assert [one.problem for one in saved] == [None, None]
        assert Printer.objects.filter(seller=room.seller, is_default=True).count() == 1


def test_two_save_one_printer_and_one_of_them_holds(room):
    from fahuo.printing.services import printers

    row = make_printer(room.seller)
    addresses = ("192.168.1.8:9100", "192.168.1.9:6101")
    known = {"name": "Zebra", "connection": "RAW", "format": "ZPL"}
    saved = at_once(
        *(lambda to=to: printers.save(seller=room.seller, printer=row, address=to, **known) for to in addresses)
    )
    assert [one.problem for one in saved] == [None, None]
    row.refresh_from_db()
    assert row.address in addresses
    assert row.is_default


def test_a_file_fetched_while_its_waybill_is_being_cancelled_waits_and_is_drawn_anew(room):
    from fahuo.printing.services.fetch import fetch
    from fahuo.shipments.models import Shipment

    shipments = room.shipments(2)
    batch = make_print_batch(room.seller, *shipments)
    _, given = while_open(
        lambda: Shipment.objects.filter(pk=shipments[1].pk).update(status="CANCELLED"),
        lambda: fetch(batch=batch, at=NOON),
    )
    assert given.problem is not None
    assert (given.content, given.problem.code) == (b"", "PRINT_FILE_OUTDATED")
    assert not batch.printouts.filter(printed_at__isnull=False).exists()


def test_a_batch_is_fetched_or_stopped_but_not_both(room):
    from fahuo.printing.services.fetch import fetch
    from fahuo.printing.services.stop import stop

    for fetch_first in (True, False):
        batch = make_print_batch(room.seller, *room.shipments(1))
        acts = [lambda batch=batch: fetch(batch=batch, at=NOON), lambda batch=batch: stop(batch=batch, at=NOON)]
        done = while_open(*(acts if fetch_first else acts[::-1]))
        fetched, stopped = done if fetch_first else done[::-1]
        batch.refresh_from_db()
        if fetch_first:
            assert (fetched.problem, stopped.code, batch.status) == (None, "PRINT_NOT_STOPPABLE", "READY")
        else:
            assert (stopped, fetched.problem.code, batch.status) == (None, "PRINT_FILE_KEPT_BACK", "CANCELLED")


@pytest.mark.parametrize("status", ["READY", "SENDING", "PRINTED", "DOUBTFUL", "FAILED", "CANCELLED"])
def test_what_goes_to_a_printer_is_not_given_out_as_a_file_besides(room, status):
    from fahuo.printing.services.fetch import fetch, fetch_again

    batch = make_print_batch(room.seller, *room.shipments(1), status=status, printer=make_printer(room.seller))
    for given in (fetch(batch=batch, at=NOON), fetch_again(batch=batch)):
        assert given.problem is not None
        assert (given.content, given.problem.code) == (b"", "PRINT_FILE_KEPT_BACK")
    assert not batch.printouts.filter(printed_at__isnull=False).exists()


def test_stopping_while_it_is_being_sent_is_a_doubt_and_what_arrived_stays_counted(room, settings):
    from fahuo.printing.emulation.raw_printer import RawPrinter
    from fahuo.printing.emulation.running import running
    from fahuo.printing.services import advance
    from fahuo.printing.services.stop import stop

    settings.FAHUO_PRINTER_NETWORKS = ["127.0.0.0/8"]
    fake, begun, over = RawPrinter(), threading.Event(), threading.Event()

    def printed(_content: bytes, _format: str) -> None:
        if len(fake.labels) == 2:
            begun.set()
            over.wait(LONGEST_S)

    def stop_it() -> Any:
        assert begun.wait(LONGEST_S)
        try:
            return stop(batch=batch, at=NOON)
        finally:
            over.set()

    fake.printed = printed
    with running(fake) as address:
        batch = room.queue(room.shipments(6), printer=room.printer(address)).batch
        assert batch is not None
        worked, stopped = at_once(lambda: advance.print_batch(batch_id=batch.pk), stop_it)
    batch.refresh_from_db()
    assert (worked, stopped) == (True, None)
    assert (batch.status, batch.problem["code"]) == ("DOUBTFUL", "PRINT_STOPPED")
    assert (batch.sent, len(fake.labels)) == (1, 2)
