"""Tax numbers of recipients. All numbers are made up; check digits computed for the test."""

from __future__ import annotations

from datetime import date

import pytest

from fahuo.orders.domain import tax_id
from fahuo.orders.rules import rules

ACCEPTED = rules(date(2026, 11, 22)).tax_ids


def code(country: str, number: str) -> str:
    problem = tax_id.problem(country, number, ACCEPTED)
    return problem.code if problem else ""


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
    assert {form for forms in ACCEPTED.values() for form in forms} == set(tax_id.FORMS)
