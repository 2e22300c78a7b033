"""Two real processes share one account's limit."""

from __future__ import annotations

import time
from collections import Counter
from datetime import timedelta

import pytest

from fahuo.carriers.emulation import server
from fahuo.carriers.emulation.web import web
from fahuo.carriers.models import CallPace, CarrierAccount
from fahuo.carriers.tests.caller import go, said, started
from fahuo.kit import clock
from tests.fixtures.accounts import connect_emulated

PER_S, CALLS = 60, 60


@pytest.mark.django_db(transaction=True)
def test_two_processes_together_keep_the_limit_and_lose_nothing(amys):
    """What arrives in one second is left out: a busy machine delivers calls in bunches, whatever was agreed."""
    with server.running("yunexpress", latency_ms=20) as url:
        connect_emulated(amys, "yunexpress", url)
        CarrierAccount.objects.update(calls_per_s=PER_S)
        processes = [started(CarrierAccount.objects.get().pk, CALLS) for _ in range(2)]
        began, began_at = time.monotonic(), clock.now()
        go(processes)
        ended = [Counter(said(process)) for process in processes]
        seconds = time.monotonic() - began
        traffic = web().get(f"{url}/_emulator/traffic").json()
    assert [found["well"] for found in ended] == [CALLS] * 2
    assert ended[0] + ended[1] == {"well": 2 * CALLS, "token": 1}
    assert traffic["calls"] == 2 * CALLS + 1
    assert seconds > 2 * CALLS / PER_S
    assert CallPace.objects.get().next_at > began_at + timedelta(seconds=2 * CALLS / PER_S), "one bucket for both"
