"""A template set replayed on past orders, from the click to the result."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from fahuo.accounts.models import Action, Seller
from fahuo.routing.domain.templates import Template
from fahuo.routing.models import BackTest, TemplateSet
from fahuo.routing.queries.templates import rows
from fahuo.routing.services import backtest, templates
from fahuo.shipments.past_orders import PAST
from fahuo.trade.cargo import CargoClass
from tests.fixtures.accounts import connect_emulated
from tests.fixtures.rows import make_order, make_product, make_shipment

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)  # noon in Shanghai
FROM, UNTIL = date(2026, 11, 1), date(2026, 12, 1)


@pytest.fixture
def shop(amys: Seller) -> Seller:
    """A seller with a contract and a product."""
    connect_emulated(amys, "yunexpress", "http://127.0.0.1:1")
    make_product(amys)
    return amys


def a_set(seller: Seller, *rows: Template, smart_first: bool = False) -> TemplateSet:
    return templates.create_set(seller=seller, person=None, name="Europe", at=NOON, rows=rows, smart_first=smart_first)


def replayed(seller: Seller, found: TemplateSet, period_from: date = FROM, period_until: date = UNTIL) -> BackTest:
    made = backtest.open_back_test(
        seller=seller, person=None, found=found, period_from=period_from, period_until=period_until, at=NOON
    )
    return backtest.run_back_test(seller=seller, back_test_id=made.pk, past=PAST, now=lambda: NOON)


def order_of(seller: Seller, number: int, **columns: object):
    return make_order(seller, f"8112833{number:09}", **{"paid_at": NOON - timedelta(days=2)} | columns)


def price_of(seller: Seller, order, key: str) -> Decimal:
    """The net price on the order's day, asked one by one: the other implementation."""
    from fahuo.orders.queries import goods_lines
    from fahuo.routing.queries.context import seller_context
    from fahuo.routing.services.recommend import recommend
    from fahuo.shipments.queries.routing import route_requests

    requests = route_requests(seller, [order], goods_lines([order.pk]), at=order.paid_at)
    context = seller_context(seller, at=order.paid_at, volumes={})
    found = recommend(requests, context=context, seller_id=seller.pk)[0]
    options = {option.service.key: option for option in found.options}
    chosen = found.winner if key == "winner" else options[key]
    assert chosen is not None
    assert chosen.net is not None
    return chosen.net.amount


def test_three_ways_are_compared_on_the_same_orders(shop):
    orders = [order_of(shop, n) for n in range(3)]
    shipped = order_of(shop, 9, stage="SHIPPED")
    make_shipment(shop, shipped, carrier="yunexpress", service_code="THZXR", cost=Decimal("99.00"))
    result = replayed(shop, a_set(shop, Template(0, "yunexpress/THZXR", countries=frozenset({"DE"})))).result
    template, smart = price_of(shop, shipped, "yunexpress/THZXR"), price_of(shop, shipped, "winner")
    assert result["counts"]["orders"] == 4
    assert result["counts"]["used"] == 4
    totals = result["totals"]
    assert totals["all"]["template"]["cost"] == str(4 * template)
    assert totals["all"]["smart"]["cost"] == str(4 * smart)
    assert totals["shipped"]["chosen"] == totals["shipped"]["chosen"] | {"orders": 1, "cost": "99.00"}
    assert totals["shipped"]["template"]["cost"] == str(template)
    assert [row["country"] for row in result["by_country"]] == ["DE"]
    assert len(orders) == 3


def test_what_goes_elsewhere_is_named_with_its_saving(shop):
    shipped = order_of(shop, 1, stage="SHIPPED")
    make_shipment(shop, shipped, carrier="yunexpress", service_code="THZXR", cost=Decimal("99.00"))
    result = replayed(shop, a_set(shop)).result  # no template matches: the recommendation decides
    smart = price_of(shop, shipped, "winner")
    moved = [row for row in result["moved"] if row["basis"] == "shipped"]
    best = next(row["service"] for row in result["by_service"] if row["all"]["smart"]["orders"])
    if best == "yunexpress/THZXR":
        assert moved == []
    else:
        assert moved == [
            {"basis": "shipped", "from": "yunexpress/THZXR", "to": best, "orders": 1, "saving": str(99 - smart)}
        ]
        assert result["examples"][0]["order"] == shipped.number
    assert result["totals"]["all"]["template"] == result["totals"]["all"]["smart"]


def test_an_excluded_service_is_counted_with_its_reason(shop):
    order_of(shop, 1)
    found = a_set(
        shop,
        Template(0, "cainiao/CAINIAO_STANDARD", countries=frozenset({"DE"}), cargo=frozenset({CargoClass.GENERAL})),
    )
    result = replayed(shop, found).result
    assert result["counts"]["excluded"] == 1
    assert result["excluded"] == [{"service": "cainiao/CAINIAO_STANDARD", "code": "NO_CONTRACT", "orders": 1}]


def test_orders_outside_the_period_and_of_others_are_left_alone(shop, carols):
    order_of(shop, 1, paid_at=datetime(2026, 10, 31, 15, 59, tzinfo=UTC))  # a minute before 1 November in Shanghai
    inside = order_of(shop, 2, paid_at=datetime(2026, 10, 31, 16, 0, tzinfo=UTC))
    order_of(shop, 3, paid_at=None, imported_at=datetime(2026, 11, 30, 16, 0, tzinfo=UTC))  # midnight: not included
    order_of(shop, 4, outcome="BLOCKED")
    order_of(carols, 5)
    test = replayed(shop, a_set(shop))
    assert (test.orders_total, test.orders_done) == (1, 1)
    assert test.result["counts"]["orders"] == 1
    assert inside.pk


def test_what_cannot_be_replayed_is_counted_not_hidden(shop):
    order_of(shop, 1, sku="GONE")
    order_of(shop, 2, country="XK")
    order_of(shop, 3, paid_at=datetime(2020, 1, 1, tzinfo=UTC))
    early = replayed(shop, a_set(shop), date(2020, 1, 1), date(2021, 1, 1)).result
    assert early["counts"] == early["counts"] | {"orders": 1, "no_rules": 1}
    TemplateSet.objects.all().delete()
    result = replayed(shop, a_set(shop)).result
    assert result["counts"] == result["counts"] | {"orders": 2, "incomplete": 1, "no_service": 1}


def test_without_a_contract_nothing_is_compared_and_nothing_breaks(amys):
    make_product(amys)
    order_of(amys, 1)
    result = replayed(amys, a_set(amys)).result
    assert result["counts"]["no_service"] == 1
    assert result["totals"]["all"]["smart"]["orders"] == 0


def test_a_run_that_was_killed_begins_anew_and_a_second_one_changes_nothing(shop, monkeypatch):
    for number in range(5):
        order_of(shop, number)
    monkeypatch.setattr(backtest, "CHUNK", 2)
    found = a_set(shop, Template(0, "yunexpress/THZXR"))
    made = backtest.open_back_test(seller=shop, person=None, found=found, period_from=FROM, period_until=UNTIL, at=NOON)

    def killed(done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        backtest.run_back_test(seller=shop, back_test_id=made.pk, past=PAST, now=lambda: NOON, progress=killed)
    made.refresh_from_db()
    assert (made.orders_done, made.finished_at, made.result) == (2, None, {})
    steps: list[int] = []
    first = backtest.run_back_test(
        seller=shop, back_test_id=made.pk, past=PAST, now=lambda: NOON, progress=steps.append
    )
    assert steps == [2, 2, 1]
    assert first.result["counts"]["orders"] == 5
    later = NOON + timedelta(hours=1)
    again = backtest.run_back_test(seller=shop, back_test_id=made.pk, past=PAST, now=lambda: later)
    assert (again.result, again.finished_at) == (first.result, NOON)


def test_one_that_is_stopped_stops_after_its_chunk(shop, monkeypatch):
    for number in range(4):
        order_of(shop, number)
    monkeypatch.setattr(backtest, "CHUNK", 2)
    made = backtest.open_back_test(
        seller=shop, person=None, found=a_set(shop), period_from=FROM, period_until=UNTIL, at=NOON
    )

    def stop(done: int) -> None:
        backtest.cancel_back_test(seller=shop, person=None, back_test_id=made.pk, at=NOON)

    ended = backtest.run_back_test(seller=shop, back_test_id=made.pk, past=PAST, now=lambda: NOON, progress=stop)
    assert (ended.failure, ended.orders_done, ended.result) == ("CANCELLED", 2, {})


def test_our_own_mistake_is_written_on_the_row(shop):
    order_of(shop, 1)
    made = backtest.open_back_test(
        seller=shop, person=None, found=a_set(shop), period_from=FROM, period_until=UNTIL, at=NOON
    )
    broken = backtest.Past(requests=PAST.requests, chosen=lambda seller_id, ids: 1 / 0)  # type: ignore[arg-type, return-value]
    with pytest.raises(ZeroDivisionError):
        backtest.work_back_test(seller=shop, back_test_id=made.pk, past=broken, now=lambda: NOON)
    made.refresh_from_db()
    assert (made.failure, made.finished_at) == ("ZeroDivisionError", NOON)


def test_a_set_that_is_edited_later_does_not_change_what_is_replayed(shop):
    order_of(shop, 1)
    found = a_set(shop, Template(0, "yunexpress/THZXR"))
    made = backtest.open_back_test(seller=shop, person=None, found=found, period_from=FROM, period_until=UNTIL, at=NOON)
    (row,) = rows(found.pk)
    templates.remove_row(edit=templates.Edit(shop, None, found.pk, found.changed_at, NOON), row_id=row.id)
    ended = backtest.run_back_test(seller=shop, back_test_id=made.pk, past=PAST, now=lambda: NOON)
    assert ended.result["counts"]["matched"] == 1


@pytest.fixture
def clerk(bob) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(bob)
    return client


def test_from_the_click_to_the_file(clerk, shop, django_capture_on_commit_callbacks):
    from fahuo.shipments.jobs import run_back_test

    order_of(shop, 1)
    found = a_set(shop, Template(0, "yunexpress/THZXR"))
    answer = clerk.post(
        reverse("start-back-test"),
        {"template_set": found.pk, "period_from": "2026-11-01", "period_until": "2026-12-01"},
    )
    test = BackTest.objects.get()
    assert answer.url == reverse("back-test", args=[test.pk])
    assert Action.objects.get(verb="back_test").subject == "Europe"
    page = clerk.get(answer.url).text
    assert "Waiting for a worker" in page
    assert 'hx-trigger="every 1s"' in page
    run_back_test(seller_id=shop.pk, back_test_id=test.pk)
    page = clerk.get(answer.url).text
    assert "1 order replayed" in page
    assert "hx-trigger" not in page[page.index('id="test"') :]
    assert 'class="grouped-bars"' in page
    stored = json.loads(clerk.get(reverse("back-test-file", args=[test.pk, "json"])).content)
    assert stored["result"]["counts"]["orders"] == 1
    lines = list(
        csv.DictReader(io.StringIO(clerk.get(reverse("back-test-file", args=[test.pk, "csv"])).text.lstrip("\ufeff")))
    )
    assert {line["group"] for line in lines} == {"total", "country", "service"}
    assert "Done" in clerk.get(reverse("back-tests")).text


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        ("2026-12-01", "2026-12-01", "It must lie after the first day."),
        ("2020-01-01", "2026-12-01", "At most three years at once."),
        ("yesterday", "2026-12-01", "Enter a valid date."),
    ],
)
def test_a_period_that_cannot_be_is_refused_and_nothing_starts(clerk, shop, since, until, said):
    found = a_set(shop)
    answer = clerk.post(
        reverse("start-back-test"), {"template_set": found.pk, "period_from": since, "period_until": until}
    )
    assert answer.status_code == 422
    assert said in answer.text
    assert not BackTest.objects.exists()


def test_stop_is_logged_and_said(clerk, shop):
    made = backtest.open_back_test(
        seller=shop, person=None, found=a_set(shop), period_from=FROM, period_until=UNTIL, at=NOON
    )
    page = clerk.post(reverse("cancel-back-test", args=[made.pk]), follow=True).text
    assert "Stopped after 0 of 0 orders" in page
    assert Action.objects.filter(verb="cancel_back_test").count() == 1
    again = clerk.post(reverse("cancel-back-test", args=[made.pk]), follow=True).text
    assert "It had ended already." in again
