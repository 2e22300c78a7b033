"""Why a ZPL file was not drawn."""

from __future__ import annotations


class ZplUnreadable(ValueError):
    """These bytes are no ZPL that we can draw faithfully; the message names the command, or what else is wrong."""
