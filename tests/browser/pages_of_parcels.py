"""The pages that follow parcels, each with something on it: tracking, sources, first mile, alerts, figures."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from fahuo.accounts.models import Seller
from fahuo.shipments.models import Shipment
from tests.fixtures.accounts import connect_emulated
from tests.fixtures.journeys import make_alert, make_event, make_journey, make_leg, make_unmapped_code
from tests.fixtures.pickups import make_pickup, make_urge, wait_for_scan
from tests.fixtures.rows import NOON, make_order, make_shipment


def pages_of_parcels(seller: Seller, shipment: Shipment) -> list[str]:
    """Every page that shows where parcels are, and what is wrong with them."""
    return [
        *_of_figures(),
        *_of_alerts(seller, shipment),
        *_of_tracking(seller, shipment),
        *_of_sources(seller),
        *_of_first_mile(seller),
    ]


def _of_first_mile(seller: Seller) -> list[str]:
    """A driver who did not come, a doubtful pick-up, an urge, the dialogues."""
    connect_emulated(seller, "ups", "http://127.0.0.1:9104")
    parcels = [
        make_shipment(
            seller,
            make_order(seller, f"81128330000001{place}", stage="SHIPPED"),
            carrier="ups",
            account=seller.carrier_accounts.get(carrier="ups", active=True),
        )
        for place in (1, 2, 3)
    ]
    for parcel in parcels:
        wait_for_scan(seller, parcel)
    doubtful = {"code": "PICKUP_DOUBTFUL", "field": "", "detail": "HTTP 502"}
    missed = make_pickup(seller, parcels[0])
    doubt = make_pickup(seller, parcels[1], state="REVIEW", number="", problems=[doubtful], reference="1-P2")
    make_urge(seller, parcels[0])
    return [
        *map(reverse, ("first-mile", "urge", "ask-pickup", "opening-hours", "pickup-figures")),
        *(f"{reverse(name)}?carrier=ups" for name in ("ask-pickup", "urge")),
        *(reverse("pickup", args=[one.pk]) for one in (missed, doubt)),
        reverse("shipment-first-mile", args=[parcels[0].pk]),
    ]


def _of_sources(seller: Seller) -> list[str]:
    """Sources with an account that pushes, of which forged pushes came too."""
    from fahuo.tracking.services import addresses

    connect_emulated(seller, "track17", "http://127.0.0.1:9103")
    account = seller.carrier_accounts.get(carrier="track17", active=True)
    addresses.give_address(seller=seller, person=None, account_id=account.pk, at=NOON)
    addresses.note_refusal(account_id=account.pk, code="CARRIER_PUSH_NOT_GENUINE", at=NOON)
    return [reverse("tracking-sources"), reverse("push-address", args=[account.pk])]


def _of_tracking(seller: Seller, shipment: Shipment) -> list[str]:
    """A parcel held at customs with events of two sources, one odd and one unknown; a silent one; a code."""
    soon = NOON.date() + timedelta(days=9)
    make_journey(
        seller, shipment, milestone="IMPORT_CUSTOMS", exception="CUSTOMS_HELD", exception_at=NOON, expected_on=soon,
        expected_from=soon, expected_until=soon, promised_on=NOON.date(), silent_at=NOON,
    )  # fmt: skip
    make_leg(seller, shipment)
    make_event(seller, shipment, "RECEIVED", NOON)
    make_event(seller, shipment, "RECEIVED", NOON, carrier="usps", country="DE", place="Leipzig")
    make_event(seller, shipment, "UNMAPPED", NOON)
    make_event(seller, shipment, "IMPORT_CUSTOMS", NOON, reason="CUSTOMS")
    make_event(seller, shipment, "DELIVERED", NOON + timedelta(days=400), odd="FUTURE")
    make_unmapped_code(seller)
    make_unmapped_code(seller, "Q8", settled_at=NOON)
    public = reverse("public-tracking", args=[shipment.public_token])
    return [
        *map(reverse, ("tracking", "silent-parcels", "unmapped-codes", "expected-delivery")),
        *(f"{reverse('tracking')}?{query}" for query in ("deadline=SILENT", "text=nothing", "period=ENDED")),
        f"{reverse('supplement-request')}?id={shipment.pk}",
        *(reverse(name, args=[shipment.pk]) for name in ("shipment", "shipment-tracking")),
        public,
        *(f"{public}?lang={code}" for code in ("zh", "ja", "ru")),
    ]


def _of_alerts(seller: Seller, shipment: Shipment) -> list[str]:
    """The board without and with alerts, one of them, those of a shipment, and how quick we are."""
    found = make_alert(seller, shipment)
    make_alert(seller, shipment, "DAMAGED", state="SNOOZED", snoozed_until=NOON, detail="X1")
    return [
        *(f"{reverse('alerts')}?{query}" for query in ("", "state=CLOSED", "text=nothing")),
        reverse("alert", args=[found.pk]),
        reverse("shipment-alerts", args=[shipment.pk]),
        reverse("alert-latency"),
    ]


def _of_figures() -> list[str]:
    """Figures of the shop's orders, broken down by lane and by day, and of a period without any."""
    from fahuo.figures.services.count import count_due
    from fahuo.kit import clock

    count_due(at=clock.now())
    return [
        reverse("figures") + query
        for query in ("?days=365", "?by=lane", "?by=day", "?from=2020-01-01&until=2020-01-02")
    ]
