"""Circuits as all processes and pages see them (`models.Circuit`)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import connection

from fahuo.carriers import models
from fahuo.carriers.domain.circuit import Circuit, State

_KEEP = """
INSERT INTO carriers_circuit AS c (account_id, state, changed_at, retry_at, failures, code, detail)
VALUES (%s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (account_id) DO UPDATE
   SET state = EXCLUDED.state, changed_at = EXCLUDED.changed_at, retry_at = EXCLUDED.retry_at,
       failures = EXCLUDED.failures, code = EXCLUDED.code, detail = EXCLUDED.detail
 WHERE c.changed_at <= EXCLUDED.changed_at
"""


def load(account_ids: Iterable[int]) -> dict[int, Circuit]:
    """Return the circuits of these accounts; those that nothing ever happened to are left out."""
    return {row.account_id: _circuit(row) for row in models.Circuit.objects.filter(account_id__in=set(account_ids))}


def keep(*, account_id: int, circuit: Circuit) -> None:
    """Write a change down, unless somebody has written a later one."""
    columns = (circuit.state, circuit.changed_at, circuit.retry_at, circuit.failures, circuit.code, circuit.detail)
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [account_id, *columns])


def take_probe(*, account_id: int, at: datetime, until: datetime) -> bool:
    """Win the right to try whether the carrier answers again; one UPDATE, so only one of many processes does."""
    due = models.Circuit.objects.filter(
        account_id=account_id, state__in=(State.OPEN, State.HALF_OPEN), retry_at__lte=at
    )
    return bool(due.update(state=State.HALF_OPEN, changed_at=at, retry_at=until))


def reset(account_id: int) -> bool:
    """Let calls be made again after somebody changed or tested the account; False when nothing had stopped them.

    Workers that run see it within seconds.
    """
    return bool(models.Circuit.objects.filter(account_id=account_id).delete()[0])


def _circuit(row: models.Circuit) -> Circuit:
    return Circuit(
        state=State(row.state),
        changed_at=row.changed_at,
        retry_at=row.retry_at,
        failures=row.failures,
        code=row.code,
        detail=row.detail,
    )
