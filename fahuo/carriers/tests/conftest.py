"""Accounts to call through."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from fahuo.carriers.emulation import server
from fahuo.carriers.emulation.web import web

if TYPE_CHECKING:
    from fahuo.accounts.models import Seller


@pytest.fixture
def account_id(amys: Seller) -> int:
    """An emulated account of Amy's that nobody listens for."""
    from fahuo.carriers.models import CarrierAccount
    from tests.fixtures.accounts import connect_emulated

    connect_emulated(amys, "yunexpress", "http://127.0.0.1:9")
    return CarrierAccount.objects.get(seller=amys).pk


@pytest.fixture(scope="module")
def emulator() -> Iterator[str]:
    with server.running("yunexpress", latency_ms=20) as url:
        yield url


@pytest.fixture
def fresh(emulator: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No emulator fails from the test before, and this process knows nothing yet."""
    from fahuo.carriers.services import fuse_box

    monkeypatch.setattr(fuse_box, "_BOXES", {})
    web().delete(f"{emulator}/_emulator/faults")
    yield
    web().delete(f"{emulator}/_emulator/faults")
