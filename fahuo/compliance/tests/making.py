"""Cases for tests: a parcel from Shenzhen with one line of cotton T-shirts, and what is asked of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from fahuo import compliance
from fahuo.compliance.case import Case, Ordered
from fahuo.rulebook.rules import Stage
from fahuo.trade.address import Address
from fahuo.trade.cargo import CargoClass
from fahuo.trade.goods import GoodsLine
from fahuo.trade.measure import Size
from fahuo.trade.money import Money
from fahuo.trade.problem import Problem
from fahuo.trade.service import Service, ServiceLevel

TODAY = date(2026, 11, 22)
SHENZHEN = Address(
    name="Wei Zhang", company="Shenzhen Amy Trading Co Ltd", country="CN", street="88 Keji South Road", city="Shenzhen",
    province="Guangdong", postcode="518057", phone="+8675512345678",
)  # fmt: skip
PLACES = {
    "DE": Address("Erika Muster", "DE", "Jungfernstieg 1", city="Hamburg", postcode="20354", phone="+4915159729686"),
    "US": Address("Ann Lee", "US", "1 Main St", city="Austin", province="TX", postcode="73301", phone="+15125550123"),
    "GB": Address("Ann Lee", "GB", "1 High Street", city="London", postcode="SW1A 1AA", phone="+447911123456"),
    "NO": Address("Kari Lie", "NO", "Storgata 1", city="Oslo", postcode="0155", phone="+4740612345"),
    "BR": Address(
        "Ana Souza", "BR", "Rua A 1", city="São Paulo", province="SP", postcode="01310-100", phone="+5511961234567",
        tax_id="390.533.447-05",
    ),
}  # fmt: skip
RATES = {"EUR": Decimal("1.10"), "GBP": Decimal("1.30"), "NOK": Decimal("0.10"), "CNY": Decimal("0.14"),
         "JPY": Decimal("0.0065"), "XDR": Decimal("1.40"), "MXN": Decimal("0.05")}  # fmt: skip


def shirt(**changes: Any) -> GoodsLine:
    """One cotton T-shirt of 10 USD."""
    return GoodsLine(**{
        "sku": "TSHIRT", "title_en": "Men's knitted cotton T-shirt", "title_zh": "男士针织棉T恤", "quantity": 1,
        "unit_weight_g": 200, "unit_size": Size(300, 200, 20), "unit_value": Money(Decimal("10.00"), "USD"),
        "hs_code": "610910", "origin": "CN", "model": "TS-1", **changes,
    })  # fmt: skip


def phone(**changes: Any) -> GoodsLine:
    """A phone with its battery inside, of which the catalogue says nothing."""
    phone_ = {"sku": "PHONE", "title_en": "Mobile phone 128 GB", "title_zh": "手机", "hs_code": "851713"}
    return shirt(**{**phone_, "cargo_class": CargoClass.BATTERY_BUILTIN, **changes})


def service(*cargo: CargoClass, **changes: Any) -> Service:
    """A service that takes general goods and these classes."""
    takes = frozenset({CargoClass.GENERAL, *cargo})
    return Service(**{
        "carrier": "acme", "code": "X1", "name_en": "X1", "name_zh": "X1", "level": ServiceLevel.STANDARD,
        "cargo": takes, **changes,
    })  # fmt: skip


def case(destination: str = "DE", *lines: GoodsLine, **changes: Any) -> Case:
    """A parcel with these lines, a T-shirt where none is given."""
    goods = lines or (shirt(),)
    value = sum((line.value.amount for line in goods), Decimal(0))
    ordered = tuple(Ordered(place, line.sku, line) for place, line in enumerate(goods))
    recipient = PLACES.get(destination)
    return Case(**{
        "destination": destination, "recipient": recipient, "sender": SHENZHEN, "ordered": ordered,
        "value": Money(value, "USD"), "to_usd": RATES, **changes,
    })  # fmt: skip


def found(
    one: Case, name: str, *, stage: Stage = Stage.DECLARATION, on: date = TODAY
) -> list[tuple[str, str, str, str]]:
    """Return what one rule finds: code, field, detail and severity."""
    return [
        (problem.code, problem.field, problem.detail, problem.severity.value)
        for problem in problems(one, stage=stage, on=on)
        if problem.rule == name
    ]


def problems(one: Case, *, stage: Stage = Stage.DECLARATION, on: date = TODAY) -> tuple[Problem, ...]:
    """Return all that is wrong at a stage."""
    return compliance.problems(one, stage=stage, on=on)
