"""Where a parcel's numbers are asked for: by capability, by the form of a number, for its own seller only."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from fahuo.carriers.models import CarrierAccount
from fahuo.tracking.models import Leg
from fahuo.tracking.services.legs import lay
from tests.fixtures.accounts import connect_emulated
from tests.fixtures.rows import NOON, make_order, make_shipment

if TYPE_CHECKING:
    from fahuo.accounts.models import Seller
    from fahuo.shipments.models import Shipment

pytestmark = pytest.mark.django_db
UPS_NUMBER = "1Z999AA10123456784"
NOWHERE = "http://127.0.0.1:9"


def connected(seller: Seller, *codes: str) -> dict[str, CarrierAccount]:
    for code in codes:
        connect_emulated(seller, code, NOWHERE)
    return {row.carrier: row for row in CarrierAccount.objects.filter(seller=seller, active=True)}


def parcel(seller: Seller, carrier: str = "yunexpress", number: str = "8112833000000001", **columns: Any) -> Shipment:
    return make_shipment(seller, make_order(seller, number), carrier=carrier, **columns)


def laid(shipment: Shipment) -> set[tuple[str, str, str]]:
    lay(shipment_ids=[shipment.pk], at=NOON)
    return set(Leg.objects.filter(shipment=shipment).values_list("role", "carrier", "number"))


def test_the_booking_account_is_asked_by_the_waybill_number(amys: Seller) -> None:
    account = connected(amys, "yunexpress")["yunexpress"]
    shipment = parcel(amys, account=account)
    assert laid(shipment) == {("ORIGIN", "yunexpress", shipment.waybill_number)}
    leg = Leg.objects.get()
    assert (leg.seller, leg.account, leg.poll_at) == (amys, account, NOON + timedelta(minutes=30))


def test_laying_twice_changes_nothing(amys: Seller) -> None:
    connected(amys, "yunexpress", "track17")
    shipment = parcel(amys)
    assert laid(shipment) == laid(shipment)
    assert Leg.objects.count() == 2


def test_a_tracking_service_watches_what_the_buyer_types(amys: Seller) -> None:
    connected(amys, "yunexpress", "track17")
    shipment = parcel(amys, tracking_number="LM123456789DE")
    assert ("WATCH", "track17", "LM123456789DE") in laid(shipment)
    assert Leg.objects.get(role="WATCH").poll_at == NOON  # handed in at once


def test_a_number_that_comes_later_costs_no_second_watch_and_finds_the_last_mile(amys: Seller) -> None:
    connected(amys, "yunexpress", "track17", "ups")
    shipment = parcel(amys)
    before = laid(shipment)
    shipment.tracking_number = UPS_NUMBER
    shipment.save(update_fields=["tracking_number"])
    assert laid(shipment) - before == {("LAST_MILE", "ups", UPS_NUMBER)}


def test_a_refused_watch_is_tried_under_the_new_number(amys: Seller) -> None:
    connected(amys, "yunexpress", "track17")
    shipment = parcel(amys)
    laid(shipment)
    Leg.objects.filter(role="WATCH").update(refusal="cannot tell the carrier", poll_at=None)
    shipment.tracking_number = "LX876543216CN"
    shipment.save(update_fields=["tracking_number"])
    assert ("WATCH", "track17", "LX876543216CN") in laid(shipment)


@pytest.mark.parametrize(
    ("number", "why"),
    [
        ("1Z999AA10123456785", "its check digit is wrong"),
        ("794644790132", "many carriers number so"),
        ("RR473124829GB", "no account of that post"),
    ],
)
def test_a_stranger_is_never_asked_on_a_guess(amys: Seller, number: str, why: str) -> None:
    connected(amys, "yunexpress", "ups", "fedex", "usps")
    shipment = parcel(amys, tracking_number=number)
    assert {role for role, _, _ in laid(shipment)} == {"ORIGIN"}, why


def test_a_forwarders_waybill_may_be_the_last_miles_own(amys: Seller) -> None:
    connected(amys, "yanwen", "ups")
    shipment = parcel(amys, carrier="yanwen", waybill_number=UPS_NUMBER)
    assert laid(shipment) == {("ORIGIN", "yanwen", UPS_NUMBER), ("LAST_MILE", "ups", UPS_NUMBER)}


def test_an_account_that_was_retired_still_tells_of_what_it_booked(amys: Seller) -> None:
    account = connected(amys, "yunexpress", "track17")["yunexpress"]
    shipment = parcel(amys, account=account)
    CarrierAccount.objects.filter(seller=amys).update(active=False)
    assert laid(shipment) == {("ORIGIN", "yunexpress", shipment.waybill_number)}


@pytest.mark.parametrize("status", ["CANCELLED", "FAILED"])
def test_what_was_cancelled_is_not_asked_for(amys: Seller, status: str) -> None:
    connected(amys, "yunexpress")
    assert laid(parcel(amys, status=status)) == set()


def test_no_account_of_another_seller_is_asked(amys: Seller, carols: Seller) -> None:
    connected(carols, "track17", "ups")
    connected(amys, "yunexpress")
    shipment = parcel(amys, tracking_number=UPS_NUMBER)
    assert {role for role, _, _ in laid(shipment)} == {"ORIGIN"}


def test_laying_many_asks_the_database_a_few_times_only(amys: Seller, django_assert_max_num_queries) -> None:
    connected(amys, "yunexpress", "track17")
    ids = [parcel(amys, number=f"811283300000{i:04}").pk for i in range(30)]
    with django_assert_max_num_queries(8):
        lay(shipment_ids=ids, at=NOON)
    assert Leg.objects.count() == 60
