"""Send what is due: claim and commit, call outside of transactions, write each outcome as it comes."""

from __future__ import annotations

from datetime import datetime

from fahuo.kit import clock
from fahuo.notifications.services.claim import claim
from fahuo.notifications.services.deliver import deliver
from fahuo.notifications.services.record import record

ROUNDS = 50  # then the next job goes on, so that a stop is never far away


def send_due(*, at: datetime | None = None) -> int:
    """Send until nothing is due; return how many messages were tried."""
    tried = 0
    for _round in range(ROUNDS):
        claimed = claim(at=at or clock.now())
        if not claimed:
            break
        tried += len(claimed)
        for results in deliver(claimed):
            record(results, at=at or clock.now())
    return tried
