"""Which rules touch a parcel: chosen by stage, destination and day, once for all parcels alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from fahuo import rulebook
from fahuo.rulebook.rules import ANYWHERE, Rule, Stage, rules
from fahuo.rulebook.schema import DatedValue
from fahuo.trade.problem import Severity

_GROUPS = {"EU": "destinations.eu_members"}


@dataclass(frozen=True, slots=True)
class Due:
    """A rule in force: what its check is given, and how severe it is to break it here."""

    rule: Rule
    dated: DatedValue
    severity: Severity


@lru_cache(maxsize=4096)
def due(stage: Stage, destination: str, on: date) -> tuple[Due, ...]:
    """Return the rules with a check that are in force at a stage for a destination on a day."""
    return tuple(
        Due(rule, dated, rule.stages[stage])
        for rule, dated in touching(destination, on)
        if rule.check and stage in rule.stages
    )


@lru_cache(maxsize=1024)
def touching(destination: str, on: date) -> tuple[tuple[Rule, DatedValue], ...]:
    """Return every rule in force for a destination on a day with its value, those without a check too."""
    found = ((rule, rule.dated(on)) for rule in rules() if _touches(rule, destination, on))
    return tuple((rule, dated) for rule, dated in found if dated is not None)


def _touches(rule: Rule, destination: str, on: date) -> bool:
    if ANYWHERE in rule.places or destination in rule.places:
        return True
    return any(place in _GROUPS and destination in _members(place, on) for place in rule.places)


@lru_cache(maxsize=256)
def _members(group: str, on: date) -> frozenset[str]:
    try:
        return frozenset(rulebook.value(_GROUPS[group], on=on))
    except rulebook.NoValueOnDate:
        return frozenset()
