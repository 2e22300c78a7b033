"""How far an emulated parcel has come."""

from __future__ import annotations

from collections.abc import Sequence

from fahuo.carriers.emulation.book import Entry
from fahuo.carriers.emulation.options import Options


def events_so_far(journey: Sequence[tuple[float, str]], entry: Entry, options: Options) -> list[tuple[float, str]]:
    """Return (seconds since 1970, carrier's code) of what has happened; the option `stray_code` comes last."""
    passed = (options.clock() - entry.booked_at) * options.journey_speed
    events = [(entry.booked_at + after / options.journey_speed, code) for after, code in journey if after <= passed]
    return [*events, (options.clock(), options.stray_code)] if options.stray_code else events
