"""What carriers scanned ends what waits for a driver."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fahuo.kit import clock
from fahuo.pickups.models import PickupLine
from fahuo.pickups.queries import pages as reads
from fahuo.pickups.services import fetched, settle
from fahuo.pickups.tests.conftest import again
from fahuo.shipments.models import Shipment

pytestmark = pytest.mark.django_db


def open_lines(pickup) -> int:
    return PickupLine.objects.filter(pickup=pickup, is_open=True).count()


def test_a_driver_who_comes_for_nothing_can_still_be_called_off(ups) -> None:
    parcels = ups.parcels(2)
    pickup = ups.asked(parcels)
    Shipment.objects.filter(pk__in=[row.pk for row in parcels]).update(status="CANCELLED")
    assert fetched.end_done(at=clock.now()) == 0
    row = reads.as_row(again(pickup), clock.now() + timedelta(days=2))
    assert (row.waiting, row.missed) == (0, False)  # nothing waits for that driver, and nobody is told that it does
    assert fetched.end_done(at=clock.now() + timedelta(days=4)) == 1
    assert again(pickup).state == "DONE"


def test_what_nobody_knew_of_ends_when_its_parcels_were_scanned(dhl) -> None:
    """A driver came, so there is nothing left to find out; a parcel that still waits keeps it with a person."""
    dhl.fail("error_after")
    parcels = dhl.parcels(3)
    pickup = dhl.asked(parcels)
    assert pickup.state == "REVIEW"
    at = clock.now()
    seen = {row.pk: at + timedelta(minutes=place) for place, row in enumerate(parcels)}
    Shipment.objects.filter(pk=parcels[2].pk).update(status="CANCELLED")
    assert fetched.note_scans(scans=lambda seller, ids: {parcels[0].pk: at}, at=at) == 1
    assert (again(pickup).state, open_lines(pickup)) == ("REVIEW", 3)
    assert fetched.note_scans(scans=lambda seller, ids: {key: seen[key] for key in ids[:1]}, at=at) == 1
    assert (again(pickup).state, again(pickup).problems, open_lines(pickup)) == ("DONE", [], 0)
    assert list(pickup.lines.order_by("pk").values_list("fetched_at", flat=True)) == [*list(seen.values())[:2], None]
    assert settle.give_up(pickup=pickup, person=None, at=at).code == "PICKUP_STATE"


def test_scans_of_a_whole_truck_are_written_together(ups, django_assert_max_num_queries) -> None:
    pickup = ups.asked(ups.parcels(40))
    at = clock.now()
    with django_assert_max_num_queries(16):  # 40 statements would be one for each
        assert fetched.note_scans(scans=lambda seller, ids: dict.fromkeys(ids, at), at=at) == 40
    assert again(pickup).state == "DONE"
