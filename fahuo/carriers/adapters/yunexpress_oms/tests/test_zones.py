"""Times without a zone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from fahuo.carriers.adapters.yunexpress_oms.emulator import STEPS
from fahuo.carriers.adapters.yunexpress_oms.tracking import NODES, STATUS
from fahuo.carriers.adapters.yunexpress_oms.zones import ZONES, to_utc, zone_of
from fahuo.carriers.emulation.journey import Step
from fahuo.trade.milestone import Milestone


@pytest.mark.parametrize(
    ("written", "country", "zone", "hour"),
    [
        ("2026-01-06T10:00:00", "", "", 2),  # first mile: China
        ("2026-01-06T10:00:00", "CN", "", 2),
        ("2026-01-06T10:00:00", "DE", "", 9),
        ("2026-07-06T10:00:00", "DE", "", 8),  # summer
        ("2026-01-06T10:00:00", "US", "", 15),  # New York
        ("2026-01-06T10:00:00", "XX", "", 10),  # not listed: UTC
        ("2026-01-06T10:00:00", "DE", "UTC+08:00", 2),
        ("2026-01-06T10:00:00", "DE", "GMT-5", 15),
        ("2026-01-06T10:00:00", "DE", "nonsense", 9),
        ("2026-01-06T10:00:00", "DE", "+99:00", 9),
        ("2026-01-06T10:00:00+01:00", "US", "", 9),
    ],
)
def test_a_local_time_becomes_utc(written: str, country: str, zone: str, hour: int) -> None:
    moment = to_utc(written, country, zone)
    assert moment is not None
    assert (moment.hour, moment.tzinfo) == (hour, UTC)


def test_what_is_no_time_is_none() -> None:
    assert to_utc("", "DE") is None
    assert to_utc("soon", "DE") is None


def test_every_zone_is_known_and_no_country_has_two() -> None:
    countries = [country for names in ZONES.values() for country in names.split()]
    assert len(countries) == len(set(countries))
    for country in countries:
        assert datetime(2026, 1, 1, tzinfo=zone_of(country)).utcoffset() is not None


def test_every_status_is_mapped_and_an_announcement_is_no_scan() -> None:
    assert Milestone.UNMAPPED not in {*NODES.values(), *STATUS.values()}
    assert {NODES["PRE_ADVICING"], NODES["EDD"], STATUS["10"]} == {Milestone.INFO_RECEIVED}
    assert "0" not in STATUS  # the carrier itself does not know


def test_the_emulators_codes_are_in_the_table_and_none_says_out_for_delivery() -> None:
    assert set(STEPS.values()) <= NODES.keys()
    assert Step.OUT_FOR_DELIVERY not in STEPS
    assert NODES[STEPS[Step.CUSTOMS_HELD]] is Milestone.HELD
