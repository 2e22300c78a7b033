"""Whether a receipt speaks of what we sent: the right kind, and every number and code in it as we stated it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

CLOCKS_DIFFER = timedelta(days=1)
# Receipt → the message that it answers.
ANSWERS = {
    "CEB304": "CEB303",
    "CEB506": "CEB505",
    "CEB604": "CEB603",
    "CEB606": "CEB605",
    "CEB608": "CEB607",
    "CEB510": "CEB509",
    "CEB702": "CEB701",
    "CEB792": "CEB701",
}
# What names a document and its parties; where a receipt states one of these it must be ours.
_NAMES = (
    *("orderNo", "logisticsNo", "copNo", "billNo"),
    *("agentCode", "ebcCode", "ebpCode", "logisticsCode", "statisticsFlag"),
)
# A receipt that states none of these speaks of nothing.
_NUMBERS = ("orderNo", "logisticsNo", "copNo", "billNo", "sumNo")


def names_in(node: Mapping[str, Any]) -> dict[str, str]:
    """Return what names a node that is sent, for `belongs`."""
    return {name: str(node[name]) for name in (*_NAMES, "invtNo") if node.get(name)}


def answered(receipt: str, kind: str) -> bool:
    """Tell whether a receipt of this kind answers a message of that one."""
    return ANSWERS.get(receipt) == kind


def in_time(at: datetime, *, signed_at: datetime | None, now: datetime) -> bool:
    """Tell whether customs can have written it then: not before we signed what it answers, and not in the future.

    Clocks may differ by a day. A receipt from the future would otherwise outweigh all that follow.
    """
    return signed_at is not None and signed_at - CLOCKS_DIFFER <= at <= now + CLOCKS_DIFFER


def belongs(said: Mapping[str, str], stated: Mapping[str, str]) -> bool:
    """Tell whether a receipt names what was stated: at least one number, and nothing otherwise than we did."""
    if not any(said.get(name) for name in _NUMBERS):
        return False
    return all(said[name] == stated.get(name, said[name]) for name in _NAMES if said.get(name))
