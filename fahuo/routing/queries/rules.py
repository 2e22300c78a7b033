"""Reads the routing rules of a day from the rule book."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from functools import lru_cache

from fahuo import rulebook
from fahuo.orders.rules import dollars
from fahuo.routing.domain.laws import laws
from fahuo.routing.domain.request import RouteRules, Weights
from fahuo.trade.service import ServiceLevel

WISHES = tuple(field.name for field in fields(Weights) if field.name not in ("currency", "speed"))


@lru_cache(maxsize=64)
def route_rules(*, on: date) -> RouteRules:
    """Return the rules in force; raise `rulebook.NoValueOnDate` for a day before they begin."""
    chapters = rulebook.value("routing.goods_chapters", on=on)
    levels = rulebook.value("routing.service_levels", on=on)
    return RouteRules(
        laws=laws(on, dollars(on)),
        eori_countries=frozenset(rulebook.value("destinations.eu_members", on=on)),
        goods_chapters={service: frozenset(taken.split()) for service, taken in chapters.items()},
        level_of={key: ServiceLevel(level) for key, level in levels.items()},
        weights=_weights(on),
    )


def _weights(on: date) -> Weights:
    found = rulebook.value("routing.weights", on=on)
    return Weights(
        currency=found["currency"],
        speed={ServiceLevel(level): place for level, place in found["speed"].items()},
        **{name: float(found[name]) for name in WISHES},
    )
