"""Tax numbers of recipients. All numbers are made up; check digits computed for the test."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from fahuo import compliance
from fahuo.compliance import identifiers
from fahuo.compliance.checks.recipient import kinds
from fahuo.rulebook.rules import Stage, rules
from fahuo.trade.address import Address
from fahuo.trade.money import Money
from fahuo.trade.problem import Severity

ON = date(2026, 11, 22)


def found(country: str, number: str, usd: str = "20.00") -> list[tuple[str, Severity]]:
    recipient = Address("Erika", country, "Jungfernstieg 1", tax_id=number)
    case = compliance.Case(
        country, recipient=recipient, value=Money(Decimal(usd), "USD"), to_usd={"SAR": Decimal("0.2667")}
    )
    problems = compliance.problems(case, stage=Stage.PREFLIGHT, on=ON)
    return [(problem.code, problem.severity) for problem in problems if problem.field == "address.tax_id"]


def code(country: str, number: str) -> str:
    stopping = [code for code, severity in found(country, number) if severity is Severity.BLOCK]
    return stopping[0] if stopping else ""


@pytest.mark.parametrize(
    ("country", "number"),
    [
        ("BR", "654.344.493-20"),
        ("BR", "65434449320"),
        ("BR", "11.222.333/0001-81"),  # CNPJ
        ("BR", "12.ABC.345/01DE-35"),  # CNPJ with letters, as given since 2026
        ("CL", "14.919.492-4"),
        ("CL", "12531909-2"),
        ("KR", "P457756827042"),
        ("KR", "p4577-5682-7042"),
        ("MX", "PETL0112226A4"),
        ("MX", "DEMM730829MYNMLJ00"),  # CURP
        ("TR", "95891035538"),
        ("AR", "20-26756539-3"),
        ("EC", "1714307103"),
        ("ID", "3171011708450001"),
        ("DE", ""),
        ("DE", "anything"),
    ],
)
def test_right(country: str, number: str) -> None:
    assert code(country, number) == ""


@pytest.mark.parametrize("country", ["BR", "CL", "KR", "MX", "TR", "AR", "EC", "ID"])
@pytest.mark.parametrize("number", ["", " ", "-", ".-"])
def test_missing(country: str, number: str) -> None:
    assert code(country, number) == "RECIPIENT_TAX_ID_MISSING"


@pytest.mark.parametrize(
    ("country", "number"),
    [
        ("BR", "31518754088"),  # check digit
        ("BR", "126082604034"),  # too long
        ("BR", "0275031624"),  # too short
        ("BR", "111.111.111-11"),  # its check digits are right
        ("CL", "23751945-4"),
        ("CL", "1807"),
        ("CL", "11.111.111-1"),
        ("KR", "454442316656"),
        ("KR", "P2133270212819"),
        ("KR", "P111111111111"),
        ("MX", "GAHC994599582"),  # the 45th month
        ("MX", "LUCG68102"),
        ("MX", "PETL011222"),  # without the homoclave
        ("MX", "PETL0112226A5"),
        ("TR", "95891035539"),
        ("BR", "N/A"),
        ("ID", "1234567890123456"),
    ],
)
def test_wrong(country: str, number: str) -> None:
    assert code(country, number) == "RECIPIENT_TAX_ID_INVALID"


def test_every_form_of_the_rule_book_is_known() -> None:
    asking = [rule for rule in rules() if rule.check.startswith("recipient_number")]
    assert len(asking) > 10
    for rule in asking:
        for dated in rule.values:
            for place in rule.places:
                assert set(kinds(dated.value, place)) <= set(identifiers.KINDS)


@pytest.mark.parametrize(
    ("country", "number", "usd", "expected"),
    [
        ("CO", "", "20.00", ["RECIPIENT_TAX_ID_MISSING"]),  # usual, not needed
        ("KZ", "704113871418", "20.00", ["RECIPIENT_TAX_ID_INVALID"]),
        ("KZ", "704113871419", "20.00", []),
        ("ES", "", "20.00", []),  # not asked for
        ("ES", "90984790A", "20.00", ["RECIPIENT_TAX_ID_INVALID"]),
        ("MX", "XAXX010101000", "20.00", ["RECIPIENT_TAX_ID_GENERIC"]),
        ("SA", "", "266.00", []),  # 997.38 SAR
        ("SA", "", "267.00", ["RECIPIENT_TAX_ID_MISSING"]),  # 1,001.12 SAR
        ("SA", "1733009277", "20.00", ["RECIPIENT_TAX_ID_INVALID"]),
    ],
)
def test_what_only_warns(country: str, number: str, usd: str, expected: list[str]) -> None:
    assert found(country, number, usd) == [(code, Severity.WARN) for code in expected]


@pytest.mark.parametrize(("country", "number"), [("BR", "31518754088"), ("KZ", "704113871418")])
def test_no_problem_tells_the_number(country: str, number: str) -> None:
    case = compliance.Case(country, recipient=Address("Erika", country, "Rua 1", tax_id=number))
    for problem in compliance.problems(case, stage=Stage.PREFLIGHT, on=ON):
        assert number not in problem.detail
