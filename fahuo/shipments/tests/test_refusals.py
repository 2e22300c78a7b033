"""An order whose booking came to nothing says so until it is taken up, edited or checked again."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from fahuo.carriers import registry, services
from fahuo.kit import clock
from fahuo.orders.models import Order
from fahuo.orders.services.check_again import check_again
from fahuo.orders.services.edit import edit_address
from fahuo.orders.services.refuse import refuse
from fahuo.shipments.models import Shipment
from fahuo.trade.contract import ContractTerms
from fahuo.trade.problem import Problem
from tests.fixtures.rows import make_order, make_product

pytestmark = pytest.mark.django_db
REFUSAL = {"code": "CARRIER_REFUSED", "field": "address.postcode", "detail": "邮编错误"}


@pytest.fixture
def clerk(bob) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(bob)
    return client


@pytest.fixture
def refused(room) -> Order:
    """One that the carrier refuses: it wants a real Chinese name of the goods."""
    make_product(room.seller, sku="NO-ZH", title_zh="12345")
    order = make_order(room.seller, "8112833361599999", sku="NO-ZH")
    room.ship([order])
    order.refresh_from_db()
    return order


def test_a_carriers_refusal_stands_at_the_order(room, refused):
    (shipment,) = Shipment.objects.filter(order=refused)
    assert (refused.stage, shipment.status) == ("OPEN", "FAILED")
    assert refused.refusals == shipment.problems != []


def test_an_order_that_no_service_takes_says_so(room):
    make_product(room.seller, sku="SOFA", weight_g=45_000, length_mm=1900, width_mm=900, height_mm=800)
    good, sofa = *room.orders(1), make_order(room.seller, "8112833361588888", sku="SOFA")
    room.ship([good, sofa])
    sofa.refresh_from_db()
    good.refresh_from_db()
    assert [problem["code"] for problem in sofa.refusals] == ["NO_SERVICE"]
    assert good.refusals == []


def test_an_order_that_our_own_code_fails_at_says_so(room):
    (order,) = room.orders(1)
    order.lines.update(sku="GONE")  # its product vanished after pre-flight
    room.ship([order])
    order.refresh_from_db()
    assert (order.stage, [problem["code"] for problem in order.refusals]) == ("OPEN", ["ORDER_DEFECT"])


def test_a_refusal_goes_when_the_order_is_taken_up_again(room, refused, yunexpress):
    refused.lines.update(sku="TWL-GY")
    wrong = {**registry.manifest("yunexpress").demo_credentials, "app_secret": "wrong"}
    services.connect(seller=room.seller, carrier="yunexpress", base_url=yunexpress, credentials=wrong, emulated=True)
    room.ship([refused])
    refused.refresh_from_db()
    assert [problem["code"] for problem in refused.refusals] == ["CARRIER_NOT_AUTHORISED"], "the last try alone counts"

    services.connect(
        seller=room.seller, carrier="yunexpress", base_url=yunexpress, emulated=True,
        credentials=registry.manifest("yunexpress").demo_credentials,
        terms=ContractTerms("yunexpress", eori=registry.manifest("yunexpress").demo_eori),
    )  # fmt: skip
    room.ship([refused])
    refused.refresh_from_db()
    assert (refused.stage, refused.refusals) == ("SHIPPED", [])


@pytest.mark.parametrize(
    "act",
    [
        lambda order, at: check_again(seller=order.seller, at=at),
        lambda order, at: edit_address(seller=order.seller, order_id=order.pk, changes={"city": "Bremen"}, at=at),
    ],
    ids=["checked", "edited"],
)
def test_a_refusal_goes_when_the_order_is_checked_or_edited(amys, act):
    make_product(amys)
    order = make_order(amys, "8112833000000001", refusals=[REFUSAL])
    act(order, clock.now())
    order.refresh_from_db()
    assert (order.outcome, order.refusals) == ("READY", [])


def test_what_is_not_open_or_another_sellers_is_left_alone(amys, carols):
    shipped = make_order(amys, "8112833000000001", stage="SHIPPED")
    foreign = make_order(carols, "8112833000000002")
    late = [Problem("CARRIER_REFUSED", "", "late")]
    refuse(seller_id=amys.pk, problems={shipped.pk: late, foreign.pk: late})
    assert list(Order.objects.values_list("refusals", flat=True)) == [[], []]


def test_many_refusals_cost_one_query(amys, django_assert_num_queries):
    orders = [make_order(amys, f"811283300000{n:04}") for n in range(50)]
    with django_assert_num_queries(1):
        refuse(seller_id=amys.pk, problems={order.pk: [Problem("NO_SERVICE", "", str(order.pk))] for order in orders})
    assert {order.pk: order.refusals[0]["detail"] for order in Order.objects.all()} == {
        order.pk: str(order.pk) for order in orders
    }


def test_the_list_shows_it_in_red_with_the_fix_and_filters_by_it(clerk, amys):
    make_order(amys, "8112833000000001", refusals=[REFUSAL])
    make_order(amys, "8112833000000002")
    make_order(amys, "8112833000000003", stage="IN_WORK", refusals=[REFUSAL])
    page = clerk.get(reverse("orders"), {"state": "REFUSED"}).text
    assert page.count("data-row") == 1
    assert "8112833000000001" in page
    assert "邮编错误" in page
    assert "pill-bad" in page
    assert clerk.get(reverse("orders"), {"state": "READY"}).text.count("data-row") == 1
    searched = clerk.get(reverse("orders"), {"text": "Petersen"}).text
    assert searched.count("data-row") == 3


def test_the_order_says_it_at_the_field_and_can_be_shipped_again(clerk, amys):
    order = make_order(amys, "8112833000000001", refusals=[REFUSAL])
    page = clerk.get(reverse("order", args=[order.pk])).text
    assert "Refused at the last try; nothing is booked" in page
    assert 'aria-describedby="in-postcode-why"' in page
    assert "Ship again" in page


def test_all_that_match_takes_the_refused_along_only_if_they_are_chosen(clerk, amys):
    make_order(amys, "8112833000000001", refusals=[REFUSAL])
    make_order(amys, "8112833000000002")
    for query, taken in (({"state": "READY"}, 1), ({"state": "REFUSED"}, 1), ({}, 2)):
        answer = clerk.post(reverse("ship"), {"all_matching": "1", **query}, follow=True)
        assert f"of {taken} order" in answer.text
