"""The kinds of notification that somebody can choose; a room above that adds kinds adds its words to `trade`."""

from __future__ import annotations

from fahuo.trade.alert_kind import KINDS as ALERTS
from fahuo.trade.alert_kind import KindWords

KINDS: dict[str, KindWords] = {str(kind): words for kind, words in ALERTS.items()}


def title(kind: str, language: str) -> str:
    """Return a kind in words; the code itself for one that is not known (any more)."""
    words = KINDS.get(kind)
    return words.title(language) if words else kind
