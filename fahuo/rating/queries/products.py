"""Reads the services of all carriers. Files are read once per process."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from fahuo.carriers import registry
from fahuo.carriers.service_table import read_services
from fahuo.trade.service import Service

SHEETS = Path(__file__).parents[1] / "sheets"


@cache
def services() -> tuple[Service, ...]:
    """Return every service we can speak about, by carrier and as listed there.

    A carrier with an adapter lists its services in the adapter's folder; one without lists them beside its rate sheets.
    """
    adapters = registry.codes()
    found = [service for code in adapters for service in registry.services(code)]
    for path in sorted(SHEETS.glob("*/services.csv")):
        if path.parent.name not in adapters:
            found.extend(read_services(path, path.parent.name))
    return tuple(sorted(found, key=lambda service: service.carrier))
