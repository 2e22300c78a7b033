"""Months of events: made once, whoever asks; what lay elsewhere moves in; old ones go."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from django.db import connection, transaction

from fahuo.tracking.domain.months import month_of, placed, starts_at
from fahuo.tracking.models import Event, Journey
from fahuo.tracking.services import partitions
from fahuo.tracking.services.begin import begin_these
from fahuo.tracking.services.ingest import Sighting, take
from fahuo.trade.milestone import Milestone
from fahuo.trade.tracking import TrackingEvent
from tests.fixtures.rows import make_order, make_shipment
from tests.fixtures.together import at_once

if TYPE_CHECKING:
    from fahuo.accounts.models import Seller

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
NOVEMBER = month_of(NOON)


@pytest.mark.parametrize(
    ("at", "month"),
    [
        (datetime(2026, 11, 30, 23, 59, 59, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)),
        (datetime(2026, 12, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)),
        (datetime(2027, 1, 31, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_moment_has_its_month(at: datetime, month: datetime) -> None:
    assert starts_at(month_of(at)) == month


@pytest.mark.parametrize(
    ("distance", "kept", "found"),
    [(0, 0, True), (1, 0, True), (2, 0, False), (-13, 0, True), (-14, 0, False), (-6, 6, True), (-7, 6, False)],
)
def test_months_far_away_have_no_place_of_their_own(distance: int, kept: int, found: bool) -> None:
    assert placed({NOVEMBER + distance}, at=NOON, kept=kept) == ([NOVEMBER + distance] if found else [])


@pytest.fixture
def no_months(transactional_db: None) -> Iterator[None]:
    _forget()
    yield
    _forget()


def _forget() -> None:
    partitions._known.clear()
    with connection.cursor() as cursor:
        for month in partitions.made():
            cursor.execute(f"DROP TABLE {partitions._name(month)}")
        cursor.execute("DELETE FROM tracking_event")


def _put(at: datetime, digest: int = 1, seen_at: datetime = NOON) -> None:
    columns = {"carrier": "x", "milestone": "IN_TRANSIT", "reason": "", "odd": ""}
    texts = dict.fromkeys(("raw_code", "description", "place", "country", "raw_time"), "")
    Event.objects.create(seller_id=1, shipment_id=1, at=at, digest=digest, seen_at=seen_at, **columns, **texts)


def _rows(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ONLY {table}")
        return int(cursor.fetchone()[0])


def test_months_are_made_ahead_and_on_demand(no_months: None) -> None:
    assert partitions.make_ahead(at=NOON) == [NOVEMBER, NOVEMBER + 1, NOVEMBER + 2] == partitions.made()
    partitions.ensure([NOON - timedelta(days=60), datetime(1970, 1, 1, tzinfo=UTC)], at=NOON)
    assert partitions.made() == [NOVEMBER - 2, NOVEMBER, NOVEMBER + 1, NOVEMBER + 2]
    partitions.ensure([datetime(2026, 11, 1, 7, tzinfo=timezone(timedelta(hours=8)))], at=NOON)  # still October
    assert partitions.made()[1] == NOVEMBER - 1


def test_what_lay_in_the_default_partition_moves_in(no_months: None) -> None:
    _put(NOON)
    _put(datetime(1970, 1, 1, tzinfo=UTC), 2)
    assert _rows("tracking_event_other") == 2
    partitions.make([NOVEMBER])
    assert (_rows("tracking_event_other"), _rows("tracking_event_2026_11")) == (1, 1)
    assert Event.objects.filter(shipment_id=1).count() == 2


def test_two_make_the_same_month_at_once(no_months: None) -> None:
    assert at_once(*[lambda: partitions.make([NOVEMBER])] * 4) == [[NOVEMBER]] * 4
    assert partitions.made() == [NOVEMBER]


def test_a_lock_on_the_default_partition_delays_nobody_for_long(
    no_months: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(partitions, "_PATIENCE_S", 0.1)

    def meanwhile() -> None:
        partitions.ensure([NOON], at=NOON)
        _put(NOON)

    with transaction.atomic():
        _put(datetime(1970, 1, 1, tzinfo=UTC), 2)  # somebody stores a stray, and has not committed
        at_once(meanwhile)
    assert partitions.made() == []
    assert _rows("tracking_event_other") == 2  # ours waits there
    partitions.make_ahead(at=NOON)
    assert _rows("tracking_event_2026_11") == 1


def test_inside_a_transaction_no_month_is_made(no_months: None) -> None:
    with transaction.atomic():
        partitions.ensure([NOON], at=NOON)
    assert partitions.made() == []


@pytest.mark.parametrize(("kept", "left"), [(0, [-3, -1, 0]), (1, [-1, 0]), (3, [-3, -1, 0])])
def test_old_months_are_dropped(no_months: None, settings: object, kept: int, left: list[int]) -> None:
    settings.FAHUO_EVENT_MONTHS = kept  # type: ignore[attr-defined]
    partitions.make([NOVEMBER - 3, NOVEMBER - 1, NOVEMBER])
    long_ago = datetime(1970, 1, 1, tzinfo=UTC)
    _put(long_ago, 1, seen_at=NOON)
    _put(long_ago, 2, seen_at=NOON - timedelta(days=200))
    partitions.drop_old(at=NOON)
    assert [month - NOVEMBER for month in partitions.made()] == left
    assert _rows("tracking_event_other") == (1 if kept else 2)


@pytest.mark.parametrize(
    ("days", "ended", "left"), [(70, False, [-3, -1, 0]), (70, True, [-1, 0]), (200, False, [-1, 0])]
)
def test_no_month_of_a_parcel_under_way_is_dropped(
    no_months: None, amys: Seller, settings: object, days: int, ended: bool, left: list[int]
) -> None:
    settings.FAHUO_EVENT_MONTHS = 1  # type: ignore[attr-defined]
    partitions.make([NOVEMBER - 3, NOVEMBER - 1, NOVEMBER])
    at = NOON - timedelta(days=days + 20)
    shipment = make_shipment(amys, make_order(amys, "1"), labelled_at=at, booked_at=at, created_at=at)
    begin_these([shipment.pk], at=NOON)
    if ended:
        Journey.objects.update(ended_at=NOON)
    partitions.drop_old(at=NOON)
    assert [month - NOVEMBER for month in partitions.made()] == left


def test_fewer_than_no_months_drop_nothing(no_months: None, settings: object) -> None:
    settings.FAHUO_EVENT_MONTHS = -1  # type: ignore[attr-defined]
    partitions.make_ahead(at=NOON)
    assert partitions.drop_old(at=NOON) == []
    assert len(partitions.made()) == 3


def test_midnight_of_new_year_is_told_in_utc(no_months: None, amys: Seller) -> None:
    """Of one second to and one after, in two zones: each lies in the month of its moment in UTC, made on demand."""
    new_year = datetime(2027, 1, 1, tzinfo=UTC)
    shipment = make_shipment(amys, make_order(amys, "1"), labelled_at=new_year - timedelta(days=1))
    begin_these([shipment.pk], at=new_year)
    second, zone = timedelta(seconds=1), timezone(timedelta(hours=8))
    moments = (new_year - second, new_year, (new_year - second).astimezone(zone), new_year.astimezone(zone))
    told = tuple(TrackingEvent(at, Milestone.IN_TRANSIT, str(place)) for place, at in enumerate(moments))
    take([Sighting(amys.pk, shipment.pk, "x", told)], at=new_year + second)
    assert (_rows("tracking_event_2026_12"), _rows("tracking_event_2027_01"), _rows("tracking_event_other")) == (
        2,
        2,
        0,
    )
