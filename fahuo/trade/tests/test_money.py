"""Money: exact, rounded half up to the currency's own unit, never a float, never two currencies in one sum."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fahuo.trade.money import CurrencyMismatchError, Money, minor_digits, total, zero


def money(text: str) -> Money:
    """Read `12.30 USD`."""
    amount, currency = text.split()
    return Money(Decimal(amount), currency)


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [
        ("0.005 USD", "0.01 USD"),  # half goes up …
        ("0.0049 USD", "0.00 USD"),
        ("-0.005 USD", "-0.01 USD"),  # … away from zero
        ("2.675 USD", "2.68 USD"),  # where a float gives 2.67
        ("48.604 CNY", "48.60 CNY"),
        ("99.5 JPY", "100 JPY"),  # no minor unit
        ("99.4 JPY", "99 JPY"),
        ("1.2345 KWD", "1.235 KWD"),  # thousandths
        ("1.2344 KWD", "1.234 KWD"),
        ("7 USD", "7.00 USD"),
    ],
)
def test_rounding(exact: str, rounded: str) -> None:
    result = money(exact).rounded()
    assert result == money(rounded)
    assert str(money(exact)) == rounded


@pytest.mark.parametrize(
    ("currency", "digits"), [("USD", 2), ("CNY", 2), ("JPY", 0), ("KRW", 0), ("KWD", 3), ("TND", 3)]
)
def test_minor_digits(currency: str, digits: int) -> None:
    assert minor_digits(currency) == digits


def test_sums_are_exact_until_they_are_shown() -> None:
    third = money("0.335 USD")
    assert (third + third + third).rounded() == money("1.01 USD")  # 3 × 0.335 = 1.005
    assert third.rounded().amount * 3 == Decimal("1.02")  # 3 × 0.34: why rounding waits


@pytest.mark.parametrize(
    ("left", "factor", "product"),
    [("12.50 USD", 3, "37.50 USD"), ("15.00 CNY", Decimal("0.3"), "4.500 CNY"), ("8 USD", 0, "0 USD")],
)
def test_multiplication(left: str, factor: Decimal | int, product: str) -> None:
    assert money(left) * factor == money(product)


def test_subtraction_and_order() -> None:
    assert money("10.00 USD") - money("2.50 USD") == money("7.50 USD")
    assert money("2.50 USD") < money("10.00 USD")
    assert not money("10.00 USD") < money("10.00 USD")


@pytest.mark.parametrize("amount", [1.5, 1, "1.50", None, Decimal("NaN"), Decimal("Infinity")])
def test_only_finite_decimals_are_money(amount: object) -> None:
    with pytest.raises(TypeError, match="finite Decimal"):
        Money(amount, "USD")  # type: ignore[arg-type]


@pytest.mark.parametrize("currency", ["", "usd", "US", "USDT", "U5D", "$$$"])
def test_only_iso_codes_are_currencies(currency: str) -> None:
    with pytest.raises(ValueError, match="ISO 4217"):
        Money(Decimal(1), currency)


def test_a_float_factor_is_refused() -> None:
    with pytest.raises(TypeError, match="not float"):
        money("10.00 USD") * 0.3  # type: ignore[operator]


@pytest.mark.parametrize(
    "meet", [lambda a, b: a + b, lambda a, b: a - b, lambda a, b: a < b, lambda a, b: total([a, b], "USD")]
)
def test_two_currencies_never_meet(meet: object) -> None:
    with pytest.raises(CurrencyMismatchError, match=r"USD|CNY"):
        meet(money("1 USD"), money("7 CNY"))  # type: ignore[operator]


def test_total() -> None:
    charges = [money("15.00 CNY"), money("2.40 CNY"), money("22.50 CNY")]
    assert total(charges, "CNY") == money("39.90 CNY")  # 15.00 + 2.40 + 22.50
    assert total([], "CNY") == zero("CNY")
    with pytest.raises(CurrencyMismatchError):
        total(charges, "USD")
