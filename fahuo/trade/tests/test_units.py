"""Units of quantity: what is understood, and what follows of a statutory quantity."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fahuo.trade.units import UNITS, statutory_quantity, unit_code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("011", "011"),
        ("11", "011"),  # a spreadsheet dropped the zero
        ("件", "011"),
        (" PCS ", "011"),
        ("piece", "011"),
        ("０３５", "035"),  # full-width
        ("千克", "035"),
        ("公斤", "035"),
        ("双", "025"),
        ("", ""),
        ("999", None),
        ("smidgen", None),
    ],
)
def test_told_by_code_or_name(text: str, code: str | None) -> None:
    assert unit_code(text) == code


def test_each_unit_is_found_by_its_own_names() -> None:
    assert len(UNITS) == 123
    for unit in UNITS.values():
        assert {unit_code(unit.code), unit_code(unit.zh), unit_code(unit.en)} == {unit.code}


@pytest.mark.parametrize(
    ("unit", "sale_unit", "said", "quantity"),
    [
        ("035", "011", None, "0.48"),  # 480 g in kilograms
        ("036", "011", None, "480"),
        ("011", "011", None, "1"),
        ("001", "007", None, "1"),  # 一个 is 一台
        ("025", "026", None, "1"),  # 一对 is 一双
        ("011", "127", None, "12"),  # a dozen pieces
        ("011", "006", None, None),  # how many pieces a set has is not guessed
        ("007", "025", None, None),
        ("011", "", None, None),
        ("030", "018", None, None),  # nor how many metres a roll has
        ("011", "006", "3", "3"),
        ("035", "011", "0.41", "0.41"),  # what the seller said goes before the weight
    ],
)
def test_statutory_quantity_of_one_sale_unit(unit: str, sale_unit: str, said: str | None, quantity: str | None) -> None:
    found = statutory_quantity(unit, sale_unit=sale_unit, weight_g=480, said=Decimal(said) if said else None)
    assert found == (Decimal(quantity) if quantity else None)
