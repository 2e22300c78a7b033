"""How parcels ended: written once by reference, counted by lane in the same transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import pytest

from fahuo.kit.files import FileRefused
from fahuo.kit.files.arrival import open_file
from fahuo.rating import queries as rating
from fahuo.routing import outcome_file
from fahuo.routing.domain.lanes import LaneCounts
from fahuo.routing.domain.outcomes import Outcome, outcome_problems
from fahuo.routing.models import LaneRecord, ParcelOutcome
from fahuo.routing.queries.lanes import lanes
from fahuo.routing.services.outcomes import OutcomesRefused, record
from tests.fixtures.together import at_once

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
TODAY = AT.date()
SERVICE = "yunexpress/THZXR"
GOOD = Outcome("A-1", SERVICE, "KR", date(2026, 10, 1), date(2026, 10, 11), promised_on=date(2026, 10, 12))
HEADER = "reference,service,country,handed_over_on,delivered_on,promised_on,lost,returned,disputed,tracked,pickup_hours"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reference": ""}, "reference"),
        ({"reference": "x" * 51}, "reference"),
        ({"service_key": "pigeon/AIR"}, "service"),
        ({"country": "XX"}, "country"),
        ({"handed_over_on": date(2026, 11, 23), "delivered_on": None, "lost": True}, "handed_over_on"),
        ({"delivered_on": date(2026, 9, 30)}, "delivered_on"),  # before it was handed over
        ({"delivered_on": date(2026, 11, 23)}, "delivered_on"),  # to come
        ({"handed_over_on": date(2025, 1, 1)}, "delivered_on"),  # more than a year
        ({"delivered_on": None}, "delivered_on"),  # still under way
        ({"lost": True}, "lost"),  # and delivered
        ({"pickup_hours": -1.0}, "pickup_hours"),
        ({"pickup_hours": 721.0}, "pickup_hours"),
    ],
)
def test_ends_that_cannot_be(changes: dict[str, object], field: str) -> None:
    problems = outcome_problems(replace(GOOD, **changes), {SERVICE}, on=TODAY)  # type: ignore[arg-type]
    assert [(problem.code, problem.field) for problem in problems] == [("OUTCOME_INVALID", field)]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"delivered_on": GOOD.handed_over_on},  # the same day
        {"disputed": True},
        {"delivered_on": None, "lost": True},
        {"delivered_on": None, "disputed": True},
        {"returned": True},
    ],
)
def test_ends_that_can_be(changes: dict[str, object]) -> None:
    assert outcome_problems(replace(GOOD, **changes), {SERVICE}, on=TODAY) == []  # type: ignore[arg-type]


@pytest.mark.django_db
def test_a_lane_is_counted_from_its_parcels(amys):
    late = replace(GOOD, reference="A-2", delivered_on=date(2026, 10, 15), pickup_hours=30.5)
    lost = replace(GOOD, reference="A-3", delivered_on=None, lost=True, tracked=False, pickup_hours=10.0)
    back = replace(GOOD, reference="A-4", country="DE", delivered_on=None, returned=True, promised_on=None)
    done = record(seller=amys, outcomes=[GOOD, late, lost, back], at=AT)
    assert (done.new, done.known, done.lanes) == (4, 0, 2)
    assert lanes(amys.pk).counts == {
        (SERVICE, "KR"): LaneCounts(
            parcels=3,
            delivered=2,
            days=24.0,  # 10 + 14
            days_squared=296.0,  # 10² + 14²
            on_time=1,
            promised=2,
            lost=1,
            tracked=2,
            picked_up=2,
            pickup_hours=40.5,  # 30.5 + 10
        ),
        (SERVICE, "DE"): LaneCounts(parcels=1, returned=1, tracked=1),
    }


@pytest.mark.django_db
def test_the_same_again_changes_nothing_and_a_later_word_replaces_the_first(amys):
    record(seller=amys, outcomes=[GOOD], at=AT)
    before = lanes(amys.pk)
    assert record(seller=amys, outcomes=[GOOD, GOOD], at=AT).known == 1
    assert lanes(amys.pk) == before
    record(seller=amys, outcomes=[replace(GOOD, disputed=True)], at=AT)
    counts = lanes(amys.pk).counts[SERVICE, "KR"]
    assert (counts.parcels, counts.delivered, counts.disputed) == (1, 1, 1)


@pytest.mark.django_db
def test_lanes_are_the_same_object_until_something_changes(amys):
    record(seller=amys, outcomes=[GOOD], at=AT)
    first = lanes(amys.pk)
    assert lanes(amys.pk) is first
    record(seller=amys, outcomes=[replace(GOOD, reference="A-2")], at=AT)
    assert lanes(amys.pk).counts[SERVICE, "KR"].parcels == 2
    assert first.counts[SERVICE, "KR"].parcels == 1


@pytest.mark.django_db
def test_a_parcel_that_moves_to_another_lane_leaves_the_first(amys):
    record(seller=amys, outcomes=[GOOD], at=AT)
    assert record(seller=amys, outcomes=[replace(GOOD, country="JP")], at=AT).lanes == 2
    assert list(lanes(amys.pk).counts) == [(SERVICE, "JP")]


@pytest.mark.django_db
def test_sellers_do_not_count_each_others_parcels(amys, carols):
    record(seller=carols, outcomes=[GOOD], at=AT)
    record(seller=amys, outcomes=[replace(GOOD, delivered_on=date(2026, 10, 5))], at=AT)
    assert lanes(amys.pk).counts[SERVICE, "KR"].days == 4.0
    assert lanes(carols.pk).counts[SERVICE, "KR"].days == 10.0
    record(seller=amys, outcomes=[replace(GOOD, country="JP")], at=AT)  # carol's parcel is left on that lane
    assert list(lanes(amys.pk).counts) == [(SERVICE, "JP")]


@pytest.mark.django_db
def test_one_bad_outcome_keeps_all_out(amys):
    with pytest.raises(OutcomesRefused) as refused:
        record(seller=amys, outcomes=[GOOD, replace(GOOD, reference="A-9", country="XX")], at=AT)
    assert [(reference, problem.field) for reference, problem in refused.value.problems] == [("A-9", "country")]
    assert not ParcelOutcome.objects.exists()
    assert not LaneRecord.objects.exists()


@pytest.mark.django_db
def test_a_parcel_delivered_this_morning_in_china_is_not_to_come(amys):
    early = datetime(2026, 11, 21, 23, tzinfo=UTC)  # 07:00 on the 22nd in Shanghai
    record(seller=amys, outcomes=[replace(GOOD, delivered_on=date(2026, 11, 22))], at=early)
    assert ParcelOutcome.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_once_lose_no_parcel(amys):
    """Three write parcels of the same two lanes, in different sequences; the counts hold all of them."""
    batches = [
        [replace(GOOD, reference=f"{name}-{place}", country=countries[place % 2]) for place in range(40)]
        for name, countries in (("a", ("KR", "JP")), ("b", ("JP", "KR")), ("c", ("KR", "JP")))
    ]

    def work(batch: list[Outcome]) -> None:
        for start in range(0, len(batch), 10):
            record(seller=amys, outcomes=batch[start : start + 10], at=AT)

    at_once(*(partial(work, batch) for batch in batches))
    assert {lane: counts.parcels for lane, counts in lanes(amys.pk).counts.items()} == {
        (SERVICE, "KR"): 60,
        (SERVICE, "JP"): 60,
    }


def read(path: Path) -> outcome_file.OutcomeFile:
    known = {service.key for service in rating.services()}
    return outcome_file.read(open_file(path, limit_mb=1), known, on=TODAY, limit_mb=1)


def test_a_file_is_read_row_by_row(tmp_path: Path) -> None:
    path = tmp_path / "parcels.csv"
    rows = [
        f"A-1,{SERVICE},kr,2026-10-01,2026-10-11,2026-10-12,,,,,20.5",
        f"A-2,{SERVICE},KR,2026/10/01,,,yes,,,no,",
        f"A-3,{SERVICE},KR,2026-10-01,,,,,,,",  # under way
        f"A-4,{SERVICE},KR,soon,,,1,,,,",
        f"A-1,{SERVICE},KR,2026-10-01,2026-10-11,,,,,,",  # twice
        f"A-5,{SERVICE},KR,2026-10-01,2026-10-11,,,maybe,,,",
        "A-6,pigeon/AIR,KR,2026-10-01,2026-10-11,,,,,,",
        f"A-7,{SERVICE},KR,,2026-10-11,,,,,,",
    ]
    path.write_text("\n".join([HEADER, *rows]))
    found = read(path)
    assert found.outcomes == (
        Outcome("A-1", SERVICE, "KR", date(2026, 10, 1), date(2026, 10, 11), date(2026, 10, 12), pickup_hours=20.5),
        Outcome("A-2", SERVICE, "KR", date(2026, 10, 1), lost=True, tracked=False),
    )
    assert [(fault.code, fault.row, fault.column) for fault in found.refused] == [
        ("OUTCOME_INVALID", 4, "delivered_on"),
        ("FILE_VALUE", 5, "handed_over_on"),
        ("OUTCOME_INVALID", 6, "reference"),
        ("FILE_VALUE", 7, "returned"),
        ("OUTCOME_INVALID", 8, "service"),
        ("FILE_VALUE", 9, "handed_over_on"),
    ]


def test_chinese_headers_are_understood(tmp_path: Path) -> None:
    path = tmp_path / "包裹.csv"
    path.write_text(f"发货单号,物流产品,国家,交接日期,妥投日期,丢失\nA-1,{SERVICE},KR,2026-10-01,2026-10-11,否\n")
    assert read(path).outcomes[0].reference == "A-1"


def test_a_table_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("order_id,city\n1,Hamburg\n")
    with pytest.raises(FileRefused) as refused:
        read(path)
    assert refused.value.code == "FILE_COLUMNS"
