"""How a journey ends: going back, deliveries on either side, and of several last words the one that counts."""

from __future__ import annotations

from dataclasses import dataclass

from fahuo.tracking.domain import words
from fahuo.tracking.domain.marks import Span, Where
from fahuo.tracking.domain.seen import Seen
from fahuo.trade.milestone import Milestone

_RETURNING, _RETURNED = Milestone.RETURNING.value, Milestone.RETURNED.value
_LOST, _DESTROYED, _DELIVERED = Milestone.LOST.value, Milestone.DESTROYED.value, Milestone.DELIVERED.value
_CANCELLED, _EXPIRED = Milestone.CANCELLED.value, Milestone.EXPIRED.value
_AGAINST_DELIVERY = (_RETURNING, _RETURNED, _LOST, Milestone.DELIVERY_FAILED.value)


@dataclass(frozen=True, slots=True)
class Way:
    """Deliveries to the recipient, returns to the sender, and whether the parcel is going back: since `back`.

    `doubted`: a delivery after it had begun to go back, of which nobody says where. It ends the waiting, no more.
    """

    delivered: Span | None = None
    returned: Span | None = None
    back: int | None = None
    doubted: int | None = None


def way_of(seen: Seen) -> Way:
    """Tell deliveries at the destination from those of a parcel that came back."""
    returning, returned = seen.at.get(_RETURNING), seen.at.get(_RETURNED)
    since = min((span[0] for span in (returning, returned) if span), default=None)
    delivered: Span | None = None
    doubted: int | None = None
    for where, span in seen.delivered:
        if where is Where.DESTINATION or since is None or span[1] < since:
            delivered = _joined(delivered, span)
            continue
        if span[0] < since:  # delivered, then sent back
            delivered = _joined(delivered, (span[0], span[0]))
        if where is Where.ORIGIN:
            returned = _joined(returned, (span[0] if span[0] >= since else span[1], span[1]))
        else:
            doubted = span[1] if doubted is None else max(doubted, span[1])
    back = None
    if returning is not None and (delivered is None or returning[1] > delivered[1]):
        back = since_when(returning, delivered[1] if delivered else None)
    return Way(delivered, returned, back, doubted)


def last_word(seen: Seen, way: Way) -> tuple[str, int] | None:
    """Return the last word that counts and since when: the latest; at one moment the one that says more.

    Lost ones are found by a later scan. A delivery stands against everything but going back and another last word.
    """
    said: list[tuple[int, int, str, int]] = []
    lost, destroyed = seen.at.get(_LOST), seen.at.get(_DESTROYED)
    if lost and not _after(seen.last_scan, lost[1]):
        said.append((lost[1], words.FINAL[_LOST], _LOST, since_when(lost, seen.last_scan)))
    if destroyed:
        said.append((destroyed[1], words.FINAL[_DESTROYED], _DESTROYED, destroyed[0]))
    if way.delivered and way.back is None:
        against = max((seen.at[one][1] for one in _AGAINST_DELIVERY if one in seen.at), default=None)
        since = since_when(way.delivered, against)
        said.append((way.delivered[1], words.FINAL[_DELIVERED], _DELIVERED, since))
    if way.returned:
        against = way.delivered[1] if way.delivered else None
        since = since_when(way.returned, against)
        said.append((way.returned[1], words.FINAL[_RETURNED], _RETURNED, since))
    return max(said)[2:] if said else None


def closing_word(seen: Seen) -> tuple[str, int] | None:
    """Return CANCELLED or EXPIRED unless later news overtakes it: a scan the one, any word on the parcel the other."""
    said: list[tuple[int, bool, str, int]] = []
    for milestone, against in ((_CANCELLED, seen.last_scan), (_EXPIRED, seen.last_word)):
        span = seen.at.get(milestone)
        if span and not _after(against, span[1]):
            said.append((span[1], milestone is _CANCELLED, milestone, since_when(span, against)))
    return max(said)[2:] if said else None


def since_when(span: Span, against: int | None) -> int:
    """Return when something began: its first moment, or its last one where other news lies in between."""
    return span[0] if against is None or span[0] > against else span[1]


def _after(at: int | None, other: int) -> bool:
    return at is not None and at > other


def _joined(one: Span | None, other: Span) -> Span:
    return (min(one[0], other[0]), max(one[1], other[1])) if one else other
