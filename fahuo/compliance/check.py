"""The one function that judges a parcel by the rule book, at every stage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from operator import attrgetter

from fahuo.compliance.case import Case, Ordered
from fahuo.compliance.kept import Kept
from fahuo.compliance.rules import Due, Plan, plan
from fahuo.rulebook.rules import Stage
from fahuo.trade.goods import GoodsLine
from fahuo.trade.problem import Problem, Severity

_FIRST = "lines[0]"
_of_lines: Kept[tuple[Problem, ...]] = Kept(20_000)


def problems(case: Case, *, stage: Stage, on: date) -> tuple[Problem, ...]:
    """Return everything that the rules in force find wrong, each with the rule's id and its severity at this stage.

    They stand in the sequence of the rules' ids. Rules that judge one goods line by itself are asked once for the same
    line in many parcels.
    """
    return found_by(plan(stage, case.destination, on), case, on=on)


def found_by(due: Plan, case: Case, *, on: date) -> tuple[Problem, ...]:
    """Return what the rules of a plan find wrong, by the ids of the rules."""
    if case.products:  # facts beside the goods lines: nothing is known of a line by itself
        found = [*judged(case, due.whole, on=on), *judged(case, due.lines, on=on)]
    else:
        found = [*judged(case, due.whole, on=on), *_of_each(case, due.lines, on)]
    return tuple(sorted(found, key=attrgetter("rule"))) if found else ()


def judged(case: Case, rules: Iterable[Due], *, on: date) -> tuple[Problem, ...]:
    """Return what these rules find wrong, by the sequence of the rules."""
    return tuple(
        [
            replace(problem, severity=one.severity, rule=one.rule.id)
            for one in rules
            for problem in one.check(case, one.rule.code, one.value, on)
        ]
    )


def stopping(found: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return those that stop the parcel."""
    return tuple([problem for problem in found if problem.severity is Severity.BLOCK])


def of_line(
    goods: GoodsLine, rules: tuple[Due, ...], *, on: date, sku: str = "", position: int = 0
) -> tuple[Problem, ...]:
    """Return what rules that judge one goods line by itself find wrong with it; kept for the same line and rules."""
    name = sku or goods.sku
    kept = _of_lines.get((goods, rules), (name, on), lambda: judged(_alone(goods, name), rules, on=on))
    if not kept or not position:
        return kept
    return tuple(replace(one, field=one.field.replace(_FIRST, f"lines[{position}]", 1)) for one in kept)


def _of_each(case: Case, rules: tuple[Due, ...], on: date) -> Iterator[Problem]:
    for line in case.ordered:
        if line.goods is not None:
            yield from of_line(line.goods, rules, on=on, sku=line.sku, position=line.position)


def _alone(goods: GoodsLine, sku: str) -> Case:
    return Case("", ordered=(Ordered(0, sku, goods),))
