"""Expect parcels: when each will arrive, anew whenever something that matters changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

import numpy as np
from django.db import connection, transaction

from fahuo.eta.days import NEVER, Days, Ints, day, is_peak
from fahuo.eta.history import Lane, Regions
from fahuo.eta.model import Expected, Model, expect
from fahuo.eta.stage import Stage
from fahuo.eta.stays import begun_on, stage_on
from fahuo.eta.stored import NOWHERE, of_published
from fahuo.eta.tree import SEASONS
from fahuo.shipments.queries.promises import promised
from fahuo.tracking.domain.travelled import Key, Lanes, Row, history_of, today_at
from fahuo.tracking.queries import travelled
from fahuo.tracking.queries.laws import laws

# What is said when these stages begin is kept and compared with what happened.
KEPT = (Stage.LABEL, Stage.DEPARTED)
_DUE = f"""
SELECT {travelled.COLUMNS} FROM tracking_journey j WHERE j.expect_due ORDER BY j.shipment_id LIMIT %s
   FOR NO KEY UPDATE SKIP LOCKED
"""  # noqa: S608  names of our own
_OF_SELLER = "SELECT shipment_id, seller_id FROM tracking_journey WHERE shipment_id = ANY(%s)"
_WRITE = """
UPDATE tracking_journey j
   SET expected_on = CASE WHEN v.known THEN v.likely ELSE j.expected_on END,
       expected_from = CASE WHEN v.known THEN v.first ELSE j.expected_from END,
       expected_until = CASE WHEN v.known THEN v.last ELSE j.expected_until END,
       promised_on = coalesce(v.promised, j.promised_on), expect_due = false,
       figures_due = j.figures_due OR coalesce(v.promised <> j.promised_on, v.promised IS NOT NULL)
  FROM unnest(%s::bigint[], %s::boolean[], %s::date[], %s::date[], %s::date[], %s::date[])
    AS v(id, known, first, likely, last, promised)
 WHERE j.shipment_id = v.id
"""
_KEEP = """
INSERT INTO tracking_prediction
       (seller_id, shipment_id, stage, made_on, expected_from, expected_on, expected_until)
SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::date[], %s::date[], %s::date[], %s::date[])
ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of parcels, one place each. `known` is False where a journey has ended: its days stay as they are;
    no day is expected of one that goes back or is lost."""

    rows: Sequence[Row]
    known: list[bool]
    first: list[date | None]
    likely: list[date | None]
    last: list[date | None]
    kept: Sequence[tuple[int, str, date, date, date, date]]


def expect_due(*, at: datetime, limit: int = 1000) -> int:
    """Expect up to `limit` parcels anew whose journey changed; return how many. Any number may do it at once."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_DUE, [limit])
        rows = [Row(*row) for row in cursor.fetchall()]
        if not rows:
            return 0
        cursor.execute(_OF_SELLER, [[row.shipment_id for row in rows]])
        seller_of = dict(cursor.fetchall())
        promises = promised([row.shipment_id for row in rows])
        for seller_id in sorted(set(seller_of.values())):
            said = say(seller_id, [row for row in rows if seller_of[row.shipment_id] == seller_id], at=at)
            _write(seller_id, said, promises)
    return len(rows)


def say(seller_id: int, rows: Sequence[Row], *, at: datetime) -> Said:
    """Return when these parcels of one seller will arrive; reads the seller's laws, writes nothing."""
    lanes, hours = Lanes(), travelled.local_hours(on=at.date())
    history = history_of(rows, lanes, hours)
    stage = stage_on(history)
    begun = begun_on(history, stage)
    today = np.maximum(today_at([row.country for row in rows], at.timestamp(), hours), begun)
    keys = list(lanes.place_of)
    found = _expected(seller_id, keys, history.lane, stage, begun=begun, today=today, at=at)
    hoped = (history.delivered_on == NEVER) & (history.failed_on == NEVER)
    ends = [[day(one) if ok else None for one, ok in zip(days, hoped, strict=True)] for days in _days(found)]
    first, likely, last = ends
    fresh = hoped & np.isin(stage, KEPT) & (today - begun <= 1)
    kept = [
        (rows[n].shipment_id, Stage(int(stage[n])).name, day(today[n]), day(found.from_on[n]),
         day(found.likely_on[n]), day(found.until_on[n]))
        for n in map(int, np.flatnonzero(fresh))
    ]  # fmt: skip
    known = [row.delivered_at is None for row in rows]
    return Said(rows, known, first, likely, last, kept)


def _days(found: Expected) -> tuple[Days, Days, Days]:
    return found.from_on, found.likely_on, found.until_on


def _expected(
    seller_id: int, keys: list[Key], lane: Ints, stage: Ints, *, begun: Days, today: Days, at: datetime
) -> Expected:
    """Ask the seller's laws; where they know nothing like a lane, its published days."""
    lanes = travelled.lanes_of(seller_id, keys, on=at.date())
    stored, season = laws(seller_id), is_peak(begun)
    node = (stored.nodes(lanes) if stored else np.full((len(lanes), SEASONS), NOWHERE))[lane, season]
    found = expect(stored.model, np.maximum(node, 0), stage, begun, today=today) if stored else None
    published = [one.published for one in lanes]
    for days in {published[place] for place in map(int, lane[node == NOWHERE])}:
        own = expect(_published(days), season, stage, begun, today=today)
        chosen = (node == NOWHERE) & np.array([one == days for one in published])[lane]
        found = own if found is None else own.where(chosen, found)
    if found is None:
        raise ValueError("no parcels to expect")
    return found


@lru_cache(maxsize=256)
def _published(days: tuple[float, float]) -> Model:
    """Return the laws of published days: one lane, whose nodes are its seasons. Each alone, so that a date does not
    depend on which parcels are looked at together."""
    return of_published([Lane("", "", "", days)], Regions(), today=0)


def _write(seller_id: int, said: Said, promises: dict[int, date]) -> None:
    ids = [row.shipment_id for row in said.rows]
    due = [promises.get(key) for key in ids]
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [ids, said.known, said.first, said.likely, said.last, due])
        if said.kept:
            columns = [list(column) for column in zip(*said.kept, strict=True)]
            cursor.execute(_KEEP, [[seller_id] * len(said.kept), *columns])
