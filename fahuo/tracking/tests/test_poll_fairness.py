"""Nobody waits for a carrier that lags, that takes all the room, or whose question broke off."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from math import inf
from typing import TYPE_CHECKING, Any

import pytest

from fahuo.carriers.emulation import server
from fahuo.carriers.models import CarrierAccount
from fahuo.kit import clock
from fahuo.tracking.domain.quota import Purse, calls_free
from fahuo.tracking.models import Journey, Leg
from fahuo.tracking.services import plan, poll
from fahuo.tracking.tests.held import held_back
from fahuo.tracking.tests.test_poll import account_of, leg_of, milestone, parcel

if TYPE_CHECKING:
    from fahuo.accounts.models import Seller

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def quick() -> Iterator[str]:
    with server.running("yunexpress") as url:
        yield url


@pytest.fixture(scope="module")
def slow() -> Iterator[str]:
    """A carrier that answers when all others were heard: no sooner, on no machine."""
    with server.running("yanwen") as url, held_back(url, others_were_heard) as held:
        yield held


def others_were_heard() -> bool:
    return not Leg.objects.exclude(carrier="yanwen").filter(polled_at=None).exists()


def test_past_its_time_a_session_serves_the_others_while_one_lags(
    amys: Seller, quick: str, slow: str, monkeypatch: Any
) -> None:
    monkeypatch.setattr(poll, "LAGS_AFTER_S", 0.3)
    later = parcel(account_of(amys, "yunexpress", quick), quick, tracking_number="LM2")
    behind = parcel(account_of(amys, "yanwen", slow), slow, tracking_number="LM1", known=False)
    Leg.objects.filter(shipment=later).update(poll_at=clock.now() + timedelta(seconds=0.6))
    tally = poll.poll(session_s=0.2)
    assert tally is not None
    assert (tally.asked, tally.calls) == (2, 2)  # and the slow one got no second call
    assert leg_of(later).polled_at < leg_of(behind).polled_at  # type: ignore[operator]


def test_a_carrier_that_takes_all_the_room_leaves_one_call_to_each(
    amys: Seller, quick: str, slow: str, monkeypatch: Any
) -> None:
    monkeypatch.setattr(poll, "MOST_IN_FLIGHT", 1)
    ahead = [parcel(account_of(amys, "yunexpress", quick), quick, tracking_number=f"LM{one}") for one in (2, 3)]
    behind = parcel(account_of(amys, "yanwen", slow), slow, tracking_number="LM1", known=False)
    poll.poll(session_s=5)
    assert all(leg_of(one).polled_at < leg_of(behind).polled_at for one in ahead)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("interval_s", "slack_s", "ahead_s", "in_flight", "free"),
    [
        (0.1, 0.95, 0.0, 0, 15),  # ten a second, twenty after a rest: four fifths of a second's
        (0.1, 0.95, 0.0, 10, 5),
        (0.1, 0.95, 2.0, 0, 0),  # used up
        (1.05, 0.0, -inf, 0, 1),  # one a second, never called before
        (1.05, 0.0, -0.3, 0, 1),
        (62.5, 0.0, 40.0, 0, 0),  # a call a minute: called 20 seconds ago
        (62.5, 0.0, -10.0, 0, 0),  # it may be called, but the others come first
        (62.5, 0.0, -16.0, 0, 1),
        (62.5, 0.0, -999.0, 1, 0),  # one at a time
        (None, 0.0, -inf, 5, 20),
    ],
)
def test_how_many_calls_are_free(
    interval_s: float | None, slack_s: float, ahead_s: float, in_flight: int, free: int
) -> None:
    assert calls_free(Purse(interval_s, slack_s, ahead_s, 50, in_flight)) == free


def test_an_account_of_less_than_a_call_a_second_is_asked(amys: Seller, quick: str) -> None:
    account = account_of(amys, "yunexpress", quick)
    CarrierAccount.objects.filter(pk=account.pk).update(calls_per_s="0.5")
    shipments = [parcel(account, quick, tracking_number=f"LM{place}") for place in range(2)]
    tally = poll.poll(session_s=1)
    assert tally is not None
    assert tally.asked == 1  # and the other two seconds later, at the earliest
    assert sorted(milestone(one) for one in shipments) == ["", "DELIVERED"]


def test_a_question_that_broke_off_is_asked_again_and_ends_no_session(
    amys: Seller, quick: str, monkeypatch: Any
) -> None:
    async def breaks_off(*_: object) -> list[poll.Heard]:
        raise asyncio.CancelledError

    shipment = parcel(account_of(amys, "yunexpress", quick), quick)
    with monkeypatch.context() as patch:
        patch.setattr(poll, "ask_batch", breaks_off)
        assert poll.poll(session_s=1) == poll.Tally(calls=1)
    assert (leg_of(shipment).lease, leg_of(shipment).failures) == (None, 0)
    poll.poll()
    assert milestone(shipment) == "DELIVERED"


def test_what_was_just_asked_is_planned_once(amys: Seller, quick: str, monkeypatch: Any) -> None:
    """Its other numbers are asked sooner on the news; the one that told it knows."""
    account = account_of(amys, "yunexpress", quick)
    shipment = parcel(account, quick, days=5.3, tracking_number="LM2")
    other = CarrierAccount.objects.create(seller=amys, carrier="track17", active=True, created_at=clock.now())
    watch = Leg.objects.create(
        seller=amys, shipment=shipment, role="WATCH", account=other, carrier="track17", number="LM2",
        registered_at=clock.now(), poll_at=clock.now() + timedelta(days=9),
    )  # fmt: skip
    planned: list[Any] = []
    monkeypatch.setattr(plan, "courses", lambda ids, real=plan.courses: planned.extend(ids) or real(ids))
    poll.poll()
    assert sorted(planned) == [leg_of_origin(shipment).pk, watch.pk]
    watch.refresh_from_db()
    assert Journey.objects.get(shipment=shipment).milestone == "DELIVERED"
    assert watch.poll_at is not None
    assert watch.poll_at < clock.now() + timedelta(days=2)


def leg_of_origin(shipment: Any) -> Leg:
    return Leg.objects.get(shipment=shipment, role="ORIGIN")
