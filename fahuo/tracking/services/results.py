"""Write what was heard: events into journeys, then when each number is asked for next. Nothing here calls anybody."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import DatabaseError, InterfaceError

from fahuo.shipments.services import late_number
from fahuo.shipments.services.telling import tell
from fahuo.tracking.domain.risk import TOP
from fahuo.tracking.domain.schedule import after_failure, next_look
from fahuo.tracking.services import claim, ingest, legs, plan
from fahuo.tracking.services.asking import Heard

log = logging.getLogger(__name__)
# A number just handed in is looked up a while later; one that is not taken is handed in again a day later, five times.
FIRST_NEWS = timedelta(minutes=10)
REFUSED_AGAIN, REFUSED_TIMES = timedelta(days=1), 5


def write(*, heard: Sequence[Heard], lease: uuid.UUID, at: datetime) -> ingest.Taken:
    """Store what these numbers told, in bulk, and plan the next look at each. Returns what was new."""
    answered = [one for one in heard if one.waits is None and not one.fault and not _handed_in(one)]
    taken, broken = _stored(answered, at)
    _number(answered, at)
    claim.give_back(leg_ids=[one.leg.leg_id for one in heard if one.waits is not None and not one.fault], lease=lease)
    courses = plan.courses([one.leg.leg_id for one in answered])
    rows = []
    for one in heard:
        if one.fault or one.leg.leg_id in broken:
            rows.append(_failed(one, at))
        elif _handed_in(one):
            rows.append(_registered(one, at))
        elif one.waits is None and one.leg.leg_id in courses:
            look = next_look(courses[one.leg.leg_id], at, key=one.leg.leg_id)
            asked = at if one.asked_for_number else None
            rows.append(plan.Settled(one.leg.leg_id, look.rung, look.poll_at, polled_at=at, number_asked_at=asked))
    plan.settle(lease=lease, rows=rows)
    plan.hasten(shipment_ids=taken.moved, at=at, planned=courses)
    return taken


def _handed_in(one: Heard) -> bool:
    return one.leg.to_register and (one.registered or bool(one.refusal))


def _registered(one: Heard, at: datetime) -> plan.Settled:
    if one.registered:
        return plan.Settled(one.leg.leg_id, one.leg.rung, at + FIRST_NEWS, registered_at=at)
    tries = one.leg.failures + 1
    again = at + REFUSED_AGAIN if tries < REFUSED_TIMES else None
    return plan.Settled(one.leg.leg_id, TOP, again, failures=tries, refusal=one.refusal[:200])


def _failed(one: Heard, at: datetime) -> plan.Settled:
    """Ask again later, each time after twice the interval. A carrier that was not reached is asked again sooner."""
    failures = min(one.leg.failures + 1, 100)
    rung = 0 if one.waits is not None else one.leg.rung
    look = after_failure(rung, failures - 1, at)
    reached = at if one.waits is None else None
    return plan.Settled(one.leg.leg_id, one.leg.rung, look.poll_at, failures=failures, polled_at=reached)


def _stored(answered: Sequence[Heard], at: datetime) -> tuple[ingest.Taken, set[int]]:
    """Take the events in; when they cannot be, find the parcel whose cannot, so that it stops no other."""
    sightings = [_sighting(one) for one in answered if one.events]
    try:
        return ingest.take(sightings, at=at) if sightings else ingest.Taken(), set()
    except (DatabaseError, InterfaceError):
        raise
    except Exception as error:
        if len(answered) == 1:
            tell(log, f"events of leg {answered[0].leg.leg_id}", error)
            return ingest.Taken(), {answered[0].leg.leg_id}
    middle = len(answered) // 2
    (first, broken), (second, more) = _stored(answered[:middle], at), _stored(answered[middle:], at)
    together = ingest.Taken(
        first.new + second.new, first.odd + second.odd, first.moved + second.moved, first.unknown + second.unknown
    )
    return together, broken | more


def _sighting(one: Heard) -> ingest.Sighting:
    return ingest.Sighting(one.leg.seller_id, one.leg.shipment_id, one.leg.carrier, one.events)


def _number(answered: Sequence[Heard], at: datetime) -> None:
    """Write tracking numbers that came late, and lay the legs that they lead to."""
    numbers = {one.leg.shipment_id: one.late_number for one in answered if one.late_number}
    if numbers and (written := late_number.note_numbers(numbers=numbers)):
        legs.lay(shipment_ids=written, at=at)
