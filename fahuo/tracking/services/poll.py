"""Ask carriers about the numbers that are due: every account at once, each up to its quota, none waiting for another.

One session at a time works for an installation: a lock that its database connection holds says so, and goes with it.
Killed at any moment, nothing is lost: what was claimed is asked for again when its lease is over.
"""

from __future__ import annotations

import queue
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import inf
from time import monotonic

from django.db import connection

from fahuo.carriers import registry
from fahuo.carriers.capability import Capability
from fahuo.carriers.contract import Account
from fahuo.carriers.domain.pace import Allowance, pace
from fahuo.kit import clock
from fahuo.tracking.domain.quota import Purse, calls_free
from fahuo.tracking.services import results
from fahuo.tracking.services.asking import Heard, ask_batch
from fahuo.tracking.services.claim import Claimed, accounts_due, claim, give_back
from fahuo.tracking.services.switchboard import Switchboard

SESSION_S = 20.0
TICK_S = 0.25
LOOK_S = 1.0  # between two looks at what is due
LONGEST_REST_S = 60.0
# A call that takes longer than this must not keep the other carriers waiting for the session's end.
LAGS_AFTER_S = 3.0
# What failed so often goes in smaller batches, at last alone, so that a bad number spoils few others.
SMALLER_AFTER = 2
MOST_IN_FLIGHT = 20_000  # numbers, so that memory stays small; beyond it an account still has one call
MOST_WRITTEN = 2_000  # numbers in one transaction, so that the first need not wait for the last
_LOCK = 7_202_611_220


@dataclass(slots=True)
class Tally:
    """What a session did."""

    asked: int = 0
    calls: int = 0
    new_events: int = 0
    failed: int = 0


def poll(*, session_s: float = SESSION_S) -> Tally | None:
    """Ask for what is due until nothing is or the time is over; None when another session is at work."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        (mine,) = cursor.fetchone()
    if not mine:
        return None
    try:
        if not accounts_due(at=clock.now()):
            return Tally()
        return run(session_s=session_s)
    finally:
        _unlock()


def run(
    *, session_s: float = SESSION_S, only: Iterable[int] | None = None, shipments: Iterable[int] | None = None
) -> Tally:
    """Work one session; `only` at these accounts, and only for these shipments, where they are given."""
    with Switchboard() as board:
        return _Session(board, _listed(only), _listed(shipments)).work(session_s)


@dataclass(eq=False, slots=True)
class _Call:
    """One batch that is being asked for, and since when."""

    account_id: int
    batch: Sequence[Claimed]
    begun: float


_Came = tuple[_Call, list[Heard] | None]


class _Session:
    """Hands out what is due and writes what comes back, in one thread; the calls are made in the switchboard's."""

    def __init__(self, board: Switchboard, only: list[int] | None, shipments: list[int] | None) -> None:
        self._board, self._only, self._shipments = board, only, shipments
        self._lease = uuid.uuid4()
        self._done: queue.SimpleQueue[_Came] = queue.SimpleQueue()
        self._calls: dict[int, set[_Call]] = {}  # in flight, by account
        self._numbers = 0
        self._rests: dict[int, float] = {}
        self.tally = Tally()

    def work(self, session_s: float) -> Tally:
        """Hand out and collect until nothing is left, or the time is over and every call has come back.

        What came back makes room: the next calls are begun before it is written, so that carriers work meanwhile.
        """
        ends, looks = monotonic() + session_s, 0.0
        while True:
            came, handed_out = self._collect(), False
            if came or looks <= monotonic():
                spared = self._lagging() if monotonic() >= ends else frozenset()
                if monotonic() < ends or spared:
                    handed_out = self._hand_out(spared)
                looks = monotonic() + LOOK_S
            if came:
                self._write(came, clock.now())
            elif not self._calls and not handed_out:
                return self.tally  # what is due later is for the next tick

    def _lagging(self) -> frozenset[int]:
        """Return the accounts that are slow to answer: past its time a session goes on for all others meanwhile."""
        since = monotonic() - LAGS_AFTER_S
        return frozenset(key for key, calls in self._calls.items() if any(one.begun < since for one in calls))

    def _hand_out(self, spared: frozenset[int]) -> bool:
        now = monotonic()
        ready = [row for row in accounts_due(at=clock.now(), only=self._only) if self._rests.get(row[0], 0.0) <= now]
        due = [row for row in ready if row[0] not in spared]
        self._board.learn(account_id for account_id, _ in due)
        handed = [self._of_account(account_id, ahead_s) for account_id, ahead_s in due]
        return any(handed)

    def _of_account(self, account_id: int, ahead_s: float | None) -> bool:
        """Claim as many numbers as the account has calls for, and begin to ask."""
        account = self._board.account(account_id)
        if account is None:
            return False
        in_flight = len(self._calls.get(account_id, ()))
        calls = calls_free(_purse(account, ahead_s, in_flight))
        size = _batch_size(account)
        room = min(calls * size, max(MOST_IN_FLIGHT - self._numbers, 0 if in_flight else size))
        if room <= 0:
            return False
        legs = claim(account_id=account_id, limit=room, lease=self._lease, at=clock.now(), shipments=self._shipments)
        batches = _batches(legs, size)
        for batch in batches[:calls]:
            self._ask(account_id, batch)
        give_back(leg_ids=[leg.leg_id for batch in batches[calls:] for leg in batch], lease=self._lease)
        return bool(batches)

    def _ask(self, account_id: int, batch: Sequence[Claimed]) -> None:
        call = _Call(account_id, batch, monotonic())
        self._calls.setdefault(account_id, set()).add(call)
        self._numbers += len(batch)
        self.tally.calls += 1
        at = clock.now()
        asked = self._board.ask_account(account_id, lambda carrier: ask_batch(carrier, batch, at))
        asked.add_done_callback(
            lambda done: self._done.put((call, None if done.cancelled() or done.exception() else done.result()))
        )

    def _collect(self) -> list[Heard]:
        """Return what has come back by now, no more than is written at once; wait for the first a little."""
        came: list[Heard] = []
        wait = TICK_S if self._calls else 0.0
        while len(came) < MOST_WRITTEN:
            try:
                call, heard = self._done.get(timeout=wait) if wait else self._done.get_nowait()
            except queue.Empty:
                break
            wait = 0.0
            self._back(call)
            if heard is None:  # a defect of ours: whoever looks next asks again
                heard = [Heard(leg, waits=LONGEST_REST_S) for leg in call.batch]
            waits = max((one.waits for one in heard if one.waits is not None), default=None)
            if waits is not None:
                self._rests[call.account_id] = monotonic() + min(waits, LONGEST_REST_S)
            came.extend(heard)
        return came

    def _back(self, call: _Call) -> None:
        self._numbers -= len(call.batch)
        self._calls[call.account_id].discard(call)
        if not self._calls[call.account_id]:
            del self._calls[call.account_id]

    def _write(self, came: list[Heard], at: datetime) -> None:
        taken = results.write(heard=came, lease=self._lease, at=at)
        self.tally.asked += sum(one.waits is None for one in came)
        self.tally.failed += sum(bool(one.fault) for one in came)
        self.tally.new_events += taken.new


def _batches(legs: Sequence[Claimed], size: int) -> list[list[Claimed]]:
    """Put numbers together that are asked in one call: those to be handed in, the others, and what failed apart."""
    kinds: dict[tuple[bool, int], list[Claimed]] = defaultdict(list)
    for leg in legs:
        kinds[leg.to_register, 0 if leg.to_register else max(leg.failures - SMALLER_AFTER + 1, 0)].append(leg)
    batches: list[list[Claimed]] = []
    for (_, shrunk), kind in kinds.items():
        portion = max(1, size >> 2 * shrunk)
        batches.extend(kind[start : start + portion] for start in range(0, len(kind), portion))
    return batches


def _batch_size(account: Account) -> int:
    page = registry.manifest(account.carrier)
    return max(1, page.limits.track_batch) if page.can(Capability.TRACK_MANY) else 1


def _purse(account: Account, ahead_s: float | None, in_flight: int) -> Purse:
    limits = registry.manifest(account.carrier).limits
    known = pace(Allowance(account.calls_per_s, limits.calls_per_s, limits.burst, account.emulated))
    most = account.calls_at_once or limits.calls_at_once
    if known is None:
        return Purse(None, 0.0, 0.0, most, in_flight)
    rested = -inf if ahead_s is None else ahead_s  # never called: it has rested for ever
    return Purse(known.interval_s, known.slack_s, rested, most, in_flight)


def _listed(ids: Iterable[int] | None) -> list[int] | None:
    return None if ids is None else list(ids)


def _unlock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
