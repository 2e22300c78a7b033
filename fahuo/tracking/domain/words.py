"""What each milestone does to a journey: how far it is, what trouble it means, and what ends that trouble."""

from __future__ import annotations

from fahuo.trade.alert_kind import AlertKind
from fahuo.trade.exception_reason import ExceptionReason
from fahuo.trade.milestone import Milestone

_M, _R, _K = Milestone, ExceptionReason, AlertKind

# News of the booking: no scan, and no sign that the parcel moves.
ANNOUNCED: dict[Milestone, int] = {_M.CREATED: 0, _M.INFO_RECEIVED: 1}
# How far a parcel is. It never goes back on this list.
FORWARD: dict[str, int] = {
    _M.PICKED_UP: 2,
    _M.RECEIVED: 3,
    _M.IN_TRANSIT: 4,
    _M.EXPORT_CUSTOMS: 5,
    _M.EXPORT_RELEASED: 6,
    _M.DEPARTED_ORIGIN: 7,
    _M.ARRIVED_DESTINATION: 8,
    _M.IMPORT_CUSTOMS: 9,
    _M.CUSTOMS_RELEASED: 10,
    _M.LAST_MILE: 11,
    _M.OUT_FOR_DELIVERY: 12,
    _M.AVAILABLE_FOR_PICKUP: 13,
}
SIDE = frozenset({_M.CUSTOMS_ACTION_REQUIRED, _M.DELIVERY_FAILED, _M.DELAYED, _M.HELD, _M.EXCEPTION, _M.DAMAGED})
# Last words that a parcel can really have; of several the latest counts, at one moment the one further down.
FINAL: dict[str, int] = {_M.LOST: 0, _M.DESTROYED: 1, _M.DELIVERED: 2, _M.RETURNED: 3}
# Last words of the paper only: they never stand against a final one.
CLOSED = (_M.CANCELLED, _M.EXPIRED)

HELD, DELAYED, EXCEPTION = "HELD", "DELAYED", "EXCEPTION"
# The heaviest first: which one a row shows when several stand.
_HEAVIEST_FIRST: tuple[str, ...] = (
    *(_K.LOST, _K.RETURNED, _K.CUSTOMS_HELD, _K.ADDRESS_UNCLEAR, _K.DAMAGED, _K.DELIVERY_FAILED),
    *(HELD, EXCEPTION, DELAYED),
)
WEIGHT: dict[str, int] = {kind: place for place, kind in enumerate(_HEAVIEST_FIRST)}
# General troubles: whatever the carrier says next about the parcel itself ends them.
PASSING = frozenset({HELD, DELAYED, EXCEPTION})
# Which milestones end a trouble when they come later, and which even when they come at the same moment.
_DELIVERING = frozenset({_M.OUT_FOR_DELIVERY, _M.AVAILABLE_FOR_PICKUP})
_RELEASED = frozenset({_M.EXPORT_RELEASED, _M.CUSTOMS_RELEASED, _M.LAST_MILE}) | _DELIVERING
ENDED_BY: dict[str, frozenset[str]] = {
    _K.CUSTOMS_HELD: _RELEASED | {_M.DELIVERY_FAILED},
    _K.ADDRESS_UNCLEAR: _DELIVERING,
    _K.DELIVERY_FAILED: _DELIVERING,
    _K.DAMAGED: frozenset(),
    _K.LOST: frozenset(FORWARD) | {_M.DELIVERY_FAILED},
    **dict.fromkeys(PASSING, frozenset(FORWARD)),
}
ENDED_AT_ONCE_BY: dict[str, frozenset[str]] = {
    _K.CUSTOMS_HELD: _RELEASED,
    _K.ADDRESS_UNCLEAR: frozenset({_M.AVAILABLE_FOR_PICKUP}),
    _K.DELIVERY_FAILED: frozenset({_M.AVAILABLE_FOR_PICKUP}),
}
# These two also end when the parcel gets further than it had been; being looked at by customs again is no release.
ENDED_BY_PROGRESS = frozenset({_K.CUSTOMS_HELD, _K.ADDRESS_UNCLEAR})
NO_PROGRESS = frozenset({_M.EXPORT_CUSTOMS, _M.IMPORT_CUSTOMS})

# Milestones that are no trouble may tell of one, and do not end it: delivered damaged; going back as nobody finds the
# address.
TELLING: dict[tuple[Milestone, ExceptionReason], str] = {
    (_M.DELIVERED, _R.DAMAGED): _K.DAMAGED,
    (_M.RETURNING, _R.ADDRESS): _K.ADDRESS_UNCLEAR,
}
_BY_REASON: dict[ExceptionReason, str] = {
    _R.CUSTOMS: _K.CUSTOMS_HELD,
    _R.PAYMENT: _K.CUSTOMS_HELD,  # duty that nobody has paid yet
    _R.ADDRESS: _K.ADDRESS_UNCLEAR,
    _R.ABSENT: _K.DELIVERY_FAILED,
    _R.REFUSED: _K.DELIVERY_FAILED,
    _R.UNCLAIMED: _K.DELIVERY_FAILED,
    _R.DAMAGED: _K.DAMAGED,
    _R.LOST: _K.LOST,
}


def trouble(milestone: Milestone, reason: ExceptionReason) -> str:
    """Return the trouble that an event means: a kind of alert, or HELD, DELAYED, EXCEPTION; "" for none."""
    if milestone not in SIDE:
        return TELLING.get((milestone, reason), "")
    if milestone is _M.DAMAGED:
        return _K.DAMAGED
    if milestone is _M.CUSTOMS_ACTION_REQUIRED:
        return _K.ADDRESS_UNCLEAR if reason is _R.ADDRESS else _K.CUSTOMS_HELD
    if milestone is _M.DELIVERY_FAILED:
        known = {_R.ADDRESS: _K.ADDRESS_UNCLEAR, _R.DAMAGED: _K.DAMAGED, _R.LOST: _K.LOST}
        return known.get(reason, _K.DELIVERY_FAILED)
    if milestone is _M.DELAYED:
        return _K.ADDRESS_UNCLEAR if reason is _R.ADDRESS else DELAYED
    return _BY_REASON.get(reason, milestone.value)


def is_scan(milestone: Milestone, reason: ExceptionReason) -> bool:
    """Tell whether somebody had the parcel in his hands: what ends the wait for the pick-up.

    A general exception or delay may be told of a parcel that was never fetched. One that is held at customs is there.
    """
    if milestone is _M.HELD:
        return reason is _R.CUSTOMS
    held = {_M.CUSTOMS_ACTION_REQUIRED, _M.DELIVERY_FAILED, _M.DAMAGED, _M.RETURNING, _M.RETURNED, _M.DELIVERED}
    return milestone in FORWARD or milestone in held
