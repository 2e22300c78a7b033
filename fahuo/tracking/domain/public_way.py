"""What the public page says of a parcel, as names of phrases: where it stands, what can be done, what happened.

Of what a carrier wrote, only the country and a known town pass through here: no description, no code, no place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from fahuo.tracking.domain.timeline import Told, timeline
from fahuo.tracking.domain.towns import Town
from fahuo.trade.milestone import Milestone

MOST_LINES = 40
# Our own moments → phrase. What a carrier says of the booking is the same to a recipient as that we booked.
OURS: Mapping[str, str] = {
    "ORDERED": "ordered", "BOOKED": "announced", "LABELLED": "ready", "TENDERED": "handed_over",
    "CANCELLED": "cancelled",
}  # fmt: skip
# Exceptions whose phrase is not that of the milestone.
TROUBLES: Mapping[str, str] = {
    "CUSTOMS_HELD": "customs_action_required", "ADDRESS_UNCLEAR": "address_unclear",
    "DELIVERY_FAILED": "delivery_failed", "DAMAGED": "damaged", "HELD": "held", "DELAYED": "delayed",
    "EXCEPTION": "exception",
}  # fmt: skip
# Phrase of a standing → phrase that says what the recipient can do.
HINTS: Mapping[str, str] = {
    "customs_action_required": "hint_customs", "address_unclear": "hint_address", "delivery_failed": "hint_failed",
    "available_for_pickup": "hint_pickup", "returning": "hint_back", "returned": "hint_back", "lost": "hint_lost",
    "destroyed": "hint_lost", "damaged": "hint_damaged", "cancelled": "hint_cancelled", "held": "hint_wait",
    "delayed": "hint_wait", "exception": "hint_wait", "delivered": "hint_delivered", "expired": "hint_wait",
}  # fmt: skip
# Nothing is expected after these.
OVER = frozenset({"delivered", "returning", "returned", "lost", "destroyed", "cancelled"})
_OF_THE_BOOKING = frozenset({Milestone.CREATED, Milestone.INFO_RECEIVED})
_M = Milestone
# Said again and again on the way; shown once a place.
_REPEATED = frozenset({_M.IN_TRANSIT, _M.RECEIVED, _M.LAST_MILE, _M.IMPORT_CUSTOMS, _M.EXPORT_CUSTOMS, _M.HELD})


@dataclass(frozen=True, slots=True)
class PublicLine:
    """One line: when, which phrase, and where, as far as that may be known."""

    at: datetime
    phrase: str
    country: str = ""
    town: Town | None = None


def standing_phrase(milestone: str, exception: str, ours: Iterable[tuple[str, datetime]], *, cancelled: bool) -> str:
    """Return where the parcel stands, in a recipient's words; before any event it is what we did last."""
    if cancelled:
        return "cancelled"
    if exception in TROUBLES:
        return TROUBLES[exception]
    if milestone and milestone not in _OF_THE_BOOKING and milestone != Milestone.UNMAPPED:
        return milestone.lower()
    return max(((at, OURS[kind]) for kind, at in ours), default=(None, "ordered"))[1]


def public_lines(
    told: Sequence[Told], ours: Iterable[tuple[str, datetime]], *, place_town: Callable[[Told], Town | None]
) -> list[PublicLine]:
    """Return what happened, the latest first; unknown, odd and repeated events are left out."""
    lines = [PublicLine(at, OURS[kind]) for kind, at in reversed(list(ours))]
    last: tuple[str, str, Town | None] | None = None
    for line in reversed(timeline(told).lines):
        voice = line.voice
        if voice.milestone in _OF_THE_BOOKING or voice.milestone == Milestone.UNMAPPED:
            continue
        town = place_town(voice)
        key = (voice.milestone, voice.country, town)
        if key == last and voice.milestone in _REPEATED:
            continue
        last = key
        lines.append(
            PublicLine(voice.at, voice.milestone.lower(), voice.country or (town.country if town else ""), town)
        )
    lines.sort(key=lambda one: one.at, reverse=True)
    return lines if len(lines) <= MOST_LINES else [*lines[: MOST_LINES - 1], lines[-1]]
