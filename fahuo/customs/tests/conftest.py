"""The emulated single window that these tests talk to: one process for all of them, over real HTTP."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from fahuo.customs.window import server
from tests.fixtures.declaring import say


@pytest.fixture(scope="session")
def window_address() -> Iterator[str]:
    """The window's address."""
    with server.running(reject_orders=[]) as url:
        yield url


@pytest.fixture
def window(window_address: str) -> str:
    """The window without faults."""
    say(window_address, "DELETE", "/_emulator/faults")
    return window_address
