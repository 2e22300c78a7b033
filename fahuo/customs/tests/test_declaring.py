"""Declaring at a real (emulated) window: once, whoever asks how often, and nothing that is guessed."""

from __future__ import annotations

from collections import Counter

import pytest

from fahuo.customs.ceb.algorithms import KeySort
from fahuo.customs.models import Declarant, Declaration, Message, MessageNode, Receipt
from fahuo.customs.services import cancel, fetch, release, work
from fahuo.customs.tests.at_window import SOON, declared, ids, in_book, sent_all, states, worked_off
from fahuo.goods.models import Product
from fahuo.kit import clock
from fahuo.orders.models import OrderLine
from fahuo.shipments.models import Shipment
from tests.fixtures.declaring import make_declarant, say, to_declare
from tests.fixtures.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("sort", "algorithms"), [(KeySort.RSA, "RSA-SHA256"), (KeySort.SM2, "GM-2022")], ids=["rsa", "sm2"]
)
@pytest.mark.parametrize("waits", [True, False])
def test_parcels_are_declared_released_and_handed_over(amys, window, sort, algorithms, waits):
    make_declarant(amys, window, sort=sort, algorithms=algorithms, waits_for_parts=waits)
    rows = to_declare(amys, 3)
    assert worked_off(amys, rows) == {"CLOSED": 3}
    for one in Declaration.objects.all():
        assert (len(one.invt_no), len(one.pre_no)) == (18, 18)
        assert one.released_at is not None
        assert (one.order_state, one.waybill_state) == ("ACCEPTED", "ACCEPTED")
    assert [one["last_code"] for one in in_book(window, amys)] == ["899"] * 3
    assert Receipt.objects.exclude(refused="").count() == 0
    tendered = release.tender(seller=amys, person=None, shipment_ids=ids(rows), at=clock.now())
    assert (sorted(tendered.done), tendered.problems) == (sorted(ids(rows)), {})
    assert set(Shipment.objects.values_list("status", flat=True)) == {"TENDERED"}


def test_two_hundred_and_fifty_parcels_go_in_messages_of_a_hundred(amys, window):
    make_declarant(amys, window, waits_for_parts=False)
    rows = to_declare(amys, 250)
    done = declared(amys, rows)
    assert len(done.declarations) == 250
    sizes = Counter((one.kind, one.count) for one in Message.objects.all())
    assert sizes == {
        (kind, size): times for kind in ("CEB303", "CEB505", "CEB603") for size, times in ((100, 2), (50, 1))
    }
    assert MessageNode.objects.count() == 750


def test_declaring_takes_as_many_queries_for_fifty_as_for_two(amys, window, django_assert_max_num_queries):
    make_declarant(amys, window)
    few, many = to_declare(amys, 2), to_declare(amys, 50)
    for rows in (few, many):
        with django_assert_max_num_queries(40):
            assert len(declared(amys, rows).declarations) == len(rows)


def test_a_parcel_is_declared_once(amys, window):
    make_declarant(amys, window)
    rows = to_declare(amys, 2)
    first = declared(amys, rows)
    again = declared(amys, rows)
    assert (len(first.declarations), again.declarations) == (2, [])
    assert {problem.code for found in again.problems.values() for problem in found} == {"DECLARATION_EXISTS"}
    assert Declaration.objects.count() == 2


def test_two_people_declare_the_same_parcels_at_one_moment(amys, window):
    make_declarant(amys, window)
    rows = to_declare(amys, 20)
    results = at_once(*[lambda: declared(amys, rows)] * 3)
    assert sum(len(one.declarations) for one in results) == 20
    assert Declaration.objects.count() == 20
    assert MessageNode.objects.filter(kind="CEB303").count() == 20


def test_three_workers_send_each_message_once(amys, window):
    make_declarant(amys, window, waits_for_parts=False)
    declared(amys, to_declare(amys, 30))
    for _ in range(2):  # the lists wait until the others have left
        at_once(*[lambda: sent_all(amys)] * 3)
    assert set(Message.objects.values_list("status", "calls")) == {("TAKEN", 1)}
    book = say(window, "GET", "/_emulator/book")["messages"]
    account = Declarant.objects.get().window_account
    times = Counter(one["message_id"] for one in book if one["account"] == account)
    assert set(times.values()) == {1}
    assert len(times) == 3


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"card_number": ""}, "ERR_NO_EPORT_CARD"),
        ({"window_account": ""}, "ERR_NO_WINDOW_ACCOUNT"),
        ({"window_state": "APPLIED"}, "ERR_NO_WINDOW_ACCOUNT"),
        ({"statistics_flag": ""}, "DECLARANT_INCOMPLETE"),
        ({"declares": "CARRIER"}, "DECLARATION_BY_CARRIER"),
    ],
)
def test_without_card_or_account_nothing_is_declared(amys, window, changes, code):
    make_declarant(amys, **changes)
    rows = to_declare(amys, 2)
    done = declared(amys, rows)
    assert done.declarations == []
    assert all(code in {problem.code for problem in found} for found in done.problems.values())
    assert len(done.problems) == 2
    assert not Declaration.objects.exists()
    assert not Message.objects.exists()


def test_a_card_that_was_taken_away_keeps_written_messages_here(amys, window):
    make_declarant(amys, window)
    declared(amys, to_declare(amys, 2))
    Declarant.objects.update(card_number="")
    sent_all(amys)
    assert set(Message.objects.values_list("status", "calls", "signed_at")) == {("WRITTEN", 0, None)}
    assert Declarant.objects.get().window_problem["code"] == "ERR_NO_EPORT_CARD"
    assert in_book(window, amys, "CEB303") == []


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"hs_code": ""}, "DECLARATION_HS_CODE"),
        ({"title_zh": ""}, "DECLARATION_CHINESE_NAME"),
        ({"elements": {}}, "ELEMENTS_MISSING"),
        ({"sale_unit": ""}, "ELEMENTS_UNIT"),
    ],
)
def test_what_is_missing_becomes_a_draft_and_is_never_guessed(amys, window, columns, code):
    make_declarant(amys, window)
    rows = to_declare(amys, 1)
    Product.objects.update(**columns)
    done = declared(amys, rows)
    (draft,) = Declaration.objects.all()
    assert draft.state == "DRAFT"
    assert code in {problem.code for problem in done.problems[rows[0].pk]}
    assert code in {problem["code"] for problem in draft.problems}
    assert (draft.content, Message.objects.count()) == ({}, 0)


def test_a_draft_goes_out_once_it_was_mended(amys, window):
    make_declarant(amys, window)
    rows = to_declare(amys, 1)
    Product.objects.update(title_zh="")
    declared(amys, rows)
    Product.objects.update(title_zh="纯棉浴巾 灰色")
    assert worked_off(amys, rows) == {"CLOSED": 1}


def test_a_summary_declaration_wants_ten_digits(amys, window):
    make_declarant(amys, window, statistics_flag="B")
    rows = to_declare(amys, 1)
    Product.objects.update(hs_code="630260")
    assert "DECLARATION_HS_CODE" in {problem.code for problem in declared(amys, rows).problems[rows[0].pk]}
    Product.objects.update(hs_code="6302601000")
    assert worked_off(amys, rows) == {"CLOSED": 1}
    assert Declaration.objects.get().content["CEB603"]["lines"][0]["gcode"] == "6302601000"


def test_what_is_stated_follows_from_shipment_order_and_catalogue(amys, window):
    make_declarant(amys, window)
    rows = to_declare(amys, 1)
    OrderLine.objects.update(quantity=3, unit_price="9.00")
    rows[0].order.__class__.objects.update(amount="31.50")
    assert declared(amys, rows).problems == {}
    content = Declaration.objects.get().content
    order, waybill, listed = (content[kind] for kind in ("CEB303", "CEB505", "CEB603"))
    assert (order["goodsValue"], order["freight"], order["currency"]) == ("20.4", "4.5", "502")
    assert (waybill["freight"], waybill["currency"], waybill["grossWeight"]) == ("41.2", "142", "1.44")
    (line,) = listed["lines"]
    assert (line["qty"], line["unit"], line["qty1"], line["unit1"]) == ("3", "015", "3", "015")
    assert (line["qty2"], line["unit2"]) == ("1.44", "035")
    assert (line["price"], line["totalPrice"], line["barCode"]) == ("6.8", "20.4", "无")
    assert (line["gcode"], listed["country"], listed["statisticsFlag"]) == ("6302000000", "304", "A")
    assert line["gmodel"].startswith("0|0|")


def test_a_cancelled_parcel_takes_its_declaration_along(amys, window):
    make_declarant(amys, window)
    rows = to_declare(amys, 2)
    declared(amys, rows)
    Shipment.objects.filter(pk=rows[0].pk).update(status="CANCELLED")
    assert cancel.cancel_void(seller=amys, at=clock.now()) == 1
    left = Declaration.objects.filter(shipment=rows[1]).values_list("pk", flat=True)
    assert work.work_off(seller=amys, declaration_ids=left, at_most=SOON) == 0
    fetch.fetch(seller=amys, now=clock.now)
    assert states(rows) == {"CANCELLED": 1, "CLOSED": 1}
    assert len(in_book(window, amys)) == 1


def test_a_parcel_that_our_code_fails_at_leaves_the_others_alone(amys, window):
    make_declarant(amys, window)
    rows = to_declare(amys, 3)
    Shipment.objects.filter(pk=rows[1].pk).update(cost_currency="usd")  # no code at all: money refuses to be made of it
    done = declared(amys, rows)
    assert len(done.declarations) == 2
    assert [(pk, found[0].code) for pk, found in done.problems.items()] == [(rows[1].pk, "DECLARATION_DEFECT")]
    assert not Declaration.objects.filter(shipment=rows[1]).exists()
