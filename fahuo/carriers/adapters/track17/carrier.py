"""17TRACK as the contract wants it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

import httpx

from fahuo.carriers.adapters.track17 import mapping, push, tracking, wire
from fahuo.carriers.adapters.track17.client import Answer, Client
from fahuo.carriers.contract import Account, Carrier, Push, Watch
from fahuo.carriers.errors import Refused, Unexpected
from fahuo.trade.tracking import TrackingEvent

T = TypeVar("T")


class Track17(Carrier):
    """One account at 17TRACK."""

    code = mapping.CODE

    def __init__(self, client: Client, api_key: str) -> None:
        self._client = client
        self._api_key = api_key

    async def track(self, number: str) -> tuple[TrackingEvent, ...]:
        """Ask for the events of one number that was handed in; one that was not has none."""
        answer = await self._ask([number])
        fault = mapping.faults_of(answer.rejected).get(mapping.key_of(number))
        if fault is not None and fault.code not in mapping.NOTHING_KNOWN:
            raise Refused(mapping.reason(fault), **answer.reply.case())
        return _by_number([number], answer)[number]

    async def track_many(self, numbers: Sequence[str]) -> Mapping[str, tuple[TrackingEvent, ...]]:
        """Ask for the events of many numbers, 40 in a call; a number that is refused does not stop the others."""
        events: dict[str, tuple[TrackingEvent, ...]] = {}
        for batch in _batches(list(dict.fromkeys(numbers))):
            events.update(_by_number(batch, await self._ask(batch)))
        return events

    async def register(self, watches: Sequence[Watch]) -> Mapping[str, str]:
        """Hand numbers in, 40 in a call; each new one costs a unit of the quota."""
        refused: dict[str, str] = {}
        for batch in _batches(watches):
            refused.update(await self._register(batch))
        return refused

    def parse_push(self, headers: Mapping[str, str], body: bytes) -> tuple[Push, ...]:
        """Read a webhook, signed with the API key."""
        return push.parse(self._api_key, headers, body)

    async def _ask(self, numbers: Sequence[str]) -> Answer:
        return await self._client.post("track", "gettrackinfo", [wire.ToTrack(number) for number in numbers])

    async def _register(self, watches: Sequence[Watch]) -> dict[str, str]:
        """Hand in once, and those again of which 17TRACK wants to know more that we can tell."""
        answer = await self._client.post("register", "register", [mapping.to_register(watch) for watch in watches])
        faults = _refusals(watches, answer)
        wanting = [watch for watch in watches if mapping.demanded_by(watch, _code(faults, watch))]
        if wanting:
            entries = [mapping.to_register(watch, _code(faults, watch)) for watch in wanting]
            second = _refusals(wanting, await self._client.post("register", "register", entries))
            told = {watch.number for watch in wanting}
            faults = {number: fault for number, fault in faults.items() if number not in told} | second
        return {number: mapping.reason(fault) for number, fault in faults.items()}


def open_carrier(account: Account, client: httpx.AsyncClient) -> Track17:
    """Return 17TRACK for this account."""
    return Track17(Client(account, client), account.credentials["api_key"])


def _batches(entries: Sequence[T]) -> Iterator[Sequence[T]]:
    yield from (entries[start : start + mapping.BATCH] for start in range(0, len(entries), mapping.BATCH))


def _code(faults: Mapping[str, wire.Fault], watch: Watch) -> int:
    return faults[watch.number].code if watch.number in faults else 0


def _refusals(watches: Sequence[Watch], answer: Answer) -> dict[str, wire.Fault]:
    """Return what was not taken; a number that is registered already is well."""
    faults, taken = mapping.faults_of(answer.rejected), {mapping.key_of(entry.number) for entry in answer.accepted}
    refused = {}
    for watch in watches:
        fault = faults.get(mapping.key_of(watch.number))
        if fault is None and mapping.key_of(watch.number) not in taken:
            raise _silent(watch.number, answer)
        if fault is not None and fault.code != mapping.ALREADY_REGISTERED:
            refused[watch.number] = fault
    return refused


def _by_number(numbers: Sequence[str], answer: Answer) -> dict[str, tuple[TrackingEvent, ...]]:
    """Return the events by number as it was asked; one that several carriers know has the events of all."""
    faults, found = mapping.faults_of(answer.rejected), defaultdict[str, list[wire.Accepted]](list)
    for entry in answer.accepted:
        found[mapping.key_of(entry.number)].append(entry)
    events = {}
    for number in numbers:
        key = mapping.key_of(number)
        if key not in faults and key not in found:
            raise _silent(number, answer)
        events[number] = tracking.to_events([entry.track_info for entry in found[key] if entry.track_info])
    return events


def _silent(number: str, answer: Answer) -> Unexpected:
    return Unexpected(f"17TRACK says nothing about {number}.", **answer.reply.case())
