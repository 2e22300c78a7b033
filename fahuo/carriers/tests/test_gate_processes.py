"""Two real processes share one account's limit."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from urllib.parse import quote, urlencode

import httpx
import pytest
from django.db import connection

from fahuo.carriers.emulation import server
from fahuo.carriers.models import CallPace, CarrierAccount
from tests.fixtures.accounts import connect_emulated

PER_S, CALLS = 60, 60


def start(account_id: int) -> subprocess.Popen[str]:
    database = connection.settings_dict
    place = urlencode({"host": database["HOST"] or "localhost", "port": database["PORT"] or 5432})
    who = quote(database["USER"]) + (f":{quote(database['PASSWORD'])}" if database["PASSWORD"] else "")
    url = f"postgresql://{who}@/{database['NAME']}?{place}"
    process = subprocess.Popen(
        [sys.executable, "-m", "fahuo.carriers.tests.caller", str(account_id), str(CALLS)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, "DATABASE_URL": url},
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


@pytest.mark.django_db(transaction=True)
def test_two_processes_together_keep_the_limit_and_lose_nothing(amys):
    # What the carrier bears is a fifth more, as a busy machine delivers calls in bunches; without a gate, 120 come.
    with server.running("yunexpress", latency_ms=20, calls_per_s=PER_S * 1.2) as url:
        connect_emulated(amys, "yunexpress", url)
        CarrierAccount.objects.update(calls_per_s=PER_S)
        processes = [start(CarrierAccount.objects.get().pk) for _ in range(2)]
        began = time.monotonic()
        said = [process.communicate("go\n", timeout=60)[0].strip() for process in processes]
        seconds = time.monotonic() - began
        traffic = httpx.get(f"{url}/_emulator/traffic").json()
    assert said == [str({"well": CALLS})] * 2
    assert traffic["turned_away"] == 0
    assert traffic["calls"] == 2 * CALLS + 1  # and one token for both
    assert seconds > 2 * CALLS / PER_S
    assert CallPace.objects.count() == 1
