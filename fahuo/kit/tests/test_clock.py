"""The clock."""

from datetime import UTC, datetime, timedelta

from fahuo.kit import clock


def test_now_is_this_moment_in_utc() -> None:
    before = datetime.now(UTC)
    now = clock.now()
    assert now.tzinfo is UTC
    assert before <= now <= before + timedelta(seconds=5)
