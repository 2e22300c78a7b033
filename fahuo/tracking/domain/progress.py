"""A parcel's way in seven steps, and which of them it has taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from fahuo.tracking.domain.groups import OTHER_ENDS
from fahuo.trade.milestone import Milestone

DONE, NOW, TO_COME, WRONG = "DONE", "NOW", "TO_COME", "WRONG"
_M = Milestone
# Step → milestones that take it. The first step is ours: the label.
STEPS: Mapping[str, tuple[Milestone, ...]] = {
    "LABELLED": (),
    "PICKED_UP": (_M.PICKED_UP, _M.RECEIVED, _M.IN_TRANSIT),
    "LEFT_ORIGIN": (_M.DEPARTED_ORIGIN,),
    "ARRIVED": (_M.ARRIVED_DESTINATION, _M.IMPORT_CUSTOMS),
    "CLEARED": (_M.CUSTOMS_RELEASED, _M.LAST_MILE),
    "ON_THE_ROUND": (_M.OUT_FOR_DELIVERY, _M.AVAILABLE_FOR_PICKUP, _M.DELIVERY_FAILED),
    "DELIVERED": (_M.DELIVERED,),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name, how it stands (DONE, NOW, TO_COME, WRONG) and when it was first taken, if known."""

    name: str
    state: str
    at: datetime | None = None


def progress(
    told: Iterable[tuple[str, datetime]], *, milestone: str, is_troubled: bool, labelled_at: datetime | None
) -> tuple[Step, ...]:
    """Return the steps. `told` are milestones with their moments, `milestone` is where the parcel stands.

    A step is taken when it or a later one is. The last one taken is NOW, or WRONG in trouble; a way that ended
    otherwise has that end, such as RETURNED, instead of DELIVERED.
    """
    first: dict[str, datetime] = {}
    for name, at in told:
        first[name] = min(at, first.get(name, at))
    seen = first.keys() | ({milestone} - {""})
    names, way = _names(milestone)
    taken = [place for place, name in enumerate(names) if seen & way[name] or (name == "LABELLED" and labelled_at)]
    reached = max(taken, default=-1)
    moments = {name: min((first[one] for one in way[name] if one in first), default=None) for name in names}
    moments["LABELLED"] = labelled_at
    is_over = milestone in OTHER_ENDS or milestone == _M.DELIVERED
    return tuple(
        Step(name, _state(place, reached, is_over=is_over, is_troubled=is_troubled or milestone in OTHER_ENDS),
             moments[name] if place <= reached else None)
        for place, name in enumerate(names)
    )  # fmt: skip


def _names(milestone: str) -> tuple[list[str], dict[str, frozenset[str]]]:
    """Return the steps of this parcel, and which milestones take each."""
    way = {name: frozenset(one.value for one in milestones) for name, milestones in STEPS.items()}
    names = list(STEPS)
    if milestone in OTHER_ENDS or milestone == _M.RETURNING:
        names[-1] = _M.RETURNED.value if milestone == _M.RETURNING else milestone
        way[names[-1]] = frozenset({names[-1]})
    elif milestone not in ("", _M.DELIVERED):
        way["DELIVERED"] = frozenset()  # told once, and taken back since
    return names, way


def _state(place: int, reached: int, *, is_over: bool, is_troubled: bool) -> str:
    if place > reached:
        return TO_COME
    if place < reached:
        return DONE
    if is_troubled:
        return WRONG
    return DONE if is_over else NOW
