"""Ask carriers for pick-ups: intent, commit, call, result; after a doubtful answer look, never ask twice."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from fahuo.carriers import queries as carriers
from fahuo.carriers import registry
from fahuo.carriers.capability import Capability
from fahuo.carriers.domain.journal import Call, Ending
from fahuo.carriers.errors import CarrierError, Unexpected
from fahuo.carriers.services import journal
from fahuo.kit import clock, http
from fahuo.pickups.domain import answers
from fahuo.pickups.domain.answers import Doubt, Refusal, Result
from fahuo.pickups.models import Pickup, State
from fahuo.pickups.queries import underway
from fahuo.pickups.services import record
from fahuo.shipments.domain import send_by
from fahuo.shipments.services import calls
from fahuo.shipments.services.calls import Topic
from fahuo.shipments.services.desk import Desk
from fahuo.trade.address import Address
from fahuo.trade.pickup import PickupConfirmed, PickupOrder
from fahuo.trade.problem import Problem

BATCH = 20
SHORTEST_SECRET = 6  # shorter ones are words


@dataclass(frozen=True, slots=True)
class _Line:
    """One pick-up under work: the call that was intended, or None when it is only looked for."""

    pickup: Pickup
    order: PickupOrder
    topic: Topic
    call_id: int | None


@dataclass(frozen=True, slots=True)
class _Answer:
    result: Result
    ending: Ending | None
    notes: tuple[Call, ...]


def ask_due(*, limit: int = BATCH) -> int:
    """Ask for what is due and look for what is in doubt; return how many were taken up. Any number of workers may."""
    at, lease = clock.now(), uuid.uuid4()
    until = at + timedelta(seconds=settings.FAHUO_LEASE_SECONDS)
    ids = underway.claim_due(at=at, until=until, lease=lease, limit=limit)
    if not ids:
        return 0
    rows = list(Pickup.objects.filter(pk__in=ids, lease=lease).order_by("pk"))
    accounts = carriers.accounts_by_id({row.account_id for row in rows})
    with Desk(accounts.values()) as desk:
        lines = [line for row in rows if (line := _prepared(row, lease, desk)) is not None]
        answered = desk.call_all(_speak, lines)
        for line, answer in zip(lines, answered, strict=True):
            record.result(line.pickup, lease, answer.result, call=(line.call_id, answer.ending), notes=answer.notes)
    return len(ids)


def topic_of(pickup: Pickup, desk: Desk) -> Topic:
    """Return how a pick-up is spoken about; `KeyError` when its account is not open at the desk."""
    account = desk.accounts[pickup.account_id]
    secrets = tuple(value for value in account.credentials.values() if len(value) >= SHORTEST_SECRET)
    who = (pickup.seller_id, pickup.account_id, desk.carrier(pickup.account_id), account.carrier)
    keep = settings.FAHUO_TRANSCRIPT_DAYS > 0
    return Topic(*who, pickup.reference, keep=keep, recipient=Address(**pickup.address), secrets=secrets)


def _prepared(pickup: Pickup, lease: uuid.UUID, desk: Desk) -> _Line | None:
    """Return the line with its intent committed; None when the row needs no call, or is not ours any more."""
    stop = _against(pickup, desk)
    try:
        order = underway.order_of(pickup)
    except LookupError:
        stop = stop or Problem("PICKUP_PARCEL_UNKNOWN", "parcels")
    else:
        if pickup.sent_at is None and not order.parcels:
            stop = stop or Problem("PICKUP_NO_PARCELS", "parcels")
    if stop is not None:
        result = Refusal((stop,)) if pickup.sent_at is None else Doubt(Problem("PICKUP_DOUBTFUL", "", stop.code))
        record.result(pickup, lease, result)
        return None
    topic = topic_of(pickup, desk)
    if pickup.sent_at is not None:
        return _Line(pickup, order, topic, None)
    call_id = _intend(pickup, lease, topic)
    return None if call_id is None else _Line(pickup, order, topic, call_id)


def _against(pickup: Pickup, desk: Desk) -> Problem | None:
    """Say why it cannot be asked for at all by now. What may have been sent is looked for all the same."""
    if not desk.knows(pickup.account_id):
        return Problem("PICKUP_ACCOUNT_RETIRED", "carrier")
    if pickup.sent_at is not None:
        return None
    if not desk.accounts[pickup.account_id].active:
        return Problem("PICKUP_ACCOUNT_RETIRED", "carrier")
    close = underway.window_of(pickup).close_at()
    return Problem("PICKUP_WINDOW_PAST", "day", f"{close:%Y-%m-%d %H:%M}") if close <= clock.now() else None


@transaction.atomic
def _intend(pickup: Pickup, lease: uuid.UUID, topic: Topic) -> int | None:
    """Commit that it is about to leave, WHERE the lease is still ours."""
    at = clock.now()
    rows = Pickup.objects.filter(pk=pickup.pk, lease=lease, state=State.ASKING, sent_at=None)
    if not rows.update(sent_at=at):
        return None
    [call_id] = journal.write([topic.call("pickup", at)])
    return call_id


async def _speak(line: _Line) -> _Answer:
    """Order, or look for what may be there. Never raises."""
    settle = timedelta(seconds=settings.FAHUO_SETTLE_SECONDS)
    carrier, looked = line.topic.carrier, line.pickup.looked
    if line.call_id is None:
        found = await calls.say("find", line.topic, lambda: carrier.find_pickup(line.order))
        notes = line.topic.lines("find_pickup", found)
        if found.error is not None:
            return _Answer(answers.after_look_error(found.error, looked=looked, settle=settle), None, notes)
        return _Answer(answers.after_look(found.value, looked=looked, settle=settle), None, notes)
    answer_s = timedelta(seconds=settings.FAHUO_ANSWER_SECONDS)
    leave_by = send_by(line.pickup.lease_until or clock.now(), answer=answer_s, settle=settle)
    with http.not_after(leave_by):
        said = await calls.say("create", line.topic, lambda: carrier.order_pickup(line.order))
    if said.value is not None and _is_number(said.value):
        return _Answer(said.value, said.ending, ())
    error: CarrierError = said.error or Unexpected("The answer names no pick-up.")
    can = registry.manifest(line.topic.carrier_code).can(Capability.FIND_PICKUP)
    return _Answer(answers.after_order(error, can_be_asked=can, settle=settle), said.ending, ())


def _is_number(confirmed: PickupConfirmed) -> bool:
    return 0 < len(confirmed.number) <= record.LONGEST_NUMBER and confirmed.number.isprintable()
