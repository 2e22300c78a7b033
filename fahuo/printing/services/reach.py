"""What this installation lets printing reach, and how long it waits."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from fahuo.kit.networks import networks_of
from fahuo.printing.transports import Patience, Reach


def reach(*, since: datetime | None = None, now: datetime | None = None) -> Reach:
    """Return the networks of printers and the waits, as the settings have them.

    With `since`, when a job was sent, and `now`: only what is left of the time that it may take.
    """
    done_s = settings.FAHUO_PRINTER_DONE_SECONDS
    if since is not None and now is not None:
        done_s = max(0.0, done_s - (now - since).total_seconds())
    patience = Patience(answer_s=settings.FAHUO_PRINTER_ANSWER_SECONDS, done_s=done_s)
    return Reach(networks_of(settings.FAHUO_PRINTER_NETWORKS), patience)
