"""A worker whose clock is wrong would end the leases of others too early, or its own too late."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fahuo.kit import clock
from fahuo.kit.secrets import SecretsUnavailable
from fahuo.shipments import jobs
from fahuo.shipments.models import Shipment
from fahuo.shipments.services import recover
from fahuo.shipments.services.clocks import ClockWrong, check_clock
from tests.fixtures.people import make_seller
from tests.fixtures.rows import make_order, make_shipment

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("seconds", "words"), [(600, r"\d{3} s ahead of"), (-600, r"\d{3} s behind")])
def test_nothing_is_done_by_a_worker_whose_clock_is_wrong(room, monkeypatch, seconds, words):
    (order,) = room.orders(1)
    real = clock.now
    monkeypatch.setattr(clock, "now", lambda: real() + timedelta(seconds=seconds))
    with pytest.raises(ClockWrong, match=words):
        jobs.recover_shipments(timestamp=0)
    with pytest.raises(ClockWrong, match=words):
        jobs.ship_orders(seller_id=room.seller.pk, run_id=0, order_ids=[order.pk])
    assert not Shipment.objects.exists()
    monkeypatch.setattr(clock, "now", lambda: real() + timedelta(seconds=1))
    check_clock()


def test_a_seller_whose_keys_cannot_be_opened_stops_no_other(room, monkeypatch):
    other = make_seller("Bea Trading")
    stuck = make_shipment(other, make_order(other, "8112833000000055", stage="IN_WORK"), status="BOOKING")
    (order,) = room.orders(1)
    room.ship([order])
    past = clock.now() - timedelta(seconds=2)
    Shipment.objects.filter(order=order).update(status="BOOKED", lease_until=past + timedelta(seconds=1))
    Shipment.objects.filter(pk=stuck.pk).update(lease_until=past)
    real = recover.ship.open_desk

    def opening(seller):
        if seller.pk == other.pk:
            raise SecretsUnavailable("no key opens it")
        return real(seller)

    monkeypatch.setattr(recover.ship, "open_desk", opening)
    assert recover.recover_due() == 2
    assert room.shipment(order).status == "LABELLED"
    stuck.refresh_from_db()
    assert stuck.status == "BOOKING"
    assert stuck.lease_until > clock.now(), "tried again later"
