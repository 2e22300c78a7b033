"""Sums of cells: of a period, by day, or by what they are told apart by. Never a row for each parcel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from operator import sub
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from fahuo.figures.domain.columns import AT, COLUMNS, COUNTS, TRANSIT_DAYS
from fahuo.figures.domain.period import Days, Period
from fahuo.figures.domain.rates import NOTHING
from fahuo.kit import clock

Counts = tuple[int, ...]
# What a page filters by, and what a break-down tells apart.
FILTERS = ("store", "carrier", "service", "country")
_COARSE = frozenset({"store", "carrier"})
_COLUMNS = ", ".join(f"sum({name})" for name in COLUMNS)
_SHORT = ", ".join(f"sum({name})" for name in (*COUNTS, *TRANSIT_DAYS))
_GAP = (0,) * (len(COLUMNS) - len(COUNTS) - len(TRANSIT_DAYS))


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose cells, of which period, and of which store, carrier, service, country (absent: all)."""

    seller_id: int
    period: Period
    filters: Mapping[str, str] = field(default_factory=dict)

    def before(self) -> Asked:
        """Return the same for the period before."""
        return Asked(self.seller_id, self.period.before(), self.filters)


# Sums are hashed in memory by one process: sorted on disk, as four megabytes would have it, they take three times as
# long, and helpers take more of the machine than they give. Cells lie in memory: one of another page costs little more.
_IN_MEMORY = (
    "SET LOCAL work_mem = '64MB'; SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL random_page_cost = 1.1"
)


@contextmanager
def one_moment() -> Iterator[None]:
    """Read everything inside as it was at one moment, so that parts make their whole while a worker counts.

    Inside a transaction its moment holds.
    """
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; {_IN_MEMORY}")
        yield


def total(asked: Asked) -> Counts:
    """Return the sums of the whole period."""
    return by(asked, ()).get((), NOTHING)


@one_moment()
def by_day(asked: Asked) -> dict[date, Counts]:
    """Return the sums of each day that has any."""
    where, values = _where(asked)
    level = "DAY" if _COARSE.issuperset(asked.filters) else "LANE_DAY"
    where += " AND level = %s AND starts_on BETWEEN %s AND %s"
    rows = _read(("starts_on",), where, [*values, level, asked.period.first, asked.period.last], whole=True)
    return {row[0]: row[1:] for row in rows if any(row[1:])}


@one_moment()
def by(asked: Asked, dimensions: Sequence[str], *, whole: bool = True) -> dict[tuple[str, ...], Counts]:
    """Return the sums of the period by these of `FILTERS`; what counted nothing is left out.

    Without `whole` the hours to label and pick-up stay zero: a page has no column for them, and they are many.
    Days alone are read as long as neither services nor countries matter. Else months, and days at the edges.
    """
    period = asked.period
    if _COARSE.issuperset({*asked.filters, *dimensions}):
        found = _grouped(asked, dimensions, [("DAY", (period.first, period.last))], whole=whole)
    else:
        laid = period.laid(today=timezone.localdate(clock.now()))
        parts = [("LANE_DAY", days) for days in laid.more] + ([("LANE_MONTH", laid.months)] if laid.months else [])
        found = _grouped(asked, dimensions, parts, whole=whole)
        if laid.less:
            less = _grouped(asked, dimensions, [("LANE_DAY", days) for days in laid.less], whole=whole)
            for key, counts in less.items():
                found[key] = tuple(map(sub, found[key], counts))
    return {key: counts for key, counts in found.items() if any(counts)}


def _grouped(
    asked: Asked, dimensions: Sequence[str], parts: Sequence[tuple[str, Days]], *, whole: bool
) -> dict[tuple[str, ...], Counts]:
    """Return the sums of these levels and days."""
    where, values = _where(asked)
    where += f" AND ({' OR '.join(['level = %s AND starts_on BETWEEN %s AND %s'] * len(parts))})"
    values += [value for level, days in parts for value in (level, *days)]
    places = len(dimensions)
    return {row[:places]: row[places:] for row in _read(dimensions, where, values, whole=whole)}


@one_moment()
def known(seller_id: int) -> dict[str, list[str]]:
    """Return which stores, carriers, services (as carrier/code) and countries were counted."""
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, {"seller": seller_id})
        found = {name: sorted(values) for name, values in cursor.fetchall()}
    return {name: found.get(name, []) for name in FILTERS}


# From one value to the next by the index, instead of through all cells: 20 services and 60 countries are 80 steps.
_KNOWN = """
WITH RECURSIVE services AS (
    SELECT ''::varchar AS carrier, ''::varchar AS service
    UNION ALL
    SELECT n.carrier, n.service FROM services s CROSS JOIN LATERAL (
        SELECT c.carrier, c.service FROM figures_cell c
         WHERE c.seller_id = %(seller)s AND c.level = 'LANE_DAY' AND (c.carrier, c.service) > (s.carrier, s.service)
           AND (c.orders > 0 OR c.parcels > 0)
         ORDER BY c.carrier, c.service LIMIT 1) n
), countries AS (
    SELECT ''::varchar AS country
    UNION ALL
    SELECT n.country FROM countries s CROSS JOIN LATERAL (
        SELECT c.country FROM figures_cell c
         WHERE c.seller_id = %(seller)s AND c.level = 'LANE_DAY' AND c.country > s.country
           AND (c.orders > 0 OR c.parcels > 0)
         ORDER BY c.country LIMIT 1) n
)
SELECT 'store', array_agg(store) FROM (
    SELECT DISTINCT store FROM figures_cell
     WHERE seller_id = %(seller)s AND level = 'DAY' AND store <> '' AND (orders > 0 OR parcels > 0)) s
 HAVING count(*) > 0
UNION ALL SELECT 'carrier', array_agg(DISTINCT carrier) FROM services WHERE carrier <> '' HAVING count(*) > 0
UNION ALL SELECT 'service', array_agg(carrier || '/' || service) FROM services WHERE service <> '' HAVING count(*) > 0
UNION ALL SELECT 'country', array_agg(country) FROM countries WHERE country <> '' HAVING count(*) > 0
"""


def is_anything_counted(seller_id: int) -> bool:
    """Tell whether the seller has any figures."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM figures_cell WHERE seller_id = %s AND level = 'DAY' AND orders + parcels > 0)",
            [seller_id],
        )
        return bool(cursor.fetchone()[0])


def summed(rows: Sequence[Counts]) -> Counts:
    """Return the sum of several."""
    return tuple(map(sum, zip(*rows, strict=True))) if rows else NOTHING


def of(counts: Counts, name: str) -> int:
    """Return one column."""
    return counts[AT[name]]


def _where(asked: Asked) -> tuple[str, list[Any]]:
    """Return the conditions of seller and filters; a service is told as carrier/code."""
    parts: list[str] = ["seller_id = %s"]
    values: list[Any] = [asked.seller_id]
    filters = dict(asked.filters)
    carrier, _slash, code = filters.pop("service", "").partition("/")
    if code:
        parts.append("carrier = %s AND service = %s")
        values += [carrier, code]
    for name, value in filters.items():
        parts.append(f"{name} = %s")
        values.append("" if value == NONE else value)
    return " AND ".join(parts), values


NONE = "-"  # how a filter asks for what has no name


def _read(dimensions: Sequence[str], where: str, values: Sequence[Any], *, whole: bool) -> list[tuple[Any, ...]]:
    """Return the dimensions' values, and behind them all of `COLUMNS`."""
    columns, sums = ", ".join(dimensions), _COLUMNS if whole else _SHORT
    grouped = f" GROUP BY {columns}" if dimensions else " HAVING count(*) > 0"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns}{', ' if columns else ''}{sums} FROM figures_cell WHERE {where}{grouped}",  # noqa: S608
            values,
        )
        rows = cursor.fetchall()
    at = len(dimensions) + len(COUNTS)
    return list(rows) if whole else [(*row[:at], *_GAP, *row[at:]) for row in rows]
