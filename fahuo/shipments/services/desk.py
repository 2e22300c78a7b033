"""The desk where carriers are called: one event loop, one HTTP client, the seller's open accounts."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import timedelta
from types import TracebackType
from typing import Self, TypeVar

from django.conf import settings

from fahuo.carriers import registry
from fahuo.carriers.contract import Account, Carrier
from fahuo.carriers.errors import CarrierError
from fahuo.shipments.domain import Patience
from fahuo.trade.booking import Booking
from fahuo.trade.label import LabelFile
from fahuo.trade.tracking import TrackingEvent
from fahuo.trade.waybill import Waybill

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

    async def create(self, booking: Booking) -> Waybill:
        """Raise the reason."""
        raise self.error

    async def find(self, reference: str) -> Waybill | None:
        """Raise the reason."""
        raise self.error

    async def label(self, waybill: Waybill) -> LabelFile:
        """Raise the reason."""
        raise self.error

    async def cancel(self, waybill: Waybill) -> None:
        """Raise the reason."""
        raise self.error

    async def track(self, number: str) -> tuple[TrackingEvent, ...]:
        """Raise the reason."""
        raise self.error


class Desk:
    """Keeps connections and tokens while a run lasts, so that a thousand calls share them. Use as `with`."""

    def __init__(self, accounts: dict[str, Account]) -> None:
        """Open nothing yet; a carrier is opened at its first call."""
        self.accounts = accounts
        self.patience = patience()
        self._runner = asyncio.Runner()
        self._client = registry.open_client(accounts.values(), answer_within_s=settings.FAHUO_ANSWER_SECONDS)
        self._open: dict[str, Carrier] = {}

    def __enter__(self) -> Self:
        """Start the event loop."""
        self._runner.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the connections, then the loop."""
        self._runner.run(self._client.aclose())
        self._runner.__exit__(kind, error, at)

    def carrier(self, code: str) -> Carrier:
        """Return the seller's carrier; `KeyError` when there is no active account.

        An account that cannot be opened gives a carrier whose every call raises the reason.
        """
        if code not in self._open:
            account = self.accounts[code]
            try:
                self._open[code] = registry.open_carrier(account, self._client)
            except CarrierError as error:
                self._open[code] = ClosedCarrier(error)
        return self._open[code]

    def call_all(self, call: Callable[[Item], Awaitable[Result]], items: Iterable[Item]) -> list[Result]:
        """Run `call` on every item at once, at most `FAHUO_CALLS_AT_ONCE` in flight; results in sequence."""
        return self._runner.run(self._gather(call, list(items)))

    async def _gather(self, call: Callable[[Item], Awaitable[Result]], items: list[Item]) -> list[Result]:
        gate = asyncio.Semaphore(settings.FAHUO_CALLS_AT_ONCE)

        async def one(item: Item) -> Result:
            async with gate:
                return await call(item)

        return list(await asyncio.gather(*(one(item) for item in items)))
