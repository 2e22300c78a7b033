"""Papers that must agree, and the firm that declares."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from fahuo.compliance.case import CebNodes, PaperFacts, SellerFacts
from fahuo.compliance.checks.seller import comparable
from fahuo.compliance.nomenclature import subheadings
from fahuo.compliance.tests.making import PLACES, case, found, problems, shirt
from fahuo.rulebook.rules import Stage
from fahuo.trade.money import Money

USD = "USD"


def money(amount: str, currency: str = USD) -> Money:
    return Money(Decimal(amount), currency)


LINES = ((Decimal(2), Decimal("10.00"), Decimal("20.00")), (Decimal(3), Decimal("1.50"), Decimal("4.50")))
PAPERS = PaperFacts(
    invoice_lines=LINES, invoice_total=money("27.50"), freight=money("4.00"), discount=money("1.00"), net_weight_g=500,
    gross_weight_g=620, label_weight_g=600, packed_quantity=5, incoterm="DDP", consignee=PLACES["DE"],
    declared_values={"booking": money("27.50"), "ceb": money("25.00", "EUR")},
)  # fmt: skip
CI = ("CI-01", "CI-02", "CI-03", "CI-03A", "CI-04", "CI-06", "CI-07")


def broken(papers: PaperFacts, **changes: Any) -> dict[str, list[str]]:
    parcel = case("DE", papers=papers, **{"ddp": True, **changes})
    return {name: [field for _, field, _, _ in told] for name in CI if (told := found(parcel, name))}


def test_papers_that_agree() -> None:
    assert broken(PAPERS) == {}  # 20.00 + 4.50 + 4.00 − 1.00 = 27.50 USD = 25.00 EUR × 1.10


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"invoice_lines": ((Decimal(2), Decimal("10.00"), Decimal("20.02")), LINES[1])},
         {"CI-01": ["lines[0].value", "papers.invoice_total"]}),
        ({"invoice_total": money("27.52"), "declared_values": {}}, {"CI-01": ["papers.invoice_total"]}),
        ({"invoice_total": money("27.51"), "declared_values": {}}, {}),  # one cent is tolerated
        ({"invoice_lines": (LINES[0], (Decimal(3), Decimal(0), Decimal(0))), "invoice_total": money("23.00"),
          "declared_values": {}}, {"CI-02": ["lines[1].unit_value"]}),
        ({"freight": money("4.00", "EUR")}, {"CI-02": ["papers.currency"]}),
        ({"packed_quantity": 4}, {"CI-03": ["papers.quantity"]}),
        ({"net_weight_g": 621}, {"CI-03": ["papers.weight"]}),
        ({"label_weight_g": 671}, {"CI-03A": ["papers.weight"]}),  # 51 g, 5 % are 34 g
        ({"label_weight_g": 670}, {}),
        ({"declared_values": {"booking": money("27.52")}}, {"CI-04": ["papers.booking"]}),
        ({"declared_values": {"ceb": money("2000", "INR")}}, {}),  # no rate: not judged
        ({"consignee": replace(PLACES["DE"], postcode="20355")}, {"CI-06": ["papers.consignee.postcode"]}),
        ({"incoterm": "DAP"}, {"CI-07": ["papers.incoterm"]}),
    ],
)  # fmt: skip
def test_papers_that_do_not(changes: dict[str, Any], expected: dict[str, list[str]]) -> None:
    assert broken(replace(PAPERS, **changes)) == expected


def test_a_value_far_below_the_price_paid() -> None:
    assert found(case("DE", paid={"TSHIRT": money("100.01")}), "CI-05")[0][0] == "VALUE_LOOKS_TOO_LOW"
    assert found(case("DE", paid={"TSHIRT": money("100.00")}), "CI-05") == []
    assert found(case("DE", paid={"TSHIRT": money("91.00", "EUR")}), "CI-05")[0][1] == "lines[0].unit_value"
    assert found(case("DE", paid={"TSHIRT": money("9000", "INR")}), "CI-05") == []


@pytest.mark.parametrize(
    ("total", "grams", "form", "wrong"),
    [
        ("420.00", 2000, "CN22", False),  # 300 SDR at 1.40
        ("420.01", 2000, "CN22", True),
        ("10.00", 2001, "CN22", True),
        ("420.01", 2001, "CN23", False),
        ("420.01", 2001, "", False),
    ],
)
def test_postal_forms(total: str, grams: int, form: str, *, wrong: bool) -> None:
    papers = PaperFacts(invoice_lines=(), invoice_total=money(total), gross_weight_g=grams, form=form)
    assert bool(found(case("DE", papers=papers), "PF-01")) is wrong


@pytest.mark.parametrize(
    ("code", "wrong"),
    [("610910", False), ("61091000", False), ("6109100012", False), ("6109", True), ("610999", True),
     ("851712", True),  # of an older edition
     ("770000", True), ("61O910", True), ("６１０９１０", True), ("", False)],
)  # fmt: skip
def test_hs_codes(code: str, *, wrong: bool) -> None:
    told = found(case("DE", shirt(hs_code=code)), "HS-01")
    assert [severity for *_, severity in told] == (["BLOCK"] if wrong else [])


def test_the_nomenclature() -> None:
    assert len(subheadings()) == 5613
    assert {"851713", "880621", "240411"} <= subheadings()


def test_origins() -> None:
    assert found(case("DE", shirt(origin="XX")), "OR-01A")[0][3] == "BLOCK"
    assert found(case("DE", shirt(origin="VN")), "OR-01")[0][3] == "NOTE"
    assert found(case("DE", shirt(origin="CN")), "OR-01") == []


@pytest.mark.parametrize(
    ("mode", "amount", "wrong"), [("9710", "700.01", True), ("9810", "700.00", False), ("9610", "2000.00", False)]
)
def test_the_list_channel(mode: str, amount: str, *, wrong: bool) -> None:
    parcel = case("DE", value=money(amount), ceb=CebNodes(inventory={"tradeMode": mode}))  # 5,000 CNY × 0.14 = 700 USD
    assert bool(found(parcel, "CN-02")) is wrong


@pytest.mark.parametrize(
    ("mode", "codes"), [("9710", ["LIST_CHANNEL_NO_RATE"]), ("9810", ["LIST_CHANNEL_NO_RATE"]), ("9610", [])]
)
def test_a_limit_that_cannot_be_checked_is_not_kept(mode: str, codes: list[str]) -> None:
    parcel = case("DE", value=money("9999999", "XAF"), ceb=CebNodes(inventory={"tradeMode": mode}))
    assert [code for code, *_ in found(parcel, "CN-02")] == codes


FIRM = SellerFacts(
    name="深圳市艾米贸易有限公司", uscc="91330100799655058B", customs_code="4403160ABC", licence_until=date(2036, 1, 1),
    account_name="深圳市艾米贸易有限公司", legal_person_id="11010519491231002X", card_number="JJ0G900000001",
    card_until=date(2030, 1, 1), window_account="amy", window_state="ACTIVE", window_uscc="91330100799655058B",
)  # fmt: skip
OF_FIRM = ("SD-08", "SD-11", *(f"SQ-{number:02}" for number in range(1, 12)), "SQ-06A", "SQ-06B", "SQ-09A")


def of_firm(**changes: Any) -> dict[str, tuple[str, str]]:
    parcel = case("DE", seller=replace(FIRM, **changes))
    return {
        name: (field.removeprefix("seller."), severity)
        for name in OF_FIRM
        for _, field, _, severity in found(parcel, name)
    }


def test_a_firm_with_everything() -> None:
    assert of_firm() == {}
    assert of_firm(licence_until=None) == {}  # without an end


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"card_number": ""}, {"SD-08": ("card_number", "BLOCK")}),
        ({"window_state": "APPLIED"}, {"SD-08": ("window_account", "BLOCK")}),
        ({"window_account": ""}, {"SD-08": ("window_account", "BLOCK")}),
        ({"legal_person_id": ""}, {"SD-11": ("legal_person_id", "BLOCK")}),
        ({"uscc": "91330100799655058C", "window_uscc": ""}, {"SQ-01": ("uscc", "BLOCK")}),
        ({"uscc": "913301007996550581", "window_uscc": ""}, {"SQ-01": ("uscc", "BLOCK")}),
        ({"customs_code": "44031"}, {"SQ-03": ("customs_code", "BLOCK")}),
        ({"customs_code": ""}, {"SQ-10": ("customs_code", "WARN")}),
        ({"legal_person_id": "110105194912310021"}, {"SQ-04": ("legal_person_id", "BLOCK")}),
        ({"card_number": "ab"}, {"SQ-06": ("card_number", "WARN")}),
        ({"card_until": date(2026, 11, 21)}, {"SQ-06A": ("card_until", "BLOCK")}),
        ({"card_until": date(2026, 12, 31)}, {"SQ-06B": ("card_until", "WARN")}),
        ({"window_uscc": "91110000600037341L"}, {"SQ-07": ("window_uscc", "BLOCK")}),
        ({"licence_until": date(2026, 11, 21)}, {"SQ-08": ("licence_until", "BLOCK")}),
        ({"account_name": "深圳市艾米商贸有限公司"}, {"SQ-09": ("account_name", "BLOCK")}),
        ({"account_name": "张伟", "is_sole_proprietor": True}, {"SQ-09A": ("account_name", "WARN")}),
    ],
)
def test_a_firm_that_lacks_something(changes: dict[str, Any], expected: dict[str, tuple[str, str]]) -> None:
    assert of_firm(**changes) == expected


def test_the_number_of_a_person_is_never_told() -> None:
    parcel = case("DE", seller=replace(FIRM, legal_person_id="110105194912310021"))
    assert not [problem for problem in problems(parcel) if "1949" in problem.detail]


@pytest.mark.parametrize(
    ("one", "other"),
    [("艾米（深圳）有限公司", "艾米(深圳)有限公司"), ("Amy Trading Co., Ltd", "AMY TRADING CO LTD"),
     ("艾米 贸易", "艾米贸易"),
     ("艾米【深圳】", "艾米(深圳)")],
)  # fmt: skip
def test_names_that_are_the_same(one: str, other: str) -> None:
    assert comparable(one) == comparable(other)


def test_the_owner_of_the_goods() -> None:
    nobody = case("DE", ceb=CebNodes(inventory={"ownerCode": "NO", "ownerName": " "}))
    assert [code for code, *_ in found(nobody, "SQ-11")] == ["SELLER_OWNER_MISSING"]
    named = case("DE", ceb=CebNodes(inventory={"ownerCode": "NO", "ownerName": "艾米"}))
    assert found(named, "SQ-11") == []


def test_firms_are_judged_only_when_declaring() -> None:
    bad = case("DE", seller=SellerFacts())
    for stage in (Stage.PREFLIGHT, Stage.ROUTING):
        assert not [
            problem for problem in problems(bad, stage=stage) if problem.rule.startswith(("SQ", "SD-08", "SD-11"))
        ]


def test_goods_of_elsewhere_are_noted_only_when_they_leave_china() -> None:
    hong_kong = replace(case("DE").sender, country="HK")
    assert found(case("DE", shirt(origin="VN")), "OR-01")
    assert found(case("DE", shirt(origin="VN"), sender=hong_kong), "OR-01") == []
