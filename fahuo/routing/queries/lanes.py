"""Reads the record of lanes and what is believed of those without one."""

from __future__ import annotations

from collections import OrderedDict
from datetime import date
from functools import lru_cache
from threading import Lock

from fahuo import rulebook
from fahuo.routing.domain.lanes import LaneCounts, LanePriors, Lanes
from fahuo.routing.models import LaneRecord

_SELLERS_KEPT = 64
_latest: OrderedDict[int, Lanes] = OrderedDict()
_lock = Lock()
_COUNTS = tuple(LaneCounts.__dataclass_fields__)


@lru_cache(maxsize=64)
def lane_priors(*, on: date) -> LanePriors:
    """Return what is believed on that day; raise `rulebook.NoValueOnDate` for a day before the rule begins."""
    found = dict(rulebook.value("routing.lane_priors", on=on))
    least, most = found.pop("assumed_days")
    return LanePriors(assumed_days=(int(least), int(most)), **{name: float(figure) for name, figure in found.items()})


def lanes(seller_id: int) -> Lanes:
    """Return the counts of the seller's lanes that have parcels: one query.

    As long as nothing changed the same object comes back, so that tables made of it can be kept.
    """
    rows = LaneRecord.objects.filter(seller_id=seller_id, parcels__gt=0)
    found = Lanes(
        {
            (service, country): LaneCounts(*counts)
            for service, country, *counts in rows.values_list("service_key", "country", *_COUNTS)
        }
    )
    with _lock:
        kept = _latest.pop(seller_id, None)
        _latest[seller_id] = kept if kept == found else found
        if len(_latest) > _SELLERS_KEPT:
            _latest.popitem(last=False)
        return _latest[seller_id]
