"""What stories about gates need: accounts at emulators, calls through their lines, and how they ended."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from fahuo.carriers import queries
from fahuo.carriers.contract import Account, Carrier
from fahuo.carriers.emulation.web import web
from fahuo.carriers.errors import CarrierError
from fahuo.carriers.models import CarrierAccount
from fahuo.carriers.services.lines import GatedCarrier, Lines
from tests.fixtures.accounts import connect_emulated

Act = Callable[[list[Carrier]], Awaitable[Any]]


def account_of(seller: Any, url: str, **columns: Any) -> Account:
    connect_emulated(seller, "yunexpress", url)
    row = CarrierAccount.objects.filter(seller=seller).latest("pk")
    CarrierAccount.objects.filter(pk=row.pk).update(**columns)
    return queries.accounts_by_id([row.pk])[row.pk]


def fail(url: str, kind: str, operation: str = "*", times: int | None = None) -> None:
    web().post(f"{url}/_emulator/faults", json={"kind": kind, "operation": operation, "times": times})


def calls(url: str) -> dict[str, int]:
    found: dict[str, int] = web().get(f"{url}/_emulator/traffic").json()
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


async def settled(carrier: Carrier) -> None:
    """Wait until the gate has read and written in the database whatever it was to: one thread, in sequence."""
    assert isinstance(carrier, GatedCarrier)
    await carrier._gate._side.ask(int)


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
