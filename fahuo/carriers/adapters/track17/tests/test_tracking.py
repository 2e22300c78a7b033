"""What 17TRACK's statuses mean."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from fahuo.carriers.adapters.track17 import tracking, wire
from fahuo.trade.milestone import Milestone

PROCESSING, RELEASED = tracking.PROCESSING, tracking.RELEASED
LEFT, ARRIVED = "InTransit_Departure", "InTransit_Arrival"


def place(country: str) -> wire.Address | None:
    return wire.Address(country) if country else None


def parcel(events: list[wire.Event], origin: str = "", to: str = "", latest: str = "") -> wire.TrackInfo:
    """A parcel with these events, oldest first; 17TRACK lists them newest first."""
    return wire.TrackInfo(
        shipping_info=wire.Shipping(place(origin), place(to)),
        latest_status=wire.Status(latest.partition("_")[0], latest) if latest else None,
        tracking=wire.Tracking([wire.Followed(events[::-1])]),
    )


@pytest.mark.parametrize(
    ("origin", "to", "before", "at", "milestone"),
    [
        ("CN", "US", [], "CN", Milestone.EXPORT_CUSTOMS),
        ("CN", "US", [], "US", Milestone.IMPORT_CUSTOMS),
        ("CN", "US", [LEFT], "CN", Milestone.EXPORT_CUSTOMS),  # told late, but it is China's customs
        ("CN", "DE", [], "BE", Milestone.IMPORT_CUSTOMS),  # where it enters the union
        ("CN", "US", [], "", Milestone.EXPORT_CUSTOMS),
        ("CN", "US", [LEFT], "", Milestone.IMPORT_CUSTOMS),
        ("CN", "US", [ARRIVED], "", Milestone.IMPORT_CUSTOMS),
        ("", "US", [], "US", Milestone.IMPORT_CUSTOMS),
        ("", "US", [], "CN", Milestone.EXPORT_CUSTOMS),
        ("", "US", [LEFT], "BE", Milestone.IMPORT_CUSTOMS),
        ("CN", "", [], "CN", Milestone.EXPORT_CUSTOMS),
        ("CN", "", [], "us", Milestone.IMPORT_CUSTOMS),
        ("", "", [], "CN", Milestone.EXPORT_CUSTOMS),
        ("", "", [ARRIVED], "CN", Milestone.IMPORT_CUSTOMS),
        ("US", "US", [], "US", Milestone.EXPORT_CUSTOMS),
    ],
)
def test_customs_are_told_apart_by_where_they_are(
    origin: str, to: str, before: list[str], at: str, milestone: Milestone
) -> None:
    codes = [*before, PROCESSING, RELEASED]
    events = [
        wire.Event(time_utc=f"2026-01-0{day}T00:00:00Z", sub_status=code, address=place(at))
        for day, code in enumerate(codes, start=1)
    ]
    released = {
        Milestone.EXPORT_CUSTOMS: Milestone.EXPORT_RELEASED,
        Milestone.IMPORT_CUSTOMS: Milestone.CUSTOMS_RELEASED,
    }[milestone]
    found = tracking.to_events([parcel(events, origin, to)])
    assert [event.milestone for event in found[-2:]] == [milestone, released]


@pytest.mark.parametrize(
    ("sub_status", "stage", "latest", "code", "milestone"),
    [
        ("Delivered_Other", "Delivered", "", "Delivered_Other", Milestone.DELIVERED),
        (None, "PickedUp", "", "PickedUp", Milestone.PICKED_UP),
        (None, "Hovering", "", "Hovering", Milestone.UNMAPPED),
        (None, None, "Expired_Other", "Expired_Other", Milestone.EXPIRED),
        (None, None, "", "", Milestone.UNMAPPED),
        ("Exception_Vanished", "Delivered", "Delivered_Other", "Exception_Vanished", Milestone.UNMAPPED),
        ("Delivered", None, "", "Delivered", Milestone.UNMAPPED),  # a stage is no sub-status
    ],
)
def test_a_stage_stands_in_for_a_sub_status(
    sub_status: str | None, stage: str | None, latest: str, code: str, milestone: Milestone
) -> None:
    event = wire.Event(time_utc="2026-01-06T02:00:00Z", sub_status=sub_status, stage=stage)
    [found] = tracking.to_events([parcel([event], latest=latest)])
    assert (found.raw_code, found.milestone) == (code, milestone)


@pytest.mark.parametrize(
    ("utc", "iso", "raw", "at", "written"),
    [
        ("2026-01-06T02:00:00Z", "x", wire.RawTime("06 Jan", "10h"), (6, 2), "06 Jan 10h"),
        (None, "2026-01-06T10:00:00+08:00", None, (6, 2), "2026-01-06T10:00:00+08:00"),
        ("", "2026-01-06T10:00:00", wire.RawTime("2026-01-06", "10:00:00"), (6, 10), "2026-01-06 10:00:00"),
        (None, None, wire.RawTime("2026-01-06", "10:00:00", "+08:00"), (6, 2), "2026-01-06 10:00:00 +08:00"),
        (None, None, wire.RawTime("2026-01-06"), (6, 0), "2026-01-06"),
    ],
)
def test_times(utc: str | None, iso: str | None, raw: wire.RawTime | None, at: tuple[int, int], written: str) -> None:
    [found] = tracking.to_events([parcel([wire.Event(utc, iso, raw, sub_status="InTransit_Other")])])
    assert (found.at, found.raw_time) == (datetime(2026, 1, *at, tzinfo=UTC), written)


def test_events_of_one_moment_keep_their_sequence() -> None:
    moment = "2026-01-06T02:00:00Z"
    events = [wire.Event(moment, sub_status=code) for code in ("InTransit_PickedUp", LEFT, ARRIVED)]
    assert [event.raw_code for event in tracking.to_events([parcel(events)])] == [
        "InTransit_PickedUp",
        LEFT,
        ARRIVED,
    ]


def test_every_status_is_mapped() -> None:
    assert Milestone.UNMAPPED not in {*tracking.SUB_STATUSES.values(), *tracking.STAGES.values()}
    assert len(tracking.SUB_STATUSES) == 30
