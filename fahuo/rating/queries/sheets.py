"""Reads rate sheets. The samples are read once per process."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from itertools import pairwise

from fahuo.rating.domain.sheet import RateSheet
from fahuo.rating.queries import products
from fahuo.rating.sheet_files import read_sheet


class OverlappingSheets(ValueError):
    """Two sheets of one service hold on the same day. Who must act: whoever added the later one."""


@cache
def sheets() -> tuple[RateSheet, ...]:
    """Return every version of every rate sheet, oldest first within a service; raise `OverlappingSheets`."""
    found = tuple(
        sorted(
            map(read_sheet, products.SHEETS.glob("*/*@*.yaml")), key=lambda sheet: (sheet.service_key, sheet.valid_from)
        )
    )
    for earlier, later in pairwise(found):
        if earlier.service_key == later.service_key and (earlier.valid_until or date.max) > later.valid_from:
            raise OverlappingSheets(f"{earlier.name} and {later.name} both hold on {later.valid_from}")
    return found


@lru_cache(maxsize=64)
def sheets_in_force(*, on: date) -> Mapping[str, RateSheet]:
    """Return the sheet of each service that holds on that day, by service key; a service without one is absent."""
    return {sheet.service_key: sheet for sheet in sheets() if sheet.in_force(on)}
