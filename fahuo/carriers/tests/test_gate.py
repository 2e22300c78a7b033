"""Calls through the gates of accounts, over HTTP with emulators."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from fahuo.carriers import queries
from fahuo.carriers.contract import Account, Carrier
from fahuo.carriers.emulation import server
from fahuo.carriers.errors import CarrierError, NotAuthorised, Paused, RateLimited, Stopped, Unavailable
from fahuo.carriers.models import CallPace, CarrierAccount, Circuit
from fahuo.carriers.services import circuit, fuse_box, gate, pace_line
from fahuo.carriers.services.lines import Lines
from fahuo.kit import clock, http
from tests.fixtures.accounts import connect_emulated

pytestmark = pytest.mark.django_db(transaction=True)

Act = Callable[[list[Carrier]], Awaitable[Any]]


@pytest.fixture(scope="module")
def emulator() -> Iterator[str]:
    with server.running("yunexpress", latency_ms=20) as url:
        yield url


@pytest.fixture(autouse=True)
def fresh(emulator: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No emulator fails from the test before, and this process knows nothing yet."""
    monkeypatch.setattr(fuse_box, "_BOXES", {})
    httpx.delete(f"{emulator}/_emulator/faults")
    yield
    httpx.delete(f"{emulator}/_emulator/faults")


def account_of(seller: Any, url: str, **columns: Any) -> Account:
    connect_emulated(seller, "yunexpress", url)
    row = CarrierAccount.objects.filter(seller=seller).latest("pk")
    CarrierAccount.objects.filter(pk=row.pk).update(**columns)
    return queries.accounts_by_id([row.pk])[row.pk]


def fail(url: str, kind: str, operation: str = "*", times: int | None = None) -> None:
    httpx.post(f"{url}/_emulator/faults", json={"kind": kind, "operation": operation, "times": times})


def calls(url: str) -> dict[str, int]:
    found: dict[str, int] = httpx.get(f"{url}/_emulator/traffic").json()
    return found


def run(accounts: list[Account], act: Act) -> Any:
    """Do as a desk does."""
    lines = Lines()
    lines.learn(accounts)

    async def all_of_it() -> Any:
        try:
            return await act([lines.open(account) for account in accounts])
        finally:
            await lines.aclose()

    try:
        return asyncio.run(all_of_it())
    finally:
        lines.close()


async def ending(call: Awaitable[Any]) -> CarrierError | None:
    try:
        await call
    except CarrierError as error:
        return error
    return None


def find_often(times: int, *, at_once: bool = False) -> Act:
    async def act(carriers: list[Carrier]) -> list[CarrierError | None]:
        asked = (ending(carriers[0].find(f"R-{place}")) for place in range(times))
        return list(await asyncio.gather(*asked)) if at_once else [await one for one in asked]

    return act


def kinds(errors: list[CarrierError | None]) -> list[str]:
    return [type(error).__name__ if error else "" for error in errors]


def test_a_carrier_that_is_down_is_left_alone_and_others_go_on(amys, carols, emulator):
    with server.running("yunexpress", faults=["*:error_before:100%"]) as broken:
        down, well = account_of(amys, broken), account_of(carols, emulator)

        async def both(carriers: list[Carrier]) -> tuple[list[CarrierError | None], list[CarrierError | None]]:
            found = [[await ending(carrier.find(f"R-{place}")) for place in range(8)] for carrier in carriers]
            return found[0], found[1]

        failed, went_on = run([down, well], both)
        sent = calls(broken)["calls"]
    assert kinds(failed) == ["Unavailable"] * 5 + ["Paused"] * 3
    assert kinds(went_on) == [""] * 8
    assert sent == 5
    row = Circuit.objects.get()
    assert (row.account_id, row.state, row.code, row.failures) == (down.id, "OPEN", "CARRIER_DOWN", 5)
    assert timedelta(seconds=14) < row.retry_at - row.changed_at < timedelta(seconds=19)


def test_paused_is_never_doubtful_and_says_when_to_come_back(amys, emulator):
    account = account_of(amys, emulator)
    fail(emulator, "error_before")
    errors = run([account], find_often(8))
    paused = [error for error in errors if isinstance(error, Paused)]
    assert len(paused) == 3
    assert all(not error.doubtful and 1 <= error.retry_after <= 20 for error in paused)
    assert all(error.code == "CARRIER_PAUSED" for error in paused)


def test_another_process_learns_it_at_once_when_it_opens(amys, emulator, monkeypatch):
    account = account_of(amys, emulator)
    Circuit.objects.create(
        account_id=account.id, state="OPEN", changed_at=clock.now(), retry_at=clock.now() + timedelta(minutes=1),
        failures=7, code="CARRIER_DOWN", detail="no answer",
    )  # fmt: skip
    before = calls(emulator)["calls"]
    (error,) = run([account], find_often(1))
    assert isinstance(error, Paused)
    assert 55 < error.retry_after <= 60
    assert calls(emulator)["calls"] == before


def test_a_process_under_way_learns_it_within_seconds(amys, emulator, monkeypatch):
    monkeypatch.setattr(fuse_box, "STALE_AFTER_S", 0.0)
    account = account_of(amys, emulator)

    async def act(carriers: list[Carrier]) -> list[CarrierError | None]:
        await carriers[0].find("R-1")
        await asyncio.to_thread(stop, account.id)
        await ending(carriers[0].find("R-2"))  # sees that what it knows is old
        await asyncio.sleep(0.2)
        stopped = await ending(carriers[0].find("R-3"))
        await asyncio.to_thread(in_thread, lambda: circuit.reset(account.id))
        await ending(carriers[0].find("R-4"))
        await asyncio.sleep(0.2)
        return [stopped, await ending(carriers[0].find("R-5"))]

    assert kinds(run([account], act)) == ["Stopped", ""]


def stop(account_id: int) -> None:
    columns = {"state": "STOPPED", "changed_at": clock.now(), "code": "CARRIER_STOPPED"}
    in_thread(lambda: Circuit.objects.update_or_create(account_id=account_id, defaults=columns))


def in_thread(work: Callable[[], object]) -> None:
    from django.db import connection

    try:
        work()
    finally:
        connection.close()


def later(monkeypatch: pytest.MonkeyPatch, **delta: float) -> None:
    moved = timedelta(**delta)
    real = datetime.now
    monkeypatch.setattr(clock, "now", lambda: real(tz=clock.UTC) + moved)


def test_after_the_wait_one_call_tries_and_then_all_go(amys, emulator, monkeypatch):
    account = account_of(amys, emulator)
    fail(emulator, "error_before")
    run([account], find_often(6))
    httpx.delete(f"{emulator}/_emulator/faults")
    later(monkeypatch, seconds=20)
    before = calls(emulator)["calls"]
    assert sorted(kinds(run([account], find_often(10, at_once=True)))) == ["", *["Paused"] * 9]
    assert calls(emulator)["calls"] == before + 1
    assert Circuit.objects.get().state == "CLOSED"
    assert kinds(run([account], find_often(10, at_once=True))) == [""] * 10


def test_when_the_try_fails_the_wait_doubles(amys, emulator, monkeypatch):
    account = account_of(amys, emulator)
    fail(emulator, "error_before")
    run([account], find_often(6))
    later(monkeypatch, seconds=20)
    assert sorted(kinds(run([account], find_often(3, at_once=True)))) == ["Paused", "Paused", "Unavailable"]
    row = Circuit.objects.get()
    assert (row.state, row.failures) == ("OPEN", 6)
    assert timedelta(seconds=29) < row.retry_at - row.changed_at < timedelta(seconds=38)


def test_of_many_processes_one_wins_the_try(account_id):
    past, at = clock.now() - timedelta(seconds=1), clock.now()
    Circuit.objects.create(account_id=account_id, state="OPEN", changed_at=past, retry_at=past)
    won = [circuit.take_probe(account_id=account_id, at=at, until=at + timedelta(seconds=90)) for _ in range(3)]
    assert won == [True, False, False]
    lost = at + timedelta(seconds=91)
    assert circuit.take_probe(account_id=account_id, at=lost, until=lost + timedelta(seconds=90))


def test_a_key_that_is_not_accepted_stops_calls_until_somebody_acts(amys, emulator, monkeypatch):
    account = account_of(amys, emulator)
    wrong = replace(account, credentials={**account.credentials, "app_secret": "wrong-secret"})
    before = calls(emulator)["calls"]
    errors = run([wrong], find_often(6))
    assert kinds(errors) == ["NotAuthorised"] * 3 + ["Stopped"] * 3
    assert calls(emulator)["calls"] == before + 3
    row = Circuit.objects.get()
    assert (row.state, row.code, row.retry_at) == ("STOPPED", "CARRIER_STOPPED", None)
    assert "wrong-secret" not in row.detail
    assert isinstance(errors[-1], Stopped)
    assert errors[-1].code == "CARRIER_STOPPED"
    later(monkeypatch, days=1)
    assert kinds(run([account], find_often(1))) == ["Stopped"], "time does not mend a key"
    assert circuit.reset(account.id)
    assert kinds(run([account], find_often(2))) == ["", ""]


def test_after_a_change_the_old_key_of_a_desk_still_open_stops_nobody(amys, emulator, monkeypatch):
    monkeypatch.setattr(fuse_box, "STALE_AFTER_S", 0.0)
    account = account_of(amys, emulator)
    wrong = replace(account, credentials={**account.credentials, "app_secret": "wrong-secret"})

    async def act(carriers: list[Carrier]) -> list[CarrierError | None]:
        before = [await ending(carriers[0].find(f"R-{place}")) for place in range(4)]
        await asyncio.sleep(0.2)  # written down
        await asyncio.to_thread(in_thread, lambda: circuit.reset(account.id))
        await ending(carriers[0].find("R-4"))
        await asyncio.sleep(0.2)  # seen
        return before + [await ending(carriers[0].find(f"R-{place}")) for place in range(5, 10)]

    assert kinds(run([wrong], act)) == ["NotAuthorised"] * 3 + ["Stopped"] + ["NotAuthorised"] * 5
    assert not Circuit.objects.exists()
    assert kinds(run([account], find_often(1))) == [""]


def test_a_token_that_is_renewed_is_no_failure(amys, emulator):
    account = account_of(amys, emulator)
    for _ in range(4):
        fail(emulator, "expired_token", "find", times=1)
        assert kinds(run([account], find_often(1))) == [""]
    assert not Circuit.objects.exists()


def test_too_many_calls_is_no_failure_and_makes_everybody_pause(amys, emulator):
    account = account_of(amys, emulator, calls_per_s=100)

    async def act(carriers: list[Carrier]) -> tuple[CarrierError | None, float]:
        await carriers[0].find("warm")
        fail(emulator, "rate_limit", "find", times=1)
        error = await ending(carriers[0].find("R-1"))
        began = asyncio.get_running_loop().time()
        await carriers[0].find("R-2")
        return error, asyncio.get_running_loop().time() - began

    error, waited = run([account], act)
    assert isinstance(error, RateLimited)
    assert 0.9 < waited < 2
    assert CallPace.objects.get().next_at > clock.now() - timedelta(seconds=1)
    assert not Circuit.objects.exists()


def test_no_more_calls_at_once_than_the_account_may_make(amys):
    with server.running("yunexpress", latency_ms=50) as url:
        account = account_of(amys, url, calls_at_once=3)
        assert kinds(run([account], find_often(12, at_once=True))) == [""] * 12
        assert calls(url)["most_at_once"] == 3


def test_what_would_wait_too_long_goes_away_and_takes_nothing(amys, emulator):
    account = account_of(amys, emulator, calls_per_s="0.50")

    async def act(carriers: list[Carrier]) -> tuple[float, list[CarrierError | None]]:
        clock_s = asyncio.get_running_loop().time
        await carriers[0].find("R-0")
        began, before = clock_s(), calls(emulator)["calls"]
        await carriers[0].find("R-1")
        waited = clock_s() - began
        with http.not_after(clock.now() + timedelta(seconds=1)):
            errors = [await ending(carriers[0].find("R-2")), await ending(carriers[0].find("R-3"))]
        assert calls(emulator)["calls"] == before + 1
        return waited, errors

    waited, errors = run([account], act)
    assert 1.9 < waited < 3
    for error in errors:
        assert isinstance(error, Paused)
        assert not error.doubtful
        assert 1 < error.retry_after < 2.2


def test_a_gate_that_cannot_reach_its_bucket_sends_nothing(amys, emulator):
    """Such as a database that is away; here the account's row does not exist."""
    unknown = replace(account_of(amys, emulator, calls_per_s=50), id=2_000_000_000)
    before = calls(emulator)["calls"]
    (error,) = run([unknown], find_often(1))
    assert isinstance(error, Paused)
    assert not error.doubtful
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
