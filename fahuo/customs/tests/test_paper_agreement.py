"""Papers that disagree with what was booked are not written; the rules are those of the book."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from fahuo.customs.domain.agreement import disagreements, facts_of
from fahuo.customs.domain.case import PaperCase
from fahuo.customs.domain.kinds import PaperKind
from fahuo.customs.domain.paper import paper_of
from fahuo.customs.tests.test_domain import case
from fahuo.trade.declaration import Declaration
from fahuo.trade.money import Money

ON = date(2026, 11, 22)
RATES = {"XDR": Decimal("1.37")}


@pytest.fixture
def towel() -> PaperCase:
    return case()


def wrong(paper_case: PaperCase, kind: PaperKind) -> list[tuple[str, str]]:
    found = disagreements(paper_of(paper_case, kind), on=ON, to_usd=RATES)
    return [(problem.rule, problem.severity.value) for problem in found]


@pytest.mark.parametrize("kind", list(PaperKind))
def test_a_paper_of_a_booking_agrees(towel: PaperCase, kind: PaperKind) -> None:
    assert [rule for rule, severity in wrong(towel, kind) if severity == "BLOCK"] == []


def test_another_value_than_was_booked(towel: PaperCase) -> None:
    declared = towel.declaration
    other = Money(declared.value.amount + Decimal("0.02"), declared.value.currency)
    changed = replace(towel, declaration=Declaration(declared.lines, other, declared.numbers))
    for kind in (PaperKind.INVOICE, PaperKind.CN23):
        assert ("CI-04", "BLOCK") in wrong(changed, kind)
    assert wrong(changed, PaperKind.PACKING_LIST) == []  # it states no value


def test_less_weight_than_the_goods_have(towel: PaperCase) -> None:
    light = replace(towel, weight_g=sum(line.weight_g for line in towel.declaration.lines) - 1)
    for kind in PaperKind:
        assert ("CI-03", "BLOCK") in wrong(light, kind)


def test_a_cn22_above_its_limits(towel: PaperCase) -> None:
    heavy = replace(towel, weight_g=2001)
    assert ("PF-01", "BLOCK") in wrong(heavy, PaperKind.CN22)
    assert ("PF-01", "BLOCK") not in wrong(heavy, PaperKind.CN23)


def test_facts_of_a_packing_list_hold_no_value(towel: PaperCase) -> None:
    facts = facts_of(paper_of(towel, PaperKind.PACKING_LIST))
    assert (facts.invoice_lines, facts.declared_values, facts.incoterm) == ((), {}, "")
    assert facts.packed_quantity == sum(line.quantity for line in towel.declaration.lines)
