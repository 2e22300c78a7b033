"""Two people at once: each parcel is in one pick-up, each urging is noted once. Real connections, real locks."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from fahuo.kit import clock
from fahuo.pickups.models import Pickup, PickupLine, Urge, UrgeLine, UrgeWay
from fahuo.pickups.services.ask import ask_due
from fahuo.pickups.services.urge import urge

PEOPLE = 4


def at_once(work):
    """Let everybody begin at the same moment; each has a connection of its own."""
    together = Barrier(PEOPLE)

    def one(_place):
        together.wait()
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(PEOPLE) as pool:
        return list(pool.map(one, range(PEOPLE)))


@pytest.mark.django_db(transaction=True)
def test_of_people_who_ask_at_once_one_gets_the_parcels(ups) -> None:
    parcels = ups.parcels(5)
    started = at_once(lambda: ups.ask(parcels))
    assert sum(one.pickup is not None for one in started) == 1
    assert {one.problem.code for one in started if one.problem} == {"PICKUP_NO_PARCELS"}
    assert PickupLine.objects.filter(is_open=True).count() == 5
    at_once(ask_due)  # and of four workers one asks
    assert Pickup.objects.get().state == "CONFIRMED"
    assert [entry["parcels"] for entry in ups.book()] == [5]


@pytest.mark.django_db(transaction=True)
def test_of_people_who_note_an_urging_at_once_one_notes_it(ups, bob) -> None:
    ids = [row.pk for row in ups.parcels(3)]
    known = {"seller": ups.seller, "person": bob, "carrier": "ups", "text": "come", "at": clock.now()}
    made = at_once(lambda: urge(shipment_ids=ids, way=UrgeWay.MESSAGE, **known))
    assert sum(isinstance(one, Urge) for one in made) == 1
    assert {one.code for one in made if not isinstance(one, Urge)} == {"PICKUP_URGED_ALREADY"}
    assert UrgeLine.objects.count() == 3
    assert isinstance(urge(shipment_ids=ids, way=UrgeWay.PHONE, **known), Urge)  # a call besides is another thing
