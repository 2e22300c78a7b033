"""How bytes reach a printer: a raw TCP connection, or IPP. No database here: what is known comes in."""

from __future__ import annotations

from fahuo.printing.domain import place_of
from fahuo.printing.transports import ipp, raw
from fahuo.printing.transports.ledger import Ledger, Patience, Reach
from fahuo.trade.problem import Problem

__all__ = ["Ledger", "Patience", "Reach", "ask"]


def ask(connection: str, address: str, file_format: str, *, reach: Reach) -> Problem | None:
    """Ask a printer how it is, without printing anything; None: it would take a job of this format."""
    place = place_of(connection, address)
    if isinstance(place, Problem):
        return place
    if connection == "IPP":
        return ipp.ask(place, file_format=file_format, reach=reach)
    return raw.ask(place, zpl=file_format == "ZPL", reach=reach)
