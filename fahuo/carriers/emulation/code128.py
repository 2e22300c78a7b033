"""Code 128 (ISO/IEC 15417) for emulated labels: on purpose other code than that of our own labels."""

from __future__ import annotations

import re

_TABLE = (
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 "
    "123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 "
    "232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 "
    "313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 "
    "111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 "
    "111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 "
    "114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112"
)
_WIDTHS = _TABLE.split(" ")
_TO_C, _TO_B, _START_B, _STOP = 99, 100, 104, 106


def bars(text: str) -> list[int]:
    """Return the widths of bars and gaps in modules, starting with a bar; ASCII only, four digits or more in set C."""
    codes = [_START_B]
    for run in re.findall(r"(?:\d\d){2,}|[ -~]", text):
        if len(run) > 1:
            codes += [_TO_C, *(int(run[at : at + 2]) for at in range(0, len(run), 2)), _TO_B]
        else:
            codes.append(ord(run) - 32)
    if codes[-1] == _TO_B:
        codes.pop()
    check = (codes[0] + sum(place * code for place, code in enumerate(codes))) % 103
    return [int(width) for code in (*codes, check, _STOP) for width in _WIDTHS[code]]
