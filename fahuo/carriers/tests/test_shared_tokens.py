"""One access token for all processes of an account, and who fetches it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from threading import Event
from typing import Any
from uuid import uuid4

import pytest
from cryptography.fernet import Fernet
from django.db import connection

from fahuo.carriers import queries, registry
from fahuo.carriers import tokens as in_memory
from fahuo.carriers.emulation import server
from fahuo.carriers.emulation.web import web
from fahuo.carriers.errors import Paused
from fahuo.carriers.models import CarrierAccount, Circuit, SharedToken
from fahuo.carriers.services.asking import ask_one
from fahuo.carriers.services.rotate import rotate
from fahuo.carriers.services.shared_tokens import SharedTokens, reseal
from fahuo.carriers.services.side_thread import SideThread
from fahuo.carriers.tests.caller import go, said, started
from fahuo.carriers.tests.lines import account_of, calls, find_often, kinds, run
from fahuo.carriers.token_store import Token, Turn
from fahuo.kit import clock
from tests.fixtures.accounts import connect_emulated
from tests.fixtures.waiting import LONGEST_S, wait_until

pytestmark = pytest.mark.django_db(transaction=True)

NOW = float(int(time.time()))
KEY, OTHER_KEY = "digest of some credentials", "digest of others"
FIRST, SECOND = Token("token-text-1", NOW + 600), Token("token-text-2", NOW + 1200)
SF = "sf_international"


def told(account_id: int, act: Callable[[SharedTokens, SharedTokens], Awaitable[Any]]) -> Any:
    """Do something with the stores of two processes."""
    account = replace(queries.accounts_by_id([account_id])[account_id], id=account_id)
    sides = SideThread(), SideThread()
    try:
        one, other = (SharedTokens(account, side, lease_s=600) for side in sides)
        return asyncio.run(act(one, other))  # type: ignore[arg-type]
    finally:
        for side in sides:
            side.close()


async def taken(store: SharedTokens, key: str = KEY, *, refused: str = "", may_renew: bool = True) -> Token | Turn:
    return await store.take(key, refused=refused, at=NOW, may_renew=may_renew)


async def fetched(store: SharedTokens, token: Token, refused: str = "") -> None:
    assert await taken(store, refused=refused) is Turn.YOURS
    store.put(KEY, token)
    assert await taken(store) == token


def test_one_fetches_and_the_others_wait_for_what_it_gets(account_id):
    async def act(one: SharedTokens, other: SharedTokens) -> list[Token | Turn]:
        found = [await taken(one), await taken(other), await taken(one)]
        one.put(KEY, FIRST)
        return [*found, await taken(one), await taken(other), await taken(other, may_renew=False)]

    assert told(account_id, act) == [Turn.YOURS, Turn.WAIT, Turn.WAIT, FIRST, FIRST, FIRST]


def test_only_the_token_that_was_refused_is_replaced(account_id):
    async def act(one: SharedTokens, other: SharedTokens) -> None:
        await fetched(one, FIRST)
        assert await taken(other, refused=FIRST.text, may_renew=False) is Turn.NOBODYS
        await fetched(one, SECOND, refused=FIRST.text)
        assert await taken(other, refused=FIRST.text) == SECOND

    told(account_id, act)


def test_other_credentials_and_a_token_near_its_end_start_anew(account_id):
    async def act(one: SharedTokens, other: SharedTokens) -> None:
        await fetched(one, FIRST)
        assert await other.take(KEY, refused="", at=FIRST.renew_at + 1, may_renew=False) is Turn.NOBODYS
        assert await taken(other, OTHER_KEY) is Turn.YOURS

    told(account_id, act)


def test_a_lease_that_was_left_behind_ends_and_who_comes_back_late_changes_nothing(account_id):
    async def act(one: SharedTokens, other: SharedTokens) -> None:
        assert await taken(one) is Turn.YOURS
        assert await taken(other) is Turn.WAIT
        await one._side.ask(lambda: SharedToken.objects.update(renewing_until=clock.now() - timedelta(seconds=1)))
        await fetched(other, SECOND)
        one.put(KEY, FIRST)
        one.give_up()
        assert [await taken(one), await taken(other)] == [SECOND, SECOND]

    told(account_id, act)


def test_who_gives_up_or_is_interrupted_lets_the_next_one_try(account_id):
    async def act(one: SharedTokens, other: SharedTokens) -> None:
        assert await taken(one) is Turn.YOURS
        one.give_up()
        interrupted = Event()
        one._side.tell(lambda: interrupted.wait(LONGEST_S))
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.02):
                await taken(one)
        interrupted.set()
        await one._side.ask(int)  # it was claimed, and given back
        assert await taken(other) is Turn.YOURS

    told(account_id, act)


def test_an_account_that_no_other_process_sees_shares_nothing(account_id):
    async def act(one: SharedTokens, other: SharedTokens) -> None:
        assert await taken(one) is Turn.YOURS
        one.put(KEY, FIRST)
        assert [await taken(one), await taken(one, may_renew=False)] == [Turn.YOURS, Turn.NOBODYS]

    stranger = replace(queries.accounts_by_id([account_id])[account_id], id=account_id + 10**6)
    side = SideThread()
    store = SharedTokens(stranger, side, lease_s=30)
    try:
        asyncio.run(act(store, store))
    finally:
        side.close()
    assert not SharedToken.objects.exists()


@pytest.fixture
def known(account_id, settings) -> bytes:
    """A token that was sealed with an older key."""
    settings.ENCRYPTION_KEYS = [old := Fernet.generate_key().decode()]
    CarrierAccount.objects.update(credentials=Fernet(old).encrypt(b'{"app_secret": "hidden-secret"}'))
    told(account_id, lambda one, _: fetched(one, FIRST))
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode(), old]
    return bytes(SharedToken.objects.get().sealed)


def test_nobody_reads_it_in_the_database(known):
    with connection.cursor() as cursor:
        cursor.execute("SELECT token::text, convert_from(sealed, 'UTF8') FROM carriers_sharedtoken AS token")
        text = str(cursor.fetchall())
    assert [word for word in (FIRST.text, KEY, "hidden-secret") if word in text] == []


def test_a_new_encryption_key_seals_it_anew(account_id, known, settings):
    rotate()
    settings.ENCRYPTION_KEYS = settings.ENCRYPTION_KEYS[:1]
    assert told(account_id, lambda one, _: taken(one)) == FIRST
    sealed = bytes(SharedToken.objects.get().sealed)
    reseal()
    assert bytes(SharedToken.objects.get().sealed) == sealed != known


def test_one_that_no_key_opens_is_dropped_and_fetched_again(account_id, known, settings):
    settings.ENCRYPTION_KEYS = settings.ENCRYPTION_KEYS[:1]
    reseal()
    assert bytes(SharedToken.objects.get().sealed) == b""
    CarrierAccount.objects.update(credentials=Fernet(settings.ENCRYPTION_KEYS[0]).encrypt(b"{}"))
    assert told(account_id, lambda one, _: taken(one)) is Turn.YOURS


@contextmanager
def no_table() -> Iterator[None]:
    """Let the database fail for a while."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE carriers_sharedtoken RENAME TO away")
        try:
            yield
        finally:
            cursor.execute("ALTER TABLE away RENAME TO carriers_sharedtoken")


def test_without_the_database_nothing_is_sent(amys, emulator, fresh, monkeypatch):
    monkeypatch.setattr(in_memory, "_kept", {})
    account, before = account_of(amys, emulator), calls(emulator)["calls"]
    with no_table():
        error = run([account], find_often(1))[0]
    assert isinstance(error, Paused)
    assert (error.doubtful, calls(emulator)["calls"], Circuit.objects.count()) == (False, before, 0)


def test_a_crash_while_fetching_holds_the_others_up_for_a_lease_only(amys, emulator, fresh, monkeypatch):
    monkeypatch.setattr(in_memory, "_kept", {})
    account = account_of(amys, emulator)
    until = clock.now() + timedelta(seconds=0.5)
    SharedToken.objects.create(account_id=account.id, sealed=b"", renewing_until=until, renewing_by=uuid4())
    assert kinds(run([account], find_often(3, at_once=True))) == [""] * 3
    assert clock.now() > until
    row = SharedToken.objects.get()
    assert (row.renewing_until, row.renewing_by) == (None, None)
    assert row.renew_at is not None
    assert row.renew_at > clock.now()


def test_a_connection_test_uses_the_same_token(amys, emulator, fresh, monkeypatch):
    account, before = account_of(amys, emulator), calls(emulator)["calls"]
    for _ in range(2):
        monkeypatch.setattr(in_memory, "_kept", {})  # as another process would
        ask_one(account, lambda carrier: carrier.find("R-1"))
    assert calls(emulator)["calls"] == before + 3


def test_two_processes_use_one_token_where_a_carrier_lends_one_at_a_time(amys):
    """In the midst of it another program takes the token away from both."""
    own = registry.manifest(SF).demo_credentials
    with server.running(SF, latency_ms=20) as url:
        connect_emulated(amys, SF, url)
        processes = [started(CarrierAccount.objects.get().pk, 100) for _ in range(2)]
        go(processes)
        wait_until(lambda: calls(url)["calls"] >= 60)
        stolen = web().get(
            f"{url}/openapi/api/token", params={"appKey": own["app_key"], "appSecret": own["app_secret"]}
        )
        ended = [said(process) for process in processes]
    assert stolen.json()["apiResultCode"] == 0
    assert [{kind: found[kind] for kind in found if kind != "token"} for found in ended] == [{"well": 100}] * 2
    assert 1 <= sum(found.get("token", 0) for found in ended) <= 3
