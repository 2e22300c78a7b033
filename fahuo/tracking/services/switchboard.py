"""An event loop in a thread of its own, through which many accounts are called at the same time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import Future
from threading import Thread
from types import TracebackType
from typing import Self, TypeVar

from fahuo.carriers import queries as carriers
from fahuo.carriers.contract import Account, Carrier
from fahuo.carriers.services.lines import Lines
from fahuo.kit.secrets import SecretsUnavailable

Result = TypeVar("Result")
log = logging.getLogger(__name__)


class Switchboard:
    """Keeps connections and tokens while it is open. Use as `with`; whoever waits for an answer is never a coroutine.

    A slow carrier holds up nobody else: every question is a task of its own, and the account's gate counts them.
    """

    def __init__(self) -> None:
        """Open nothing yet; a carrier is opened at its first question."""
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._run, name="switchboard", daemon=True)
        self._lines = Lines()
        self._accounts: dict[int, Account] = {}
        self._carriers: dict[int, Carrier] = {}

    def __enter__(self) -> Self:
        """Start the loop."""
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Stop what is still asked, close the connections, then the loop."""
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._lines.close()

    def learn(self, account_ids: Iterable[int]) -> None:
        """Read accounts that are not known here yet, those that are no longer in use among them."""
        for account_id in sorted(set(account_ids) - self._accounts.keys()):
            try:
                found = carriers.accounts_by_id([account_id])
            except SecretsUnavailable as error:  # no key opens it: its owner must, the others' go on
                log.warning("Account %s cannot be opened: %s", account_id, type(error).__name__)
                continue
            self._accounts |= found
            self._lines.learn(found.values())

    def account(self, account_id: int) -> Account | None:
        """Return an account that was learned; None when there is none of this id."""
        return self._accounts.get(account_id)

    def ask_account(self, account_id: int, question: Callable[[Carrier], Awaitable[Result]]) -> Future[Result]:
        """Begin to ask, and return where the answer will be. Never inside a transaction."""
        return asyncio.run_coroutine_threadsafe(self._ask(account_id, question), self._loop)

    async def _ask(self, account_id: int, question: Callable[[Carrier], Awaitable[Result]]) -> Result:
        if account_id not in self._carriers:
            self._carriers[account_id] = self._lines.open(self._accounts[account_id])
        return await question(self._carriers[account_id])

    async def _close(self) -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await self._lines.aclose()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()
