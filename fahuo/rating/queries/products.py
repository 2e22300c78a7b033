"""Reads the services of all carriers, and those that a seller has beyond them. Files are read once per process."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from fahuo.carriers import registry
from fahuo.carriers.queries.market import contract_services
from fahuo.trade.service import Service

SHEETS = Path(__file__).parents[1] / "sheets"


def services(seller_id: int | None = None) -> tuple[Service, ...]:
    """Return every service we can speak about, by carrier and as listed there.

    With a seller: those too that carriers offer this seller alone, as far as somebody described them. One query, so
    ask once for a batch. A seller without such services gets the very tuple that everybody gets.
    """
    own = contract_services(seller_id) if seller_id is not None else ()
    if not own:
        return listed()
    return tuple(sorted((*listed(), *own), key=lambda service: service.carrier))


@cache
def listed() -> tuple[Service, ...]:
    """Return the services in the files of all adapters."""
    found = [service for code in registry.codes() for service in registry.services(code)]
    return tuple(sorted(found, key=lambda service: service.carrier))
