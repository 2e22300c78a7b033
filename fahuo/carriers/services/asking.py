"""Ask a carrier one thing through one account, outside any transaction and within the time of one answer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from django.conf import settings

from fahuo.carriers import registry
from fahuo.carriers.contract import Account, Carrier
from fahuo.carriers.errors import Unavailable
from fahuo.carriers.services.shared_tokens import sharing
from fahuo.carriers.services.side_thread import SideThread

Answer = TypeVar("Answer")
Question = Callable[[Carrier], Awaitable[Answer]]


def ask_one(account: Account, question: Question[Answer]) -> Answer:
    """Return the carrier's answer. Raises the errors of `carriers.errors`, `Unavailable` when time runs out.

    Never call it inside a transaction: rows would be held for as long as the carrier likes to take.
    """
    side = SideThread()
    try:
        return asyncio.run(_ask(sharing(account, side), question))
    finally:
        side.close()


async def _ask(account: Account, question: Question[Answer]) -> Answer:
    within_s = settings.FAHUO_ANSWER_SECONDS
    async with registry.open_client([account], answer_within_s=within_s) as client:
        try:
            async with asyncio.timeout(within_s):
                return await question(registry.open_carrier(account, client))
        except TimeoutError as error:
            message = f"No answer within {within_s:g} s."
            raise Unavailable(message, carrier=account.carrier, operation="test") from error
