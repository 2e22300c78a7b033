"""The desk where carriers are called: one event loop, and for each account of the seller a client of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from types import TracebackType
from typing import Self, TypeVar

from django.conf import settings

from fahuo.carriers import queries as carriers
from fahuo.carriers.contract import Account, Carrier
from fahuo.carriers.services.lines import Lines
from fahuo.shipments.domain import Patience

Item = TypeVar("Item")
Result = TypeVar("Result")


def patience() -> Patience:
    """Return the waits of this installation."""
    return Patience(
        settle=timedelta(seconds=settings.FAHUO_SETTLE_SECONDS),
        backoff=timedelta(seconds=settings.FAHUO_BACKOFF_SECONDS),
    )


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
        self._lines = Lines()
        self._carriers: dict[int, Carrier] = {}

    def __enter__(self) -> Self:
        """Start the event loop, and read which carriers are known to be down."""
        self._lines.learn(self.accounts.values())
        self._runner.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the connections, then the loop."""
        self._runner.run(self._lines.aclose())
        self._runner.__exit__(kind, error, at)
        self._lines.close()

    @property
    def bookable(self) -> dict[str, Account]:
        """The accounts with which new bookings may be made, by carrier code."""
        return {account.carrier: account for account in self.accounts.values() if account.active}

    def open(self, account_ids: Iterable[int | None]) -> None:
        """Make sure that these accounts can be asked, also those that are not in use any more."""
        missing = {account_id for account_id in account_ids if account_id is not None} - self.accounts.keys()
        if missing:
            retired = [replace(account, active=False) for account in carriers.accounts_by_id(missing).values()]
            self.accounts |= {account.id: account for account in retired}
            self._lines.learn(retired)

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
            self._carriers[account_id] = self._lines.open(self.accounts[account_id])
        return self._carriers[account_id]

    def call_all(self, call: Callable[[Item], Awaitable[Result]], items: Iterable[Item]) -> list[Result]:
        """Run `call` on every item at once; results in sequence.

        Each account lets its own number in, so that a slow carrier takes no place from another.
        """
        return self._runner.run(self._gather(call, items))

    async def _gather(self, call: Callable[[Item], Awaitable[Result]], items: Iterable[Item]) -> list[Result]:
        return list(await asyncio.gather(*(call(item) for item in items)))
