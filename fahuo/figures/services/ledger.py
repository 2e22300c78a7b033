"""Reads and writes facts and cells: what was counted last, and the sums. Differences go in by one statement a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db import connection

from fahuo.figures.domain.columns import COLUMNS
from fahuo.figures.domain.counting import Counted
from fahuo.figures.models import Level

# Level, day or first of the month, store, carrier, service, country.
Key = tuple[str, date, str, str, str, str]

_FACT = {
    "order_id": "bigint", "shipment_id": "bigint", "store": "text", "carrier": "text", "service": "text",
    "country": "text", "ordered_on": "date", "labelled_on": "date", "bits": "int", "label_bucket": "smallint",
    "pickup_bucket": "smallint", "transit_bucket": "smallint", "next_change_at": "timestamptz", "disputed": "boolean",
}  # fmt: skip
_KEY = {
    "level": "text", "starts_on": "date", "store": "text", "carrier": "text", "service": "text", "country": "text",
}  # fmt: skip
_NAMES = ", ".join(_FACT)
_READ = f"SELECT {_NAMES} FROM figures_fact WHERE order_id = ANY(%s)"  # noqa: S608 - built of the constants above
_WRITE = f"""
INSERT INTO figures_fact (seller_id, {_NAMES})
SELECT %s, * FROM unnest({", ".join(f"%s::{kind}[]" for kind in _FACT.values())})
ON CONFLICT (order_id) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in _FACT)}
"""  # noqa: S608
_ADD = f"""
INSERT INTO figures_cell AS c (seller_id, {", ".join(_KEY)}, {", ".join(COLUMNS)})
SELECT %s, * FROM unnest({", ".join(f"%s::{kind}[]" for kind in _KEY.values())}, {", ".join(["%s::int[]"] * len(COLUMNS))})
ON CONFLICT (seller_id, {", ".join(_KEY)}) DO UPDATE SET {", ".join(f"{name} = c.{name} + excluded.{name}" for name in COLUMNS)}
"""  # noqa: S608, E501
# Sums that go down are subtracted: a row to insert may not be below zero, not even one that is only added to another.
_TAKE = f"""
UPDATE figures_cell c SET {", ".join(f"{name} = c.{name} + v.{name}" for name in COLUMNS)}
  FROM unnest({", ".join(f"%s::{kind}[]" for kind in _KEY.values())}, {", ".join(["%s::int[]"] * len(COLUMNS))})
       AS v ({", ".join(_KEY)}, {", ".join(COLUMNS)})
 WHERE c.seller_id = %s AND {" AND ".join(f"c.{name} = v.{name}" for name in _KEY)}
"""  # noqa: S608


def facts(order_ids: Sequence[int]) -> dict[int, Counted]:
    """Return how orders were counted last."""
    with connection.cursor() as cursor:
        cursor.execute(_READ, [list(order_ids)])
        return {row[0]: _fact(row) for row in cursor.fetchall()}


def _fact(row: tuple[object, ...]) -> Counted:
    return Counted(**dict(zip(_FACT, row, strict=True)))  # type: ignore[arg-type]


def write(seller_id: int, counted: Sequence[Counted], gone: Sequence[int]) -> None:
    """Keep how orders were counted, and forget those that count no more."""
    with connection.cursor() as cursor:
        if counted:
            columns = [[getattr(one, name) for one in counted] for name in _FACT]
            cursor.execute(_WRITE, [seller_id, *columns])
        if gone:
            cursor.execute("DELETE FROM figures_fact WHERE order_id = ANY(%s)", [list(gone)])


class Difference:
    """What the cells of a seller change by."""

    def __init__(self) -> None:
        self._lanes: dict[tuple[date, str, str, str, str], list[int]] = defaultdict(lambda: [0] * len(COLUMNS))

    def add(self, counted: Counted, factor: int) -> None:
        """Add what one order counts for, or (-1) take it away."""
        lane = (counted.store, counted.carrier, counted.service, counted.country)
        for day, column in counted.columns():
            self._lanes[day, *lane][column] += factor

    def cells(self) -> dict[Key, list[int]]:
        """Return the change of each cell of each level; cells that stay as they are are left out."""
        found: dict[Key, list[int]] = {}
        for (day, store, carrier, service, country), counts in self._lanes.items():
            if not any(counts):
                continue
            found[Level.LANE_DAY.value, day, store, carrier, service, country] = counts
            for key in (
                (Level.LANE_MONTH.value, day.replace(day=1), store, carrier, service, country),
                (Level.DAY.value, day, store, carrier, "", ""),
            ):
                held = found.get(key)
                found[key] = counts if held is None else [one + other for one, other in zip(held, counts, strict=True)]
        return {key: counts for key, counts in found.items() if any(counts)}


def apply(seller_id: int, cells: Mapping[Key, Sequence[int]]) -> None:
    """Change the cells of a seller, whose lock the caller holds."""
    up = {key: counts for key, counts in cells.items() if min(counts) >= 0}
    down = {key: counts for key, counts in cells.items() if min(counts) < 0}
    with connection.cursor() as cursor:
        if down:
            cursor.execute(_TAKE, [*_columns(down), seller_id])
        if up:
            cursor.execute(_ADD, [seller_id, *_columns(up)])


def _columns(cells: Mapping[Key, Sequence[int]]) -> Iterable[list[object] | str]:
    keys = sorted(cells)
    yield from (list(column) for column in zip(*keys, strict=True))
    # As text, as most of a batch's time went into making arrays of these numbers one by one.
    yield from (f"{{{','.join(map(str, column))}}}" for column in zip(*(cells[key] for key in keys), strict=True))
