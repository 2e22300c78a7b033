"""What a new version does to the days of a service's prices: days that lose theirs, an end that comes earlier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Span:
    """The days on which a version holds, `until` exclusive; None: open."""

    name: str
    begins: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Effects:
    """`hole`: days that had prices and will have none. `cut`: days that the later version `cut_by` takes over."""

    hole: Span | None = None  # named after the version that holds on those days now
    cut: Span | None = None  # named after the later version


def effects(held: Sequence[Span], begins: date, until: date | None) -> Effects:
    """Return what a version of these days does; `held` are the versions in force now, which never overlap."""
    later = min((span for span in held if span.begins > begins), key=lambda span: span.begins, default=None)
    if later is not None and (until is None or until > later.begins):
        return Effects(cut=Span(later.name, later.begins, until))
    before = next((span for span in held if span.begins <= begins and (span.until or date.max) > begins), None)
    if until is None or before is None or (before.until or date.max) <= until:
        return Effects()
    return Effects(hole=Span(before.name, until, before.until))
