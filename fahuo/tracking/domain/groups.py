"""Milestones put together as clerks look for them, and the steps of a parcel's way."""

from __future__ import annotations

from collections.abc import Mapping

from fahuo.trade.milestone import Milestone

_M = Milestone
# Group → milestones, in the sequence of a parcel's way. A journey without any milestone counts as announced.
GROUPS: Mapping[str, tuple[Milestone, ...]] = {
    "ANNOUNCED": (_M.CREATED, _M.INFO_RECEIVED, _M.UNMAPPED),
    "ORIGIN": (_M.PICKED_UP, _M.RECEIVED, _M.EXPORT_CUSTOMS, _M.EXPORT_RELEASED),
    "TRANSIT": (_M.IN_TRANSIT, _M.DEPARTED_ORIGIN),
    "DESTINATION": (_M.ARRIVED_DESTINATION, _M.IMPORT_CUSTOMS, _M.CUSTOMS_ACTION_REQUIRED, _M.CUSTOMS_RELEASED),
    "DELIVERY": (_M.LAST_MILE, _M.OUT_FOR_DELIVERY, _M.AVAILABLE_FOR_PICKUP, _M.DELIVERY_FAILED),
    "TROUBLE": (_M.HELD, _M.DELAYED, _M.EXCEPTION, _M.DAMAGED),
    "BACK": (_M.RETURNING, _M.RETURNED),
    "DELIVERED": (_M.DELIVERED,),
    "GONE": (_M.LOST, _M.DESTROYED, _M.CANCELLED, _M.EXPIRED),
}
GROUP_OF: Mapping[str, str] = {"": "ANNOUNCED"} | {
    milestone.value: group for group, milestones in GROUPS.items() for milestone in milestones
}
# Where the way ends otherwise than with a delivery.
OTHER_ENDS = frozenset({_M.RETURNED, _M.LOST, _M.DESTROYED, _M.CANCELLED, _M.EXPIRED})
