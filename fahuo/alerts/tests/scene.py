"""Parcels under way, and what happens to them."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.test import Client
from django.urls import reverse

from fahuo.accounts.models import Seller
from fahuo.alerts.models import Alert
from fahuo.alerts.services import watch_parcels
from fahuo.tracking.models import Journey
from tests.fixtures.journeys import make_journey
from tests.fixtures.rows import NOON, make_order, make_shipment

HOUR = timedelta(hours=1)
_numbers = count(8112833000100001)


def parcel(seller: Seller, *, carrier: str = "yunexpress", country: str = "FR", **columns: Any) -> Journey:
    """Store a parcel in transit with a label of noon, whose row says that something happened to it."""
    order = make_order(seller, str(next(_numbers)), stage="SHIPPED")
    shipment = make_shipment(seller, order, carrier=carrier, country=country)
    return make_journey(seller, shipment, **{"alerts_due": True, "silent_at": NOON + 100 * HOUR} | columns)


def happen(journey: Journey, **columns: Any) -> None:
    """Change the journey as tracking does, so that alerts look at it."""
    Journey.objects.filter(pk=journey.pk).update(alerts_due=True, **columns)


def held(journey: Journey, at: datetime = NOON, kind: str = "CUSTOMS_HELD") -> None:
    """Its carrier says that something is wrong."""
    happen(journey, exception=kind, exception_at=at, heard_at=at)


def look(at: datetime = NOON) -> list[tuple[str, str]]:
    """Look at what changed; return kind and state of all alerts, oldest first."""
    watch_parcels.take_changed(at=at)
    return alerts()


def alerts() -> list[tuple[str, str]]:
    """Return kind and state of all alerts, oldest first."""
    return list(Alert.objects.order_by("pk").values_list("kind", "state"))


def alert_of(seller: Seller, kind: str = "CUSTOMS_HELD", **columns: Any) -> Alert:
    """Open an alert about a parcel of its own."""
    journey = parcel(seller)
    held(journey, kind=kind)
    look()
    Alert.objects.filter(shipment=journey.pk).update(**columns)
    return Alert.objects.get(shipment=journey.pk)


def act(client: Client, do: str, *alerts: Alert, **fields: object) -> str:
    """Press a button for these alerts; return the page that follows."""
    chosen = {"id": [alert.pk for alert in alerts], "do": do, "next": reverse("alerts"), **fields}
    return client.post(reverse("act-on-alerts"), chosen, follow=True).text
