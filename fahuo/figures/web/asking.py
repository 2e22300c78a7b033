"""What was asked for: the period, the filters, how the table is broken down and sorted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from fahuo.backoffice.asked import text_of
from fahuo.figures.domain.period import LONGEST, Period, last_days
from fahuo.figures.queries.cells import FILTERS, NONE, Asked
from fahuo.figures.web.words import GROUPS, MEASURES

LENGTHS = (7, 30, 90, 365)
USUAL = 30
SORTS = ("name", "orders", "parcels", *MEASURES, "transit")


@dataclass(frozen=True, slots=True)
class View:
    """A page of figures, as its address says."""

    period: Period
    days: int | None
    filters: Mapping[str, str] = field(default_factory=dict)
    by: str = "carrier"
    sort: str = "parcels"
    is_descending: bool = True

    @classmethod
    def read(cls, query: Mapping[str, str], *, today: date) -> View:
        """Read a query string; what cannot be understood counts as not asked for, days to come are cut off."""
        first, last = _day(query.get("from", "")), _day(query.get("until", ""))
        days: int | None = USUAL
        period = last_days(USUAL, until=today)
        if query.get("days", "").isascii() and query.get("days", "") in map(str, LENGTHS):
            days = int(query["days"])
            period = last_days(int(query["days"]), until=today)
        elif first or last:
            period = _between(first, last, today)
            # The form sends days; the last thirty are still "30 days".
            days = next((length for length in LENGTHS if period == last_days(length, until=today)), None)
        filters = {name: text_of(query, name, 90) for name in FILTERS}
        if not all(filters["service"].partition("/")):  # carrier/code
            filters["service"] = ""
        by, sort = query.get("by", ""), query.get("sort", "")
        return cls(
            period,
            days,
            {name: value for name, value in filters.items() if value},
            by if by in GROUPS else "carrier",
            sort if sort in SORTS else ("name" if by == "day" else "parcels"),
            query.get("down", "" if by == "day" else "1") == "1",
        )

    def asked(self, seller_id: int) -> Asked:
        """Return what is to be read."""
        return Asked(seller_id, self.period, self.filters)

    def dimensions(self) -> tuple[str, ...]:
        """Return the columns by which the table is broken down."""
        return {"lane": ("carrier", "service", "country"), "service": ("carrier", "service")}.get(self.by, (self.by,))

    def as_query(self, **changes: str) -> dict[str, str]:
        """Return the parameters that lead to this page, some of them changed; an empty one goes."""
        whole = {
            **({"days": str(self.days)} if self.days else {}),
            **({} if self.days else {"from": f"{self.period.first}", "until": f"{self.period.last}"}),
            **self.filters,
            "by": self.by,
            "sort": self.sort,
            "down": "1" if self.is_descending else "0",
        }
        return {name: value for name, value in (whole | changes).items() if value}


def _between(first: date | None, last: date | None, today: date) -> Period:
    last = min(last or today, today)
    first = first or last
    if first > last:
        first, last = last, min(first, today)
    earliest = last_days(LONGEST, until=last).first
    return Period(max(first, earliest), last)


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
    return found if found is not None and 2000 <= found.year < 9000 else None


__all__ = ["FILTERS", "NONE", "View"]
