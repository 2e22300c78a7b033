"""How soon a parcel is asked for again: tables of parcels, no database, no clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from fahuo.tracking.domain.risk import RUNGS, Course, rung
from fahuo.tracking.domain.schedule import after_failure, lateness, next_look

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# Scanned and heard of two hours ago, silent in seventy hours.
MOVING = Course(
    begun_at=NOON - 3 * DAY,
    milestone="IN_TRANSIT",
    scanned_at=NOON - 2 * DAY,
    last_event_at=NOON - 2 * HOUR,
    silent_at=NOON + 70 * HOUR,
)
LONG_SILENT = replace(MOVING, begun_at=NOON - 15 * DAY, last_event_at=NOON - 13 * DAY, silent_at=NOON - 10 * DAY)
WAITING = Course(begun_at=NOON - HOUR, pickup_due_at=NOON + 47 * HOUR)

TABLE: list[tuple[str, Course, dict[str, Any], int]] = [
    ("just labelled", WAITING, {}, 160),
    ("a day before pick-up is overdue", WAITING, {"pickup_due_at": NOON + 23 * HOUR}, 80),
    ("six hours before", WAITING, {"pickup_due_at": NOON + 5 * HOUR}, 20),
    ("overdue for an hour", WAITING, {"pickup_due_at": NOON - HOUR}, 20),
    ("overdue for four days", WAITING, {"pickup_due_at": NOON - 4 * DAY, "begun_at": NOON - 6 * DAY}, 40),
    ("scanned: the pick-up clock counts no more", MOVING, {"pickup_due_at": NOON - HOUR}, 160),
    ("moving", MOVING, {}, 160),
    ("at customs", MOVING, {"milestone": "IMPORT_CUSTOMS"}, 40),
    ("held at customs", MOVING, {"milestone": "CUSTOMS_ACTION_REQUIRED", "exception": "CUSTOMS_HELD"}, 40),
    ("out for delivery", MOVING, {"milestone": "OUT_FOR_DELIVERY"}, 10),
    ("not delivered", MOVING, {"milestone": "DELIVERY_FAILED"}, 20),
    ("twelve hours before silence", MOVING, {"silent_at": NOON + 11 * HOUR}, 40),
    ("silent", MOVING, {"silent_at": NOON - HOUR}, 40),
    ("silent for ten days", LONG_SILENT, {}, 320),
    ("an exception of yesterday", MOVING, {"exception": "HELD", "exception_at": NOON - DAY}, 40),
    ("an exception of three weeks", MOVING, {"exception": "HELD", "exception_at": NOON - 21 * DAY}, 160),
    ("to arrive tomorrow", MOVING, {"expected_from": date(2026, 11, 21), "expected_until": date(2026, 11, 22)}, 80),
    ("to arrive next month", MOVING, {"expected_from": date(2026, 12, 21), "expected_until": date(2026, 12, 22)}, 160),
    ("precious", MOVING, {"value_usd": Decimal(200)}, 80),
    ("cheap", MOVING, {"value_usd": Decimal("199.99")}, 160),
    ("pushed yesterday", MOVING, {"pushed_at": NOON - DAY}, 640),
    ("pushed a week ago", MOVING, {"pushed_at": NOON - 7 * DAY}, 160),
    ("a precious parcel out for delivery", MOVING, {"milestone": "OUT_FOR_DELIVERY", "value_usd": Decimal(500)}, 5),
    ("a code of which we know nothing", MOVING, {"milestone": "UNMAPPED"}, 80),
]


@pytest.mark.parametrize(("course", "changes", "minutes"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_the_riskier_the_sooner(course: Course, changes: dict[str, Any], minutes: int) -> None:
    assert RUNGS[rung(replace(course, **changes), NOON)] == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"cancelled": True}, None),
        ({"milestone": "DELIVERED", "ended_at": NOON - HOUR}, NOON + 23 * HOUR),  # one last look, a day after
        ({"milestone": "DELIVERED", "ended_at": NOON - DAY}, None),
        ({"milestone": "RETURNED", "ended_at": NOON - 2 * DAY}, None),
        ({"milestone": "LOST", "ended_at": NOON - 2 * DAY}, NOON + DAY),  # it may turn up
        ({"milestone": "LOST", "ended_at": NOON - 31 * DAY}, None),
        ({"begun_at": NOON - 95 * DAY, "last_event_at": NOON - 91 * DAY}, None),
    ],
)
def test_when_nobody_is_asked_any_more(changes: dict[str, Any], expected: datetime | None) -> None:
    assert next_look(replace(MOVING, **changes), NOON, key=0).poll_at == expected


def test_a_parcel_that_becomes_riskier_by_the_clock_alone_is_asked_for_then() -> None:
    nearly = replace(WAITING, begun_at=NOON - DAY, pickup_due_at=NOON + timedelta(hours=24, minutes=30))
    look = next_look(nearly, NOON, key=0)
    assert (look.rung, look.poll_at) == (5, NOON + timedelta(minutes=30))  # 24 hours before, not 160 minutes from now


def test_looks_of_many_parcels_are_spread() -> None:
    moments = {next_look(MOVING, NOON, key=key).poll_at for key in range(500)}
    assert len(moments) > 400
    assert max(moments, key=lambda at: at or NOON) <= NOON + timedelta(minutes=176)  # 160 and a tenth


def test_what_fails_is_tried_ever_more_rarely_and_at_least_daily() -> None:
    waits = [after_failure(3, failures, NOON).poll_at - NOON for failures in (1, 2, 3, 50)]  # type: ignore[operator]
    assert waits == [timedelta(minutes=80), timedelta(minutes=160), timedelta(minutes=320), DAY]


def test_lateness_is_measured_in_the_parcels_own_interval() -> None:
    assert lateness(1, NOON - timedelta(minutes=10), NOON) == 2  # every 10 minutes, 10 late
    assert lateness(5, NOON - timedelta(minutes=10), NOON) == pytest.approx(1.0625)  # 1 + 10 / 160
