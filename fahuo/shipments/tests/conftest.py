"""A seller's shipping room: orders, a desk, and an emulated carrier that fails on demand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from fahuo.carriers.emulation import server
from fahuo.carriers.emulation.web import web
from tests.fixtures.accounts import connect_emulated
from tests.fixtures.rows import make_order, make_product

if TYPE_CHECKING:
    from fahuo.accounts.models import Seller
    from fahuo.orders.models import Order
    from fahuo.shipments.models import Shipment, ShipRun


@dataclass
class EmulatedCarrier:
    """YunExpress as a process of its own; `fail` sets what goes wrong next."""

    url: str

    def fail(self, kind: str, operation: str = "create", times: int = 1) -> None:
        web().post(f"{self.url}/_emulator/faults", json={"kind": kind, "operation": operation, "times": times})

    def book(self, seller: Seller) -> list[dict[str, Any]]:
        """What the carrier holds of this seller."""
        entries = web().get(f"{self.url}/_emulator/orders").json()["orders"]
        return [entry for entry in entries if entry["reference"].startswith(f"{seller.pk}-")]


@dataclass
class ShippingRoom:
    """What the tests do, in the words of the trade."""

    seller: Seller
    carrier: EmulatedCarrier

    def orders(self, count: int, **columns: Any) -> list[Order]:
        """Ready orders of one towel to Hamburg; numbers differ from test to test as sellers do."""
        return [make_order(self.seller, f"81128333615{i:05}", **columns) for i in range(count)]

    def ship(self, orders: list[Order], seller: Seller | None = None) -> ShipRun:
        from fahuo.kit import clock
        from fahuo.shipments.models import ShipRun
        from fahuo.shipments.services import ship, start, work_run

        seller = seller or self.seller
        run = start.open_run(seller=seller, person=None, order_count=len(orders), at=clock.now())
        with ship.open_desk(seller) as desk:
            work_run.work_run(seller=seller, run=run, order_ids=[order.pk for order in orders], desk=desk)
        return ShipRun.objects.get(pk=run.pk)

    def recover(self) -> int:
        from fahuo.shipments.services.recover import recover_due

        return recover_due(seller=self.seller)

    def shipment(self, order: Order) -> Shipment:
        from fahuo.shipments.models import Shipment

        return Shipment.objects.filter(order=order).latest("attempt")


@pytest.fixture(scope="session")
def yunexpress() -> Iterator[str]:
    with server.running("yunexpress") as url:
        yield url


@pytest.fixture
def room(amys: Seller, yunexpress: str) -> Iterator[ShippingRoom]:
    carrier = EmulatedCarrier(yunexpress)
    connect_emulated(amys, "yunexpress", yunexpress)
    make_product(amys)
    yield ShippingRoom(amys, carrier)
    web().delete(f"{yunexpress}/_emulator/faults")
