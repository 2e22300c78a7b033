"""The spans of the rebate record on a day, from the rule book."""

from __future__ import annotations

from datetime import date
from functools import cache

from fahuo.customs.rebate.deadlines import Spans
from fahuo.rulebook.rules import rules

FILING = "RB-03"
KEEPING = "RB-04"


@cache
def spans_on(day: date) -> Spans | None:
    """Return the spans in force on a day; None before the first that we know of: nothing is made up."""
    dated = {rule.id: rule.dated(day) for rule in rules() if rule.id in {FILING, KEEPING}}
    filing, keeping = dated[FILING], dated[KEEPING]
    if filing is None or keeping is None:
        return None
    month, day_of_month = map(int, filing.value["until"].split("-"))
    return Spans(
        record_days=keeping.value["days"],
        file_until=(month, day_of_month),
        domestic_after_months=filing.value["months"],
        kept_years=keeping.value["years"],
    )
