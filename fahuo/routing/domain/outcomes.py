"""How one parcel ended, and which ends cannot be."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from fahuo.trade.country import ISO_COUNTRIES
from fahuo.trade.problem import Problem

LONGEST_REFERENCE = 50
MOST_DAYS = 365
MOST_PICKUP_HOURS = 720.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of one parcel, by the seller's reference of the shipment.

    It was delivered, lost, returned or disputed; several may hold, but what was delivered is not lost. `tracked`:
    carrier events came back. `pickup_hours` ran from booking to pick-up, None when not known.
    """

    reference: str
    service_key: str
    country: str
    handed_over_on: date
    delivered_on: date | None = None
    promised_on: date | None = None
    lost: bool = False
    returned: bool = False
    disputed: bool = False
    tracked: bool = True
    pickup_hours: float | None = None


def outcome_problems(outcome: Outcome, services: Collection[str], *, on: date) -> list[Problem]:
    """Return what cannot be; `services` are the keys we know, `on` the day of today."""
    wrong: list[tuple[str, str]] = []
    if not 0 < len(outcome.reference) <= LONGEST_REFERENCE:
        wrong.append(("reference", outcome.reference[: LONGEST_REFERENCE + 1]))
    if outcome.service_key not in services:
        wrong.append(("service", outcome.service_key))
    if outcome.country not in ISO_COUNTRIES:
        wrong.append(("country", outcome.country))
    if outcome.handed_over_on > on:
        wrong.append(("handed_over_on", f"{outcome.handed_over_on} is to come"))
    wrong += _end_problems(outcome, on)
    if outcome.pickup_hours is not None and not 0 <= outcome.pickup_hours <= MOST_PICKUP_HOURS:
        wrong.append(("pickup_hours", f"{outcome.pickup_hours:g}"))
    return [Problem("OUTCOME_INVALID", field, detail) for field, detail in wrong]


def _end_problems(outcome: Outcome, on: date) -> list[tuple[str, str]]:
    """Judge the end itself: that there is one, and that its days fit."""
    delivered = outcome.delivered_on
    if delivered is None:
        ended = outcome.lost or outcome.returned or outcome.disputed
        return [] if ended else [("delivered_on", "under way: neither delivered nor lost, returned or disputed")]
    if outcome.lost:
        return [("lost", f"delivered on {delivered}")]
    if delivered > on:
        return [("delivered_on", f"{delivered} is to come")]
    days = (delivered - outcome.handed_over_on).days
    return [] if 0 <= days <= MOST_DAYS else [("delivered_on", f"{days} days after hand-over")]
