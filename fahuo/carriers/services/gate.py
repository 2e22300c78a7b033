"""The gate of one account: how many calls at once, how quickly one after another, and whether there are any.

A call of the contract (`create`, `label`, …) first gets one of the account's slots and must find its circuit closed;
each request that it makes then waits for its place in the pace. Whatever is kept back was never sent.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from fahuo.carriers.calling import held_back
from fahuo.carriers.codes import CARRIER_STOPPED
from fahuo.carriers.domain.circuit import Circuit, Ended, State, Verdict, entry, probing, verdict
from fahuo.carriers.errors import CarrierError, Case, Paused, RateLimited
from fahuo.carriers.services import circuit as circuits
from fahuo.carriers.services.fuse_box import FuseBox
from fahuo.carriers.services.pace_line import PaceLine
from fahuo.carriers.services.side_thread import SideThread
from fahuo.kit import clock, transcript
from fahuo.kit.http import Held
from fahuo.kit.http_failure import time_left

LONGEST_WAIT_S = 60.0  # for a slot, when nothing else limits it
BUSY_S = 5.0
STOPPED_S = 60.0  # the owner may act at any moment, and looking costs nothing
# A pause that the carrier does not time, and the longest that it can make us take.
PAUSE_S, LONGEST_PAUSE_S = 1.0, 60.0
# A probe not heard of for so long is lost, with the process that made it.
PROBE_LASTS = timedelta(seconds=90)


@dataclass(slots=True)
class Call:
    """One call of the contract under way."""

    began: datetime
    probe: bool = False
    answered: bool = False


_CALL: ContextVar[Call | None] = ContextVar("call", default=None)


class AccountGate:
    """The gate of one account on one event loop; slots and circuit are shared by the process."""

    def __init__(
        self, account_id: int, box: FuseBox, line: PaceLine, side: SideThread, *, secrets: tuple[str, ...] = ()
    ) -> None:
        """Put the parts together; `secrets` are kept out of what the circuit says."""
        self._secrets = secrets
        self._account_id = account_id
        self._box = box
        self._line = line
        self._side = side
        self._resets = box.resets

    async def enter(self, within_s: float | None) -> None:
        """Let one request out: see `kit.http_gate.Gate`."""
        self._refuse_unless_closed(_CALL.get())
        await self._line.wait(within_s)
        self._refuse_unless_closed(_CALL.get())

    def ended(self, status: int | None) -> None:
        """Note that the carrier answered something."""
        call = _CALL.get()
        if call is not None and status is not None:
            call.answered = True

    @asynccontextmanager
    async def call(self, carrier: str) -> AsyncIterator[None]:
        """Make one call of the contract inside the block. Raises `Paused` when it may not begin."""
        await self._take_slot(carrier)
        call = Call(clock.now())
        token = _CALL.set(call)
        try:
            try:
                await self._admit(call)
            except Held as held:
                raise held_back(held, Case(carrier=carrier)) from held
            yield
        except BaseException as error:
            self._judge(call, error)
            raise
        else:
            self._judge(call, None)
        finally:
            _CALL.reset(token)
            self._box.slots.give_back()

    async def _take_slot(self, carrier: str) -> None:
        left = time_left()
        try:
            await self._box.slots.take(LONGEST_WAIT_S if left is None else max(left, 0.0))
        except TimeoutError:
            message = "Too many calls of this account are under way."
            raise Paused(message, retry_after=BUSY_S, doubtful=False, carrier=carrier) from None

    async def _admit(self, call: Call) -> None:
        if self._box.stale():
            self._side.tell(self._read)
        if not self._box.closed and self._box.may_probe(entry(self._box.circuit, call.began)):
            call.probe = await self._wins(call.began)
        self._refuse_unless_closed(call)

    async def _wins(self, at: datetime) -> bool:
        """Ask all processes' leave to try; without a row that they share, this one decides alone."""
        until = at + PROBE_LASTS
        take = partial(circuits.take_probe, account_id=self._account_id, at=at, until=until)
        try:
            async with asyncio.timeout(BUSY_S):
                won = not self._box.kept or await self._side.ask(take)
        except BaseException as error:
            self._box.probed = False
            if not isinstance(error, Exception):
                raise  # cancelled: nobody waits for an answer
            message = f"The circuit of the account cannot be read: {str(error) or type(error).__name__}"
            raise Held(message, retry_after=BUSY_S) from error
        if won:
            with self._box.lock:
                self._box.circuit = probing(self._box.circuit, at, until)
        else:
            self._box.probed = False
            self._side.tell(self._read)
        return won

    def _read(self) -> None:
        """Learn what other processes found out; on the side thread."""
        stored = circuits.load([self._account_id]).get(self._account_id)
        self._box.adopt(stored)
        if stored is None and not self._box.closed and self._account_id:
            self._keep(self._box.circuit)  # could not be written when it happened

    def _refuse_unless_closed(self, call: Call | None) -> None:
        found = self._box.circuit
        if found.state is State.CLOSED or (call is not None and call.probe):
            return
        if found.state is State.STOPPED:
            raise Held(f"Calls are stopped: {found.detail}", retry_after=STOPPED_S, code=CARRIER_STOPPED)
        wait = BUSY_S  # somebody is trying
        if found.state is State.OPEN and found.retry_at is not None:
            wait = max((found.retry_at - clock.now()).total_seconds(), 1.0)
        raise Held(f"The carrier is down: {found.detail}", retry_after=wait, code=found.code)

    def _judge(self, call: Call, error: BaseException | None) -> None:
        found = verdict(error, answered=call.answered)
        if found is Verdict.KEY_REFUSED and self._resets != self._box.resets:
            found = Verdict.NOTHING  # the key has been changed since this gate was opened
        ended = Ended(
            found,
            began=call.began,
            at=clock.now(),
            code=error.code if isinstance(error, CarrierError) else "",
            detail=str(transcript.scrub(str(error), secrets=self._secrets))[:300] if error is not None else "",
            probe=call.probe,
            chance=random.random(),  # noqa: S311 - spreads waits, keeps no secret
        )
        changed = self._box.end(ended)
        if changed is not None and self._account_id:
            self._side.tell(partial(self._keep, changed))
        if isinstance(error, RateLimited):
            self._line.pause(min(error.retry_after or PAUSE_S, LONGEST_PAUSE_S))

    def _keep(self, circuit: Circuit) -> None:
        circuits.keep(account_id=self._account_id, circuit=circuit)
        self._box.kept = True
