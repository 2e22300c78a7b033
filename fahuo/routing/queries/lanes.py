"""Reads the record of lanes and what is believed of those without one."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from fahuo import rulebook
from fahuo.routing.domain.lanes import LaneCounts, LanePriors, Lanes
from fahuo.routing.models import LaneRecord

_COUNTS = tuple(LaneCounts.__dataclass_fields__)


@lru_cache(maxsize=64)
def lane_priors(*, on: date) -> LanePriors:
    """Return what is believed on that day; raise `rulebook.NoValueOnDate` for a day before the rule begins."""
    found = dict(rulebook.value("routing.lane_priors", on=on))
    least, most = found.pop("assumed_days")
    return LanePriors(assumed_days=(int(least), int(most)), **{name: float(figure) for name, figure in found.items()})


def lanes(seller_id: int) -> Lanes:
    """Return the counts of the seller's lanes that have parcels: one query."""
    rows = LaneRecord.objects.filter(seller_id=seller_id, parcels__gt=0)
    return Lanes(
        {
            (service, country): LaneCounts(*counts)
            for service, country, *counts in rows.values_list("service_key", "country", *_COUNTS)
        }
    )
