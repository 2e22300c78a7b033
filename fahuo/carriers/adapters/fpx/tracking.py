"""Status tables of 4PX. Source: 4PX open platform, tr.order.tracking.get and public integrations, read 2026-11.

The list of codes comes from one integration that names the carrier's own list. It has no code that surely is a return,
so of an exception of the group `FPX_O_…` the carrier's words say whether the parcel goes back. Codes that the carrier
varies by reason (`FPX_D_FD…`) are told by their beginning.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

from fahuo.carriers.adapters.fpx import wire
from fahuo.carriers.reading import moment
from fahuo.carriers.reasons import reason_of
from fahuo.trade.exception_reason import ExceptionReason
from fahuo.trade.milestone import Milestone
from fahuo.trade.tracking import TrackingEvent

# `consignment_status` of the order look-up.
ORDER_STATUS: dict[str, Milestone] = {
    "P": Milestone.CREATED,  # 已预报
    "V": Milestone.RECEIVED,  # 已交接
    "H": Milestone.RECEIVED,  # 库内作业中
    "C": Milestone.IN_TRANSIT,  # 已出库
    "F": Milestone.DELIVERED,  # 已完成
    "R": Milestone.RETURNED,  # 已退件
    "X": Milestone.CANCELLED,  # 已取消、已关闭
}
PREFIX = "FPX_"
_CODES: dict[Milestone, str] = {
    Milestone.INFO_RECEIVED: "L_RPIF L_ATP O_CRLB O_IR O_IRI O_SIS S_SFBR",
    Milestone.PICKED_UP: "C_SPLS",  # the first physical scan
    Milestone.RECEIVED: "C_SPQS C_AAF",
    Milestone.IN_TRANSIT: "C_ADFF F_ST L_SC O_RR M_HA M_CRSD M_IT",
    Milestone.DEPARTED_ORIGIN: "M_DFOA",
    Milestone.ARRIVED_DESTINATION: "M_ATA",
    Milestone.IMPORT_CUSTOMS: "I_CC",
    Milestone.CUSTOMS_RELEASED: "I_RCUK",
    Milestone.LAST_MILE: "D_AOPC D_APC D_AAD D_STPP D_HQ",
    Milestone.OUT_FOR_DELIVERY: "D_SD",
    Milestone.AVAILABLE_FOR_PICKUP: "D_ADWP D_AP D_SASPS",
    Milestone.DELIVERED: "S_OK S_OKCC S_OKGP S_OKIDC S_OKPO S_OKSC S_OKVP",
    Milestone.DELAYED: "I_DELAY",
    Milestone.DESTROYED: "C_DT C_DTCQ C_DTTM Y_ADPR Y_DS",
    Milestone.EXCEPTION: "C_BTC D_DFCR D_PD D_POD D_RA D_RR D_SPRA D_SR D_VN I_CR I_DG M_PRTS M_SE O_PRIA O_PRRF "
    "O_PRRR O_PRUC O_RFLM O_RTHM O_RTOC O_RTR O_SCB O_SD S_CC Y_CCMC Y_CCSC Y_COBH",
}
CHECKPOINTS: dict[str, Milestone] = {
    f"{PREFIX}{code}": milestone for milestone, codes in _CODES.items() for code in codes.split()
}
# Only where no code of the table above fits.
FAMILIES: dict[str, Milestone] = {
    "FPX_D_FD": Milestone.DELIVERY_FAILED,
    "FPX_D_DD": Milestone.DELAYED,
    "FPX_M_TD": Milestone.DELAYED,
    "FPX_C_HF": Milestone.HELD,  # in the carrier's own building
    "FPX_D_SH": Milestone.HELD,
    "FPX_I_HC": Milestone.HELD,  # by customs
    "FPX_O_SPH": Milestone.HELD,  # by the carrier's partner
}
# Why, where the code says it: `I` is the clearance at the destination. Else the carrier's words may tell.
REASONS: dict[str, ExceptionReason] = {
    **dict.fromkeys(("FPX_I_CR", "FPX_I_DG", "FPX_I_DELAY"), ExceptionReason.CUSTOMS),
}
OTHER = f"{PREFIX}O_"
_GOES_BACK = re.compile(
    r"\breturn(?:ed|ing)?\b(?! (?:address|policy|label))[\w ]{0,20}\b(?:sender|shipper|seller|origin|warehouse)\b"
    r"|退回|退件|退运",
    re.IGNORECASE,
)
_CHINA = timezone(timedelta(hours=8))


def to_events(checkpoints: list[wire.Checkpoint]) -> tuple[TrackingEvent, ...]:
    """Return the events, oldest first, whichever way round they came; entries without a time are left out."""
    events = [_event(entry, at) for entry in checkpoints if (at := _moment(entry)) is not None]
    if events and events[0].at > events[-1].at:
        events.reverse()  # so that those of one second stay in their sequence
    return tuple(sorted(events, key=lambda event: event.at))


def milestone(code: str, words: str = "") -> Milestone:
    """Return what a code stands for, by itself or by its family; an exception may, by its words, be a return."""
    family = next((found for beginning, found in FAMILIES.items() if code.startswith(beginning)), Milestone.UNMAPPED)
    found = CHECKPOINTS.get(code, family)
    goes_back = found is Milestone.EXCEPTION and code.startswith(OTHER) and _GOES_BACK.search(words)
    return Milestone.RETURNING if goes_back else found


def _reason(code: str) -> ExceptionReason | None:
    return ExceptionReason.CUSTOMS if code.startswith("FPX_I_HC") else REASONS.get(code)


def _event(entry: wire.Checkpoint, at: datetime) -> TrackingEvent:
    code = entry.business_link_code or ""
    found = milestone(code, entry.tracking_content or "")
    return TrackingEvent(
        at=at,
        milestone=found,
        reason=reason_of(found, _reason(code), entry.tracking_content or ""),
        raw_code=code,
        description=entry.tracking_content or "",
        place=entry.occur_location or "",
        country=entry.country or "",
        raw_time=" ".join(filter(None, (entry.occur_datetime, entry.time_zone))),
    )


def _moment(entry: wire.Checkpoint) -> datetime | None:
    """Read the time on the Chinese clock: `timeZone` is that of the place, and the time is not told in it."""
    return moment(entry.occur_datetime, _CHINA)
