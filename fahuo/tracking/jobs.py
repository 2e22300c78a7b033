"""Background jobs of tracking. The rows carry the state; a job that dies is made up for by the next tick."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.db import DatabaseError, InterfaceError
from procrastinate.contrib.django import app

from fahuo.kit import clock
from fahuo.shipments.services.telling import tell
from fahuo.tracking.services import ask_carrier, begin, expect, learn, partitions, poll, push, relay, stray

log = logging.getLogger(__name__)
QUEUE = "tracking"
# Minutes of sums for a big seller: beside all that watches.
LEARNING = "learning"
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
    """Every minute: have new services watch what is under way, adopt early pushes, settle supplement requests."""
    _each(clock.now(), relay.watch_more, stray.adopt, ask_carrier.settle_heard)


@app.periodic(cron="* * * * * */10")
@app.task(queue=QUEUE, queueing_lock="expect_parcels", pass_context=False)
def expect_parcels(timestamp: int) -> None:
    """Every ten seconds: expect parcels anew whose journey changed."""
    _portions(lambda: expect.expect_due(at=clock.now()))


@app.periodic(cron="17 19 * * *")
@app.task(queue=LEARNING, queueing_lock="learn_lanes", pass_context=False)
def learn_lanes(timestamp: int) -> None:
    """Every night: learn the laws of each seller's lanes, one after the other, and look at all parcels again."""
    for seller_id in learn.sellers():
        _each(clock.now(), partial(learn.learn, seller_id=seller_id))


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
            tell(log, getattr(work, "__name__", "learn"), error)


def _portions(work: Callable[[], int]) -> int:
    """Work until a portion comes back empty, or for so long that other jobs should have their turn."""
    done = 0
    for _ in range(MOST_PORTIONS):
        portion = work()
        done += portion
        if not portion:
            break
    return done
