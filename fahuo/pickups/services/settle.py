"""Say of pick-ups in doubt what is true, call pick-ups off, and end those whose parcels were fetched."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from fahuo.accounts import services as accounts
from fahuo.accounts.models import Person
from fahuo.carriers.errors import NotFound, Unsupported
from fahuo.carriers.services import journal
from fahuo.pickups.models import Pickup, State
from fahuo.pickups.services import record, timeline
from fahuo.pickups.services.ask import topic_of
from fahuo.shipments.services import calls
from fahuo.shipments.services.desk import Desk
from fahuo.trade.problem import Problem


@transaction.atomic
def confirm(*, pickup: Pickup, person: Person | None, number: str, at: datetime) -> Problem | None:
    """Write that the carrier has it: a person called, or found it. The number may be empty when none was given."""
    if len(number) > record.LONGEST_NUMBER or not number.isprintable():
        return Problem("PICKUP_INPUT_UNREADABLE", "number", number[:20])
    rows = Pickup.objects.filter(pk=pickup.pk, state__in=(State.DRAFT, State.REVIEW))
    shared = (
        [Problem("PICKUP_NUMBER_SHARED", "", number).as_dict()] if number and record.shared_with(pickup, number) else []
    )
    if not rows.update(state=State.CONFIRMED, number=number, problems=shared, confirmed_at=at, lease_until=None):
        return Problem("PICKUP_STATE", "", pickup.state)
    _told(pickup, "BY_HAND", person, at, number)
    return None


@transaction.atomic
def give_up(*, pickup: Pickup, person: Person | None, at: datetime) -> Problem | None:
    """Write that the carrier does not have it, as a person says who looked; its parcels may be asked for anew."""
    rows = Pickup.objects.filter(pk=pickup.pk, state=State.REVIEW)
    if not rows.update(state=State.REFUSED, ended_at=at, lease=None, lease_until=None):
        return Problem("PICKUP_STATE", "", pickup.state)
    record.release(pickup)
    _told(pickup, "NOT_THERE", person, at)
    return None


def takes_a_call(pickup: Pickup) -> bool:
    """Tell whether it is called off at the carrier too: by its number, unless another open pick-up bears that."""
    known = pickup.state == State.CONFIRMED and pickup.by_call and bool(pickup.number)
    return known and not record.shared_with(pickup, pickup.number)


def cancel(*, pickup: Pickup, person: Person | None, desk: Desk, at: datetime) -> Problem | None:
    """Call it off: at the carrier first, where it takes that by a call, then here.

    Nothing is changed when the carrier does not agree. Where another pick-up bears the same number it is called off
    here only, as the carrier would stay away from both; so is one of which nobody noted a number.
    """
    if takes_a_call(pickup):
        problem = _call_off(pickup, desk)
        if problem is not None:
            return problem
    return _write_cancelled(pickup, person, at)


def _call_off(pickup: Pickup, desk: Desk) -> Problem | None:
    desk.open([pickup.account_id])
    if not desk.knows(pickup.account_id):
        return Problem("PICKUP_ACCOUNT_RETIRED", "carrier")
    topic = topic_of(pickup, desk)
    (said,) = desk.call_all(
        lambda one: calls.say("cancel", one, lambda: one.carrier.cancel_pickup(pickup.number)), [topic]
    )
    journal.write(topic.lines("void_pickup", said))
    if said.error is None or isinstance(said.error, NotFound | Unsupported):
        return None  # it is gone, is unknown there, or can be called off by a person only: the page says so
    return Problem("PICKUP_NOT_CANCELLED", "", said.error.message[:200])


@transaction.atomic
def _write_cancelled(pickup: Pickup, person: Person | None, at: datetime) -> Problem | None:
    """What was sent, or is under work, cannot be cancelled: nobody knows yet what the carrier has."""
    never_sent = Pickup.objects.filter(pk=pickup.pk, state=State.ASKING, sent_at=None, lease=None)
    standing = Pickup.objects.filter(pk=pickup.pk, state__in=(State.DRAFT, State.CONFIRMED))
    changed = {"state": State.CANCELLED, "ended_at": at, "lease_until": None}
    if not (never_sent.update(**changed) or standing.update(**changed)):
        return Problem("PICKUP_STATE", "", pickup.state)
    record.release(pickup)
    _told(pickup, "CANCELLED", person, at)
    return None


def _told(pickup: Pickup, kind: str, person: Person | None, at: datetime, number: str = "") -> None:
    timeline.note(pickup, kind, at=at, person=person, detail={"number": number} if number else {})
    verb = {"CANCELLED": "cancel_pickup", "NOT_THERE": "give_up_pickup"}.get(kind, "confirm_pickup")
    accounts.record(seller=pickup.seller, person=person, verb=verb, subject=pickup.reference, at=at)
