"""Which numbers of bookings are believed: those that a carrier tells, and those that a person types."""

from __future__ import annotations

import re

from fahuo.trade.problem import Problem
from fahuo.trade.waybill import Waybill

NUMBER_LENGTH = 50
SHORTEST = 5
_NUMBER = re.compile(rf"[A-Za-z0-9][A-Za-z0-9/-]{{{SHORTEST - 1},{NUMBER_LENGTH - 1}}}")
# Printable ASCII that neither begins nor ends with a space: a bar code must hold it.
_TOLD = re.compile(rf"[!-~](?:[ -~]{{0,{NUMBER_LENGTH - 2}}}[!-~])?")


def odd_number(waybill: Waybill) -> str | None:
    """Return the number of a waybill as a carrier told it that cannot be kept; None when all is well."""
    told = (waybill.number, *filter(None, [waybill.tracking_number]))
    return next((number for number in told if not _TOLD.fullmatch(number)), None)


def number_problem(number: str) -> Problem | None:
    """Return what is wrong with a waybill number: five to fifty Latin letters, digits, hyphens and strokes."""
    return None if _NUMBER.fullmatch(number) else Problem("WAYBILL_NUMBER_FORMAT", "waybill_number", number[:60])
