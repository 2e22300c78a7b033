"""Bring alerts in line with the causes that stand: open what is new, end what is over. Many at a time, once each.

Whoever calls this holds what the causes were read from: the journeys' rows, or the lock of a watch (`taking_turns`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from fahuo.alerts.domain.causes import Cause
from fahuo.alerts.domain.damping import COMES_BACK_WITHIN, TOLD_ANEW_AFTER
from fahuo.alerts.models import Closed, State, Verb
from fahuo.alerts.queries.standing import Standing
from fahuo.alerts.services import history, latency

_COLUMNS = "seller_id, kind, cause, caused_at, seen_at, carrier, country, detail, shipment_id, order_id, account_id"
_ROWS = """
unnest(%(seller_id)s::bigint[], %(kind)s::text[], %(cause)s::text[], %(caused_at)s::timestamptz[],
       %(seen_at)s::timestamptz[], %(carrier)s::text[], %(country)s::text[], %(detail)s::text[],
       %(shipment_id)s::bigint[], %(order_id)s::bigint[], %(account_id)s::bigint[])
"""
_OPEN = f"""
INSERT INTO alerts_alert ({_COLUMNS}, state, times, opened_at, closed_why)
SELECT *, 'OPEN', 1, %(at)s, '' FROM {_ROWS}
ON CONFLICT DO NOTHING
RETURNING id, seller_id, kind, cause
"""  # noqa: S608 - words of ours
# What came back soon after its end goes on where it was. What a person had closed is open again, and people are told:
# whoever closed it looks there no more.
_BACK = f"""
WITH wanted AS (SELECT * FROM {_ROWS} AS w({_COLUMNS})),
last AS (
    SELECT DISTINCT ON (a.seller_id, a.kind, a.cause) a.id, w.caused_at, w.seen_at, w.detail, t.told_at
      FROM wanted AS w
      JOIN alerts_alert AS a ON a.seller_id = w.seller_id AND a.kind = w.kind AND a.cause = w.cause
      LEFT JOIN alerts_telling AS t ON t.id = a.telling_id
     WHERE a.ended_at > %(since)s
     ORDER BY a.seller_id, a.kind, a.cause, a.ended_at DESC, a.id DESC
)
UPDATE alerts_alert AS a
   SET ended_at = NULL, closed_at = NULL, closed_by_id = NULL, closed_why = '', times = a.times + 1,
       caused_at = last.caused_at, seen_at = last.seen_at, detail = last.detail, opened_at = %(at)s,
       telling_id = CASE WHEN last.told_at > %(told_since)s AND a.closed_by_id IS NULL THEN a.telling_id END,
       acknowledged_at = CASE WHEN a.closed_by_id IS NULL THEN a.acknowledged_at END,
       acknowledged_by_id = CASE WHEN a.closed_by_id IS NULL THEN a.acknowledged_by_id END,
       state = CASE WHEN a.closed_by_id IS NOT NULL THEN 'OPEN' WHEN a.snoozed_until > %(at)s THEN 'SNOOZED'
                    WHEN a.acknowledged_at IS NOT NULL THEN 'ACKNOWLEDGED' ELSE 'OPEN' END
  FROM last
 WHERE a.id = last.id AND NOT EXISTS (
       SELECT 1 FROM alerts_alert AS o
        WHERE o.seller_id = a.seller_id AND o.kind = a.kind AND o.cause = a.cause AND o.ended_at IS NULL)
RETURNING a.id, a.seller_id, a.kind, a.cause
"""  # noqa: S608 - words of ours
_SAY_AGAIN = """
UPDATE alerts_alert AS a
   SET state = 'OPEN', closed_at = NULL, closed_by_id = NULL, closed_why = '', times = a.times + 1,
       caused_at = w.caused_at, seen_at = w.seen_at, opened_at = %(at)s, telling_id = NULL, snoozed_until = NULL,
       acknowledged_at = NULL, acknowledged_by_id = NULL
  FROM unnest(%(ids)s::bigint[], %(caused_at)s::timestamptz[], %(seen_at)s::timestamptz[]) AS w(id, caused_at, seen_at)
 WHERE a.id = w.id AND a.state = 'CLOSED' AND a.ended_at IS NULL AND a.caused_at < w.caused_at
   AND a.closed_at < w.seen_at
RETURNING a.id, a.seller_id, a.kind, a.cause
"""
# Rows are locked in the sequence in which clerks' acts lock theirs, so that neither waits for the other in a ring.
_END = """
WITH w AS MATERIALIZED (
    SELECT a.id, w.why FROM alerts_alert AS a JOIN unnest(%(ids)s::bigint[], %(why)s::text[]) AS w(id, why) USING (id)
     WHERE a.ended_at IS NULL ORDER BY a.id FOR NO KEY UPDATE OF a)
UPDATE alerts_alert AS a
   SET ended_at = %(at)s, state = 'CLOSED', closed_at = COALESCE(a.closed_at, %(at)s),
       closed_why = CASE WHEN a.state = 'CLOSED' THEN a.closed_why ELSE w.why END
  FROM w WHERE a.id = w.id AND a.ended_at IS NULL
RETURNING a.id, a.seller_id, w.why
"""


@dataclass(frozen=True, slots=True)
class Settled:
    """How many alerts are new, came back, were said anew, and ended."""

    opened: int = 0
    came_back: int = 0
    said_again: int = 0
    ended: int = 0

    def __add__(self, other: Settled) -> Settled:
        """Both together."""
        return Settled(
            self.opened + other.opened,
            self.came_back + other.came_back,
            self.said_again + other.said_again,
            self.ended + other.ended,
        )


@transaction.atomic
def settle(
    *, causes: Iterable[Cause], standing: Sequence[Standing], at: datetime, void: Collection[int] = ()
) -> Settled:
    """Open an alert for each cause without one and end those whose cause is none of these.

    `standing`: the alerts within the same bounds. `void`: ids of those whose shipment was cancelled.
    """
    wanted = {cause.key: cause for cause in causes}
    known = {row.key: row for row in standing}
    new = [wanted[key] for key in sorted(wanted.keys() - known.keys())]
    back = _write(_BACK, new, Verb.CAME_BACK, at)
    opened = _write(_OPEN, [cause for cause in new if cause.key not in back], Verb.OPENED, at)
    again = _say_again(wanted, known, at)
    over = [row.id for key, row in known.items() if key not in wanted]
    return Settled(len(opened), len(back), len(again), _end(over, void, at))


def _write(statement: str, causes: Sequence[Cause], verb: Verb, at: datetime) -> set[tuple[int, str, str]]:
    if not causes:
        return set()
    columns = {
        "seller_id": [cause.seller_id for cause in causes],
        "kind": [str(cause.kind) for cause in causes],
        "cause": [cause.name for cause in causes],
        "detail": [cause.detail[:200] for cause in causes],
        **{
            name: [getattr(cause, name) for cause in causes]
            for name in ("caused_at", "seen_at", "carrier", "country", "shipment_id", "order_id", "account_id")
        },
    }
    moments = {"at": at, "since": at - COMES_BACK_WITHIN, "told_since": at - TOLD_ANEW_AFTER}
    return _noted(_run(statement, {**columns, **moments}), {cause.key: cause for cause in causes}, verb, at)


def _say_again(
    wanted: dict[tuple[int, str, str], Cause], known: dict[tuple[int, str, str], Standing], at: datetime
) -> set[tuple[int, str, str]]:
    """Open again what a person closed when we hear of another occasion since.

    The occasion itself may be older than the closing: carriers tell late, and we ask later still.
    """
    pairs = [
        (row.id, cause.said_at, cause.seen_at)
        for key, cause in wanted.items()
        if (row := known.get(key)) and row.state == State.CLOSED and row.closed_at and cause.said_at
        if cause.said_at > row.caused_at and cause.seen_at > row.closed_at
    ]
    if not pairs:
        return set()
    ids, said, seen = map(list, zip(*sorted(pairs), strict=True))
    rows = _run(_SAY_AGAIN, {"ids": ids, "caused_at": said, "seen_at": seen, "at": at})
    return _noted(rows, wanted, Verb.SAID_AGAIN, at)


def _noted(
    rows: list[tuple[Any, ...]], causes: dict[tuple[int, str, str], Cause], verb: Verb, at: datetime
) -> set[tuple[int, str, str]]:
    """Write the history of what rang, and how long it took."""
    keys = {(seller_id, kind, name): key for key, seller_id, kind, name in rows}
    history.write([(seller_id, alert_id, verb, "") for (seller_id, _, _), alert_id in keys.items()], at=at)
    latency.count_alerts([causes[key] for key in keys], at=at)
    return set(keys)


def _end(ids: list[int], void: Collection[int], at: datetime) -> int:
    if not ids:
        return 0
    why = [str(Closed.CANCELLED if key in void else Closed.CAUSE_ENDED) for key in sorted(ids)]
    rows = _run(_END, {"ids": sorted(ids), "why": why, "at": at})
    history.write([(seller_id, alert_id, Verb.ENDED, reason) for alert_id, seller_id, reason in rows], at=at)
    return len(rows)


def _run(statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
