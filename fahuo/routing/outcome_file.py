"""A table of past parcels and how they ended: CSV or Excel, one line per parcel, English or Chinese headers."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from fahuo.kit.files import cells, tables
from fahuo.kit.files.arrival import Arrival
from fahuo.kit.files.columns import Column, Layout
from fahuo.kit.files.refused import FileRefused
from fahuo.rating.domain import asking
from fahuo.routing.domain.outcomes import MOST_PICKUP_HOURS, Outcome, outcome_problems
from fahuo.trade.problem import Problem
from fahuo.trade.text import tidy_code


class Line(NamedTuple):
    """One line, every cell as text; the names are the columns of `LAYOUT` in sequence."""

    reference: str
    service: str
    country: str
    handed_over_on: str
    delivered_on: str
    promised_on: str
    lost: str
    returned: str
    disputed: str
    tracked: str
    pickup_hours: str


LAYOUT = Layout(
    (
        Column("reference", ("reference", "发货单号", "客户单号")),
        Column("service", ("service", "物流产品")),
        Column("country", ("country", "国家")),
        Column("handed_over_on", ("handed_over_on", "交接日期", "发货日期")),
        Column("delivered_on", ("delivered_on", "妥投日期", "签收日期")),
        Column("promised_on", ("promised_on", "承诺日期"), required=False),
        Column("lost", ("lost", "丢失"), required=False),
        Column("returned", ("returned", "退回"), required=False),
        Column("disputed", ("disputed", "纠纷"), required=False),
        Column("tracked", ("tracked", "轨迹回传"), required=False),
        Column("pickup_hours", ("pickup_hours", "揽收小时"), required=False),
    )
)


@dataclass(frozen=True, slots=True)
class OutcomeFile:
    """What was read: the outcomes that may be recorded, and why the other rows may not."""

    outcomes: tuple[Outcome, ...]
    refused: tuple[FileRefused, ...]


def read(arrival: Arrival, services: Collection[str], *, on: date, limit_mb: int) -> OutcomeFile:
    """Return every row as an outcome or with its first fault; raise `FileRefused` for a file that is no such table."""
    places, rows = tables.read(arrival, LAYOUT, limit_mb=limit_mb)
    headers = Line(*places.headers())
    outcomes: dict[str, Outcome] = {}
    refused: list[FileRefused] = []
    for row, cells_of_row in rows:
        try:
            outcome = _outcome(Line(*cells_of_row), row, headers)
        except FileRefused as fault:
            refused.append(fault)
            continue
        if problem := next(_problems(outcome, services, on, outcomes), None):
            column = getattr(headers, problem.field)
            refused.append(FileRefused(problem.code, row=row, column=column, detail=problem.detail))
        else:
            outcomes[outcome.reference] = outcome
    return OutcomeFile(tuple(outcomes.values()), tuple(refused))


def _problems(outcome: Outcome, services: Collection[str], on: date, before: Collection[str]) -> Iterator[Problem]:
    """Yield what is wrong with a row in itself, then what is wrong with it in this file."""
    yield from outcome_problems(outcome, services, on=on)
    if outcome.reference in before:
        yield Problem("OUTCOME_INVALID", "reference", f"{outcome.reference} twice")


def _outcome(line: Line, row: int, headers: Line) -> Outcome:
    dates = dict(_dates(line, row, headers))
    handed_over_on = dates["handed_over_on"]
    if handed_over_on is None:
        raise FileRefused("FILE_VALUE", row=row, column=headers.handed_over_on, detail="")
    flags = {
        name: cells.yes(getattr(line, name), row=row, column=getattr(headers, name))
        for name in ("lost", "returned", "disputed")
    }
    return Outcome(
        reference=tidy_code(line.reference),
        service_key=tidy_code(line.service),
        country=tidy_code(line.country).upper(),
        handed_over_on=handed_over_on,
        delivered_on=dates["delivered_on"],
        promised_on=dates["promised_on"],
        # An empty cell says that nothing was written down about tracking, not that none came.
        tracked=not line.tracked.strip() or cells.yes(line.tracked, row=row, column=headers.tracked),
        pickup_hours=_hours(line, row, headers),
        **flags,
    )


def _dates(line: Line, row: int, headers: Line) -> Iterator[tuple[str, date | None]]:
    for name in ("handed_over_on", "delivered_on", "promised_on"):
        text = tidy_code(getattr(line, name)).replace("/", "-").removesuffix(" 00:00:00")
        try:
            yield name, asking.day(text) if text else None
        except asking.Unreadable:
            raise FileRefused("FILE_VALUE", row=row, column=getattr(headers, name), detail=text) from None


def _hours(line: Line, row: int, headers: Line) -> float | None:
    if not line.pickup_hours.strip():
        return None
    most = Decimal(str(MOST_PICKUP_HOURS))
    return float(cells.decimal(line.pickup_hours, row=row, column=headers.pickup_hours, low=Decimal(0), high=most))
