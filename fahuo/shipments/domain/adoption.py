"""What a person may type as the number of a booking that only the carrier knows of."""

from __future__ import annotations

import re

from fahuo.trade.problem import Problem

NUMBER_LENGTH = 50
SHORTEST = 5
_NUMBER = re.compile(rf"[A-Za-z0-9][A-Za-z0-9/-]{{{SHORTEST - 1},{NUMBER_LENGTH - 1}}}")


def number_problem(number: str) -> Problem | None:
    """Return what is wrong with a waybill number: five to fifty Latin letters, digits, hyphens and strokes."""
    return None if _NUMBER.fullmatch(number) else Problem("WAYBILL_NUMBER_FORMAT", "waybill_number", number[:60])
