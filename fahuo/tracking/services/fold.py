"""Fold new events into their journeys: lock, merge, judge, write back, in bulk.

Rows travel as PostgreSQL's binary COPY, moments as the whole numbers that they are in marks and in the server: making
dates of them and reading these back would cost more than all the rest.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from fahuo.tracking.domain import words
from fahuo.tracking.domain.deadlines import Allowed, pickup_due, silent_from
from fahuo.tracking.domain.marks import Marks, add, kind_of, merge, micros, pack, unpack
from fahuo.tracking.domain.plausible import FUTURE
from fahuo.tracking.domain.standing import judge
from fahuo.tracking.services.rows import SINCE_2000, Head, Row
from fahuo.trade.milestone import Milestone

COPY_BEGIN = b"PGCOPY\n\xff\r\n\0" + bytes(8)
COPY_END = b"\xff\xff"

_LOCK = """
SELECT shipment_id, milestone, marks FROM tracking_journey WHERE shipment_id = ANY(%s)
 ORDER BY shipment_id FOR NO KEY UPDATE
"""
_COUNTS = ("events", "early")
_TEXTS = ("marks", "milestone", "exception", "exceptions")
_TIMES = (
    *("milestone_at", "exception_at", "scanned_at", "departed_at", "arrived_at", "delivered_at", "ended_at"),
    *("last_event_at", "pickup_due_at", "silent_at"),
)
COLUMNS = ("id", *_COUNTS, "is_other", *_TEXTS, *_TIMES)
STAGE = f"""
CREATE TEMPORARY TABLE IF NOT EXISTS folded_journey (
    id bigint, events bigint, early bigint, is_other boolean, marks bytea, milestone text,
    exception text, exceptions text,
    {", ".join(f"{name} timestamptz" for name in _TIMES)}
) ON COMMIT DELETE ROWS;
DELETE FROM folded_journey
"""  # noqa: S608  names of our own
# An alert may have been opened by a clock a little ahead of ours: whoever watches looks once more.
_NEARLY = "interval '10 minutes'"
_STEPS = ("milestone", "scanned_at", "departed_at", "arrived_at", "delivered_at", "ended_at")
_TROUBLES = "(j.exception_at, j.exceptions) IS DISTINCT FROM (v.exception_at, v.exceptions::varchar[])"
_STEPPED = f"({', '.join(f'j.{one}' for one in _STEPS)}) IS DISTINCT FROM ({', '.join(f'v.{one}' for one in _STEPS)})"
_OVERDUE = f"""
(j.ended_at IS NULL) <> (v.ended_at IS NULL) OR (j.scanned_at IS NULL) <> (v.scanned_at IS NULL)
OR (j.silent_at IS DISTINCT FROM v.silent_at AND j.silent_at <= %s + {_NEARLY})
"""
_SET = ("marks", "milestone", "exception", *_TIMES)
_WRITE = f"""
UPDATE tracking_journey j
   SET {", ".join(f"{name} = v.{name}" for name in _SET)},
       {", ".join(f"{name} = j.{name} + v.{name}" for name in _COUNTS)},
       exceptions = v.exceptions::varchar[], heard_at = %s,
       alerts_due = j.alerts_due OR {_TROUBLES} OR coalesce({_OVERDUE}, false),
       figures_due = j.figures_due OR {_TROUBLES} OR {_STEPPED} OR j.milestone_at IS DISTINCT FROM v.milestone_at
                     OR v.is_other,
       expect_due = j.expect_due OR {_STEPPED}
  FROM folded_journey v
 WHERE j.shipment_id = v.id
"""  # noqa: S608  names of our own
_FIRST = struct.Struct("!hiqiqiqi?")  # how many columns, then key and counts, each with its length
_TIME = struct.Struct("!iq")
_LENGTH = struct.Struct("!i")
_ONLY_WORDS = frozenset({*words.ANNOUNCED, Milestone.UNMAPPED})
_NULL = _LENGTH.pack(-1)


@dataclass(slots=True)
class News:
    """What is new of one parcel: marks of what counts, how many events, and by how many more or fewer are early."""

    marks: Marks
    events: int = 0
    early: int = 0


def news_of(fresh: Iterable[Row], settled: Iterable[Row]) -> dict[int, News]:
    """Gather what is new by parcel: events stored for the first time, and early ones whose moment has come."""
    found: dict[int, News] = {}
    for row in fresh:
        news = found.get(row.shipment_id)
        if news is None:
            news = found[row.shipment_id] = News({})
        news.events += 1
        if not row.odd:
            add(news.marks, row.mark, row.at)
        elif row.odd == FUTURE:
            news.early += 1
    for row in settled:
        news = found.setdefault(row.shipment_id, News({}))
        news.early -= 1
        add(news.marks, row.mark, row.at)
    return found


def fold(cursor: Any, found: Mapping[int, News], heads: Mapping[int, Head], *, at: Any, hours: Allowed) -> list[int]:
    """Write what is new into the journeys, in the caller's transaction; return those whose milestone changed."""
    if not found:
        return []
    cursor.execute(_LOCK, [sorted(found)])
    packed, moved = [COPY_BEGIN], []
    for key, milestone, marks in cursor.fetchall():
        row, now = _folded(key, marks, found[key], heads[key], hours)
        packed.append(row)
        if now != milestone:
            moved.append(key)
    packed.append(COPY_END)
    with cursor.copy(f"COPY folded_journey ({', '.join(COLUMNS)}) FROM STDIN (FORMAT binary)") as copy:
        copy.write(b"".join(packed))
    cursor.execute(_WRITE, [at, at])
    return moved


def _folded(key: int, known: bytes, news: News, head: Head, hours: Allowed) -> tuple[bytes, str]:
    """Return a journey's row for COPY, and its milestone."""
    before = unpack(known)
    marks = merge(before, news.marks) if before else news.marks
    # Of a kind not told before, however late: a parcel that was delivered long ago was held at customs, too.
    is_other = any(map(_says, news.marks.keys() - before.keys()))
    now = judge(marks)
    pickup = pickup_due(now, labelled_at=micros(head.labelled_at), begun_at=micros(head.begun_at), hours=hours)
    heaviest = now.exceptions[0] if now.exceptions else ("", None)
    kinds = "{" + ",".join([kind for kind, _ in now.exceptions]) + "}"
    texts = (pack(marks), now.milestone.encode(), heaviest[0].encode(), kinds.encode())
    times = (
        *(now.milestone_at, heaviest[1], now.scanned_at, now.departed_at, now.arrived_at, now.delivered_at),
        *(now.ended_at, now.last_event_at, pickup, silent_from(now, hours=hours)),
    )
    first = _FIRST.pack(len(COLUMNS), 8, key, 8, news.events, 8, news.early, 1, is_other)
    return b"".join([first, *_packed_texts(texts), *map(_packed_time, times)]), now.milestone


@cache
def _says(number: int) -> bool:
    """Tell whether a mark says more than that something was announced, or that somebody spoke."""
    kind = kind_of(number)
    return kind is not None and kind.milestone not in _ONLY_WORDS


def _packed_texts(texts: Iterable[bytes]) -> Iterator[bytes]:
    for text in texts:
        yield _LENGTH.pack(len(text))
        yield text


def _packed_time(at: int | None) -> bytes:
    return _NULL if at is None else _TIME.pack(8, at - SINCE_2000)
