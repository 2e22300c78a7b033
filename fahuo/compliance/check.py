"""The one function that judges a parcel by the rule book, at every stage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from fahuo.compliance.case import Case
from fahuo.compliance.checks import CHECKS
from fahuo.compliance.rules import due
from fahuo.rulebook.rules import Stage
from fahuo.trade.problem import Problem, Severity


def problems(case: Case, *, stage: Stage, on: date) -> tuple[Problem, ...]:
    """Return everything that the rules in force find wrong, each with the rule's id and its severity at this stage."""
    return tuple(_found(case, stage, on))


def stopping(found: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Return those that stop the parcel."""
    return tuple(problem for problem in found if problem.severity is Severity.BLOCK)


def _found(case: Case, stage: Stage, on: date) -> Iterator[Problem]:
    for item in due(stage, case.destination, on):
        for problem in CHECKS[item.rule.check](case, item.rule.code, item.dated.value, on):
            yield replace(problem, severity=item.severity, rule=item.rule.id)
