"""Reads the routing rules of a day from the rule book."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from fahuo import rulebook
from fahuo.routing.domain.request import RouteRules, Weights
from fahuo.trade.money import Money
from fahuo.trade.service import ServiceLevel


@lru_cache(maxsize=64)
def route_rules(*, on: date) -> RouteRules:
    """Return the rules in force; raise `rulebook.NoValueOnDate` for a day before they begin."""
    limits = rulebook.value("destinations.value_limits", on=on)
    chapters = rulebook.value("routing.goods_chapters", on=on)
    levels = rulebook.value("routing.service_levels", on=on)
    return RouteRules(
        ddp_required=frozenset(rulebook.value("destinations.ddp_required", on=on)),
        eori_needed=frozenset(rulebook.value("destinations.eori_needed", on=on)),
        eori_countries=frozenset(rulebook.value("destinations.eu_members", on=on)),
        value_limits={country: Money(limit["amount"], limit["currency"]) for country, limit in limits.items()},
        goods_chapters={service: frozenset(taken.split()) for service, taken in chapters.items()},
        level_of={key: ServiceLevel(level) for key, level in levels.items()},
        weights=_weights(on),
    )


def _weights(on: date) -> Weights:
    found = rulebook.value("routing.weights", on=on)
    return Weights(
        currency=found["currency"],
        per_day=float(found["per_day"]),
        late_per_day=float(found["late_per_day"]),
        slower_level=float(found["slower_level"]),
        faster_level=float(found["faster_level"]),
        speed={ServiceLevel(level): place for level, place in found["speed"].items()},
    )
