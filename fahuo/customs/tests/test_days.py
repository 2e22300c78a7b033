"""Customs' day is Beijing's, whatever clock the installation goes by; what a port asks and what a firm may not do."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from fahuo.customs.domain.composing import blocking
from fahuo.customs.models import Declarant, Declaration, Message, MessageNode
from fahuo.customs.queries.ready import stops
from fahuo.customs.services import declare, lists
from fahuo.customs.services.rebate.records import month_of
from fahuo.customs.services.summarise import summarise
from fahuo.customs.tests.at_window import declared, ids
from fahuo.goods.models import Product
from fahuo.orders.models import OrderLine
from fahuo.shipments.models import Shipment
from tests.fixtures.declaring import make_declarant, to_declare
from tests.fixtures.rows import make_declaration, make_order, make_shipment

pytestmark = pytest.mark.django_db(transaction=True)
LAST = datetime(2026, 12, 31, 15, 59, 59, tzinfo=UTC)  # 23:59:59 in Beijing
FIRST = LAST + timedelta(seconds=1)


@pytest.fixture(params=["Asia/Shanghai", "America/Los_Angeles", "Pacific/Kiritimati"])
def clock_of_installation(request, settings):
    settings.TIME_ZONE = request.param
    timezone.get_default_timezone.cache_clear()
    yield
    timezone.get_default_timezone.cache_clear()


@pytest.mark.parametrize(("at", "day"), [(LAST, "20261231"), (FIRST, "20270101")], ids=["last", "first"])
def test_a_list_states_the_day_in_beijing(amys, clock_of_installation, at, day):
    make_declarant(amys)
    done = declare.declare(seller=amys, person=None, shipment_ids=ids(to_declare(amys)), at=at)
    assert done.problems == {}
    content = Declaration.objects.get().content
    assert (content["CEB603"]["ieDate"], content["CEB603"]["appTime"][:8]) == (day, day)
    assert content["CEB303"]["appTime"][:8] == content["CEB505"]["appTime"][:8] == day


def test_a_list_that_waited_over_midnight_states_the_day_it_is_told(amys, clock_of_installation):
    make_declarant(amys)
    declare.declare(seller=amys, person=None, shipment_ids=ids(to_declare(amys)), at=LAST)
    Declaration.objects.update(order_state="ACCEPTED", waybill_state="ACCEPTED")
    assert lists.write_lists(seller=amys, at=FIRST) == 1
    content = Declaration.objects.get().content
    assert (content["CEB603"]["ieDate"], content["CEB603"]["appTime"]) == ("20270101", "20270101000000")
    assert content["CEB303"]["appTime"] == "20261231235959"


def test_a_month_ends_at_midnight_in_beijing(amys, clock_of_installation):
    make_declarant(amys, statistics_flag="B")
    rows = to_declare(amys, 2)
    for row, at in zip(rows, (LAST, FIRST), strict=True):
        make_declaration(amys, row, released_at=at)
    december = summarise(seller=amys, month=date(2026, 12, 15), at=FIRST).summaries
    january = summarise(seller=amys, month=date(2027, 1, 15), at=FIRST).summaries
    assert [one.declarations.get().released_at for one in (*december, *january)] == [LAST, FIRST]
    assert (month_of(LAST), month_of(FIRST)) == (date(2026, 12, 1), date(2027, 1, 1))


def test_lists_stand_together_only_with_what_they_share(amys):
    make_declarant(amys, statistics_flag="B")
    rows = to_declare(amys, 9)
    plain = make_declaration(amys, rows[0])
    make_declaration(amys, rows[1], price="3.40")  # other goods and prices are lines of one declaration
    for row, name, other in zip(
        rows[2:],
        ("ebcCode", "ownerCode", "trafMode", "portCode", "country", "loctNo", "currency"),
        ("4403160ABC", "4403160ABD", "4", "5301", "305", "A1", "300"),
        strict=True,
    ):
        one = make_declaration(amys, row)
        (one.content["CEB603"]["lines"][0] if name == "currency" else one.content["CEB603"])[name] = other
        one.save(update_fields=["content"])
    done = summarise(seller=amys, month=plain.released_at.date(), at=plain.released_at)
    assert sorted(one.declarations.count() for one in done.summaries) == [1] * 7 + [2]
    assert {one.merged_by["line_currency"] for one in done.summaries} == {"502", "300"}


def test_two_hundred_and_one_lists_are_three_parts_of_one_application(amys):
    make_declarant(amys, statistics_flag="B")
    (row,) = to_declare(amys)
    first = make_declaration(amys, row)
    orders = [make_order(amys, f"9{place:014d}") for place in range(200)]
    for order in orders:
        make_declaration(amys, make_shipment(amys, order))
    done = summarise(seller=amys, month=first.released_at.date(), at=first.released_at)
    assert (len(done.summaries), Declaration.objects.filter(summary=done.summaries[0]).count()) == (1, 201)
    messages = [bytes(one.content).decode() for one in Message.objects.filter(kind="CEB701").order_by("pk")]
    assert [text.count("<ceb:invtNo>") for text in messages] == [100, 100, 1]
    assert [text.count("<ceb:msgCount>3<") for text in messages] == [1, 1, 1]
    assert MessageNode.objects.filter(summary=done.summaries[0]).count() == 3


def test_while_the_port_asks_for_receipts_of_payment_nothing_is_declared(amys):
    make_declarant(amys)
    rows = to_declare(amys, 2)
    Declarant.objects.update(port_asks_receipts=True)
    done = declared(amys, rows)
    assert done.declarations == []
    assert {one.code for found in done.problems.values() for one in found} == {"CEB_RECEIPT_OF_PAYMENT"}
    assert (set(Declaration.objects.values_list("state", flat=True)), Message.objects.count()) == ({"DRAFT"}, 0)
    Declarant.objects.update(port_asks_receipts=False)
    assert len(declared(amys, rows).declarations) == 2


def test_a_waybill_number_of_another_parcel_is_not_used_within_six_months(amys):
    make_declarant(amys)
    (first, second) = to_declare(amys, 2)
    assert declared(amys, [first]).problems == {}
    Shipment.objects.filter(pk=second.pk).update(waybill_number=first.waybill_number)
    stored = Declaration.objects.get()
    done = declared(amys, [second])
    assert [(one.code, one.detail) for one in done.problems[second.pk]] == [("CEB_WAYBILL_NUMBER", stored.cop_no)]
    assert set(Declaration.objects.values_list("shipment_id", "state")) == {(first.pk, "QUEUED"), (second.pk, "DRAFT")}
    Declaration.objects.filter(pk=stored.pk).update(created_at=stored.created_at - timedelta(days=185))
    assert declared(amys, [second]).problems == {}


@pytest.mark.parametrize(
    ("mode", "flag", "hs_code", "stated", "kind"),
    [
        ("9610", "A", "630260", "6302000000", "E"),
        ("9610", "B", "6302601000", "6302601000", "E"),
        ("9710", "A", "630260", "6302600000", "B"),
        ("9710", "B", "6302601000", "6302601000", "B"),
        ("9810", "A", "630260", "6302600000", "W"),
        ("9810", "B", "6302601000", "6302601000", "W"),
        ("1210", "A", "630260", "6302000000", "E"),
        ("1210", "B", "6302601000", "6302601000", "E"),
    ],
)
def test_every_mode_states_what_it_wants(amys, mode, flag, hs_code, stated, kind):
    zone = {"warehouse_code": "3301660001", "warehouse_name": "某某仓储", "account_book": "T2904W000001"}
    make_declarant(amys, trade_mode=mode, statistics_flag=flag, **(zone if mode == "1210" else {}))
    rows = to_declare(amys)
    product = Product.objects.get()
    product.hs_code, product.elements = hs_code, {**product.elements, "备案序号": "00017"}
    product.save()
    assert declared(amys, rows).problems == {}
    content = Declaration.objects.get().content
    listed = content["CEB603"]
    assert (listed["tradeMode"], listed["statisticsFlag"], content["CEB303"]["orderType"]) == (mode, flag, kind)
    assert listed["lines"][0]["gcode"] == stated
    assert ("emsNo" in listed, "itemRecordNo" in listed["lines"][0]) == (mode == "1210", mode == "1210")


@pytest.mark.parametrize(("mode", "value", "fits"), [
    ("9710", "704.22", True), ("9710", "704.23", False), ("9810", "704.23", False), ("9610", "704.23", True),
])  # fmt: skip
def test_the_list_channel_ends_at_five_thousand_yuan(amys, mode, value, fits):
    """5,000 CNY at 7.10 CNY a dollar, the rule book's rate of the day."""
    make_declarant(amys, trade_mode=mode)
    rows = to_declare(amys)
    Product.objects.update(declared_value_usd=value)
    OrderLine.objects.update(unit_price=value)
    found = declare.declare(seller=amys, person=None, shipment_ids=ids(rows), at=datetime(2026, 11, 22, 4, tzinfo=UTC))
    codes = {one.code for problems in found.problems.values() for one in problems}
    assert ("LIST_CHANNEL_OVER_LIMIT" not in codes) is fits


@pytest.mark.parametrize(("at", "codes"), [(LAST, set()), (FIRST, {"ERR_EPORT_CARD_EXPIRED"})], ids=["last", "first"])
def test_a_card_ends_with_its_last_day_in_beijing(amys, clock_of_installation, at, codes):
    declarant = make_declarant(amys)
    declarant.card_until = date(2026, 12, 31)
    declarant.save(update_fields=["card_until"])
    assert {problem.code for problem in stops(declarant, at)} == codes
    assert {problem.code for problem in blocking(declare.ready(amys, at=at))} == codes
