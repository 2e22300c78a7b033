"""Hand-over lists: their numbers, and which parcel may stand on one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from fahuo.trade.problem import Problem

_WAITING = "LABELLED"
_CANCELLED = "CANCELLED"


def numbers_begin(on: date) -> str:
    """Return how the numbers of a day begin: `M20261122-`."""
    return f"M{on:%Y%m%d}-"


def next_number(on: date, taken: Iterable[str]) -> str:
    """Return the next number of a day; numbers that were taken, also by a list that is void, are not given again."""
    last = max((int(number.rpartition("-")[2]) for number in taken), default=0)
    return f"{numbers_begin(on)}{last + 1:03}"


def refusal(*, status: str, carrier: str, wanted: str, listed_on: str) -> Problem | None:
    """Return why a parcel cannot stand on a new list of a carrier, None when it can.

    `listed_on` is the number of the list that holds it already, if any.
    """
    if status == _CANCELLED:
        return Problem("MANIFEST_PARCEL_CANCELLED", "shipment", status)
    if listed_on:
        return Problem("MANIFEST_LISTED_ALREADY", "shipment", listed_on)
    if status != _WAITING:
        return Problem("MANIFEST_NOT_LABELLED", "shipment", status)
    if carrier != wanted:
        return Problem("MANIFEST_CARRIER_DIFFERS", "shipment", carrier)
    return None
