"""Write what came of asking, WHERE the lease is still ours."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from fahuo.carriers.domain.journal import Call, Ending
from fahuo.carriers.services import journal
from fahuo.kit import clock
from fahuo.pickups.domain.answers import Again, Doubt, Refusal, Result
from fahuo.pickups.models import OPEN, Pickup, PickupLine, State
from fahuo.pickups.services import timeline
from fahuo.trade.pickup import PickupConfirmed
from fahuo.trade.problem import Problem

LONGEST_NUMBER = 50


@transaction.atomic
def result(
    pickup: Pickup,
    lease: uuid.UUID,
    came_of: Result,
    *,
    call: tuple[int | None, Ending | None] = (None, None),
    notes: Sequence[Call] = (),
) -> bool:
    """Write a result; False when the row is another's by now. How calls ended is written in any case: it is true."""
    at = clock.now()
    call_id, ending = call
    if call_id is not None and ending is not None:
        journal.end([(call_id, ending)])
    journal.write(notes)
    columns, kind = _columns(pickup, came_of)
    ours = Pickup.objects.filter(pk=pickup.pk, lease=lease, state=State.ASKING)
    if not ours.update(lease=None, **columns):
        return False
    if kind:
        timeline.note(pickup, kind, at=at, detail=_detail(came_of))
    if isinstance(came_of, Refusal):
        release(pickup)
    return True


def release(pickup: Pickup) -> None:
    """Set the parcels of a pick-up free, so that another may be asked for."""
    PickupLine.objects.filter(seller_id=pickup.seller_id, pickup=pickup, is_open=True).update(is_open=False)


def shared_with(pickup: Pickup, number: str) -> bool:
    """Tell whether another open pick-up of the same account bears this confirmation number."""
    others = Pickup.objects.filter(seller_id=pickup.seller_id, account_id=pickup.account_id, number=number)
    return others.filter(state__in=OPEN).exclude(pk=pickup.pk).exists()


def _columns(pickup: Pickup, came_of: Result) -> tuple[dict[str, Any], str]:
    at = clock.now()
    match came_of:
        case PickupConfirmed(number=number, note=note):
            shared = [Problem("PICKUP_NUMBER_SHARED", "", number).as_dict()] if shared_with(pickup, number) else []
            written = {"number": number, "said": note, "problems": shared, "confirmed_at": at, "lease_until": None}
            return {"state": State.CONFIRMED, **written}, "CONFIRMED"
        case Refusal(problems=problems):
            told = [problem.as_dict() for problem in problems]
            return {"state": State.REFUSED, "problems": told, "ended_at": at, "lease_until": None}, "REFUSED"
        case Doubt(problem=problem):
            return {"state": State.REVIEW, "problems": [problem.as_dict()], "lease_until": None}, "REVIEW"
        case Again(wait=wait, problem=problem, sent=sent, looked=looked):
            sent_at = pickup.sent_at or at if sent else None
            waiting = {"problems": [problem.as_dict()], "lease_until": at + wait, "sent_at": sent_at}
            return {**waiting, "looked": pickup.looked + looked}, ""


def _detail(came_of: Result) -> dict[str, str]:
    match came_of:
        case PickupConfirmed(number=number):
            return {"number": number}
        case Refusal(problems=problems):
            return {"code": problems[0].code}
        case Doubt(problem=problem):
            return {"code": problem.code}
        case _:
            return {}
