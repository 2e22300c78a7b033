"""Writes of the journal of calls: the intent before a booking leaves, its end afterwards, other calls after the fact.

Each writes any number of rows in one statement, and is to be called inside the transaction that it belongs to.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from fahuo.carriers.domain.journal import Call, Ending
from fahuo.carriers.models import CarrierCall

_END = """
UPDATE carriers_carriercall AS c
   SET outcome = v.outcome, ended_at = v.ended_at, code = v.code, request_id = v.request_id, transcript = v.transcript
  FROM unnest(%s::bigint[], %s::text[], %s::timestamptz[], %s::text[], %s::text[], %s::text[])
       AS v(id, outcome, ended_at, code, request_id, transcript)
 WHERE c.id = v.id AND c.outcome = 'OPEN'
"""
_REPEATS = """
DELETE FROM carriers_carriercall AS c USING carriers_carriercall AS n
 WHERE n.id = ANY(%s::bigint[]) AND c.seller_id = n.seller_id AND c.reference = n.reference
   AND c.operation = n.operation AND c.code = n.code AND c.outcome = 'NOT_SENT' AND n.outcome = 'NOT_SENT'
   AND c.id < n.id
"""
# In a subquery the portion might be taken again for every row, and exceed the limit.
_SWEEP = """
WITH portion AS MATERIALIZED (
     SELECT id FROM carriers_carriercall WHERE transcript <> '' AND started_at < %s LIMIT %s FOR UPDATE SKIP LOCKED)
UPDATE carriers_carriercall AS c SET transcript = '' FROM portion WHERE c.id = portion.id
"""


def write(calls: Sequence[Call]) -> list[int]:
    """Write calls into the journal, OPEN unless they have ended; return their ids in the same sequence."""
    rows = CarrierCall.objects.bulk_create(_row(call) for call in calls)
    _drop_repeats([row.pk for row in rows if row.outcome == CarrierCall.Outcome.NOT_SENT])
    return [row.pk for row in rows]


def end(endings: Sequence[tuple[int, Ending]]) -> None:
    """Write how calls that stand OPEN ended. Whoever made the call may do so, however late it is: it is the truth."""
    if not endings:
        return
    ids = [call_id for call_id, _ in endings]
    told = [ending for _, ending in endings]
    columns = (
        [ending.outcome for ending in told],
        [ending.ended_at for ending in told],
        [ending.code for ending in told],
        [_fitting(ending.request_id, 80) for ending in told],
        [_fitting(ending.transcript) for ending in told],
    )
    with connection.cursor() as cursor:
        cursor.execute(_END, [ids, *columns])
    _drop_repeats([call_id for call_id, ending in endings if ending.outcome == CarrierCall.Outcome.NOT_SENT])


def _drop_repeats(call_ids: Sequence[int]) -> None:
    """Of calls that were kept back for the same reason again and again only the newest is of use."""
    if call_ids:
        with connection.cursor() as cursor:
            cursor.execute(_REPEATS, [list(call_ids)])


def forget_transcripts(*, before: datetime, limit: int) -> int:
    """Empty up to `limit` transcripts of calls begun before the moment; the rows stay. Return how many it were."""
    with connection.cursor() as cursor:
        cursor.execute(_SWEEP, [before, limit])
        return int(cursor.rowcount)


def _row(call: Call) -> CarrierCall:
    ending = call.ending
    return CarrierCall(
        seller_id=call.seller_id,
        account_id=call.account_id,
        carrier=call.carrier,
        operation=call.operation,
        reference=call.reference,
        started_at=call.started_at,
        ended_at=ending.ended_at if ending else None,
        outcome=ending.outcome if ending else CarrierCall.Outcome.OPEN,
        code=ending.code if ending else "",
        request_id=_fitting(ending.request_id, 80) if ending else "",
        transcript=_fitting(ending.transcript) if ending else "",
    )


def _fitting(text: str, length: int | None = None) -> str:
    """PostgreSQL takes no NUL; what a carrier calls a request's number may be longer than any has been so far."""
    return text.replace("\x00", "�")[:length]
