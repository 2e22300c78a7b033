"""How often the same thing may ring."""

from __future__ import annotations

from datetime import datetime, timedelta

from fahuo.trade.alert_kind import KINDS, AlertKind

# A cause that comes back so soon after its end is the same alert again: with what people made of it.
COMES_BACK_WITHIN = timedelta(hours=6)
# Nobody is told twice of the same cause within this time, however often it comes back.
TOLD_ANEW_AFTER = timedelta(hours=6)
# After a message about a kind at a carrier the next ones are gathered for so long.
PAUSE = timedelta(seconds=30)
URGENT_PAUSE = timedelta(seconds=10)


def pause(kind: str) -> timedelta:
    """Return for how long alerts of a kind are gathered after a message about it."""
    return URGENT_PAUSE if KINDS[AlertKind(kind)].urgent else PAUSE


def may_tell(kind: str, *, told_at: datetime | None, at: datetime) -> bool:
    """Whether a message about the kind may follow the last one."""
    return told_at is None or told_at + pause(kind) <= at
