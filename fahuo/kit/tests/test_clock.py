"""The clock."""

from datetime import UTC, datetime

from fahuo.kit import clock


def test_now_is_this_moment_in_utc() -> None:
    before = datetime.now(UTC)
    now = clock.now()
    assert now.tzinfo is UTC
    assert before <= now <= datetime.now(UTC)
