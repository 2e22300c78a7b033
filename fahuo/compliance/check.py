"""The one function that judges a parcel by the rule book, at every stage."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from fahuo.compliance.case import Case
from fahuo.compliance.rules import Due, due
from fahuo.rulebook.rules import Stage
from fahuo.trade.problem import Problem, Severity


def problems(case: Case, *, stage: Stage, on: date) -> tuple[Problem, ...]:
    """Return everything that the rules in force find wrong, each with the rule's id and its severity at this stage."""
    return judged(case, due(stage, case.destination, on), on=on)


def judged(case: Case, rules: Iterable[Due], *, on: date) -> tuple[Problem, ...]:
    """Return what these rules find wrong, by the sequence of the rules."""
    return tuple(
        replace(problem, severity=one.severity, rule=one.rule.id)
        for one in rules
        for problem in one.check(case, one.rule.code, one.value, on)
    )


def stopping(found: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return those that stop the parcel."""
    return tuple(problem for problem in found if problem.severity is Severity.BLOCK)
