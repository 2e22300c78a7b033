"""The demo's tracking: its parcels travel two hours a second; carriers are asked, alerts open, figures are counted."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Max, Q

from fahuo.accounts.models import Seller
from fahuo.alerts.models import LIVE, Alert
from fahuo.alerts.services import tell, watch_parcels
from fahuo.carriers.models import CarrierAccount
from fahuo.figures.services import count
from fahuo.kit import clock
from fahuo.notifications.models import InSiteMessage
from fahuo.shipments.models import Shipment
from fahuo.site.cli import progress
from fahuo.site.demo.emulators import SPEED
from fahuo.tracking.models import Event, Journey, Leg, UnmappedCode
from fahuo.tracking.services import begin, expect, poll
from fahuo.tracking.services.ask_now import ask_now

# By then customs hold those that they will hold.
FAR_ENOUGH = timedelta(hours=64)
PORTION = 1000
LONGEST_S = 300.0  # on a slow machine; else seconds
TURNED_AWAY_S = 1.0  # what an emulated carrier asks for


@dataclass(frozen=True, slots=True)
class Followed:
    """What became of the parcels by then: how many by milestone, open alerts by kind, messages that speak of them."""

    parcels: int
    events: int
    milestones: dict[str, int]
    alerts: dict[str, int]
    messages: int
    expected: int
    unknown_codes: int


def follow(seller: Seller) -> Followed:
    """Begin the journeys, wait until parcels are far enough, ask the carriers, and do what a worker would do."""
    while begin.begin_new(at=clock.now(), limit=PORTION):
        pass
    _let_them_travel(seller)
    ask(seller)
    for work in (expect.expect_due, count.count_due):
        while work(at=clock.now(), limit=PORTION):
            pass
    while watch_parcels.take_changed(at=clock.now(), limit=PORTION)[0]:
        pass
    while tell.tell(at=clock.now()):
        pass
    return _counted(seller)


def ask(seller: Seller) -> None:
    """Ask about every parcel; those at which the carrier turned us away, as it does now and then, again."""
    ends, accounts = time.monotonic() + LONGEST_S, _accounts(seller)
    to_ask = list(Journey.objects.filter(seller=seller).values_list("pk", flat=True))
    while to_ask and time.monotonic() < ends:
        ask_now(shipment_ids=to_ask, at=clock.now(), not_within=timedelta(0))
        poll.run(only=accounts, session_s=LONGEST_S)
        to_ask = _turned_away(seller, accounts)
        time.sleep(TURNED_AWAY_S if to_ask else 0)


def _turned_away(seller: Seller, accounts: list[int]) -> list[int]:
    """Return the parcels whose numbers are due still, or again, as a call about them failed."""
    rows = Leg.objects.filter(seller=seller, account__in=accounts, refusal="")
    missed = rows.filter(Q(failures__gt=0) | Q(poll_at__lte=clock.now()))
    return list(missed.values_list("shipment_id", flat=True).distinct())


def _accounts(seller: Seller) -> list[int]:
    return list(CarrierAccount.objects.filter(seller=seller, active=True).values_list("pk", flat=True))


def _let_them_travel(seller: Seller) -> None:
    last = Shipment.objects.filter(seller=seller).aggregate(last=Max("booked_at"))["last"]
    left = (last + FAR_ENOUGH / SPEED - clock.now()).total_seconds() if last else 0.0
    seconds = max(int(left) + 1, 0)
    with progress.bar("Follow", seconds, always=True) as advance:
        for _ in range(seconds):
            time.sleep(1)
            advance(1)


def _counted(seller: Seller) -> Followed:
    journeys = Journey.objects.filter(seller=seller)
    alerts = Alert.objects.filter(seller=seller, state__in=LIVE)
    return Followed(
        parcels=journeys.count(),
        events=Event.objects.filter(seller_id=seller.pk).count(),
        milestones=dict(Counter(journeys.values_list("milestone", flat=True)).most_common()),
        alerts=dict(Counter(alerts.values_list("kind", flat=True)).most_common()),
        messages=InSiteMessage.objects.filter(seller=seller).count(),
        expected=journeys.filter(expected_on__isnull=False).count(),
        unknown_codes=UnmappedCode.objects.filter(seller=seller).count(),
    )
