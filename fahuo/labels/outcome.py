"""What came of reading a label back."""

from __future__ import annotations

from dataclasses import dataclass

from fahuo.trade.problem import Problem

UNREADABLE = "LABEL_UNREADABLE"
PAGE_MISSING = "LABEL_PAGE_MISSING"
WRONG_SIZE = "LABEL_WRONG_SIZE"
CODE_NOT_FOUND = "LABEL_CODE_NOT_FOUND"
WRONG_NUMBER = "LABEL_WRONG_NUMBER"
DAMAGED = "LABEL_DAMAGED"
QUIET_ZONE = "LABEL_QUIET_ZONE"
NUMBER_UNPRINTABLE = "LABEL_NUMBER_UNPRINTABLE"
QR_TOO_LONG = "LABEL_QR_TOO_LONG"
LETTERS_MISSING = "LABEL_LETTERS_MISSING"
EMPTY = "LABEL_EMPTY"
TOO_LARGE = "LABEL_TOO_LARGE"
MESSAGE = "LABEL_IS_A_MESSAGE"
ZPL_UNREADABLE = "LABEL_ZPL_UNREADABLE"
DOES_NOT_FIT = "LABEL_DOES_NOT_FIT"
TOO_MANY_PAGES = "LABEL_TOO_MANY_PAGES"


@dataclass(frozen=True, slots=True)
class LabelCheck:
    """Whether one label may be printed, what was read on it, and if not, why not."""

    passed: bool
    decoded: tuple[str, ...] = ()
    problem: Problem | None = None


def failed(code: str, *, field: str = "label", detail: str = "", decoded: tuple[str, ...] = ()) -> LabelCheck:
    """Return a check that did not pass."""
    return LabelCheck(passed=False, decoded=decoded, problem=Problem(code, field, detail))
