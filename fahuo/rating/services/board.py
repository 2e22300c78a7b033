"""The price board: what one parcel costs with every service today, and what it cost on each day of the last year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from fahuo import rulebook
from fahuo.rating import queries
from fahuo.rating.domain import codes
from fahuo.rating.domain.case import Case, case
from fahuo.rating.domain.course import MONTH, YEAR, Course, change_days, shortened
from fahuo.rating.domain.quote import Priced, price
from fahuo.rating.domain.rules import MonthVolume, RateRequest
from fahuo.rating.domain.sheet import RateSheet
from fahuo.rating.queries.sheets import sheet_of, versions
from fahuo.trade.charge import Rate
from fahuo.trade.problem import Problem

# Rules that a price depends on; on their days all prices are reckoned again.
PRICE_RULES = (
    "money.exchange_rates", "customs.duty", "customs.import_tax", "pricing.cargo_premium", "destinations.remote_areas",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Board:
    """Courses by price on the last day, then those without a price there; `days` is how often they were reckoned.

    `left_out` counts services that had prices and do not carry such goods.
    """

    first: date
    last: date
    currency: str
    courses: Sequence[Course]
    problem: Problem | None = None
    days: int = 0
    left_out: int = 0


def board(
    request: RateRequest, *, seller_id: int | None, on: date, currency: str = "CNY", valued: bool = True
) -> Board:
    """Return the year up to a day, each price converted at the exchange rate of its own day.

    Reckons only on days on which something changed. `problem` is there when the parcel itself cannot be priced.
    """
    first = on - YEAR
    rule_days = (dated.valid_from for name in PRICE_RULES for dated in rulebook.entry(name).values)
    days = change_days(_sheets(seller_id), rule_days, first=first, last=on)
    found: dict[str, list[tuple[date, Decimal | None]]] = defaultdict(list)
    answers: Mapping[str, Priced] = {}
    for day in days:
        reckoned = case(request, queries.price_rules(on=day))
        if reckoned.problem:
            return Board(first, on, currency, (), reckoned.problem)
        answers = _answers(reckoned, day, seller_id, valued=valued)
        for key, answer in answers.items():
            found[key].append((day, _amount(answer, reckoned, currency)))
    unknown = currency not in reckoned.rules.yuan_per_unit
    problem = Problem(codes.NO_EXCHANGE_RATE, "currency", currency) if unknown else None
    courses = [_course(answers[key], points) for key, points in found.items()]
    courses = [course for course in courses if any(amount is not None for _, amount in course.points)]
    carried = [course for course in courses if request.parcel.cargo_classes <= course.service.cargo]
    left_out, courses = len(courses) - len(carried), carried
    courses.sort(key=lambda course: (course.points[-1][1] is None, course.points[-1][1] or 0, course.service.key))
    return Board(first, on, currency, courses, problem, len(days), left_out)


def board_json(found: Board) -> dict[str, Any]:
    """Return the board for scripts: prices as text, and each change of the year."""
    return {
        "first": found.first.isoformat(),
        "last": found.last.isoformat(),
        "currency": found.currency,
        "left_out": found.left_out,
        "services": [_course_json(course, found) for course in found.courses],
    }


def _course_json(course: Course, found: Board) -> dict[str, Any]:
    month_ago = found.last - MONTH
    return {
        "service": course.service.key,
        "name_en": course.service.name_en,
        "name_zh": course.service.name_zh,
        "sample": course.sample,
        "ddp": course.ddp,
        "today": _text(course.on(found.last)),
        "days_30_ago": _text(course.on(month_ago)),
        "days_365_ago": _text(course.on(found.first)),
        "percent_30": _text(course.change(month_ago, found.last)),
        "percent_365": _text(course.change(found.first, found.last)),
        "problem": course.problem.as_dict() if course.problem else None,
        "changes": [[since.isoformat(), _text(amount)] for since, amount in course.points],
    }


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount)


def _sheets(seller_id: int | None) -> Iterator[RateSheet]:
    """Yield every sheet that may be in force on some day: the shipped samples, and the seller's own versions."""
    yield from queries.sheets()
    if seller_id is not None:
        held = (version for version in versions(seller_id) if version.replaced_at is None)
        yield from map(sheet_of, held)


def _answers(reckoned: Case, day: date, seller_id: int | None, *, valued: bool) -> dict[str, Priced]:
    sheets = queries.sheets_in_force(on=day, seller_id=seller_id)
    return {
        service.key: price(service, sheets.get(service.key), reckoned, MonthVolume(), on=day, valued=valued)
        for service in queries.services()
    }


def _amount(answer: Priced, reckoned: Case, currency: str) -> Decimal | None:
    if not isinstance(answer.result, Rate) or currency not in reckoned.rules.yuan_per_unit:
        return None
    return reckoned.rules.convert(answer.result.total, currency).amount


def _course(answer: Priced, points: Sequence[tuple[date, Decimal | None]]) -> Course:
    problem = answer.result if isinstance(answer.result, Problem) else None
    sample = answer.sheet is not None and answer.sheet.sample
    return Course(answer.service, shortened(points), problem, sample=sample, ddp=answer.ddp)
