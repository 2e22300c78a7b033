"""Reads of shipments: work for the worker, rows for the pages."""

from fahuo.shipments.queries.pages import printable_ids, timeline
from fahuo.shipments.queries.runs import (
    CarrierCost,
    RunProgress,
    RunRow,
    cost_by_carrier,
    run_progress,
    run_rows,
)
from fahuo.shipments.queries.underway import Work, as_work, claim_due, next_due, work

__all__ = [
    "CarrierCost",
    "RunProgress",
    "RunRow",
    "Work",
    "as_work",
    "claim_due",
    "cost_by_carrier",
    "next_due",
    "printable_ids",
    "run_progress",
    "run_rows",
    "timeline",
    "work",
]
