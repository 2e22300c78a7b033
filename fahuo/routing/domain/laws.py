"""The rules of the book that may exclude a service, in the form in which a batch asks for them.

Rules whose check has a vector form become columns, once for a batch: flags of destinations against flags of services,
or one flag of each parcel. All others go the one slow path: each parcel through `compliance`. A test holds the vector
forms against the one function.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from fahuo import compliance
from fahuo.compliance.check import found_by, of_line
from fahuo.compliance.checks import OF_PRODUCTS, OF_SERVICE
from fahuo.compliance.rules import Due, Plan, plan_of, stopping_rules
from fahuo.rulebook.rules import Stage
from fahuo.trade.address import Address
from fahuo.trade.money import Money
from fahuo.trade.parcel import Parcel
from fahuo.trade.problem import Problem

DDP, EORI, CLEARANCE, CLASSES = "ddp_missing", "eori_missing", "clearance_missing", "class_not_accepted"
TAX_ID, PAPERS, VALUE = "recipient_number", "battery_papers", "value_over"
VECTORS = frozenset({DDP, EORI, CLEARANCE, CLASSES, TAX_ID, PAPERS, VALUE})


@dataclass(frozen=True, slots=True)
class Laws:
    """`vector`: check → destination → the rules due there; `slow`: destination → the rules without a vector form.

    A rule that asks of a service what no carrier says of it (`by: post`) is in neither; it is asked where one knows.
    Of a recipient's number only its absence excludes: prices are asked for without an address, and a wrong number has
    been stopped by pre-flight.
    `to_usd`: what one unit of a currency is in US dollars.
    """

    on: date
    vector: Mapping[str, Mapping[str, tuple[Due, ...]]]
    slow: Mapping[str, Plan]
    to_usd: Mapping[str, Decimal] = field(default_factory=dict)

    def of(self, check: str) -> Mapping[str, tuple[Due, ...]]:
        """Return destination → the rules of a check that stop parcels there."""
        return self.vector.get(check, {})

    def rule(self, check: str, destination: str) -> str:
        """Return the id of the rule behind an exclusion; empty when the book has none."""
        found = self.of(check).get(destination)
        return found[0].rule.id if found else ""

    def stops(self, to: Address, parcel: Parcel) -> Problem | None:
        """Return the first problem of one parcel by the rules without a vector form, None when there is none."""
        due = self.slow.get(to.country)
        if due is None:
            return None
        if due.whole:
            found = found_by(due, case_of(to, parcel, self.to_usd), on=self.on)
            return found[0] if found else None
        for place, line in enumerate(parcel.lines):  # each line is known by itself: no more of the case is looked at
            if found := of_line(line, due.lines, on=self.on, position=place):
                return found[0]
        return None

    def limits(self) -> dict[str, Money]:
        """Return destination → the highest declared value."""
        return {
            place: min((_limit(one.value) for one in due), key=lambda limit: limit.amount)
            for place, due in self.of(VALUE).items()
        }


def laws(on: date, to_usd: Mapping[str, Decimal]) -> Laws:
    """Return the rules that may exclude on a day."""
    vector: dict[str, dict[str, tuple[Due, ...]]] = {}
    slow: dict[str, Plan] = {}
    for place, found in stopping_rules(Stage.ROUTING, on).items():
        asked = [one for one in found if not (isinstance(one.value, Mapping) and one.value.get("by"))]
        for check in {one.rule.check for one in asked} & VECTORS:
            vector.setdefault(check, {})[place] = tuple(one for one in asked if one.rule.check == check)
        rest = [one for one in asked if one.rule.check not in VECTORS | OF_SERVICE | OF_PRODUCTS]
        if rest:
            slow[place] = plan_of(rest, Stage.ROUTING)
    return Laws(on, vector, slow, to_usd)


def case_of(to: Address, parcel: Parcel, to_usd: Mapping[str, Decimal]) -> compliance.Case:
    """Return what is known of a parcel before a service is; values in several currencies are no value."""
    lines = tuple(compliance.Ordered(place, line.sku, line) for place, line in enumerate(parcel.lines))
    value = parcel.value if len({line.unit_value.currency for line in parcel.lines}) == 1 else None
    return compliance.Case(to.country, recipient=to, ordered=lines, value=value, to_usd=to_usd)


def papers_missing(parcel: Parcel, due: Iterable[Due]) -> bool:
    """Tell whether a line lacks a paper that its cargo class needs."""
    return any(
        line.cargo_class in one.value and not line.papers.issuperset(one.value[line.cargo_class])
        for one in due
        for line in parcel.lines
    )


def _limit(value: Mapping[str, Any]) -> Money:
    return Money(value["up_to"], value["currency"])
