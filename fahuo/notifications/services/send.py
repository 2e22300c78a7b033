"""Send what is due: claim and commit, call outside of transactions, write each outcome as it comes."""

from __future__ import annotations

from datetime import datetime
from time import monotonic

from fahuo.kit import clock
from fahuo.notifications.services.claim import claim
from fahuo.notifications.services.deliver import Outbound
from fahuo.notifications.services.record import record

LOOK_S = 1.0  # a slow channel holds up no other: what is due meanwhile goes out beside it
LONGEST_S = 300.0  # then nothing new is taken up, so that a worker that is told to stop can


def send_due(*, at: datetime | None = None) -> int:
    """Send until nothing is due; return how many messages were tried."""
    tried, begun = 0, monotonic()
    with Outbound() as outbound:
        while True:
            claimed = claim(at=at or clock.now()) if monotonic() - begun < LONGEST_S else []
            outbound.deliver(claimed)
            tried += len(claimed)
            if not outbound.under_way:
                return tried
            record(outbound.known(within_s=LOOK_S), at=at or clock.now())
