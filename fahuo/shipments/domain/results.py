"""What a call to a carrier came to, and how the timeline tells of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from fahuo.trade.label import LabelFile
from fahuo.trade.problem import Problem
from fahuo.trade.waybill import Waybill


@dataclass(frozen=True, slots=True)
class Booked:
    """The carrier holds the booking."""

    waybill: Waybill


@dataclass(frozen=True, slots=True)
class Failed:
    """Nothing is booked and repeating would not help; the order goes back to the clerk."""

    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Pending:
    """Nobody knows yet, or it is too early: ask again after `wait`. The row keeps its status.

    Not `counted` is what was never sent: it does not bring the row nearer to a person.
    """

    wait: timedelta
    problem: Problem
    counted: bool = True


@dataclass(frozen=True, slots=True)
class Review:
    """Neither asking nor repeating is safe: a person decides."""

    problem: Problem


@dataclass(frozen=True, slots=True)
class Labelled:
    """The carrier's label, not checked yet."""

    file: LabelFile


BookingResult = Booked | Failed | Pending | Review
LabelResult = Labelled | Pending | Review | Failed


def event_kind(status: str, result: object) -> str:
    """Name the line of the timeline: the status reached, or WAITING / REVIEW."""
    match result:
        case Pending():
            return "WAITING"
        case Review():
            return "REVIEW"
        case _:
            return status


def event_detail(result: object) -> dict[str, str]:
    """Return what the timeline says beside the kind; never an address, so not a carrier's own words either."""
    match result:
        case Booked(waybill):
            return {"waybill": waybill.number, "tracking": waybill.tracking_number}
        case Failed(problems):
            return {"code": problems[0].code, "field": problems[0].field}
        case Pending(_, problem, _) | Review(problem):
            return {"code": problem.code, "field": problem.field}
        case _:
            return {}
