"""A first mile: parcels with labels, and carriers that take pick-ups, as processes of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from fahuo.carriers.emulation import server
from fahuo.carriers.emulation.web import web
from fahuo.trade.pickup import PickupWindow
from tests.fixtures.accounts import connect_emulated
from tests.fixtures.rows import make_order, make_product, make_shipment

if TYPE_CHECKING:
    from fahuo.accounts.models import Seller
    from fahuo.carriers.models import CarrierAccount
    from fahuo.pickups.models import Pickup
    from fahuo.pickups.services.start import Started
    from fahuo.shipments.models import Shipment

SHENZHEN = "Asia/Shanghai"


@dataclass
class Yard:
    """What the tests do, in the words of the trade, at one carrier."""

    seller: Seller
    carrier: str
    url: str

    @property
    def account(self) -> CarrierAccount:
        from fahuo.carriers.models import CarrierAccount

        return CarrierAccount.objects.get(seller=self.seller, carrier=self.carrier, active=True)

    def parcels(self, count: int, first: int = 1, **columns: Any) -> list[Shipment]:
        """Labelled parcels of this carrier."""
        service = {"ups": "65", "dhl_express": "P"}[self.carrier]
        known = {"carrier": self.carrier, "account": self.account, "service_code": service}
        orders = [make_order(self.seller, f"8112{place:012}", stage="SHIPPED") for place in range(first, first + count)]
        return [make_shipment(self.seller, order, **known | columns) for order in orders]

    def ask(self, parcels: list[Shipment], **changes: Any) -> Started:
        from fahuo.accounts.queries import ship_from
        from fahuo.kit import clock
        from fahuo.pickups.services import start

        address = ship_from(self.seller.pk)
        assert address is not None
        known = {"account_id": self.account.pk, "address": address, "window": window()}
        wanted = start.Wanted(**known | {"shipment_ids": [row.pk for row in parcels]} | changes)
        return start.start(seller=self.seller, person=None, wanted=wanted, at=clock.now())

    def asked(self, parcels: list[Shipment], **changes: Any) -> Pickup:
        """Ask, and have a worker call the carrier."""
        from fahuo.pickups.services.ask import ask_due

        started = self.ask(parcels, **changes)
        assert started.pickup is not None
        ask_due()
        return again(started.pickup)

    def fail(self, kind: str, operation: str = "order_pickup") -> None:
        web().post(f"{self.url}/_emulator/faults", json={"kind": kind, "operation": operation})

    def book(self) -> list[dict[str, Any]]:
        """What the carrier holds of this seller."""
        held = web().get(f"{self.url}/_emulator/pickups").json()["pickups"]
        return [entry for entry in held if entry["reference"].startswith(f"{self.seller.pk}-P")]


@cache
def tomorrow() -> date:
    """Tomorrow in Shenzhen as the session began: midnight between two calls changes nothing."""
    from django.utils import timezone

    return timezone.localdate() + timedelta(days=1)


def window(day: date | None = None) -> PickupWindow:
    """Tomorrow afternoon in Shenzhen."""
    return PickupWindow(day or tomorrow(), time(14), time(18), SHENZHEN)


def again(pickup: Pickup) -> Pickup:
    """The row as it stands now."""
    return type(pickup).objects.get(pk=pickup.pk)


def let_it_be_due(pickup: Pickup) -> None:
    """Let the wait, or the lease, of a row be over."""
    from fahuo.kit import clock

    type(pickup).objects.filter(pk=pickup.pk).update(lease_until=clock.now() - timedelta(seconds=1))


@pytest.fixture(scope="session")
def emulators() -> Iterator[dict[str, str]]:
    with server.running("ups") as ups, server.running("dhl_express") as dhl:
        urls = {"ups": ups, "dhl_express": dhl}
        for url in urls.values():
            web().post(f"{url}/_emulator/pickups", json={"rests": []})
        yield urls


def heal(url: str) -> None:
    """Leave nothing to the next test: no fault, and no pick-up at a place that all sellers of the tests share."""
    for what in ("faults", "pickups"):
        web().delete(f"{url}/_emulator/{what}")


def goods(seller: Seller) -> None:
    """What is in every parcel."""
    from fahuo.goods.models import Product

    if not Product.objects.filter(seller=seller).exists():
        make_product(seller)


def open_yard(seller: Seller, carrier: str, url: str) -> Yard:
    connect_emulated(seller, carrier, url)
    return Yard(seller, carrier, url)


@pytest.fixture
def ups(amys: Seller, emulators: dict[str, str]) -> Iterator[Yard]:
    """A carrier that lists what is pending today and tomorrow."""
    goods(amys)
    yield open_yard(amys, "ups", emulators["ups"])
    heal(emulators["ups"])


@pytest.fixture
def dhl(amys: Seller, emulators: dict[str, str]) -> Iterator[Yard]:
    """A carrier that cannot be asked about a pick-up."""
    goods(amys)
    yield open_yard(amys, "dhl_express", emulators["dhl_express"])
    heal(emulators["dhl_express"])


@pytest.fixture
def page(bob) -> Client:
    """A clerk who reads English."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(bob)
    return client
