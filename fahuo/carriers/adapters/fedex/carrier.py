"""FedEx as the contract wants it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import httpx

from fahuo.carriers.adapters.fedex import tracking, wire
from fahuo.carriers.adapters.fedex.client import CODE, OWN_FAULTS, Answer, Client
from fahuo.carriers.contract import Account, Carrier
from fahuo.carriers.errors import Refused, Unavailable, Unexpected
from fahuo.trade.tracking import TrackingEvent

BATCH = 30
# Ends of the codes that say of a number that there is nothing to say.
UNKNOWN = (".NOTFOUND", ".INVALID", ".EMPTY")


class FedEx(Carrier):
    """One account at FedEx."""

    code = CODE

    def __init__(self, client: Client) -> None:
        self._client = client

    async def track(self, number: str) -> tuple[TrackingEvent, ...]:
        """Ask for the events of one parcel; one that FedEx does not know has none."""
        answer = await self._client.track([number])
        _fail_for_all(answer)
        for fault in _refusals(answer):
            raise Refused(f"FedEx refuses the number: {fault.message or ''} ({fault.code})", **answer.reply.case())
        return _by_number([number], answer)[number]

    async def track_many(self, numbers: Sequence[str]) -> Mapping[str, tuple[TrackingEvent, ...]]:
        """Ask for the events of many parcels, 30 in a call; a number that is refused does not stop the others."""
        asked, events = list(dict.fromkeys(numbers)), dict[str, tuple[TrackingEvent, ...]]()
        for start in range(0, len(asked), BATCH):
            batch = asked[start : start + BATCH]
            answer = await self._client.track(batch)
            _fail_for_all(answer)
            events.update(_by_number(batch, answer))
        return events


def open_carrier(account: Account, client: httpx.AsyncClient) -> FedEx:
    """Return FedEx for this account."""
    return FedEx(Client(account, client))


def _faults(answer: Answer) -> list[wire.Fault]:
    parcels = (parcel for result in answer.results for parcel in result.track_results or [])
    return [parcel.error for parcel in parcels if parcel.error is not None]


def _fail_for_all(answer: Answer) -> None:
    """A fault of FedEx's own at one number says nothing about that number: ask again."""
    for fault in _faults(answer):
        if fault.code.startswith(OWN_FAULTS):
            said = f"FedEx has a fault of its own: {fault.message or ''} ({fault.code})"
            raise Unavailable(said, **answer.reply.case())


def _refusals(answer: Answer) -> list[wire.Fault]:
    """Return what numbers are refused for; that one is unknown is no refusal."""
    return [fault for fault in _faults(answer) if not fault.code.endswith(UNKNOWN)]


def _by_number(numbers: Sequence[str], answer: Answer) -> dict[str, tuple[TrackingEvent, ...]]:
    told = {_key(result.tracking_number or ""): result.track_results or [] for result in answer.results}
    for number in numbers:
        if _key(number) not in told:
            raise Unexpected(f"FedEx says nothing about {number}.", **answer.reply.case())
    return {number: tracking.to_events(told[_key(number)]) for number in numbers}


def _key(number: str) -> str:
    """Return a number as it is compared: FedEx leaves blanks out."""
    return "".join(number.split()).upper()
