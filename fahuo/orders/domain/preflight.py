"""Pre-flight: every check on one order, all problems at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from fahuo.orders.domain import address as address_check
from fahuo.orders.domain import codes, goods, phone, remote_area, tax_id
from fahuo.orders.domain.goods import Wanted
from fahuo.trade.address import Address
from fahuo.trade.cargo import CargoClass, Paper
from fahuo.trade.goods import GoodsLine
from fahuo.trade.parcel import pack
from fahuo.trade.problem import Problem

READY = "READY"
BLOCKED = "BLOCKED"
SKIP = "SKIP"

DIVISOR = 8000  # cm³ per kg, for the report and the lists; each service brings its own for pricing


@dataclass(frozen=True, slots=True)
class Rules:
    """The dated values that pre-flight needs, read from the rule book at the edge."""

    origin_above_usd: Decimal
    papers: Mapping[CargoClass, frozenset[Paper]]
    tax_ids: Mapping[str, tuple[str, ...]]
    remote_areas: tuple[remote_area.RemoteArea, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What pre-flight says. Weights and value are None for `SKIP` and while a SKU is unknown."""

    outcome: str
    problems: tuple[Problem, ...]
    remote_area: str
    phone: str
    actual_weight_g: int | None = None
    volumetric_weight_g: int | None = None
    value_usd: Decimal | None = None

    @property
    def codes(self) -> list[str]:
        """The problem codes, each once, in alphabetical order."""
        return sorted({problem.code for problem in self.problems})


def check(
    address: Address, wanted: Sequence[Wanted], catalogue: Mapping[str, GoodsLine], rules: Rules, *, status: str = ""
) -> Verdict:
    """Judge one order. `wanted` are its lines to ship: none means that it is not the seller's turn (`SKIP`)."""
    area = remote_area.find(address.country, address.province, address.postcode, rules.remote_areas)
    number, phone_problem = phone.judge(address.phone)
    if not wanted:
        return Verdict(SKIP, (Problem(codes.NOT_SHIPPABLE_STATUS, "status", status),), area, number)
    lines = goods.goods_lines(wanted, catalogue)
    value_usd = sum((line.unit_value.amount * line.quantity for line in lines), Decimal(0))
    found = tuple(_found(address, phone_problem, wanted, catalogue, rules, value_usd=value_usd))
    verdict = Verdict(BLOCKED if found else READY, found, area, number)
    if len(lines) < len(wanted):
        return verdict
    parcel = pack(lines)
    return replace(
        verdict,
        actual_weight_g=parcel.weight_g,
        volumetric_weight_g=parcel.size.volumetric_weight_g(DIVISOR),
        value_usd=value_usd,
    )


def duplicate(first: Verdict) -> Verdict:
    """Return the verdict of a second entry with an order number that the file already had."""
    return Verdict(SKIP, (Problem(codes.DUPLICATE_ORDER, "number"),), first.remote_area, first.phone)


def _found(
    address: Address,
    phone_problem: Problem | None,
    wanted: Sequence[Wanted],
    catalogue: Mapping[str, GoodsLine],
    rules: Rules,
    *,
    value_usd: Decimal,
) -> Iterator[Problem]:
    yield from address_check.problems(address)
    if phone_problem:
        yield phone_problem
    missing_id = tax_id.problem(address.country, address.tax_id, rules.tax_ids)
    if missing_id:
        yield missing_id
    yield from goods.problems(
        wanted, catalogue, value_usd=value_usd, origin_above_usd=rules.origin_above_usd, papers=rules.papers
    )
