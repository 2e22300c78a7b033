"""How quickly an account may be called: the arithmetic, and the bucket that processes share."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from time import monotonic

import pytest
from django.db import connection

from fahuo.carriers.domain.pace import Allowance, Pace, batch, pace, starts
from fahuo.carriers.models import CallPace
from fahuo.carriers.services.pace import push_on, reserve
from tests.fixtures.accounts import connect_emulated

SLOW, QUICK = Pace(0.1, 20), Pace(0.005)


@pytest.mark.parametrize(
    ("own", "emulated", "found"),
    [
        (None, False, Pace(0.1, 20)),
        (None, True, None),  # an emulator bears anything
        (50.0, False, Pace(0.021)),
        (50.0, True, Pace(0.021)),
        (0.5, False, Pace(2.1)),
    ],
)
def test_the_accounts_own_limit_counts_before_the_carriers(own: float | None, emulated: bool, found: Pace) -> None:
    assert pace(Allowance(own, 10.0, 20, emulated)) == found


@pytest.mark.parametrize(
    ("pace", "waiting", "last", "lasted_s", "used_up", "count"),
    [
        (QUICK, 1, 0, 99, False, 1),
        (QUICK, 7, 0, 99, False, 7),
        (QUICK, 90, 0, 99, False, 25),  # never more at once
        (QUICK, 1, 8, 0.1, True, 16),  # soon used up: ahead
        (QUICK, 1, 16, 0.1, True, 25),
        (QUICK, 1, 8, 1.0, True, 1),
        (QUICK, 1, 8, 0.1, False, 1),  # some of it was not needed
        (SLOW, 90, 0, 99, False, 5),  # never more than half a second's
        (Pace(2.1), 90, 8, 0.1, True, 1),
    ],
)
def test_how_many_places_are_reserved(
    pace: Pace, waiting: int, last: int, lasted_s: float, used_up: bool, count: int
) -> None:
    assert batch(pace, waiting=waiting, last=last, lasted_s=lasted_s, used_up=used_up) == count


def test_places_stand_in_a_row() -> None:
    assert starts(Pace(0.5), first_in_s=2.0, count=3) == [2.0, 2.5, 3.0]
    assert [round(start, 3) for start in starts(SLOW, first_in_s=0.0, count=2)] == [-0.95, -0.85]


@pytest.mark.parametrize("per_s", [0.5, 10.0, 50.0, 200.0])
def test_an_accounts_own_limit_holds_in_every_second_however_late_places_are_used(per_s: float) -> None:
    found = pace(Allowance(per_s, 10.0, 20))
    assert found is not None
    # In any second: the places of a second, those that may still be used late, and one on the edge.
    most = (1 + found.slot_lives_s) / found.interval_s + 1
    assert most <= per_s + 1.0001


def passed(seconds: float, *, since: float) -> object:
    """Equal to so many seconds, less what may have passed of them since that moment."""
    lasted = monotonic() - since
    return pytest.approx(seconds - lasted / 2, rel=0, abs=lasted / 2 + 0.001)


@pytest.mark.django_db
def test_a_bucket_fills_with_time_only(account_id: int) -> None:
    asked = {"account_id": account_id, "count": 10, "interval_s": 5.0}
    began = monotonic()
    taken, wait = reserve(**asked, longest_s=30)
    assert taken
    assert wait == passed(0, since=began)
    taken, wait = reserve(**asked, longest_s=60)
    assert taken
    assert wait == passed(50, since=began)
    before = CallPace.objects.get().next_at
    taken, wait = reserve(**asked, longest_s=30)
    assert not taken
    assert wait == passed(100, since=began)
    assert CallPace.objects.get().next_at == before, "who goes away takes nothing"


@pytest.mark.django_db
def test_a_pause_moves_the_bucket_on_and_never_back(account_id: int) -> None:
    began = monotonic()
    push_on(account_id=account_id, seconds=30)
    push_on(account_id=account_id, seconds=5)
    taken, wait = reserve(account_id=account_id, count=1, interval_s=0.1, longest_s=60)
    assert taken
    assert wait == passed(30, since=began)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_never_get_the_same_place(account_id: int) -> None:
    def take(_: int) -> float:
        try:
            return reserve(account_id=account_id, count=5, interval_s=100.0, longest_s=100_000)[1]
        finally:
            connection.close()

    began = monotonic()
    with ThreadPoolExecutor(4) as pool:
        waits = sorted(pool.map(take, range(12)))
    assert waits == [passed(500 * place, since=began) for place in range(12)]


@pytest.mark.django_db
@pytest.mark.parametrize(("interval_s", "ahead_s", "given"), [(0.1, 90, False), (100, 105, False), (0.1, 86_400, True)])
def test_a_bucket_from_a_wrong_clock_is_not_waited_for(amys, interval_s, ahead_s, given) -> None:
    connect_emulated(amys, "yunexpress", "http://127.0.0.1:9101")
    account_id = amys.carrier_accounts.get().pk
    push_on(account_id=account_id, seconds=ahead_s)
    taken, first_in_s = reserve(account_id=account_id, count=1, interval_s=interval_s, longest_s=10)
    assert taken is given
    assert first_in_s < 1 if given else first_in_s > 10
    again, _ = reserve(account_id=account_id, count=1, interval_s=interval_s, longest_s=10)
    assert again is given, "set right for good"
