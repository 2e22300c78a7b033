"""USPS as the contract wants it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import httpx

from fahuo.carriers.adapters.usps import tracking, wire
from fahuo.carriers.adapters.usps.client import CODE, Answer, Client
from fahuo.carriers.contract import Account, Carrier
from fahuo.carriers.errors import Refused, Unavailable, Unexpected
from fahuo.trade.tracking import TrackingEvent

BATCH = 35
WELL, UNKNOWN = ("", "200"), "404"
# A number may have the ZIP code of the destination in front (420…), which the answer leaves out.
SHORTEST_NUMBER = 10


class Usps(Carrier):
    """One account at USPS."""

    code = CODE

    def __init__(self, client: Client) -> None:
        self._client = client

    async def track(self, number: str) -> tuple[TrackingEvent, ...]:
        """Ask for the events of one parcel; one that USPS does not know has none."""
        answer = await self._client.track([number])
        _fail_for_all(answer)
        for entry in answer.found:
            if _status(entry) not in (*WELL, UNKNOWN):
                raise Refused(f"USPS refuses the number: {_message(entry)}", **answer.reply.case())
        return _by_number([number], answer)[number]

    async def track_many(self, numbers: Sequence[str]) -> Mapping[str, tuple[TrackingEvent, ...]]:
        """Ask for the events of many parcels, 35 in a call; a number that is refused does not stop the others."""
        asked, events = list(dict.fromkeys(numbers)), dict[str, tuple[TrackingEvent, ...]]()
        for start in range(0, len(asked), BATCH):
            batch = asked[start : start + BATCH]
            events.update(_by_number(batch, await self._client.track(batch)))
        return events


def open_carrier(account: Account, client: httpx.AsyncClient) -> Usps:
    """Return USPS for this account."""
    return Usps(Client(account, client))


def _by_number(numbers: Sequence[str], answer: Answer) -> dict[str, tuple[TrackingEvent, ...]]:
    if answer.unknown:
        return dict.fromkeys(numbers, ())
    _fail_for_all(answer)
    found = {number: _entry_of(number, numbers, answer) for number in numbers}
    return {number: tracking.to_events(entry.trackingEvents or []) for number, entry in found.items()}


def _fail_for_all(answer: Answer) -> None:
    """A fault of USPS's own at one number says nothing about that number: ask again."""
    for entry in answer.found:
        if _status(entry).startswith("5"):
            raise Unavailable(f"USPS has a fault of its own: {_message(entry)}", **answer.reply.case())


def _entry_of(number: str, numbers: Sequence[str], answer: Answer) -> wire.Tracked:
    """Find what was said about a number. Refusals may name none: then they belong to those not answered."""
    named = [entry for entry in answer.found if _is_about(entry, number)]
    if named:
        return named[0]
    nameless = [entry for entry in answer.found if not entry.trackingNumber]
    if len(numbers) == len(answer.found) == 1 and nameless:
        return nameless[0]
    if any(_status(entry) not in WELL for entry in nameless):
        return wire.Tracked()
    raise Unexpected(f"USPS says nothing about {number}.", **answer.reply.case())


def _is_about(entry: wire.Tracked, number: str) -> bool:
    told, asked = (entry.trackingNumber or "").upper(), number.strip().upper()
    return told == asked or (len(told) >= SHORTEST_NUMBER and asked.endswith(told))


def _status(entry: wire.Tracked) -> str:
    told = entry.statusCode or (entry.error.code if entry.error else "")
    return str(told or ("400" if entry.error else ""))


def _message(entry: wire.Tracked) -> str:
    return (entry.error.message if entry.error else "") or f"HTTP {_status(entry)}"
