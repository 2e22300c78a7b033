"""The rules of docs/tracking.md once more, slowly: read over all events of a parcel each time, without marks.

Written apart from `tracking.domain`: it shares no table and no function with it, so that both can be held together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from fahuo.tracking.domain.marks import Where
from fahuo.tracking.tests.journeys import Said

ROAD = (
    *("PICKED_UP", "RECEIVED", "IN_TRANSIT", "EXPORT_CUSTOMS", "EXPORT_RELEASED", "DEPARTED_ORIGIN"),
    *("ARRIVED_DESTINATION", "IMPORT_CUSTOMS", "CUSTOMS_RELEASED", "LAST_MILE", "OUT_FOR_DELIVERY"),
    "AVAILABLE_FOR_PICKUP",
)
HEAVIEST = (
    *("LOST", "RETURNED", "CUSTOMS_HELD", "ADDRESS_UNCLEAR", "DAMAGED", "DELIVERY_FAILED", "HELD", "EXCEPTION"),
    "DELAYED",
)
RELEASE = {"EXPORT_RELEASED", "CUSTOMS_RELEASED", "LAST_MILE", "OUT_FOR_DELIVERY", "AVAILABLE_FOR_PICKUP"}
Found = tuple[str, datetime | None, tuple[tuple[str, datetime], ...], datetime | None]


def judged(said: Sequence[Said]) -> Found:
    """Return milestone, since when, exceptions with their moments, and the end."""
    back, delivered, returned, doubted = _way(said)
    open_ones = {kind: since for kind in HEAVIEST if (since := _stands(kind, said, back, delivered)) is not None}
    word = _last_word(said, back, delivered, returned)
    milestone, at, ended = "", None, None
    if word:
        milestone, at = word
        ended = at
        keeps = {"DAMAGED"} if milestone != "EXPIRED" else set(HEAVIEST)
        open_ones = {kind: since for kind, since in open_ones.items() if kind in keeps}
        if milestone in ("LOST", "DESTROYED"):
            open_ones = {"LOST": at}
        if milestone == "RETURNED":
            open_ones["RETURNED"] = min(filter(None, (at, back)))
        if milestone == "EXPIRED" and back:
            open_ones["RETURNED"] = back
    elif back:
        milestone, at = "RETURNING", back
        ended = doubted if doubted and doubted >= back else None
        open_ones["RETURNED"] = back
    else:
        milestone, at = _under_way(said, open_ones)
    return milestone, at, tuple(sorted(open_ones.items(), key=lambda item: HEAVIEST.index(item[0]))), ended


def trouble(one: Said) -> str:
    """Return what trouble an event means."""
    milestone, reason = one.milestone.value, one.reason.value
    if milestone == "DAMAGED" or (milestone, reason) == ("DELIVERED", "DAMAGED"):
        return "DAMAGED"
    if (milestone, reason) == ("RETURNING", "ADDRESS"):
        return "ADDRESS_UNCLEAR"
    if milestone not in ("CUSTOMS_ACTION_REQUIRED", "DELIVERY_FAILED", "DELAYED", "HELD", "EXCEPTION"):
        return ""
    if reason == "ADDRESS":
        return "ADDRESS_UNCLEAR"
    if milestone == "CUSTOMS_ACTION_REQUIRED":
        return "CUSTOMS_HELD"
    if milestone == "DELAYED":
        return "DELAYED"
    if reason in ("DAMAGED", "LOST"):
        return reason
    if milestone == "DELIVERY_FAILED" or reason in ("ABSENT", "REFUSED", "UNCLAIMED"):
        return "DELIVERY_FAILED"
    return "CUSTOMS_HELD" if reason in ("CUSTOMS", "PAYMENT") else milestone


def scanned(one: Said) -> bool:
    """Tell whether somebody had the parcel in his hands."""
    others = {"DELIVERED", "RETURNED", "RETURNING", "DELIVERY_FAILED", "DAMAGED", "CUSTOMS_ACTION_REQUIRED"}
    if one.milestone == "HELD":
        return one.reason == "CUSTOMS"
    return one.milestone in ROAD or one.milestone in others


def _at(said: Iterable[Said], *milestones: str) -> list[datetime]:
    return sorted(one.at for one in said if one.milestone in milestones)


def _since(times: Sequence[datetime], against: datetime | None) -> datetime:
    return times[0] if against is None or times[0] > against else times[-1]


def _way(
    said: Sequence[Said],
) -> tuple[datetime | None, list[datetime], list[datetime], datetime | None]:
    """Return since when it goes back, deliveries to the recipient, returns, and the last delivery in doubt."""
    begun = min(_at(said, "RETURNING", "RETURNED"), default=None)
    returned = _at(said, "RETURNED")
    doubted: list[datetime] = []
    delivered: list[datetime] = []
    for where in Where:
        times = sorted(one.at for one in said if one.milestone == "DELIVERED" and one.where is where)
        early = [at for at in times if begun is None or at < begun]
        late = [at for at in times if not (begun is None or at < begun)]
        if where is Where.DESTINATION:
            delivered += times
        else:
            delivered += early if not late else early[:1]  # of those before and after only the outer ones are known
            (returned if where is Where.ORIGIN else doubted).extend(late[-1:] if early else late)
    delivered.sort()
    returned.sort()
    returning = _at(said, "RETURNING")
    if not returning or (delivered and returning[-1] <= delivered[-1]):
        return None, delivered, returned, max(doubted, default=None)
    return _since(returning, delivered[-1] if delivered else None), delivered, returned, max(doubted, default=None)


def _last_word(
    said: Sequence[Said], back: datetime | None, delivered: list[datetime], returned: list[datetime]
) -> tuple[str, datetime] | None:
    """Return the word that ends the journey."""
    scans = sorted(one.at for one in said if scanned(one))
    last_scan = scans[-1] if scans else None
    said_last = []
    lost, destroyed = _at(said, "LOST"), _at(said, "DESTROYED")
    if lost and not (last_scan and last_scan > lost[-1]):
        said_last.append((lost[-1], 0, "LOST", _since(lost, last_scan)))
    if destroyed:
        said_last.append((destroyed[-1], 1, "DESTROYED", destroyed[0]))
    if delivered and back is None:
        against = max(_at(said, "RETURNING", "RETURNED", "LOST", "DELIVERY_FAILED"), default=None)
        said_last.append((delivered[-1], 2, "DELIVERED", _since(delivered, against)))
    if returned:
        said_last.append((returned[-1], 3, "RETURNED", _since(returned, delivered[-1] if delivered else None)))
    if said_last:
        return max(said_last)[2:]
    words = sorted(one.at for one in said if scanned(one) or trouble(one) or one.milestone in ("LOST",))
    closed = []
    for rank, name, against in ((1, "CANCELLED", last_scan), (0, "EXPIRED", words[-1] if words else None)):
        times = _at(said, name)
        if times and not (against and against > times[-1]):
            closed.append((times[-1], rank, name, _since(times, against)))
    return max(closed)[2:] if closed else None


def _stands(kind: str, said: Sequence[Said], back: datetime | None, delivered: list[datetime]) -> datetime | None:
    """Return since when a trouble stands, None when it does not."""
    times = sorted(one.at for one in said if trouble(one) == kind)
    if not times:
        return None
    by = {one.milestone.value for one in said if trouble(one) == kind}
    if "DELIVERED" in by or ("RETURNING" in by and back):
        return times[0]
    last = times[-1]
    reached = [ROAD.index(one.milestone) for one in said if one.milestone in ROAD and one.at <= last]
    ends = [delivered[-1]] if delivered else []
    if back and kind != "DAMAGED":
        ends.append(back)
    for one in said:
        own_first, *_, own_last = _at(said, one.milestone) * 2
        if own_last == last and one.at == last and not _at_once(kind, one.milestone):
            continue
        if _ends(kind, one, max(reached, default=-1)) and (
            one.at == own_last or (own_last == last and one.at == own_first)
        ):
            ends.append(one.at)
    if kind in ("HELD", "DELAYED", "EXCEPTION"):
        others = {trouble(one) for one in said} - {kind, ""}
        lasts = [max(one.at for one in said if trouble(one) == other) for other in others]
        ends += [at for at in lasts if at != last]
    latest = max(ends, default=None)
    if latest is not None and latest >= last:
        return None
    return _since(times, latest)


def _ends(kind: str, one: Said, furthest: int) -> bool:
    name = one.milestone.value
    if kind in ("HELD", "DELAYED", "EXCEPTION"):
        return name in ROAD
    if kind == "LOST":
        return name in ROAD or name == "DELIVERY_FAILED"
    if kind == "DELIVERY_FAILED":
        return name in ("OUT_FOR_DELIVERY", "AVAILABLE_FOR_PICKUP")
    if kind == "DAMAGED":
        return False
    always = RELEASE | {"DELIVERY_FAILED"} if kind == "CUSTOMS_HELD" else {"OUT_FOR_DELIVERY", "AVAILABLE_FOR_PICKUP"}
    if name in always:
        return True
    if name not in ROAD or name in ("EXPORT_CUSTOMS", "IMPORT_CUSTOMS"):
        return False
    return ROAD.index(name) > furthest or (name == "IN_TRANSIT" and furthest <= ROAD.index(name))


def _at_once(kind: str, name: str) -> bool:
    if kind == "CUSTOMS_HELD":
        return name in RELEASE
    return kind in ("ADDRESS_UNCLEAR", "DELIVERY_FAILED") and name == "AVAILABLE_FOR_PICKUP"


def _under_way(said: Sequence[Said], open_ones: dict[str, datetime]) -> tuple[str, datetime | None]:
    moved = max((one.at for one in said if one.milestone in ROAD), default=None)
    shown = []
    for kind, since in open_ones.items():
        last, name = max((one.at, one.milestone.value) for one in said if trouble(one) == kind)
        if kind != "DAMAGED" or moved is None or last >= moved:
            shown.append((last, -HEAVIEST.index(kind), name, since))
    if shown:
        return max(shown)[2:]
    for name in reversed(ROAD):
        times = _at(said, name)
        if times:
            kinds = {trouble(one) for one in said} - {""}
            lasts = [max(one.at for one in said if trouble(one) == kind) for kind in kinds]
            return name, _since(times, max((at for at in lasts if at < times[-1]), default=None))
    for name in ("INFO_RECEIVED", "CREATED"):
        if times := _at(said, name):
            return name, times[0]
    return "", None


def clocks(said: Sequence[Said], found: Found, labelled_at: datetime) -> tuple[datetime | None, datetime | None]:
    """Return until when the first scan may take, and from when the parcel counts as silent."""
    scans = [one.at for one in said if scanned(one)]
    if found[3]:
        return None, None
    if not scans:
        return labelled_at + timedelta(hours=48), None
    alive = max(one.at for one in said if one.milestone not in ("CREATED", "INFO_RECEIVED"))
    return None, alive + timedelta(hours=72)
