"""The page that says where news comes from, and the part of an account's page with its push address."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from fahuo.carriers.models import CarrierAccount, Circuit
from fahuo.kit import clock
from fahuo.tracking.models import Leg, PushAddress
from fahuo.tracking.queries.polling import polling
from fahuo.tracking.services.addresses import give_address, note_push, note_refusal
from tests.fixtures.accounts import connect_emulated
from tests.fixtures.journeys import make_leg
from tests.fixtures.people import make_person
from tests.fixtures.rows import NOON, make_order, make_shipment

if TYPE_CHECKING:
    from fahuo.accounts.models import Seller

pytestmark = pytest.mark.django_db
NOWHERE = "http://127.0.0.1:9"


def account_of(seller: Seller, code: str) -> CarrierAccount:
    connect_emulated(seller, code, NOWHERE)
    return CarrierAccount.objects.get(seller=seller, carrier=code, active=True)


def client_of(seller: Seller, role: str = "OWNER") -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_person(f"one-{role.lower()}", seller, role))
    return client


def followed(
    seller: Seller, account: CarrierAccount, count: int, *, rung: int, late: timedelta, at: datetime | None = None
) -> list[Leg]:
    orders = [make_order(seller, f"811283330000{rung}{place:03}") for place in range(count)]
    shipments = [make_shipment(seller, order, account=account, carrier=account.carrier) for order in orders]
    return [
        make_leg(seller, one, account=account, carrier=account.carrier, rung=rung, poll_at=(at or clock.now()) - late)
        for one in shipments
    ]


def test_the_load_is_counted_against_what_is_allowed(amys: Seller, carols: Seller) -> None:
    """Thirty numbers every 10 minutes and sixty every 160 are 3.375 a minute; one a call, at 0.05 calls a second."""
    account = account_of(amys, "yunexpress")
    CarrierAccount.objects.filter(pk=account.pk).update(calls_per_s="0.05")
    followed(amys, account, 30, rung=1, late=timedelta(minutes=20), at=NOON)
    followed(amys, account, 60, rung=5, late=-timedelta(minutes=5), at=NOON)
    followed(carols, account_of(carols, "yunexpress"), 3, rung=1, late=timedelta(), at=NOON)
    (found,) = polling(amys.pk, at=NOON)
    assert (found.live, found.due) == (90, 30)
    assert found.wanted == pytest.approx(30 / 10 + 60 / 160)
    assert found.allowed == pytest.approx(0.05 / 1.05 * 60 * 0.8)
    assert found.stretch == pytest.approx(3)  # last asked 30 minutes ago instead of 10


@pytest.mark.parametrize(
    ("late", "quota", "said"),
    [(2, None, "keeps up"), (20, None, "behind, worker too slow"), (20, "0.02", "quota too small")],
)
def test_the_page_says_whether_an_account_keeps_up(amys: Seller, late: int, quota: str | None, said: str) -> None:
    """Ten numbers wanted every 10 minutes, one a call: a call a minute."""
    account = account_of(amys, "yunexpress")
    CarrierAccount.objects.filter(pk=account.pk).update(calls_per_s=quota)
    followed(amys, account, 10, rung=1, late=timedelta(minutes=late))
    page = client_of(amys).get(reverse("tracking-sources")).content.decode()
    assert [one for one in ("keeps up", "behind, worker too slow", "quota too small") if one in page] == [said]


def test_numbers_asked_together_count_as_one_call(amys: Seller) -> None:
    followed(amys, account_of(amys, "yanwen"), 60, rung=1, late=timedelta())
    assert polling(amys.pk, at=clock.now())[0].wanted == pytest.approx(60 / 10 / 30)


def test_the_page_says_what_is_wrong(amys: Seller) -> None:
    account = account_of(amys, "track17")
    leg = followed(amys, account, 1, rung=5, late=timedelta())[0]
    Leg.objects.filter(pk=leg.pk).update(refusal="17TRACK takes no such number.", role="WATCH")
    give_address(seller=amys, person=None, account_id=account.pk, at=clock.now())
    note_push(account_id=account.pk, at=clock.now())
    note_refusal(account_id=account.pk, code="CARRIER_PUSH_NOT_GENUINE", at=clock.now())
    page = client_of(amys, "CLERK").get(reverse("tracking-sources")).content.decode()
    assert "17TRACK takes no such number." in page
    assert "refused: 1" in page
    assert PushAddress.objects.get().token not in page


def test_an_account_that_is_not_called_says_why(amys: Seller) -> None:
    account = account_of(amys, "yunexpress")
    Circuit.objects.create(account=account, state="STOPPED", changed_at=clock.now(), code="CARRIER_NOT_AUTHORISED")
    page = client_of(amys).get(reverse("tracking-sources")).content.decode()
    assert "The carrier does not accept the key" in page
    assert "not answering" not in page


def test_an_empty_page_says_what_to_do(amys: Seller) -> None:
    page = client_of(amys).get(reverse("tracking-sources")).content.decode()
    assert "No source yet" in page
    assert reverse("carrier-market") in page


def test_the_owner_makes_an_address_sees_it_and_makes_another(amys: Seller) -> None:
    account, client = account_of(amys, "track17"), client_of(amys)
    part = reverse("push-address", args=[account.pk])
    assert part in client.get(reverse("carrier-account", args=[account.pk])).content.decode()
    assert "There is none yet." in client.get(part, headers={"HX-Request": "true"}).content.decode()
    client.post(part)
    first = PushAddress.objects.get().token
    assert f"/carriers/push/{first}" in client.get(part).content.decode()
    client.post(part)
    assert PushAddress.objects.get().token != first
    assert amys.action_set.filter(verb="make_push_address").count() == 2


def test_a_carrier_that_signs_nothing_is_named_as_such(amys: Seller) -> None:
    client = client_of(amys)
    pages = {
        code: client.get(reverse("push-address", args=[account_of(amys, code).pk])).content.decode()
        for code in ("track17", "sf_fengqiao")
    }
    assert ["signs nothing" in page for page in pages.values()] == [False, True]


def test_a_carrier_that_pushes_nothing_has_no_such_part(amys: Seller) -> None:
    account, client = account_of(amys, "yanwen"), client_of(amys)
    part = reverse("push-address", args=[account.pk])
    assert part not in client.get(reverse("carrier-account", args=[account.pk])).content.decode()
    assert client.get(part).status_code == client.post(part).status_code == 404
    assert not PushAddress.objects.exists()
