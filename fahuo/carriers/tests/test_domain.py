"""Terms of a contract that cannot be."""

from __future__ import annotations

from datetime import UTC, date, time

import pytest

from fahuo.carriers.domain import term_problems
from fahuo.trade.contract import ContractTerms

OFFERED = {"THPHR", "THZXR"}
DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"services": frozenset({"THPHR", "PIGEON"})}, "services"),
        ({"eori": "DE"}, "eori"),
        ({"eori": "123456789"}, "eori"),
        ({"valid_from": DAY, "valid_until": DAY}, "valid_until"),
        ({"daily_capacity": -1}, "daily_capacity"),
        ({"daily_capacity": 1_000_001}, "daily_capacity"),
        ({"expected_this_month": 10_000_001}, "expected_this_month"),
        ({"cut_off": time(17, tzinfo=UTC)}, "cut_off"),
        ({"pickup_areas": ("Guangdong", " ")}, "pickup_areas"),
        ({"pickup_areas": ("x" * 61,)}, "pickup_areas"),
        ({"pickup_areas": tuple(map(str, range(101)))}, "pickup_areas"),
    ],
)
def test_refused(terms: dict[str, object], field: str) -> None:
    problems = term_problems(ContractTerms("yunexpress", **terms), OFFERED)  # type: ignore[arg-type]
    assert [(problem.code, problem.field) for problem in problems] == [("TERMS_INVALID", field)]


def test_terms_that_are_fine() -> None:
    terms = ContractTerms(
        "yunexpress",
        services=frozenset({"THPHR"}),
        eori="DE123456789012345",
        valid_from=DAY,
        valid_until=date(2026, 11, 23),
        daily_capacity=0,  # nothing today: a pause
        cut_off=time(17, 30),
        pickup_areas=("Guangdong", "518"),
        expected_this_month=5000,
    )
    assert term_problems(terms, OFFERED) == []
    assert term_problems(ContractTerms("yunexpress"), OFFERED) == []
