"""How a batch chooses: by contracts and their capacity, templates, the seller's own sheets; and the quote it keeps."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection

from fahuo.carriers import queries as carriers
from fahuo.carriers.models import CarrierAccount
from fahuo.kit import clock
from fahuo.orders import queries as order_queries
from fahuo.rating.models import Quote
from fahuo.rating.services import quotes
from fahuo.routing.models import ParcelOutcome, Template, TemplateSet
from fahuo.shipments.models import Shipment
from fahuo.shipments.queries.routing import route_requests
from fahuo.shipments.services import plan, ship, start
from tests.fixtures.rows import NOON, make_order, make_shipment

pytestmark = pytest.mark.django_db


def take_up(room, orders):
    """Plan a batch without calling anybody; return the rows in the order of the orders."""
    accounts = carriers.accounts(room.seller.pk, on=NOON.date())
    run = start.open_run(seller=room.seller, person=None, order_count=len(orders), at=NOON)
    plan.plan_batch(seller=room.seller, run=run, order_ids=[order.pk for order in orders], accounts=accounts, at=NOON)
    return list(Shipment.objects.filter(order__in=orders).order_by("order_id"))


def use_template(room, service_key, **columns):
    found = TemplateSet.objects.create(seller=room.seller, name="Mine", in_use=True, smart_first=False, changed_at=NOON)
    return Template.objects.create(template_set=found, position=1, name="All", service_key=service_key, **columns)


def test_a_shipment_keeps_its_quote_and_it_comes_to_the_same_cent(room):
    (row,) = take_up(room, room.orders(1))
    assert row.quote is not None
    found = quotes.replay(row.quote_id, room.seller)
    assert found is not None
    assert found.same
    (answer,) = row.quote.rates["services"]
    assert Decimal(answer["total"]) == row.cost
    assert answer["sheet"] == row.rate["sheet"]
    assert row.quote.purpose == "SHIPMENT"


def test_a_contract_is_open_from_its_first_local_day(room, monkeypatch):
    CarrierAccount.objects.filter(seller=room.seller).update(valid_from=date(2026, 11, 22))
    for hour, found in ((15, set()), (17, {"yunexpress"})):  # the 22nd begins in Shanghai at 16:00 UTC
        monkeypatch.setattr(clock, "now", lambda hour=hour: datetime(2026, 11, 21, hour, tzinfo=UTC))
        with ship.open_desk(room.seller) as desk:
            assert desk.bookable.keys() == found


def test_what_no_service_takes_keeps_no_quote(room):
    CarrierAccount.objects.filter(seller=room.seller).update(active=False)
    (row,) = take_up(room, room.orders(1))
    assert (row.status, row.quote_id) == ("FAILED", None)
    assert not Quote.objects.filter(seller=room.seller).exists()


def test_a_template_in_use_decides_and_the_shipment_says_so(room):
    (by_score,) = take_up(room, room.orders(1))
    other = next(
        option["service"]
        for option in by_score.recommendation["options"]
        if "exclusion" not in option and option["service"] != by_score.recommendation["winner"]
    )
    use_template(room, other)
    (row,) = take_up(room, [make_order(room.seller, "8112833361500077")])
    assert f"{row.carrier}/{row.service_code}" == other
    assert row.recommendation["decided_by"] == "TEMPLATE"
    assert row.recommendation["template"]["name"] == "All"


def test_a_template_whose_service_is_excluded_gives_way_with_the_reason(room):
    use_template(room, "yanwen/481")  # no contract with this carrier
    (row,) = take_up(room, room.orders(1))
    assert row.status == "BOOKING"
    assert row.recommendation["decided_by"] == "SCORE"
    assert row.recommendation["template"]["exclusion"]["code"] == "NO_CONTRACT"


def test_a_contract_takes_no_more_than_its_daily_capacity(room):
    CarrierAccount.objects.filter(seller=room.seller).update(daily_capacity=3)
    rows = take_up(room, room.orders(5))
    assert [row.status for row in rows].count("BOOKING") == 3
    refused = [row for row in rows if row.status == "FAILED"]
    assert all("CAPACITY_FULL" in row.problems[0]["detail"] for row in refused)
    (late,) = take_up(room, [make_order(room.seller, "8112833361500088")])
    assert late.status == "FAILED", "the places of today are gone"


@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_not_fill_the_same_place(room):
    CarrierAccount.objects.filter(seller=room.seller).update(daily_capacity=4)
    halves = [room.orders(6)[:3], [make_order(room.seller, f"81128333616{i:05}") for i in range(3)]]

    def work(orders):
        try:
            return take_up(room, orders)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, halves))
    assert Shipment.objects.filter(seller=room.seller, status="BOOKING").count() == 4


def test_the_buyers_expectation_follows_from_what_he_chose_and_when_he_paid(room):
    paid = NOON - timedelta(days=2)
    chosen = make_order(room.seller, "8112833361500001", chosen_service="CAINIAO_PREMIUM", paid_at=paid)
    unknown = make_order(room.seller, "8112833361500002", chosen_service="PIGEON_POST", paid_at=paid)
    unpaid = make_order(room.seller, "8112833361500003", chosen_service="CAINIAO_PREMIUM", paid_at=None)
    orders = [chosen, unknown, unpaid]
    lines = order_queries.goods_lines([order.pk for order in orders])
    found = route_requests(room.seller, orders, lines, at=NOON)
    # paid on 2026-11-18 at 20:00 in Shanghai, 15 days for premium
    assert [request.promised_on for request in found] == [date(2026, 12, 3), None, None]


def test_a_buyers_failed_parcels_are_counted(room):
    earlier = make_order(room.seller, "8112833361500001", buyer_login="us1", stage="SHIPPED")
    shipment = make_shipment(room.seller, earlier)
    ParcelOutcome.objects.create(
        seller=room.seller, reference=shipment.reference, service_key="yunexpress/THPHR", country="DE",
        handed_over_on=NOON.date(), lost=True, recorded_at=NOON,
    )  # fmt: skip
    orders = [make_order(room.seller, f"811283336150000{i}", buyer_login=login) for i, login in ((2, "us1"), (3, ""))]
    lines = order_queries.goods_lines([order.pk for order in orders])
    found = route_requests(room.seller, orders, lines, at=NOON)
    assert [request.buyer_failures for request in found] == [1, 0]
