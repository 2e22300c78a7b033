"""Pre-flight: every rule on one order, all that is wrong at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fahuo import compliance
from fahuo.compliance.case import Case
from fahuo.compliance.phone import judge
from fahuo.orders.domain import codes, goods, remote_area
from fahuo.orders.domain.goods import Wanted
from fahuo.rulebook.rules import Stage
from fahuo.trade.address import Address
from fahuo.trade.goods import GoodsLine
from fahuo.trade.money import Money
from fahuo.trade.parcel import pack
from fahuo.trade.problem import Problem, Severity

READY = "READY"
BLOCKED = "BLOCKED"
SKIP = "SKIP"

DIVISOR = 8000  # cm³ per kg, for the report and the lists; each service brings its own for pricing


@dataclass(frozen=True, slots=True)
class Rules:
    """The day whose rules count, and what pre-flight reads of it once; made at the edge.

    `to_usd`: what one unit of a currency is in US dollars.
    """

    on: date
    to_usd: Mapping[str, Decimal]
    remote_areas: tuple[remote_area.RemoteArea, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What pre-flight says. `problems` stop the order, `notices` do not: warnings, and what one should know.

    Weights and value are None for `SKIP` and while a SKU is unknown.
    """

    outcome: str
    problems: tuple[Problem, ...]
    remote_area: str
    phone: str
    notices: tuple[Problem, ...] = ()
    actual_weight_g: int | None = None
    volumetric_weight_g: int | None = None
    value_usd: Decimal | None = None

    @property
    def codes(self) -> list[str]:
        """The codes of what stops the order, each once, in alphabetical order."""
        return sorted({problem.code for problem in self.problems})


def check(
    address: Address, wanted: Sequence[Wanted], catalogue: Mapping[str, GoodsLine], rules: Rules, *, status: str = ""
) -> Verdict:
    """Judge one order. `wanted` are its lines to ship: none means that it is not the seller's turn (`SKIP`)."""
    area = remote_area.find(address.country, address.province, address.postcode, rules.remote_areas)
    number, _ = judge(address.phone)
    if not wanted:
        return Verdict(SKIP, (Problem(codes.NOT_SHIPPABLE_STATUS, "status", status),), area, number)
    lines = goods.ordered(wanted, catalogue)
    case = case_of(address, lines, rules)
    problems, notices = _apart([*compliance.problems(case, stage=Stage.PREFLIGHT, on=rules.on), *goods.unknown(lines)])
    outcome, known = BLOCKED if problems else READY, case.lines
    if len(known) < len(wanted):
        return Verdict(outcome, problems, area, number, notices)
    parcel, value = pack(known), case.value.amount if case.value else None
    volumetric_g = parcel.size.volumetric_weight_g(DIVISOR)
    return Verdict(outcome, problems, area, number, notices, parcel.weight_g, volumetric_g, value)


def duplicate(first: Verdict) -> Verdict:
    """Return the verdict of a second entry with an order number that the file already had."""
    return Verdict(SKIP, (Problem(codes.DUPLICATE_ORDER, "number"),), first.remote_area, first.phone)


def case_of(address: Address, lines: tuple[compliance.Ordered, ...], rules: Rules) -> Case:
    """Return what is known of an order as it comes in; the catalogue declares every value in US dollars."""
    known = [line.goods for line in lines if line.goods]
    value = sum((line.unit_value.amount * line.quantity for line in known), Decimal(0))
    return Case(
        destination=address.country, recipient=address, ordered=lines, value=Money(value, "USD"), to_usd=rules.to_usd
    )


def _apart(found: Sequence[Problem]) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    """Return what stops the order, and the rest."""
    notices = tuple(problem for problem in found if problem.severity is not Severity.BLOCK)
    return (tuple(found), ()) if not notices else (compliance.stopping(found), notices)
