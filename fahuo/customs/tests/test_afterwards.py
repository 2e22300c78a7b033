"""What follows a declaration: submitting again, cancelling, master lists, departures and monthly summaries."""

from __future__ import annotations

import uuid

import pytest
from django.db import transaction

from fahuo.customs.ceb.fields import RECEIPT_OF
from fahuo.customs.ceb.values import BEIJING
from fahuo.customs.ceb.write import receipt
from fahuo.customs.domain.bulk_nodes import Bill
from fahuo.customs.models import Declaration, MasterList, Message, MessageNode, Summary
from fahuo.customs.services import cancel, declare, fetch, receive, resubmit, send, work
from fahuo.customs.services.summarise import summarise
from fahuo.customs.services.waybill_list import depart, list_under
from fahuo.customs.tests.at_window import SOON
from fahuo.customs.window import server
from fahuo.goods.models import Product
from fahuo.kit import clock
from fahuo.shipments.models import Shipment
from tests.fixtures.declaring import AT, make_declarant, say, to_declare
from tests.fixtures.rows import make_shipment

pytestmark = pytest.mark.django_db(transaction=True)
BILL = Bill("784-12345675", "CZ3051", "CZ3051/1122", "粤B12345")


@pytest.fixture(scope="module")
def strict():
    """A window that sends every list back, and holds what is accepted."""
    with server.running(hold_at="120") as url:
        yield url


def declared(seller, rows):
    done = declare.declare(seller=seller, person=None, shipment_ids=[row.pk for row in rows], at=clock.now())
    assert done.problems == {}
    return done.declarations


def finished(seller, keys):
    assert work.work_off(seller=seller, declaration_ids=keys, at_most=SOON) == 0


def turned(seller, times=4):
    """Send and fetch a few times."""
    for _ in range(times):
        while send.send_due(seller=seller):
            pass
        fetch.fetch(seller=seller, now=clock.now)


def test_what_customs_returned_is_submitted_again_as_a_change(amys):
    rows = to_declare(amys, 2)
    with server.running(reject_orders=[row.order.number for row in rows]) as url:
        make_declarant(amys, url)
        keys = declared(amys, rows)
        finished(amys, keys)
        before = list(Declaration.objects.order_by("pk"))
        assert {one.state for one in before} == {"REJECTED"}
        assert all("1399" in one.problems[-1]["detail"] for one in before)
        done = resubmit.resubmit(seller=amys, person=None, declaration_ids=keys, at=clock.now())
        assert (done.declarations, done.problems) == (keys, {})
        queued = list(Declaration.objects.order_by("pk"))
        assert {(one.state, one.attempt, one.app_type) for one in queued} == {("QUEUED", 2, "2")}
        assert [one.cop_no for one in queued] == [one.cop_no for one in before]
        assert all(
            one.content["CEB603"]["guid"] != old.content["CEB603"]["guid"]
            for one, old in zip(queued, before, strict=True)
        )
        finished(amys, keys)
    after = Declaration.objects.order_by("pk")
    assert {one.state for one in after} == {"CLOSED"}
    assert MessageNode.objects.filter(declaration=after[0], kind="CEB603").count() == 2


def test_only_what_failed_is_submitted_again(amys, window):
    make_declarant(amys, window)
    keys = declared(amys, to_declare(amys, 1))
    finished(amys, keys)
    count = MessageNode.objects.count()
    done = resubmit.resubmit(seller=amys, person=None, declaration_ids=[*keys, 999_999], at=clock.now())
    assert {problem.code for found in done.problems.values() for problem in found} == {"DECLARATION_NOT_RESUBMITTED"}
    assert (done.declarations, len(done.problems), MessageNode.objects.count()) == ([], 2, count)


def test_what_is_still_wrong_is_not_submitted_again(amys):
    rows = to_declare(amys, 1)
    with server.running(reject_orders=[rows[0].order.number]) as url:
        make_declarant(amys, url)
        keys = declared(amys, rows)
        finished(amys, keys)
    Product.objects.update(title_zh="")
    done = resubmit.resubmit(seller=amys, person=None, declaration_ids=keys, at=clock.now())
    assert [problem.code for problem in done.problems[keys[0]]] == ["DECLARATION_CHINESE_NAME"]
    one = Declaration.objects.get()
    assert (one.state, one.attempt) == ("REJECTED", 1)


def test_a_list_is_cancelled_and_its_order_declared_with_another_parcel(amys, strict):
    make_declarant(amys, strict)
    rows = to_declare(amys, 1)
    (key,) = declared(amys, rows)
    turned(amys)
    assert Declaration.objects.get().state == "ACCEPTED"
    Shipment.objects.update(status="CANCELLED")
    turned(amys)
    gone = Declaration.objects.get()
    assert (gone.pk, gone.state, gone.cancel_state) == (key, "CANCELLED", "CONCLUDED")
    assert MessageNode.objects.filter(kind="CEB605").count() == 1
    turned(amys)
    assert MessageNode.objects.filter(kind="CEB605").count() == 1  # asked once
    again = make_shipment(
        amys, rows[0].order, attempt=2, reference="again-2", waybill_number="YT2", eori="DE123456789012345"
    )
    (second,) = declared(amys, [again])
    turned(amys)
    assert say(strict, "POST", "/_emulator/release", {})["released"] >= 1
    finished(amys, [second])
    one = Declaration.objects.get(pk=second)
    assert (one.state, one.content["CEB303"]["appType"]) == ("CLOSED", "2")


def test_a_closed_list_is_not_cancelled(amys, window):
    make_declarant(amys, window)
    keys = declared(amys, to_declare(amys, 1))
    finished(amys, keys)
    problems = cancel.cancel(seller=amys, declaration_ids=keys, reason="错报", at=clock.now())
    assert problems[keys[0]].code == "DECLARATION_NOT_CANCELLABLE"
    assert not MessageNode.objects.filter(kind="CEB605").exists()


def test_released_lists_leave_under_a_master_bill(amys, window):
    make_declarant(amys, window)
    keys = declared(amys, to_declare(amys, 3))
    waiting = to_declare(amys, 1)
    finished(amys, keys)
    (open_key,) = declared(amys, waiting)
    bags = {keys[0]: "BAG-1"}
    made = list_under(seller=amys, bill=BILL, declaration_ids=[*keys, open_key], at=clock.now(), bags=bags)
    assert made.master is not None
    assert (made.master.parcels, list(made.left_out)) == (3, [open_key])
    turned(amys, 2)
    master = MasterList.objects.get()
    assert (master.state, master.problems, len(master.pre_no)) == ("CONCLUDED", [], 18)
    again = list_under(seller=amys, bill=BILL, declaration_ids=keys, at=clock.now())
    assert (again.master, [problem.code for problem in again.problems]) == (None, ["DECLARATION_NOT_LISTABLE"])
    assert depart(seller=amys, master_list_id=master.pk, left_at=clock.now(), at=clock.now()) == ()
    turned(amys, 2)
    assert MasterList.objects.get().departure_state == "CONCLUDED"
    assert depart(seller=amys, master_list_id=master.pk, left_at=clock.now(), at=clock.now())[0].code
    assert MessageNode.objects.filter(kind="CEB509").count() == 1


def refused(seller, kind):
    """Let customs answer the one message of a kind with an error that the window never got to see."""
    node = MessageNode.objects.get(seller=seller, kind=kind)
    at = clock.now()
    Message.objects.filter(pk=node.message_id).update(
        status="TAKEN", signed_at=at, sent_at=at, calls=1, lease_until=None
    )
    said = {
        "guid": str(node.guid).upper(),
        **{name: node.stated[name] for name in ("logisticsCode", "copNo")},
        "preNo": "B20261122000000001",
        "msgSeqNo": "1",
        "returnStatus": "-504009",
        "returnTime": at.astimezone(BEIJING).strftime("%Y%m%d%H%M%S000"),
        "returnInfo": "运单不存在",
    }
    content = receipt(RECEIPT_OF[kind], [said], str(uuid.uuid4()).upper())
    assert receive.take(seller=seller, content=content, at=at).taken == 1


def test_a_departure_that_was_refused_is_told_again_and_then_stands(amys, window):
    make_declarant(amys, window)
    keys = declared(amys, to_declare(amys, 1))
    finished(amys, keys)
    master = list_under(seller=amys, bill=BILL, declaration_ids=keys, at=clock.now()).master
    turned(amys, 2)
    assert depart(seller=amys, master_list_id=master.pk, left_at=clock.now(), at=clock.now()) == ()
    refused(amys, "CEB509")
    assert MasterList.objects.get().departure_state == "ERROR"
    assert depart(seller=amys, master_list_id=master.pk, left_at=clock.now(), at=clock.now()) == ()
    turned(amys, 2)
    left = MasterList.objects.get()
    assert (left.departure_state, left.problems) == ("CONCLUDED", [])


def test_a_master_list_that_the_window_refuses_without_a_word_does_not_wait_for_ever(amys, window):
    make_declarant(amys, window)
    keys = declared(amys, to_declare(amys, 1))
    finished(amys, keys)
    list_under(seller=amys, bill=BILL, declaration_ids=keys, at=clock.now())
    message = Message.objects.get(kind="CEB607")
    Message.objects.filter(pk=message.pk).update(status="REFUSED", answer={"code": "", "text": ""})
    with transaction.atomic():
        send.told(message)
    assert MasterList.objects.get().state == "ERROR"


def test_a_bill_that_cannot_be_written_leaves_nothing_behind(amys, window):
    make_declarant(amys, window)
    keys = declared(amys, to_declare(amys, 1))
    finished(amys, keys)
    made = list_under(seller=amys, bill=Bill("", "CZ3051", ""), declaration_ids=keys, at=clock.now())
    assert (made.master, {problem.code for problem in made.problems}) == (None, {"CEB_FIELD_MISSING"})
    assert not MasterList.objects.exists()
    assert Declaration.objects.get().master_list is None


def all_released_in_november():
    """Let customs have released everything on one day: a test that runs over the end of a month knows its month."""
    Declaration.objects.exclude(released_at=None).update(released_at=AT)
    return AT.date()


def test_a_month_is_summarised_by_destination_and_its_declaration_numbers_kept(amys, window):
    make_declarant(amys, window, statistics_flag="B")
    rows = to_declare(amys, 3)
    rows[2].order.__class__.objects.filter(pk=rows[2].order_id).update(country="FR", postcode="75001")
    keys = declared(amys, rows)
    finished(amys, keys)
    month = all_released_in_november()
    done = summarise(seller=amys, month=month, at=clock.now())
    assert (len(done.summaries), done.problems) == (2, ())
    turned(amys, 2)
    found = list(Summary.objects.order_by("pk"))
    assert {one.state for one in found} == {"CONCLUDED"}
    assert all(len(one.entry_id) == 18 and one.sum_no for one in found)
    assert len({one.entry_id for one in found}) == 2
    assert sorted(one.declarations.count() for one in found) == [1, 2]
    again = summarise(seller=amys, month=month, at=clock.now())
    assert (again.summaries, [problem.code for problem in again.problems]) == ((), ["DECLARATION_NOTHING_TO_SUMMARISE"])


def test_simplified_lists_are_never_summarised(amys, window):
    make_declarant(amys, window, statistics_flag="A")
    keys = declared(amys, to_declare(amys, 1))
    finished(amys, keys)
    done = summarise(seller=amys, month=all_released_in_november(), at=clock.now())
    assert (done.summaries, Summary.objects.count()) == ((), 0)
