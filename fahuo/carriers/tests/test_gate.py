"""Circuits of accounts: calls through gates, over HTTP with emulators."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from fahuo.carriers.contract import Carrier
from fahuo.carriers.emulation import server
from fahuo.carriers.emulation.web import web
from fahuo.carriers.errors import CarrierError, Paused, Stopped
from fahuo.carriers.models import Circuit
from fahuo.carriers.services import circuit, fuse_box
from fahuo.carriers.tests.lines import account_of, calls, ending, fail, find_often, kinds, run, settled
from fahuo.kit import clock

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("fresh")]


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
        account_id=account.id, state="OPEN", changed_at=clock.now(), retry_at=clock.now() + timedelta(minutes=10),
        failures=7, code="CARRIER_DOWN", detail="no answer",
    )  # fmt: skip
    before = calls(emulator)["calls"]
    (error,) = run([account], find_often(1))
    assert isinstance(error, Paused)
    assert 300 < error.retry_after <= 600
    assert calls(emulator)["calls"] == before


def test_a_process_under_way_learns_it_within_seconds(amys, emulator, monkeypatch):
    monkeypatch.setattr(fuse_box, "STALE_AFTER_S", 0.0)
    account = account_of(amys, emulator)

    async def act(carriers: list[Carrier]) -> list[CarrierError | None]:
        await carriers[0].find("R-1")
        await asyncio.to_thread(stop, account.id)
        await ending(carriers[0].find("R-2"))  # sees that what it knows is old
        await settled(carriers[0])
        stopped = await ending(carriers[0].find("R-3"))
        await asyncio.to_thread(in_thread, lambda: circuit.reset(account.id))
        await ending(carriers[0].find("R-4"))
        await settled(carriers[0])
        return [stopped, await ending(carriers[0].find("R-5"))]

    assert kinds(run([account], act)) == ["Stopped", ""]


def test_after_the_wait_one_call_tries_and_then_all_go(amys, emulator, monkeypatch):
    account = account_of(amys, emulator)
    run([account], find_often(1))  # there is a token now, whichever test came before
    fail(emulator, "error_before")
    run([account], find_often(6))
    web().delete(f"{emulator}/_emulator/faults")
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
        await settled(carriers[0])  # written down
        await asyncio.to_thread(in_thread, lambda: circuit.reset(account.id))
        await ending(carriers[0].find("R-4"))
        await settled(carriers[0])  # seen
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
