"""Fold new events into their journeys: lock, merge, judge, write back, in bulk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from fahuo.tracking.domain.deadlines import Allowed, pickup_due_at, silent_at
from fahuo.tracking.domain.marks import Marks, add, merge, micros, pack, unpack
from fahuo.tracking.domain.standing import Standing, standing
from fahuo.tracking.services.rows import Row

# An alert may have been opened by a clock a little ahead of ours: whoever watches looks once more.
NEARLY = timedelta(minutes=10)

_LOCK = """
SELECT shipment_id, labelled_at, begun_at, marks, milestone, milestone_at, exceptions, exception_at, scanned_at,
       departed_at, arrived_at, delivered_at, ended_at, pickup_due_at, silent_at
  FROM tracking_journey
 WHERE shipment_id = ANY(%s)
 ORDER BY shipment_id
   FOR NO KEY UPDATE
"""
_COLUMNS = {
    "id": "bigint",
    "events": "integer",
    "early": "integer",
    "marks": "bytea",
    "milestone": "text",
    "milestone_at": "timestamptz",
    "exception": "text",
    "exception_at": "timestamptz",
    "exceptions": "text",
    "scanned_at": "timestamptz",
    "departed_at": "timestamptz",
    "arrived_at": "timestamptz",
    "delivered_at": "timestamptz",
    "ended_at": "timestamptz",
    "last_event_at": "timestamptz",
    "pickup_due_at": "timestamptz",
    "silent_at": "timestamptz",
    "alerts_due": "boolean",
    "figures_due": "boolean",
    "expect_due": "boolean",
}
_STAGE = f"""
CREATE TEMPORARY TABLE IF NOT EXISTS folded_journey (
    {", ".join(f"{name} {kind}" for name, kind in _COLUMNS.items())}
) ON COMMIT DELETE ROWS;
DELETE FROM folded_journey
"""  # noqa: S608  names of our own
_ADDED = ("events", "early")
_RAISED = ("alerts_due", "figures_due", "expect_due")
_SET = [name for name in _COLUMNS if name not in ("id", "exceptions", *_ADDED, *_RAISED)]
_WRITE = f"""
UPDATE tracking_journey j
   SET {", ".join(f"{name} = v.{name}" for name in _SET)},
       {", ".join(f"{name} = j.{name} + v.{name}" for name in _ADDED)},
       {", ".join(f"{name} = j.{name} OR v.{name}" for name in _RAISED)},
       exceptions = v.exceptions::varchar[], heard_at = %(at)s
  FROM folded_journey v
 WHERE j.shipment_id = v.id
"""  # noqa: S608  names of our own


class Before(NamedTuple):
    """A journey as it is stored."""

    shipment_id: int
    labelled_at: datetime
    begun_at: datetime
    marks: bytes
    milestone: str
    milestone_at: datetime | None
    exceptions: Sequence[str]
    exception_at: datetime | None
    scanned_at: datetime | None
    departed_at: datetime | None
    arrived_at: datetime | None
    delivered_at: datetime | None
    ended_at: datetime | None
    pickup_due_at: datetime | None
    silent_at: datetime | None


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
            add(news.marks, row.mark, micros(row.at))
        elif row.odd == "FUTURE":
            news.early += 1
    for row in settled:
        news = found.setdefault(row.shipment_id, News({}))
        news.early -= 1
        add(news.marks, row.mark, micros(row.at))
    return found


def fold(cursor: Any, found: Mapping[int, News], *, at: datetime, hours: Allowed) -> list[int]:
    """Write what is new into the journeys, in the caller's transaction; return those whose milestone changed."""
    if not found:
        return []
    cursor.execute(_LOCK, [sorted(found)])
    lines, moved = [], []
    for columns in cursor.fetchall():
        before = Before(*columns)
        news = found[before.shipment_id]
        line, milestone = _folded(before, news, at, hours)
        lines.append(line)
        if milestone != before.milestone:
            moved.append(before.shipment_id)
    cursor.execute(_STAGE)
    with cursor.copy(f"COPY folded_journey ({', '.join(_COLUMNS)}) FROM STDIN") as copy:
        copy.write("".join(lines))
    cursor.execute(_WRITE, {"at": at})
    return moved


def _folded(before: Before, news: News, at: datetime, hours: Allowed) -> tuple[str, str]:
    marks = merge(unpack(before.marks), news.marks)
    now = standing(marks)
    pickup = pickup_due_at(now, labelled_at=before.labelled_at, begun_at=before.begun_at, hours=hours)
    silent = silent_at(now, hours=hours)
    line = "\t".join(
        (
            str(before.shipment_id), str(news.events), str(news.early), "\\\\x" + pack(marks).hex(), now.milestone,
            _time(now.milestone_at), now.exception, _time(now.exception_at),
            "{" + ",".join([kind for kind, _ in now.exceptions]) + "}", _time(now.scanned_at), _time(now.departed_at),
            _time(now.arrived_at), _time(now.delivered_at), _time(now.ended_at), _time(now.last_event_at),
            _time(pickup), _time(silent), *_flags(before, now, silent, at),
        )
    )  # fmt: skip
    return line + "\n", now.milestone


def _flags(before: Before, now: Standing, silent: datetime | None, at: datetime) -> tuple[str, str, str]:
    """Say which rooms above must look: alerts, figures, expected dates."""
    steps = (now.milestone, now.scanned_at, now.departed_at, now.arrived_at, now.delivered_at, now.ended_at)
    known = (before.milestone, before.scanned_at, before.departed_at, before.arrived_at, before.delivered_at,
             before.ended_at)  # fmt: skip
    kinds = [kind for kind, _ in now.exceptions]
    trouble = kinds != list(before.exceptions) or now.exception_at != before.exception_at
    expect = steps != known
    alerts = trouble or _overdue_before(before, now, silent, at)
    figures = expect or trouble or now.milestone_at != before.milestone_at
    return "ft"[alerts], "ft"[figures], "ft"[expect]


def _overdue_before(before: Before, now: Standing, silent: datetime | None, at: datetime) -> bool:
    """Tell whether a clock that may have raised an alarm has moved, or the journey ended or went on."""
    if (now.ended_at is None) != (before.ended_at is None) or (now.scanned_at is None) != (before.scanned_at is None):
        return True
    return before.silent_at is not None and before.silent_at != silent and before.silent_at <= at + NEARLY


def _time(at: datetime | None) -> str:
    return "\\N" if at is None else at.isoformat()
