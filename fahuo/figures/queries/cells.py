"""Sums of cells: of a period, by day, or by what they are told apart by. Never a row for each parcel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection, transaction

from fahuo.figures.domain.columns import AT, COLUMNS, COUNTS, TRANSIT_DAYS
from fahuo.figures.domain.period import Period
from fahuo.figures.domain.rates import NOTHING

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


def total(asked: Asked) -> Counts:
    """Return the sums of the whole period."""
    return by(asked, ()).get((), NOTHING)


def by_day(asked: Asked) -> dict[date, Counts]:
    """Return the sums of each day that has any."""
    where, values = _where(asked)
    level = "DAY" if _COARSE.issuperset(asked.filters) else "LANE_DAY"
    where += " AND level = %s AND starts_on BETWEEN %s AND %s"
    rows = _read(("starts_on",), where, [*values, level, asked.period.first, asked.period.last])
    return {row[0]: row[1:] for row in rows if any(row[1:])}


def by(asked: Asked, dimensions: Sequence[str], *, whole: bool = True) -> dict[tuple[str, ...], Counts]:
    """Return the sums of the period by these of `FILTERS`; what counted nothing is left out.

    Without `whole` the hours to label and pick-up stay zero: a page has no column for them, and they are many.
    Days alone are read as long as neither services nor countries matter. Else whole months, and days at the edges.
    """
    where, values = _where(asked)
    period = asked.period
    if _COARSE.issuperset({*asked.filters, *dimensions}):
        where += " AND level = 'DAY' AND starts_on BETWEEN %s AND %s"
        values += [period.first, period.last]
    else:
        months, edges = period.months()
        parts = ["(level = 'LANE_DAY' AND starts_on BETWEEN %s AND %s)"] * len(edges)
        values += [day for edge in edges for day in edge]
        if months:
            parts.append("(level = 'LANE_MONTH' AND starts_on BETWEEN %s AND %s)")
            values += months
        where += f" AND ({' OR '.join(parts)})"
    places = len(dimensions)
    rows = _read(dimensions, where, values, _COLUMNS if whole else _SHORT)
    gap = () if whole else _GAP
    at = places + len(COUNTS)
    return {row[:places]: (*row[places:at], *gap, *row[at:]) for row in rows if any(row[places:])}


def known(seller_id: int) -> dict[str, list[str]]:
    """Return which stores, carriers, services (as carrier/code) and countries were ever counted."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT store, carrier, service, country FROM figures_cell "
            "WHERE seller_id = %s AND level = 'LANE_MONTH' AND (orders > 0 OR parcels > 0)",
            [seller_id],
        )
        lanes = cursor.fetchall()
    return {
        "store": sorted({lane[0] for lane in lanes} - {""}),
        "carrier": sorted({lane[1] for lane in lanes} - {""}),
        "service": sorted({f"{lane[1]}/{lane[2]}" for lane in lanes if lane[2]}),
        "country": sorted({lane[3] for lane in lanes} - {""}),
    }


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


# Sums are hashed in memory by one process: sorted on disk, as four megabytes would have it, they take three times as
# long, and helpers take more of the machine than they give. Cells lie in memory: one of another page costs little more.
_IN_MEMORY = (
    "SET LOCAL work_mem = '64MB'; SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL random_page_cost = 1.1"
)


def _read(dimensions: Sequence[str], where: str, values: Sequence[Any], sums: str = _COLUMNS) -> list[tuple[Any, ...]]:
    columns = ", ".join(dimensions)
    grouped = f" GROUP BY {columns}" if dimensions else " HAVING count(*) > 0"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_IN_MEMORY)
        cursor.execute(
            f"SELECT {columns}{', ' if columns else ''}{sums} FROM figures_cell WHERE {where}{grouped}",  # noqa: S608
            values,
        )
        return list(cursor.fetchall())
