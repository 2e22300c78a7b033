"""What the supervision mode (监管方式) demands of a node beyond its field table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from fahuo.customs.ceb.faults import FieldError
from fahuo.customs.ceb.values import is_blank

# Mode → the type of its order (CEB303). 9610 and 1210 are retail, 9710 is B2B, 9810 stocks a warehouse abroad.
ORDER_TYPES: Mapping[str, str] = {"9610": "E", "1210": "E", "9710": "B", "9810": "W"}
BONDED = "1210"
SIMPLIFIED, SUMMARY = "A", "B"
# How many digits of the HS code a simplified list states; the rest is zeros.
SIMPLIFIED_DIGITS: Mapping[str, int] = {"9610": 4, "1210": 4, "9710": 6, "9810": 6}
_BONDED_HEAD = ("iacCode", "iacName", "emsNo")
_TEN_DIGITS = re.compile(r"[0-9]{10}")


def gcode(hs_code: str, *, trade_mode: str, statistics_flag: str) -> str:
    """Return an HS code as the list states it: ten digits, in the simplified mode cut and padded with zeros.

    Raise `ValueError` when the code has fewer digits than the mode states: nothing is made up.
    """
    digits = SIMPLIFIED_DIGITS[trade_mode] if statistics_flag == SIMPLIFIED else 10
    plain = hs_code.replace(".", "").replace(" ", "")
    if not plain.isascii() or not plain.isdigit() or not digits <= len(plain) <= 10:
        raise ValueError(f"{hs_code!r}: {digits} to 10 digits are wanted")
    return plain[:digits].ljust(10, "0")


def mode_errors(kind: str, values: Mapping[str, Any], path: str) -> Iterator[FieldError]:
    """Return what a node of this kind lacks in its mode."""
    if kind == "CEB303" and values.get("orderType") not in {*ORDER_TYPES.values(), None, ""}:
        yield FieldError(f"{path}.orderType", "CEB_ORDER_TYPE", str(values["orderType"])[:20])
    if kind == "CEB603":
        yield from _list_errors(values, path)


def _list_errors(values: Mapping[str, Any], path: str) -> Iterator[FieldError]:
    lines = [(f"{path}.lines[{place}]", line) for place, line in enumerate(values.get("lines") or ())]
    if values.get("tradeMode") not in {*ORDER_TYPES, None, ""}:
        yield FieldError(f"{path}.tradeMode", "CEB_TRADE_MODE", str(values["tradeMode"])[:20])
    if values.get("tradeMode") == BONDED:
        missing = [f"{path}.{name}" for name in _BONDED_HEAD if is_blank(values.get(name))]
        missing += [f"{where}.itemRecordNo" for where, line in lines if is_blank(line.get("itemRecordNo"))]
        yield from (FieldError(where, "CEB_BONDED_FIELDS") for where in missing)
    for where, line in lines:
        code = line.get("gcode")
        if isinstance(code, str) and len(code) == 10 and not _TEN_DIGITS.fullmatch(code):
            yield FieldError(f"{where}.gcode", "CEB_HS_DIGITS", code)
