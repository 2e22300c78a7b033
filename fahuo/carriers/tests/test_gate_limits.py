"""Limits of accounts: calls through gates, over HTTP with emulators."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from fahuo.carriers.contract import Carrier
from fahuo.carriers.emulation import server
from fahuo.carriers.errors import CarrierError, NotAuthorised, Paused, RateLimited, Unavailable
from fahuo.carriers.models import CallPace, Circuit
from fahuo.carriers.services import gate, pace_line
from fahuo.carriers.tests.lines import account_of, calls, ending, fail, find_often, kinds, run, settled
from fahuo.kit import clock, http
from tests.fixtures.waiting import LONGEST_S

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("fresh")]


def test_too_many_calls_is_no_failure_and_makes_everybody_pause(amys, emulator):
    account = account_of(amys, emulator, calls_per_s=100)

    async def act(carriers: list[Carrier]) -> tuple[CarrierError | None, float]:
        await carriers[0].find("warm")
        fail(emulator, "rate_limit", "find", times=1)
        began = asyncio.get_running_loop().time()
        error = await ending(carriers[0].find("R-1"))
        await settled(carriers[0])
        await carriers[0].find("R-2")
        return error, asyncio.get_running_loop().time() - began

    before = clock.now()
    error, waited = run([account], act)
    assert isinstance(error, RateLimited)
    assert waited > 1
    assert before + timedelta(seconds=1) < CallPace.objects.get().next_at < clock.now() + timedelta(seconds=1)
    assert not Circuit.objects.exists()


def test_no_more_calls_at_once_than_the_account_may_make(amys):
    with server.running("yunexpress", latency_ms=50) as url:
        account = account_of(amys, url, calls_at_once=3)
        while (most := calls(url)["most_at_once"]) < 3:  # on a busy machine three may miss each other for once
            assert kinds(run([account], find_often(12, at_once=True))) == [""] * 12
        assert most == 3


def test_what_would_wait_too_long_goes_away_and_takes_nothing(amys, emulator):
    run([account_of(amys, emulator)], find_often(1))  # there is a token now: fetching one would take a place too
    account = account_of(amys, emulator, calls_per_s="0.01")

    async def act(carriers: list[Carrier]) -> list[CarrierError | None]:
        await carriers[0].find("R-0")
        before = calls(emulator)["calls"]
        with http.not_after(clock.now() + timedelta(seconds=1)):
            errors = [await ending(carriers[0].find("R-2")), await ending(carriers[0].find("R-3"))]
        assert calls(emulator)["calls"] == before
        return errors

    for error in run([account], act):
        assert isinstance(error, Paused)
        assert not error.doubtful
        assert 1 < error.retry_after <= 105  # 100 s and our margin, to the place after the first


def test_a_gate_that_cannot_reach_its_bucket_sends_nothing(amys, emulator):
    """Such as a database that is away; here the account's row does not exist."""
    unknown = replace(account_of(amys, emulator, calls_per_s=50), id=2_000_000_000)
    before = calls(emulator)["calls"]
    (error,) = run([unknown], find_often(1))
    assert isinstance(error, Paused)
    assert not error.doubtful
    assert calls(emulator)["calls"] == before


def test_a_database_that_hangs_holds_a_call_no_longer_than_its_time(amys, emulator, monkeypatch):
    account = account_of(amys, emulator, calls_per_s=50)
    answered = threading.Event()
    monkeypatch.setattr(pace_line, "LONGEST_WAIT_S", 0.3)
    monkeypatch.setattr(pace_line.buckets, "reserve", lambda **_: answered.wait(LONGEST_S))
    before = calls(emulator)["calls"]

    async def act(carriers: list[Carrier]) -> tuple[CarrierError | None, bool]:
        try:
            return await ending(carriers[0].find("R-1")), answered.is_set()
        finally:
            answered.set()

    error, waited_for_it = run([account], act)
    assert isinstance(error, Paused)
    assert not waited_for_it
    assert calls(emulator)["calls"] == before


def test_an_emulated_account_opens_this_machine_for_no_other(amys, carols, emulator):
    mine = account_of(amys, emulator)
    live = replace(account_of(carols, emulator.replace("http:", "https:")), emulated=False)

    async def act(carriers: list[Carrier]) -> list[CarrierError | None]:
        return [await ending(carrier.find("R-1")) for carrier in carriers]

    well, refused = run([mine, live], act)
    assert well is None
    assert isinstance(refused, Unavailable)
    assert not refused.doubtful
    assert "no public address" in refused.message


def test_an_account_that_lacks_a_key_never_calls(amys, emulator):
    account = replace(account_of(amys, emulator), credentials={})
    errors = run([account], find_often(6))
    assert {type(error) for error in errors} == {NotAuthorised}
    assert not Circuit.objects.exists()


def test_waits_are_shorter_than_the_life_of_a_signature() -> None:
    assert pace_line.LONGEST_WAIT_S <= 30
    assert timedelta(seconds=2 * http.ANSWER_WITHIN_S) <= gate.PROBE_LASTS
