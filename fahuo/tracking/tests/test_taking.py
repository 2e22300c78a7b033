"""Taking events in: stored once, folded, counted; whatever they look like."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest

from fahuo.tracking.models import Event, Journey, Latency, UnmappedCode
from fahuo.tracking.services.begin import begin_new
from fahuo.tracking.services.ingest import Sighting, Taken, take
from fahuo.trade.exception_reason import ExceptionReason
from fahuo.trade.milestone import Milestone
from fahuo.trade.tracking import TrackingEvent
from tests.fixtures.rows import NOON, make_order, make_shipment

if TYPE_CHECKING:
    from fahuo.accounts.models import Seller
    from fahuo.shipments.models import Shipment

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=20)


def event(milestone: str, hours: float = 0, *, code: str = "", **more: Any) -> TrackingEvent:
    return TrackingEvent(NOON + timedelta(hours=hours), Milestone(milestone), code or milestone, **more)


def told(shipment: Shipment, *events: TrackingEvent, carrier: str = "yunexpress") -> Sighting:
    return Sighting(shipment.seller_id, shipment.pk, carrier, events)


@pytest.fixture
def parcel(amys: Seller) -> Shipment:
    return make_shipment(amys, make_order(amys, "1001"))


def test_a_parcel_with_a_label_is_begun(parcel: Shipment) -> None:
    assert begin_new(at=NOON) == [parcel.pk]
    assert begin_new(at=NOON) == []
    row = Journey.objects.get()
    assert (row.shipment_id, row.country, row.origin, row.labelled_at) == (parcel.pk, "DE", "CN", NOON)
    assert (row.pickup_due_at, row.silent_at, row.milestone) == (NOON + timedelta(hours=48), None, "")


def test_events_move_the_journey(parcel: Shipment) -> None:
    begin_new(at=NOON)
    found = take([told(parcel, event("INFO_RECEIVED", 1), event("RECEIVED", 3))], at=NOON + timedelta(hours=4))
    assert found == Taken(new=2, moved=(parcel.pk,))
    row = Journey.objects.get()
    assert (row.milestone, row.milestone_at) == ("RECEIVED", NOON + timedelta(hours=3))
    assert (row.scanned_at, row.pickup_due_at) == (NOON + timedelta(hours=3), None)
    assert row.silent_at == NOON + timedelta(hours=75)
    assert (row.events, row.alerts_due, row.figures_due, row.expect_due) == (2, True, True, True)
    assert take([told(parcel, event("RECEIVED", 3))], at=LATER) == Taken()
