"""A quote: the prices of one parcel with everything they were reckoned from, and the same reckoned again. Pure."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from fahuo.rating.domain import codes, single
from fahuo.rating.domain.case import Case
from fahuo.rating.domain.postcodes import compact
from fahuo.rating.domain.rules import MonthVolume, PriceRules, RateRequest
from fahuo.rating.domain.sheet import RateSheet
from fahuo.trade.charge import Charge, Rate
from fahuo.trade.problem import Problem
from fahuo.trade.service import Service

Json = dict[str, Any]
Key = TypeVar("Key")
Value = TypeVar("Value")
SHOWN_IN = ("USD", "CNY")  # every total is given in these as well
DECLARED_VALUE_MISSING = codes.DECLARED_VALUE_MISSING


@dataclass(frozen=True, slots=True)
class Priced:
    """One service's answer: the sheet it was read from, the month's volume, and the rate or what prevents one."""

    service: Service
    sheet: RateSheet | None
    ddp: bool
    volume: MonthVolume
    result: Rate | Problem


@dataclass(frozen=True, slots=True)
class Replayed:
    """One service reckoned again: what was stored and what comes out now, both as `result_as_json` makes them."""

    service: Service
    stored: Mapping[str, Any]
    again: Mapping[str, Any]

    @property
    def same(self) -> bool:
        """Whether every charge, weight and total is the same, to the last digit; the wording of a sum may differ."""
        return _figures(self.stored) == _figures(self.again)


def what_matters(rules: PriceRules, request: RateRequest, currencies: Iterable[str]) -> PriceRules:
    """Return of the rules what the prices of this parcel on sheets in these currencies can depend on.

    That is duty, tax, the remote areas around its postcode and the one it names, the premiums of its cargo, and the
    exchange rates of the currencies that meet: a tenth of the whole, and the same prices follow from it.
    """
    country, postcode = request.country, compact(request.postcode)
    duty, tax = rules.duties.get(country), rules.import_taxes.get(country)
    limits = (duty.up_to if duty else None, duty.per_subheading if duty else None, tax.at_sale_up_to if tax else None)
    met = {*SHOWN_IN, *currencies, *(line.unit_value.currency for line in request.parcel.lines)}
    met |= {limit.currency for limit in limits if limit}
    chapters = {line.hs_code[:2] for line in request.parcel.lines}
    return replace(
        rules,
        yuan_per_unit={code: rate for code, rate in rules.yuan_per_unit.items() if code in met},
        duties={country: replace(duty, chapters=_only(duty.chapters, chapters))} if duty else {},
        import_taxes={country: tax} if tax else {},
        premiums=_only(rules.premiums, request.parcel.cargo_classes),
        areas=tuple(
            area for area in rules.areas if area.code == request.remote_area or area.postcodes.holds(country, postcode)
        ),
    )


def _only(table: Mapping[Key, Value], keys: Container[Key]) -> dict[Key, Value]:
    return {key: value for key, value in table.items() if key in keys}


def price(
    service: Service,
    sheet: RateSheet | None,
    case: Case,
    volume: MonthVolume,
    *,
    on: date,
    valued: bool = True,
    ddp: bool | None = None,
) -> Priced:
    """Return one service's answer for a case; `ddp` as it was stored, None to ask the sheet.

    Without a declared value (`valued`) nothing that follows from it is reckoned from zero: a service that advances duty
    and tax has no price, and no service has one for an insured parcel.
    """
    if ddp is None:
        ddp = sheet is not None and single.prepays(service, sheet, case.request.country)
    result = single.rate(service, sheet, case, on=on, ddp=ddp, volume=volume)
    if (ddp or case.request.insured) and not valued and not isinstance(result, Problem):
        result = Problem(DECLARED_VALUE_MISSING, "parcel.value")
    return Priced(service, sheet, ddp, volume, result)


def result_as_json(result: Rate | Problem, rules: PriceRules) -> Json:
    """Return a rate with its charges, weights and total in its own currency, dollars and yuan; or the problem."""
    if isinstance(result, Problem):
        return {"problem": result.as_dict()}
    total = result.total.rounded()
    return {
        "zone": result.zone,
        "actual_weight_g": result.actual_weight_g,
        "volumetric_weight_g": result.volumetric_weight_g,
        "chargeable_weight_g": result.chargeable_weight_g,
        "currency": result.currency,
        "charges": [charge_as_json(charge) for charge in result.charges],
        "rebate": charge_as_json(result.rebate) if result.rebate else None,
        "total": str(total.amount),
        "net": str(result.net.rounded().amount),
        "also": {
            currency: str(rules.convert(total, currency).amount)
            for currency in SHOWN_IN
            if currency in rules.yuan_per_unit and total.currency in rules.yuan_per_unit
        },
    }


def charge_as_json(charge: Charge) -> list[str]:
    """Return `[kind, amount, working]`."""
    return [charge.kind.value, str(charge.amount.amount), charge.working]


def _figures(answer: Mapping[str, Any]) -> object:
    problem = answer.get("problem")
    if problem:
        return problem["code"], problem["field"]
    rebate = answer["rebate"]
    return (
        [charge[:2] for charge in answer["charges"]],
        rebate and rebate[:2],
        *(answer[name] for name in ("zone", "chargeable_weight_g", "currency", "total", "net", "also")),
    )
