"""The price board: what one parcel costs with every service today, and what it cost on each day of the last year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from fahuo import rulebook
from fahuo.compliance.checks.address import postcode_problem
from fahuo.rating import queries
from fahuo.rating.domain import codes
from fahuo.rating.domain.case import Case, case
from fahuo.rating.domain.course import MONTH, YEAR, Course, change_days, shortened
from fahuo.rating.domain.quote import Priced, price
from fahuo.rating.domain.rules import MonthVolume, RateRequest
from fahuo.rating.domain.sheet import RateSheet
from fahuo.rating.queries.sheets import sheets_by_day, sheets_of, versions
from fahuo.trade.charge import Rate
from fahuo.trade.problem import Problem
from fahuo.trade.service import Service

# Rules that a price depends on; on their days all prices are reckoned again.
PRICE_RULES = (
    "money.exchange_rates", "customs.duty", "customs.import_tax", "pricing.cargo_premium", "destinations.remote_areas",
)  # fmt: skip
CARGO_NOT_ACCEPTED = "CARGO_NOT_ACCEPTED"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Services that have no line on the board for one reason, which is a code of the error book."""

    code: str
    services: Sequence[Service]


@dataclass(frozen=True, slots=True)
class Board:
    """Courses by price on the last day, then those without a price there; `days` is how often they were reckoned.

    `left_out` are the services that do not carry such goods, and those without a price on any day.
    """

    first: date
    last: date
    currency: str
    courses: Sequence[Course]
    problem: Problem | None = None
    days: int = 0
    left_out: Sequence[LeftOut] = ()


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
    services = queries.services(seller_id)
    for day, sheets in sheets_by_day(days, seller_id=seller_id).items():
        reckoned = case(request, queries.price_rules(on=day))
        if problem := reckoned.problem or postcode_problem(request.country, request.postcode):
            return Board(first, on, currency, (), problem)
        answers = _answers(services, reckoned, day, sheets, valued=valued)
        for key, answer in answers.items():
            found[key].append((day, _amount(answer, reckoned, currency)))
    courses = [_course(answers[key], points) for key, points in found.items()]
    shown = [course for course in courses if not _left_out_by(course, request)]
    shown.sort(key=lambda course: (course.points[-1][1] is None, course.points[-1][1] or 0, course.service.key))
    return Board(
        first,
        on,
        currency,
        shown,
        _day_problem(answers, reckoned, currency, on),
        len(days),
        _left_out(courses, request),
    )


def _day_problem(answers: Mapping[str, Priced], reckoned: Case, currency: str, on: date) -> Problem | None:
    """Return why the last day has no prices at all, before anything is said about one service."""
    if all(answer.sheet is None for answer in answers.values()):
        return Problem(codes.NO_RATE_SHEET, "on", on.isoformat())
    unknown = currency not in reckoned.rules.yuan_per_unit
    return Problem(codes.NO_EXCHANGE_RATE, "currency", currency) if unknown else None


def _left_out(courses: Sequence[Course], request: RateRequest) -> tuple[LeftOut, ...]:
    """Return the services without a line by reason, the reason of most of them first."""
    by_code: defaultdict[str, list[Service]] = defaultdict(list)
    for course in courses:
        if code := _left_out_by(course, request):
            by_code[code].append(course.service)
    return tuple(LeftOut(code, by_code[code]) for code in sorted(by_code, key=lambda code: (-len(by_code[code]), code)))


def _left_out_by(course: Course, request: RateRequest) -> str:
    """Return the code of what keeps a service off the board, empty when it had a price on some day."""
    if not request.parcel.cargo_classes <= course.service.cargo:
        return CARGO_NOT_ACCEPTED
    if any(amount is not None for _, amount in course.points):
        return ""
    return course.problem.code if course.problem else codes.NO_EXCHANGE_RATE


def board_json(found: Board) -> dict[str, Any]:
    """Return the board for scripts: prices as text, and each change of the year."""
    return {
        "first": found.first.isoformat(),
        "last": found.last.isoformat(),
        "currency": found.currency,
        "left_out": [{"code": one.code, "services": [each.key for each in one.services]} for one in found.left_out],
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
        yield from sheets_of(version for version in versions(seller_id) if version.replaced_at is None)


def _answers(
    services: Sequence[Service], reckoned: Case, day: date, sheets: Mapping[str, RateSheet], *, valued: bool
) -> dict[str, Priced]:
    return {
        service.key: price(service, sheets.get(service.key), reckoned, MonthVolume(), on=day, valued=valued)
        for service in services
    }


def _amount(answer: Priced, reckoned: Case, currency: str) -> Decimal | None:
    if not isinstance(answer.result, Rate) or currency not in reckoned.rules.yuan_per_unit:
        return None
    return reckoned.rules.convert(answer.result.total, currency).amount


def _course(answer: Priced, points: Sequence[tuple[date, Decimal | None]]) -> Course:
    problem = answer.result if isinstance(answer.result, Problem) else None
    sample = answer.sheet is not None and answer.sheet.sample
    return Course(answer.service, shortened(points), problem, sample=sample, ddp=answer.ddp)
