"""A day of polling under a quota that is far too small, simulated: who is asked how often, and nobody never."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise

from fahuo.tracking.domain.risk import RUNGS
from fahuo.tracking.domain.schedule import lateness

START = datetime(2026, 11, 20, tzinfo=UTC)
TICK = timedelta(minutes=1)
# Parcels by rung: ten thousand in all, most of them simply moving.
PARCELS = {1: 300, 2: 200, 3: 1500, 5: 6000, 7: 1500, 8: 500}
DAYS = 2
LOOKS_A_TICK = 60  # a carrier that takes two calls of thirty numbers a minute


@cache
def simulated() -> dict[int, list[list[datetime]]]:
    """Return the moments at which every parcel was asked for, by rung: the sequence that `services.claim` follows."""
    asked: dict[int, list[list[datetime]]] = {place: [[] for _ in range(count)] for place, count in PARCELS.items()}
    due = {place: [(START, number) for number in range(count)] for place, count in PARCELS.items()}
    at = START
    while at < START + timedelta(days=DAYS):
        for _ in range(LOOKS_A_TICK):
            waiting = [place for place, heap in due.items() if heap and heap[0][0] <= at]
            if not waiting:
                break
            place = max(waiting, key=lambda one: lateness(one, due[one][0][0], at))
            _, number = heapq.heappop(due[place])
            asked[place][number].append(at)
            heapq.heappush(due[place], (at + RUNGS[place], number))
        at += TICK
    return asked


def demanded_a_minute() -> float:
    return sum(count / (RUNGS[place] / TICK) for place, count in PARCELS.items())


def test_under_a_small_quota_every_interval_stretches_alike_and_nobody_starves() -> None:
    asked = simulated()
    wanted = demanded_a_minute()
    assert 117 < wanted < 118  # 30 + 10 + 37.5 + 37.5 + 2.3 + 0.3: nearly twice the quota
    stretch = {place: _usual_gap(rows) / RUNGS[place] for place, rows in asked.items() if place <= 5}
    # 60 looks a minute for a demand of 118: everybody is asked half as often as wished, within a seventh.
    for place, found in stretch.items():
        assert 0.86 < found / (wanted / LOOKS_A_TICK) < 1.14, (place, stretch)
    gaps = {place: _usual_gap(rows) for place, rows in asked.items() if place <= 5}
    assert sorted(gaps, key=lambda place: gaps[place]) == sorted(gaps)  # the riskier, the sooner
    assert all(moments for rows in asked.values() for moments in rows)  # nobody is forgotten


def test_the_whole_quota_is_used_and_not_more() -> None:
    counted = Counter(at for rows in simulated().values() for moments in rows for at in moments)
    assert set(counted.values()) == {LOOKS_A_TICK}
    assert len(counted) == DAYS * 24 * 60


def _usual_gap(rows: list[list[datetime]]) -> timedelta:
    """The mean time between two looks at a parcel, after the first rush."""
    gaps: dict[str, list[timedelta]] = defaultdict(list)
    for moments in rows:
        settled = [at for at in moments if at > START + timedelta(hours=12)]
        gaps["all"].extend(later - earlier for earlier, later in pairwise(settled))
    return sum(gaps["all"], timedelta()) / len(gaps["all"])
