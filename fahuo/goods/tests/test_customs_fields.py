"""What the fields for customs may hold."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from fahuo.goods.customs_fields import PARSERS
from fahuo.goods.customs_form import as_text

TAKEN: list[tuple[str, object, Any]] = [
    ("barcode", " ４００６３８１３３３９３１ ", "4006381333931"),
    ("brand", "  Acme   Home ", "Acme Home"),
    ("brand_type", "0", "0"),
    ("brand_type", "No brand", "0"),
    ("brand_type", "境外品牌(贴牌生产)", "3"),
    ("brand_type", "境外品牌（其他）", "4"),
    ("brand_type", "", ""),
    ("sale_unit", "件", "011"),
    ("second_unit", "-", "-"),
    ("second_unit", "无", "-"),
    ("first_quantity", "2.5", Decimal("2.5")),
    ("first_quantity", None, None),
    ("battery_chemistry", "Lithium ion", "LITHIUM_ION"),
    ("battery_chemistry", "锂离子", "LITHIUM_ION"),
    ("battery_chemistry", "lithium-metal", "LITHIUM_METAL"),
    ("battery_chemistry", "", ""),
    ("battery_wh", "7.4", Decimal("7.4")),
    ("battery_cells", "2.0", 2),
    ("battery_cells", "", None),
    ("battery_charge_percent", "30 %", 30),
    ("battery_charge_percent", "0", 0),
    ("battery_charge_percent", "", None),
    ("category_en", "Home > Bath", "Home > Bath"),
    ("attributes", "", {}),
    ("attributes", "Material: cotton; Colour：red", {"Material": "cotton", "Colour": "red"}),
    ("attributes", '{"Material": ["cotton", "silk"], "n": 3, "x": null}', {"Material": "cotton, silk", "n": "3"}),
    ("attributes", "Ratio: 1:2", {"Ratio": "1:2"}),
    ("elements", "用途：沐浴用；成分含量：棉100%", {"用途": "沐浴用", "成分含量": "棉100%"}),
]
REFUSED = [
    ("barcode", "4006381333930"),
    ("barcode", "6.90E+12"),
    ("brand", "a|b"),
    ("brand", "x" * 61),
    ("brand_type", "5"),
    ("brand_type", "mine"),
    ("sale_unit", "smidgen"),
    ("first_quantity", "0"),
    ("first_quantity", "-1"),
    ("first_quantity", "NaN"),
    ("first_quantity", "1e30"),
    ("first_quantity", "1.234567"),
    ("battery_wh", "7.4 Wh"),
    ("battery_cells", "1.5"),
    ("battery_charge_percent", "101"),
    ("battery_charge_percent", "0.3"),
    ("battery_cells", "0"),
    ("battery_cells", "99999999999999999999"),
    ("battery_chemistry", "coal"),
    ("attributes", "cotton"),
    ("attributes", "{broken"),
    ("attributes", '{"a": {"b": 1}}'),
    ("attributes", "[" * 100_000),
    ("attributes", "a: " + "x" * 301),
    ("attributes", ";".join(f"a{n}: b" for n in range(101))),
    ("elements", "用途: a|b"),
]


@pytest.mark.parametrize(("field", "text", "value"), TAKEN)
def test_taken(field: str, text: object, value: object) -> None:
    found = PARSERS[field](text)
    assert found == value
    assert PARSERS[field](found) == value  # what it returned may be given to it again


@pytest.mark.parametrize(("field", "text"), REFUSED)
def test_refused(field: str, text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        PARSERS[field](text)


@pytest.mark.parametrize(
    "entries", [{"Material": "cotton", "Colour": "red"}, {"a:b": "c"}, {"a": "b; c"}, {}, {"产地": "中国;广东"}]
)
def test_entries_are_shown_as_they_can_be_written(entries: dict[str, str]) -> None:
    assert PARSERS["attributes"](as_text(entries)) == entries


@pytest.mark.parametrize(("value", "text"), [(Decimal("2.50000"), "2.5"), (Decimal("20.00000"), "20"), (None, "")])
def test_numbers_are_shown_plainly(value: Decimal | None, text: str) -> None:
    assert as_text(value) == text
