"""Work declarations off in one process, as the command line and the demo do: send, ask, and again, for a while."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import timedelta
from time import monotonic, sleep

from fahuo.accounts.models import Seller
from fahuo.customs.models import OPEN_STATES, Declaration
from fahuo.customs.services import fetch, send
from fahuo.kit import clock

LONGEST_PAUSE_S = 2.0


def work_off(
    *,
    seller: Seller,
    declaration_ids: Collection[int],
    at_most: timedelta,
    progress: Callable[[int], object] = lambda done: None,
) -> int:
    """Send what waits and take receipts until these are settled or the time is over; return how many are still open."""
    until, pause, left = monotonic() + at_most.total_seconds(), 0.05, len(declaration_ids)
    while True:
        while send.send_due(seller=seller):
            pass
        news = fetch.fetch(seller=seller, now=clock.now)
        still = Declaration.objects.filter(seller=seller, pk__in=declaration_ids, state__in=OPEN_STATES).count()
        progress(left - still)
        left = still
        if not left or monotonic() + pause > until:
            return left
        pause = 0.05 if news else min(pause * 2, LONGEST_PAUSE_S)
        sleep(pause if not news else 0)
