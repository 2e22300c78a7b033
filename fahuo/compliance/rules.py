"""Which rules touch a parcel: chosen by stage, destination and day, once for all parcels alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from fahuo import rulebook
from fahuo.compliance.checks import CHECKS, OF_LINE, Check
from fahuo.rulebook.rules import ANYWHERE, GROUPS, Rule, Stage, rules
from fahuo.rulebook.schema import DatedValue
from fahuo.trade.problem import Severity


@dataclass(frozen=True, slots=True)
class Due:
    """A rule in force: its check, what the check is given, and how severe it is to break it here."""

    rule: Rule
    check: Check
    value: Any
    severity: Severity


@dataclass(frozen=True, slots=True)
class Plan:
    """The rules due for a parcel: those that look at the whole of it, and those that judge each goods line by itself.

    The very same tuple `lines` comes for all destinations whose rules of lines are the same.
    """

    whole: tuple[Due, ...]
    lines: tuple[Due, ...]


@lru_cache(maxsize=4096)
def plan(stage: Stage, destination: str, on: date) -> Plan:
    """Return the rules due at a stage for a destination on a day."""
    found = due(stage, destination, on)
    return Plan(
        tuple(one for one in found if one.rule.check not in OF_LINE),
        _same(tuple(one for one in found if one.rule.check in OF_LINE), stage),
    )


def _same(lines: tuple[Due, ...], stage: Stage) -> tuple[Due, ...]:
    return _known.setdefault((stage, *((one.rule.id, id(one.value)) for one in lines)), lines)


_known: dict[tuple[Any, ...], tuple[Due, ...]] = {}


@lru_cache(maxsize=4096)
def due(stage: Stage, destination: str, on: date) -> tuple[Due, ...]:
    """Return the rules with a check that are in force at a stage for a destination on a day, by id.

    Raises `KeyError` for a rule that names a check which nobody wrote (a test forbids that).
    """
    return tuple(
        Due(rule, CHECKS[rule.check], dated.value, rule.stages[stage])
        for rule, dated in touching(destination, on)
        if rule.check and stage in rule.stages
    )


@lru_cache(maxsize=1024)
def touching(destination: str, on: date) -> tuple[tuple[Rule, DatedValue], ...]:
    """Return every rule in force for a destination on a day with its value, those without a check too."""
    found = ((rule, rule.dated(on)) for rule in rules() if touches(rule, destination, on))
    return tuple((rule, dated) for rule, dated in found if dated is not None)


def touches(rule: Rule, destination: str, on: date) -> bool:
    """Tell whether a rule is about a destination: by name, by a group it belongs to on that day, or as all are."""
    return _among(rule.places, destination, on) and not (rule.not_in and _among(rule.not_in, destination, on))


def _among(places: tuple[str, ...], destination: str, on: date) -> bool:
    if ANYWHERE in places or destination in places:
        return True
    return any(place in GROUPS and destination in members(place, on) for place in places)


@lru_cache(maxsize=256)
def members(group: str, on: date) -> frozenset[str]:
    """Return the countries of a group of `GROUPS` on a day; none before it is known."""
    try:
        return frozenset(rulebook.value(GROUPS[group], on=on))
    except rulebook.NoValueOnDate:
        return frozenset()
