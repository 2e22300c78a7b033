"""The one function: which rules it asks, what it stamps on a problem, and what it may keep."""

from __future__ import annotations

import inspect
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from fahuo import compliance
from fahuo.compliance.case import Case, CebNodes, Ordered, ProductFacts
from fahuo.compliance.checks import CHECKS, OF_LINE, OF_PRODUCTS, OF_SERVICE
from fahuo.compliance.rules import due, members, plan, stopping_rules, touching
from fahuo.compliance.tests.making import TODAY, case, phone, shirt
from fahuo.rulebook.rules import Rule, Stage, rules
from fahuo.trade.battery import Battery, Chemistry
from fahuo.trade.cargo import CargoClass
from fahuo.trade.country import ISO_COUNTRIES
from fahuo.trade.problem import Severity

LINES = (
    shirt(hs_code="", origin=""),
    shirt(title_en="gift", hs_code="12", sku="GIFT"),
    phone(papers=frozenset()),
    phone(sku="BIG", battery=Battery(Chemistry.LITHIUM_ION, watt_hours=160)),
    shirt(sku="BANK", title_en="Power bank 手机 20000 mAh for iPhone by Apple", title_zh="充电宝", origin="VN"),
)


@pytest.mark.parametrize("name", sorted(OF_LINE))
def test_what_is_kept_of_a_line_depends_on_nothing_else(name: str) -> None:
    """Each line alone, among others, to anywhere and of any value: the same is found, at its own place."""
    seen = 0
    for rule in (rule for rule in rules() if rule.check == name):
        value, check = next(dated.value for dated in reversed(rule.values) if dated.value is not None), CHECKS[name]
        together = [replace(one, rule="") for one in check(case("BR", *LINES), rule.code, value, TODAY)]
        alone = [
            replace(one, field=one.field.replace("lines[0]", f"lines[{place}]"))
            for place, line in enumerate(LINES)
            for one in check(Case("", ordered=(Ordered(0, line.sku, line),)), rule.code, value, TODAY)
        ]
        assert together == alone
        assert all(one.field.startswith("lines[") for one in together)
        seen += len(together)
    assert seen or name in {"description_unreadable", "description_half_vague", "origin_unknown"}


def test_checks_that_look_at_a_service_say_so() -> None:
    looking = {
        name
        for name, check in CHECKS.items()
        if any(word in inspect.getsource(check) for word in ("case.service", "case.ddp", "case.postal"))
    }
    assert looking == set(OF_SERVICE)


def test_checks_of_product_facts_are_silent_without_them() -> None:
    for name in OF_PRODUCTS:
        rule = next(rule for rule in rules() if rule.check == name)
        value = rule.values[-1].value
        assert list(CHECKS[name](case("DE", *LINES), rule.code, value, TODAY)) == []


@pytest.mark.parametrize("rule", [rule for rule in rules() if rule.check], ids=lambda rule: rule.id)
def test_every_value_is_one_that_its_check_can_read(rule: Rule) -> None:
    facts = {line.sku: ProductFacts(is_recalled=False) for line in LINES}
    place = next((place for place in rule.places if place in ISO_COUNTRIES), "DE")
    full = case(place, *LINES, products=facts, ddp=False, postal=True, ceb=CebNodes())
    for dated in rule.values:
        for one in (Case(place), case(place), full) if dated.value is not None else ():
            for problem in CHECKS[rule.check](one, rule.code, dated.value, dated.valid_from):
                assert problem.code


def test_problems_carry_rule_and_severity_by_the_sequence_of_ids() -> None:
    found = compliance.problems(case("DE", *LINES), stage=Stage.PREFLIGHT, on=TODAY)
    assert {("SD-02", Severity.BLOCK), ("DG-01A", Severity.WARN)} <= {(one.rule, one.severity) for one in found}
    assert all(first.rule <= second.rule for first, second in pairwise(found))
    assert {one.rule for one in compliance.stopping(found)} == {"SD-02", "SD-05"}


def test_the_same_line_at_several_places() -> None:
    line = shirt(hs_code="")
    found = compliance.problems(case("DE", line, shirt(), line), stage=Stage.PREFLIGHT, on=TODAY)
    assert [one.field for one in found if one.rule == "SD-02"] == ["lines[0].hs_code", "lines[2].hs_code"]


def test_a_line_is_known_by_its_content_not_by_its_name() -> None:
    """A corrected product is another object, and what was found of the old one is not told of it."""
    for line, wrong in ((shirt(hs_code=""), 1), (shirt(), 0), (shirt(hs_code=""), 1)):
        found = compliance.problems(case("DE", line), stage=Stage.PREFLIGHT, on=TODAY)
        assert sum(one.rule == "SD-02" for one in found) == wrong


def test_facts_of_products_are_heard_where_lines_are_kept() -> None:
    named = case("DE", shirt(title_en="Nike running shoes of mesh"))
    facts = {"TSHIRT": ProductFacts(is_brand_authorised=True)}
    for one, warned in ((named, True), (replace(named, products=facts), False), (named, True)):
        found = compliance.problems(one, stage=Stage.DECLARATION, on=TODAY)
        assert any(problem.code == "BRAND_NOT_AUTHORISED" for problem in found) == warned


def test_severity_is_that_of_the_stage() -> None:
    vague = case("DE", shirt(title_en="gift"))
    severities = {
        stage: one.severity
        for stage in Stage
        for one in compliance.problems(vague, stage=stage, on=TODAY)
        if one.rule == "DE-01"
    }
    assert severities == {
        Stage.PREFLIGHT: Severity.WARN, Stage.ROUTING: Severity.WARN, Stage.DECLARATION: Severity.BLOCK,
    }  # fmt: skip


def test_a_group_has_its_members_of_the_day() -> None:
    assert "DE" in members("EU", TODAY)
    assert members("EU", date(2019, 1, 1)) == frozenset()
    assert "GB" not in members("EU", TODAY)
    assert {rule.id for rule, _ in touching("DE", TODAY)} > {"EU-06"}
    assert "EU-06" not in {rule.id for rule, _ in touching("US", TODAY)}


@pytest.mark.parametrize(("place", "rule"), [("DE", "DE-01"), ("NO", "DE-01"), ("US", "DE-01A"), ("XX", "DE-01A")])
def test_a_rule_leaves_places_to_another(place: str, rule: str) -> None:
    both = {"DE-01", "DE-01A"}
    assert {one.rule.id for one in due(Stage.PREFLIGHT, place, TODAY)} & both == {rule}


def test_rules_are_chosen_once() -> None:
    assert plan(Stage.PREFLIGHT, "DE", TODAY) is plan(Stage.PREFLIGHT, "DE", TODAY)
    assert plan(Stage.PREFLIGHT, "DE", TODAY).lines is plan(Stage.PREFLIGHT, "FR", TODAY).lines


def test_rules_that_may_stop_are_those_of_the_one_function() -> None:
    for place, found in stopping_rules(Stage.ROUTING, TODAY).items():
        blocking = [one for one in due(Stage.ROUTING, place, TODAY) if one.severity is Severity.BLOCK]
        assert [one.rule.id for one in found] == [one.rule.id for one in blocking]


def test_the_same_order_on_different_days() -> None:
    """One parcel and one function; only the day differs. The laws themselves are tested rule by rule."""
    packed = phone(
        cargo_class=CargoClass.BATTERY_PACKED,
        battery=Battery(Chemistry.LITHIUM_ION, watt_hours=15, batteries=1, cells=1, charge_percent=60),
    )
    ceb = CebNodes(inventory={"orderNo": "1", "lines": []})

    def found(to: str, on: date, stage: Stage) -> set[str]:
        one = case(to, packed, ceb=ceb, exported_on=on)
        return {problem.rule for problem in compliance.problems(one, stage=stage, on=on)}

    for to, rule, stage, before, after in (
        ("US", "US-02", Stage.ROUTING, date(2025, 5, 1), date(2025, 5, 2)),
        ("DE", "EU-06", Stage.ROUTING, date(2026, 6, 30), date(2026, 7, 1)),
        ("DE", "DG-02B", Stage.DECLARATION, date(2025, 12, 31), date(2026, 1, 1)),
    ):
        assert rule not in found(to, before, stage)
        assert rule in found(to, after, stage)
    assert "CE-20" in found("DE", date(2024, 12, 14), Stage.DECLARATION)
    assert "CE-20" not in found("DE", date(2024, 12, 15), Stage.DECLARATION)
