"""What a search in the lists of parcels finds: numbers by their beginning, people by any part of their name."""

from __future__ import annotations

import pytest

from fahuo.backoffice.paging import Cut
from fahuo.shipments.models import Shipment
from fahuo.shipments.queries import lists
from fahuo.shipments.queries.named import begins, named
from tests.fixtures.rows import NOON, make_order, make_shipment

pytestmark = pytest.mark.django_db
NAMES = ("first", "second", "third")


@pytest.fixture
def parcels(amys, carols):
    """Three of amy's, and one of carol's that bears the numbers of the first."""
    made = {
        "first": make_shipment(
            amys, make_order(amys, "8112000000000001", recipient="Anke Petersen"), waybill_number="YT2600000001",
            tracking_number="LP00000001CN",
        ),
        "second": make_shipment(
            amys, make_order(amys, "8112000000000002", recipient="Studio 54"), waybill_number="YT2600000002"
        ),
        "third": make_shipment(
            amys, make_order(amys, "7700000000000003", recipient="Ytterby"), waybill_number="", status="FAILED"
        ),
    }  # fmt: skip
    make_shipment(carols, make_order(carols, "8112000000000001"), waybill_number="YT2600000001")
    return {shipment.pk: name for name, shipment in made.items()}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("YT2600000001", ["first"]),
        ("yt2600", ["first", "second"]),
        ("LP0000", ["first"]),
        ("8112", ["first", "second"]),
        ("770000", ["third"]),
        ("{amy}-7700", ["third"]),  # our own reference
        ("YT", ["first", "second", "third"]),  # a number's beginning, or a part of a name
        ("petersen", ["first"]),
        ("Studio 54", ["second"]),
        ("9999", []),
        ("2600", []),  # the middle of a number is no beginning
    ],
)
@pytest.mark.parametrize("most", [0, 2_000])
def test_what_is_typed_finds(amys, parcels, monkeypatch, text, found, most):
    monkeypatch.setattr("fahuo.shipments.queries.lists.named", lambda seller, text: named(seller, text, most=most))
    wanted = lists.ShipmentFilter(text=text.format(amy=amys.pk))
    assert [parcels[row.id] for row in reversed(lists.page(amys, wanted, Cut()).rows)] == found
    assert lists.cube(amys, wanted).total() == lists.count_among(amys, wanted) == len(found)


@pytest.mark.parametrize("text", ["YT26", "LP0", "8112", "77000", "x"])
def test_both_ways_of_looking_find_the_same(amys, parcels, text):
    one_by_one = Shipment.objects.filter(begins(text), seller=amys).values_list("pk", flat=True)
    assert sorted(named(amys.pk, text) or []) == sorted(one_by_one)


def test_more_than_anybody_looks_for_is_said(amys, parcels):
    assert named(amys.pk, "8112", most=1) is None
    assert len(named(amys.pk, "8112", most=2) or []) == 2


def test_what_is_booked_and_nobody_takes_up_waits_for_a_person(amys):
    """The chips, the list and its filter say the same of every state."""
    leases = {"BOOKED": NOON, "REVIEW": None}
    made = [
        make_shipment(amys, make_order(amys, f"811200000000000{place}"), status=status, lease_until=lease)
        for place, (status, lease) in enumerate([*leases.items(), ("BOOKED", None), ("LABELLED", None)])
    ]
    shown = {"REVIEW": [made[2].pk, made[1].pk], "BOOKED": [made[0].pk], "LABELLED": [made[3].pk], "FAILED": [], "": []}
    assert lists.cube(amys, lists.ShipmentFilter()).counts("status") == {"REVIEW": 2, "BOOKED": 1, "LABELLED": 1}
    for status, keys in shown.items():
        rows = lists.page(amys, lists.ShipmentFilter(status=status or "UNKNOWN"), Cut()).rows
        assert [row.id for row in rows] == keys
        assert {row.status for row in rows} <= {status}
