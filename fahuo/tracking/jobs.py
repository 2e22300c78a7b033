"""Background jobs of tracking. The rows carry the state; a job that dies is made up for by the next tick."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import DatabaseError, InterfaceError
from procrastinate.contrib.django import app

from fahuo.kit import clock
from fahuo.shipments.services.telling import tell
from fahuo.tracking.services import begin, partitions, poll, push, relay, stray

log = logging.getLogger(__name__)
QUEUE = "tracking"
BEGUN_AT_ONCE = 1_000
MOST_PORTIONS = 20


@app.periodic(cron="* * * * * */2")
@app.task(queue=QUEUE, queueing_lock="begin_journeys", pass_context=False)
def begin_journeys(timestamp: int) -> None:  # procrastinate hands the tick's time over
    """Every two seconds: follow what has got a label and a number, and hand it what was pushed about it before."""
    at = clock.now()
    begun = _portions(lambda: len(begin.begin_new(at=at, limit=BEGUN_AT_ONCE)))
    if begun:
        stray.adopt(at=at)


@app.periodic(cron="* * * * * */2")
@app.task(queue=QUEUE, queueing_lock="poll_carriers", pass_context=False)
def poll_carriers(timestamp: int) -> None:
    """Every two seconds: ask for what is due, unless another worker is at it. A session ends when nothing is left."""
    poll.poll()


@app.periodic(cron="* * * * * 30")
@app.task(queue=QUEUE, queueing_lock="relay_legs", pass_context=False)
def relay_legs(timestamp: int) -> None:
    """Every minute: have new tracking services watch what is under way, and adopt what was pushed too early."""
    _each(clock.now(), relay.watch_more, stray.adopt)


@app.periodic(cron="41 2 * * *")
@app.task(queue=QUEUE, queueing_lock="sweep_tracking", pass_context=False)
def sweep_tracking(timestamp: int) -> None:
    """Every night: forget receipts and strays that are too old, and look after the months of events."""
    _each(clock.now(), stray.sweep, push.sweep, relay.lay_all_again, partitions.make_ahead, partitions.drop_old)


def _each(at: datetime, *works: Callable[..., object]) -> None:
    """Do each; one that fails is told and stops no other."""
    for work in works:
        try:
            work(at=at)
        except (DatabaseError, InterfaceError):
            raise
        except Exception as error:
            tell(log, work.__name__, error)


def _portions(work: Callable[[], int]) -> int:
    """Work until a portion comes back empty, or for so long that other jobs should have their turn."""
    done = 0
    for _ in range(MOST_PORTIONS):
        portion = work()
        done += portion
        if not portion:
            break
    return done
