"""At which accounts a parcel's numbers are asked for. Pure; no carrier is known by name, only by what it can do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

ORIGIN, LAST_MILE, WATCH = "ORIGIN", "LAST_MILE", "WATCH"


@dataclass(frozen=True, slots=True)
class Source:
    """One account. `asks`: its carrier tells events of a number; `registers`: numbers must be handed in first."""

    account_id: int
    carrier: str
    asks: bool
    registers: bool
    owns: Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Place:
    """One number at one account."""

    role: str
    account_id: int
    carrier: str
    number: str


def places(numbers: Sequence[str], booked: Source | None, others: Sequence[Source]) -> list[Place]:
    """Return where a parcel is to be asked for. `numbers`: the waybill number, then the tracking number if it differs.

    `booked` is the account it was booked with, `others` are the seller's accounts in use. Another carrier is asked only
    when the number is surely its own and no second carrier's as well: a stranger's parcel must never move ours.
    """
    found = []
    if booked is not None and booked.asks:
        found.append(Place(ORIGIN, booked.account_id, booked.carrier, numbers[0]))
    strangers = [one for one in others if one.asks and (booked is None or one.carrier != booked.carrier)]
    carriers = [one for one in strangers if not one.registers]
    for number in dict.fromkeys(numbers):
        # The carrier that booked it answers for numbers of its own form, also when it shares the form with others.
        mine = booked is not None and booked.owns(number)
        owners = [] if mine else [one for one in carriers if one.owns(number)]
        if len(owners) == 1:
            found.append(Place(LAST_MILE, owners[0].account_id, owners[0].carrier, number))
    services = [one for one in others if one.registers]
    found.extend(Place(WATCH, one.account_id, one.carrier, numbers[-1]) for one in services)
    return found
