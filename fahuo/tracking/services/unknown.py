"""Count codes that we do not know: each in a row of its own, but of one carrier no more than somebody can look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from fahuo.tracking.models import OTHER_CODES
from fahuo.tracking.services.rows import Row, fit
from fahuo.trade.milestone import Milestone

# A carrier whose codes never end is broken, or is not who it says: what goes beyond is counted in one row.
MOST_WAITING = 200
_ONE_AT_A_TIME = 7_202_611_221
_KNOWN = """
SELECT u.seller_id, u.carrier, u.raw_code FROM tracking_unmappedcode u
  JOIN unnest(%s::bigint[], %s::varchar[], %s::varchar[]) AS v(seller_id, carrier, raw_code)
       USING (seller_id, carrier, raw_code)
"""
_WAITING = """
SELECT seller_id, carrier, count(*) FROM tracking_unmappedcode
 WHERE seller_id = ANY(%s) AND carrier = ANY(%s) AND raw_code <> %s
   AND (settled_at IS NULL OR last_seen_at > settled_at)
 GROUP BY seller_id, carrier
"""
_COUNT = """
INSERT INTO tracking_unmappedcode AS u (seller_id, carrier, raw_code, sample, seen, first_seen_at, last_seen_at)
SELECT seller_id, carrier, raw_code, sample, seen, %s, %s
  FROM unnest(%s::bigint[], %s::varchar[], %s::varchar[], %s::varchar[], %s::bigint[])
       AS v(seller_id, carrier, raw_code, sample, seen)
    ON CONFLICT (seller_id, carrier, raw_code) DO UPDATE
   SET seen = u.seen + excluded.seen, last_seen_at = greatest(u.last_seen_at, excluded.last_seen_at)
"""
_Key = tuple[int, str, str]


def count_unknown(cursor: Any, fresh: Sequence[Row], *, at: datetime) -> None:
    """Count new events with unknown codes, in the caller's transaction and in a fixed order."""
    found: dict[_Key, list[Row]] = {}
    for row in fresh:
        if row.event.milestone is Milestone.UNMAPPED:
            found.setdefault((row.seller_id, row.carrier, fit(row.event.raw_code, 80)), []).append(row)
    if not found:
        return
    together = _together(cursor, found)
    if together:
        found = _folded(found, together)
    keys = sorted(found)
    samples = [fit(min(row.event.description for row in found[key]), 500) for key in keys]
    cursor.execute(_COUNT, [at, at, *_columns(keys), samples, [len(found[key]) for key in keys]])


def _together(cursor: Any, found: Iterable[_Key]) -> set[_Key]:
    """Return the codes that get no row of their own any more: new ones, when so many of the carrier wait already."""
    wanted = sorted(found)
    cursor.execute(_KNOWN, _columns(wanted))
    new = sorted(set(wanted) - set(cursor.fetchall()))
    if not new:
        return set()
    # So that several who find new codes at once make no more of them together.
    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
    cursor.execute(_KNOWN, _columns(new))
    new = sorted(set(new) - set(cursor.fetchall()))
    cursor.execute(_WAITING, [list({key[0] for key in new}), list({key[1] for key in new}), OTHER_CODES])
    waiting = Counter({(seller_id, carrier): number for seller_id, carrier, number in cursor.fetchall()})
    beyond = set()
    for key in new:
        if waiting[key[:2]] >= MOST_WAITING:
            beyond.add(key)
        waiting[key[:2]] += 1
    return beyond


def _folded(found: dict[_Key, list[Row]], together: set[_Key]) -> dict[_Key, list[Row]]:
    folded: dict[_Key, list[Row]] = {}
    for key, rows in found.items():
        kept = (*key[:2], OTHER_CODES) if key in together else key
        folded.setdefault(kept, []).extend(rows)
    return folded


def _columns(keys: Sequence[_Key]) -> list[list[Any]]:
    return [[key[place] for key in keys] for place in range(3)]
