"""A busy machine lets an emulated printer wait for its turn; who tests impatience says so."""

from __future__ import annotations

import pytest

from fahuo.printing.transports import raw
from tests.fixtures.waiting import LONGEST_S


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a printer that talks take its time to say so."""
    monkeypatch.setattr(raw, "FIRST_ANSWER_S", LONGEST_S)


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a printer that never says anything, learn that soon."""
    monkeypatch.setattr(raw, "FIRST_ANSWER_S", 0.05)
