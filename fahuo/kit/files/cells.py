"""Numbers and words in table cells, as people and spreadsheet programs write them."""

from __future__ import annotations

import re
from decimal import Decimal

from fahuo.kit.files.refused import FileRefused
from fahuo.trade.text import tidy_code

_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d{1,2}")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,2})?")  # Decimal itself also takes 1_0 and NaN
_WHOLE = re.compile(r"[+-]?\d+(?:\.0+)?")
_YES = frozenset(("yes", "y", "true", "1", "是", "有"))
_NO = frozenset(("no", "n", "false", "0", "", "否", "无"))
# What a spreadsheet program computes: a function, a reference, arithmetic, or a call to another program.
_FORMULA = re.compile(
    r"[=@+\-].*\|.*!"  # a call to another program, whichever sign starts it
    r"|[=@][+\-]?\s*(?:[A-Za-z_.][\w.]*\(|\$?[A-Za-z]{1,3}\$?\d|[+\-]?\d|\"|\(.|'|\[|\{)",
    re.DOTALL,
)


def is_formula(text: str) -> bool:
    """Tell whether a spreadsheet program would compute this text. `=)` and `+49` are no formulas."""
    return _FORMULA.match(text.lstrip()) is not None


def decimal(text: str, *, row: int, column: str, low: Decimal, high: Decimal) -> Decimal:
    """Return the number; `8,19` and `1,234.50` are understood. Raise `FileRefused` when unreadable or out of range."""
    figures = tidy_code(text).replace(" ", "")
    figures = figures.replace(",", "." if _DECIMAL_COMMA.fullmatch(figures) else "")
    number = Decimal(figures) if _NUMBER.fullmatch(figures) else None
    if number is None or not low <= number <= high:
        raise FileRefused("FILE_VALUE", row=row, column=column, detail=text)
    return number


def whole(text: str, *, row: int, column: str, low: int, high: int, code: str = "FILE_VALUE") -> int:
    """Return the whole number (`2` or `2.0`); raise `FileRefused` for anything else or out of range."""
    figures = tidy_code(text)
    if not _WHOLE.fullmatch(figures) or len(figures) > 18 or not low <= int(Decimal(figures)) <= high:
        raise FileRefused(code, row=row, column=column, detail=text)
    return int(Decimal(figures))


def yes(text: str, *, row: int, column: str) -> bool:
    """Return True for yes, False for no or empty; raise `FileRefused` for anything else."""
    word = tidy_code(text).casefold()
    if word not in _YES | _NO:
        raise FileRefused("FILE_VALUE", row=row, column=column, detail=text)
    return word in _YES
