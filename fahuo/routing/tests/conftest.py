"""What the routing tests share."""

from __future__ import annotations

from datetime import date

import pytest

TODAY = date(2026, 11, 22)


@pytest.fixture
def today() -> date:
    """The day that the expectations of these tests are about."""
    return TODAY
