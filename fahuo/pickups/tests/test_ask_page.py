"""The dialogue that asks for a pick-up: what is proposed, what is read first, what is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from fahuo.accounts.models import ShipFromAddress
from fahuo.pickups.models import Pickup, PickupLine
from fahuo.pickups.tests.conftest import again, tomorrow
from fahuo.pickups.tests.ramp import asking, read_of, waiting
from tests.fixtures.pickups import make_pickup, wait_for_scan

pytestmark = pytest.mark.django_db


def test_the_dialogue_chooses_what_waits_and_one_click_asks(page, ups) -> None:
    parcels = waiting(ups, 2)
    taken = waiting(ups, 1, first=7)
    make_pickup(ups.seller, *taken, comes_on=tomorrow() + timedelta(days=9))
    shown = page.get(reverse("ask-pickup"), {"carrier": "ups"}).content.decode()
    assert shown.count('name="id"') == 2  # the third is in a pick-up
    assert shown.count(" checked aria-label") == 2
    answer = page.post(reverse("send-pickup"), asking(ups, parcels))
    pickup = Pickup.objects.latest("pk")
    assert answer.url == reverse("pickup", args=[pickup.pk])
    assert (pickup.state, pickup.parcels, pickup.by_call, pickup.zone) == ("ASKING", 2, True, "Asia/Shanghai")
    assert "Carrier is being asked" in page.get(answer.url).content.decode()


@pytest.mark.parametrize(
    ("changes", "status", "said"),
    [
        ({"day": "2020-01-01"}, 422, "The pick-up window is over"),
        ({"ready": "17:30"}, 422, "too short"),
        ({"day": "tomorrow"}, 422, "cannot be read"),
        ({"close": "18:00+02:00"}, 422, "cannot be read"),
        ({"zone": "Mars/Base"}, 422, "cannot be read"),
        ({"id": []}, 409, "no parcel to be fetched"),
        ({"id": ["x", "-1", "9" * 30]}, 409, "no parcel to be fetched"),
        ({"address": "999999"}, 422, "no ship-from address"),
        ({"carrier": "yanwen"}, 404, ""),
    ],
)
def test_what_cannot_be_asked_for_changes_nothing(page, ups, changes, status, said) -> None:
    answer = page.post(reverse("send-pickup"), asking(ups, waiting(ups, 1), **changes))
    assert answer.status_code == status
    assert said in answer.content.decode()
    assert not Pickup.objects.exists()
    assert not PickupLine.objects.exists()


def test_another_address_than_the_carrier_was_told_is_read_before_anybody_is_asked(page, ups) -> None:
    parcels = waiting(ups, 1)
    other = ShipFromAddress.objects.create(
        seller=ups.seller, name="Store two", province="Zhejiang", city="Yiwu", street="1 Chouzhou Road",
        postcode="322000", phone="+8657985555555",
    )  # fmt: skip
    wanted = asking(ups, parcels, address=other.pk)
    shown = page.post(reverse("send-pickup"), wanted)
    token = read_of(shown)
    assert shown.status_code == 422
    assert "another address than the carrier was told" in shown.content.decode()
    assert "Yiwu ≠ Shenzhen" in shown.content.decode()
    assert not Pickup.objects.exists()
    assert page.post(reverse("send-pickup"), wanted | {"read": "SOMETHING_ELSE"}).status_code == 422
    third = ShipFromAddress.objects.create(
        seller=ups.seller, name="Store three", province="Zhejiang", city="Hangzhou", street="2 Wensan Road",
        postcode="310000", phone="+8657185555555",
    )  # fmt: skip
    elsewhere = page.post(reverse("send-pickup"), wanted | {"read": token, "address": third.pk})
    assert elsewhere.status_code == 422, "what was read of one address says nothing of another"
    assert not Pickup.objects.exists()
    assert page.post(reverse("send-pickup"), wanted | {"read": token}).status_code == 302
    assert Pickup.objects.get().address["city"] == "Yiwu"


def test_the_same_door_in_chinese_is_asked_for_without_a_warning(page, ups) -> None:
    """The same in Han is read aloud; another number is not taken for it."""
    [home] = ShipFromAddress.objects.filter(seller=ups.seller)
    number, name = home.street.split(" ", 1)
    assert name == "Keji South Road, Nanshan"
    known = {"name": "林", "province": "广东省", "city": "深圳市", "postcode": home.postcode, "phone": home.phone}
    same = ShipFromAddress.objects.create(seller=ups.seller, street=f"南山科技南路{number}号", **known)
    other = ShipFromAddress.objects.create(seller=ups.seller, street=f"南山科技南路{number}1号", **known)
    for address, warned in ((same, False), (other, True)):
        shown = page.get(reverse("ask-pickup"), {"carrier": "ups", "address": address.pk}).content.decode()
        assert ("another address than the carrier was told" in shown) is warned


@pytest.mark.parametrize(
    ("country", "zone"),
    [
        ("CN", "Asia/Shanghai"),
        ("JP", "Asia/Tokyo"),
        ("DE", "Europe/Berlin"),
        ("US", "Asia/Shanghai"),
        ("SG", "Asia/Shanghai"),
    ],
)
def test_a_window_is_in_the_time_of_the_place_the_driver_comes_to(page, ups, country, zone) -> None:
    """Singapore's clocks show the warehouse's time; of many zones nobody can tell which, so it is the warehouse's."""
    other = ShipFromAddress.objects.create(
        seller=ups.seller, name="Depot", country=country, city="City", street="1 Way", postcode="1", phone="+491"
    )
    shown = page.get(reverse("ask-pickup"), {"carrier": "ups", "address": other.pk}).content.decode()
    assert f'name="zone" value="{zone}"' in shown


def test_a_second_driver_on_the_same_day_is_warned_of(page, ups) -> None:
    first, second = waiting(ups, 2)
    page.post(reverse("send-pickup"), asking(ups, [first]))
    shown = page.post(reverse("send-pickup"), asking(ups, [second]))
    assert "is to come on that day already" in shown.content.decode()
    assert Pickup.objects.count() == 1


def test_a_carrier_without_a_call_is_told_by_a_person(page, amys) -> None:
    from fahuo.carriers.models import CarrierAccount
    from tests.fixtures.accounts import connect_emulated
    from tests.fixtures.rows import make_order, make_shipment

    connect_emulated(amys, "fpx", "http://127.0.0.1:9")
    account = CarrierAccount.objects.get(seller=amys, carrier="fpx")
    parcel = make_shipment(amys, make_order(amys, "81120001"), carrier="fpx", account=account)
    wait_for_scan(amys, parcel)
    shown = page.get(reverse("ask-pickup"), {"carrier": "fpx"}).content.decode()
    assert "takes no pick-up by a call" in shown
    assert "asked for with the booking" in shown
    fields = {"carrier": "fpx", "day": tomorrow().isoformat(), "ready": "14:00", "close": "18:00", "id": parcel.pk}
    page.post(reverse("send-pickup"), fields | {"by": "call"})
    pickup = Pickup.objects.get()
    assert (pickup.state, pickup.by_call) == ("DRAFT", False)
    page.post(reverse("confirm-pickup", args=[pickup.pk]), {"number": "T-4711"})
    assert (again(pickup).state, again(pickup).number) == ("CONFIRMED", "T-4711")
