"""What this installation lets printing reach, and how long it waits."""

from __future__ import annotations

from django.conf import settings

from fahuo.kit.networks import networks_of
from fahuo.printing.transports import Patience, Reach


def reach() -> Reach:
    """Return the networks of printers and the waits, as the settings have them."""
    patience = Patience(answer_s=settings.FAHUO_PRINTER_ANSWER_SECONDS, done_s=settings.FAHUO_PRINTER_DONE_SECONDS)
    return Reach(networks_of(settings.FAHUO_PRINTER_NETWORKS), patience)
