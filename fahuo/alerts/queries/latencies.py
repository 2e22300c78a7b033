"""How long it took, by carrier, over the last days."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from fahuo.alerts.domain.buckets import quantile, within
from fahuo.tracking.models import Latency, Span


@dataclass(frozen=True, slots=True)
class Taken:
    """One span of one carrier; an empty carrier is all of them together. Seconds are upper bounds of buckets."""

    carrier: str
    counts: dict[int, int]

    @property
    def total(self) -> int:
        """How many were counted."""
        return sum(self.counts.values())

    def quantile(self, share: float) -> int | None:
        """Return within how many seconds this share was."""
        return quantile(self.counts, share)

    def within(self, seconds: int) -> float | None:
        """Return the share that took at most so long."""
        return within(self.counts, seconds)


def spans(seller_id: int, *, since: date) -> dict[str, list[Taken]]:
    """Return by span: all carriers together first if there are several, then each, most first. One query."""
    rows = Latency.objects.filter(seller_id=seller_id, day__gte=since).values_list("span", "carrier", "seconds")
    by_carrier: dict[str, dict[str, dict[int, int]]] = {span: defaultdict(dict) for span in Span.values}
    for span, carrier, seconds, count in rows.annotate(count=Sum("rows")).order_by("seconds"):
        by_carrier[span][carrier][seconds] = count
    return {span: _with_all(carriers) for span, carriers in by_carrier.items()}


def _with_all(carriers: dict[str, dict[int, int]]) -> list[Taken]:
    if len(carriers) < 2:
        return [Taken(carrier, counts) for carrier, counts in carriers.items()]
    together: dict[int, int] = defaultdict(int)
    for counts in carriers.values():
        for seconds, count in counts.items():
            together[seconds] += count
    each = sorted((Taken(carrier, counts) for carrier, counts in carriers.items()), key=lambda one: -one.total)
    return [Taken("", dict(sorted(together.items()))), *each]
