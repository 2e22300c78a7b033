"""The desk where carriers are called: one event loop, and for each account of the seller a client of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from types import TracebackType
from typing import Self, TypeVar

import httpx
from django.conf import settings

from fahuo.carriers import queries as carriers
from fahuo.carriers import registry
from fahuo.carriers.capability import Capability
from fahuo.carriers.contract import Account, Carrier
from fahuo.carriers.errors import CarrierError
from fahuo.shipments.domain import Patience

Item = TypeVar("Item")
Result = TypeVar("Result")


def patience() -> Patience:
    """Return the waits of this installation."""
    return Patience(
        settle=timedelta(seconds=settings.FAHUO_SETTLE_SECONDS),
        backoff=timedelta(seconds=settings.FAHUO_BACKOFF_SECONDS),
    )


class ClosedCarrier(Carrier):
    """Stands in for a carrier whose account cannot be opened: nothing is ever sent, every call raises the reason."""

    def __init__(self, error: CarrierError) -> None:
        """Keep the reason."""
        self.error = error

    def unable(self, capability: Capability) -> CarrierError:
        """Return the reason; every call of the contract ends here."""
        return self.error


class Desk:
    """Keeps connections and tokens while a run lasts, so that a thousand calls share them. Use as `with`.

    Accounts go by their id, as a booking is known to the very account it was made with. `open` adds those of older
    bookings; only what is in `bookable` may be booked with anew.
    """

    def __init__(self, accounts: Iterable[Account]) -> None:
        """Open nothing yet; a carrier is opened at its first call."""
        self.accounts = {account.id: account for account in accounts}
        self.patience = patience()
        self._runner = asyncio.Runner()
        self._clients: dict[int, httpx.AsyncClient] = {}
        self._carriers: dict[int, Carrier] = {}

    def __enter__(self) -> Self:
        """Start the event loop."""
        self._runner.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the connections, then the loop."""
        self._runner.run(self._close())
        self._runner.__exit__(kind, error, at)

    @property
    def bookable(self) -> dict[str, Account]:
        """The accounts with which new bookings may be made, by carrier code."""
        return {account.carrier: account for account in self.accounts.values() if account.active}

    def open(self, account_ids: Iterable[int | None]) -> None:
        """Make sure that these accounts can be asked, also those that are not in use any more."""
        missing = {account_id for account_id in account_ids if account_id is not None} - self.accounts.keys()
        if missing:
            retired = carriers.accounts_by_id(missing)
            self.accounts |= {account_id: replace(account, active=False) for account_id, account in retired.items()}

    def knows(self, account_id: int | None) -> bool:
        """Tell whether the account is open here."""
        return account_id in self.accounts

    def carrier(self, account_id: int | None) -> Carrier:
        """Return the carrier as this account sees it; `KeyError` when the account is not open here.

        An account that cannot be opened gives a carrier whose every call raises the reason.
        """
        if account_id is None:
            raise KeyError(account_id)
        if account_id not in self._carriers:
            self._carriers[account_id] = self._opened(self.accounts[account_id])
        return self._carriers[account_id]

    def _opened(self, account: Account) -> Carrier:
        client = registry.open_client([account], answer_within_s=settings.FAHUO_ANSWER_SECONDS)
        self._clients[account.id] = client
        try:
            return registry.open_carrier(account, client)
        except CarrierError as error:
            return ClosedCarrier(error)

    async def _close(self) -> None:
        for client in self._clients.values():
            await client.aclose()

    def call_all(self, call: Callable[[Item], Awaitable[Result]], items: Iterable[Item]) -> list[Result]:
        """Run `call` on every item at once, at most `FAHUO_CALLS_AT_ONCE` in flight; results in sequence."""
        return self._runner.run(self._gather(call, list(items)))

    async def _gather(self, call: Callable[[Item], Awaitable[Result]], items: list[Item]) -> list[Result]:
        gate = asyncio.Semaphore(settings.FAHUO_CALLS_AT_ONCE)

        async def one(item: Item) -> Result:
            async with gate:
                return await call(item)

        return list(await asyncio.gather(*(one(item) for item in items)))
