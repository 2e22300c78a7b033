"""What clerks do with alerts: one or many at once. Of two clerks the first wins, and nothing is done twice.

Each verb locks the rows that it can still change, writes them, their history and one line of the log, and returns how
many it changed; those that are closed meanwhile, or are another's, are left as they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from fahuo.accounts import services as accounts
from fahuo.accounts.models import Person, Seller
from fahuo.alerts.models import LIVE, Alert, Closed, State, Verb
from fahuo.alerts.services import history

MOST = 10_000  # at once; a page says how many are left
REASONS = (Closed.SETTLED, Closed.CLAIMED, Closed.FALSE_ALARM, Closed.GIVEN_UP)


@dataclass(frozen=True, slots=True)
class Taken:
    """How many somebody took, and who has the others: name → how many."""

    changed: int = 0
    held: Counter[str] = field(default_factory=Counter)


@transaction.atomic
def acknowledge(*, seller: Seller, person: Person, chosen: QuerySet[Alert], at: datetime) -> int:
    """Say that somebody has seen them; nobody else need look first."""
    rows = _take(seller, chosen, (State.OPEN, State.SNOOZED))
    values = {"state": State.ACKNOWLEDGED, "acknowledged_by": person, "acknowledged_at": at, "snoozed_until": None}
    return _write(rows, values, verb=Verb.ACKNOWLEDGED, seller=seller, person=person, at=at)


@transaction.atomic
def snooze(*, seller: Seller, person: Person, chosen: QuerySet[Alert], until: datetime, at: datetime) -> int:
    """Put them out of sight until a moment, when they come back by themselves."""
    if until <= at:
        return 0
    rows = _take(seller, chosen, LIVE)
    values = {"state": State.SNOOZED, "snoozed_until": until}
    return _write(rows, values, verb=Verb.SNOOZED, seller=seller, person=person, at=at, detail=until.isoformat())


@transaction.atomic
def assign(*, seller: Seller, person: Person, chosen: QuerySet[Alert], to: Person | None, at: datetime) -> int:
    """Say who looks after them, whoever did before; None takes them back."""
    if to is not None and to.seller_id != seller.pk:
        return 0
    return _give(_take(seller, chosen, LIVE), to, seller=seller, person=person, at=at)


@transaction.atomic
def take(*, seller: Seller, person: Person, chosen: QuerySet[Alert], at: datetime) -> Taken:
    """Look after those that nobody looks after; of two who take at once the second learns who was first."""
    rows = _take(seller, chosen, LIVE)
    theirs = Q(assigned_to__is_active=True)  # who left looks after nothing any more
    held = dict(Alert.objects.filter(theirs, pk__in=rows).values_list("pk", "assigned_to__username"))
    free = [key for key in rows if key not in held]
    return Taken(_give(free, person, seller=seller, person=person, at=at), Counter(held.values()))


@transaction.atomic
def close(
    *, seller: Seller, person: Person, chosen: QuerySet[Alert], why: Closed, at: datetime, comment: str = ""
) -> int:
    """Close them by hand, with a reason; they stay closed while their cause stands."""
    if why not in REASONS:
        return 0
    rows = _take(seller, chosen, LIVE)
    values = {
        "state": State.CLOSED, "closed_by": person, "closed_at": at, "closed_why": why, "snoozed_until": None,
    }  # fmt: skip
    detail = f"{why} {comment.strip()}".strip()
    return _write(rows, values, verb=Verb.CLOSED, seller=seller, person=person, at=at, detail=detail)


@transaction.atomic
def comment_on(*, seller: Seller, person: Person, alert_id: int, text: str, at: datetime) -> bool:
    """Write a line into its history, also when it is closed."""
    text = text.replace("\x00", "").strip()
    if not text or not Alert.objects.filter(seller=seller, pk=alert_id).exists():
        return False
    history.write([(seller.pk, alert_id, Verb.COMMENTED, text)], at=at, person=person)
    return True


def _give(ids: list[int], to: Person | None, *, seller: Seller, person: Person, at: datetime) -> int:
    detail = to.username if to else ""
    return _write(ids, {"assigned_to": to}, verb=Verb.ASSIGNED, seller=seller, person=person, at=at, detail=detail)


def _take(seller: Seller, chosen: QuerySet[Alert], states: Sequence[str]) -> list[int]:
    """Lock those that may still be changed, in one sequence, so that two clerks never wait for each other in a ring."""
    rows = chosen.filter(seller=seller, state__in=states).order_by("pk").select_for_update(no_key=True, of=("self",))
    return list(rows.values_list("pk", flat=True)[:MOST])


def _write(
    ids: list[int],
    values: dict[str, Any],
    *,
    verb: Verb,
    seller: Seller,
    person: Person,
    at: datetime,
    detail: str = "",
) -> int:
    if not ids:
        return 0
    Alert.objects.filter(pk__in=ids).update(**values)
    history.write([(seller.pk, alert_id, verb, detail) for alert_id in ids], at=at, person=person)
    subject = str(ids[0]) if len(ids) == 1 else ""
    accounts.record(
        seller=seller, person=person, verb=f"{verb.lower()}_alerts", subject=subject, at=at, alerts=len(ids)
    )
    return len(ids)
