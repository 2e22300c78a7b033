"""What came of sending a batch to a printer."""

from __future__ import annotations

from dataclasses import dataclass

from fahuo.trade.problem import Problem


@dataclass(frozen=True, slots=True)
class Delivered:
    """Everything was handed over. `trouble` is what the printer said afterwards, such as that its paper ran out."""

    sent: int
    job_number: str = ""
    trouble: Problem | None = None


@dataclass(frozen=True, slots=True)
class NotSent:
    """Surely no more than the first `sent` documents were handed over; the rest may be sent again."""

    problem: Problem
    sent: int = 0


@dataclass(frozen=True, slots=True)
class Doubtful:
    """The connection broke: `sent` documents were surely handed over, at most `at_most`; a person looks."""

    problem: Problem
    sent: int
    at_most: int
    job_number: str = ""


@dataclass(frozen=True, slots=True)
class Working:
    """The printer took the job and is still at it: ask again later by its number, and let the worker go on."""

    job_number: str


Delivery = Delivered | NotSent | Doubtful | Working
