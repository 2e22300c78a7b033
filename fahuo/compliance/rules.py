"""Which rules touch a parcel: chosen by stage, destination and day, once for all parcels alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from fahuo import rulebook
from fahuo.compliance.checks import CHECKS, OF_LINE, Check
from fahuo.rulebook.rules import ANYWHERE, GROUPS, Rule, Stage, rule, rules
from fahuo.rulebook.schema import DatedValue
from fahuo.trade.country import ISO_COUNTRIES
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
    return plan_of(due(stage, destination, on), stage)


def plan_of(found: Iterable[Due], stage: Stage) -> Plan:
    """Return rules of one stage as a plan."""
    whole: list[Due] = []
    lines: list[Due] = []
    for one in found:
        (lines if one.rule.check in OF_LINE else whole).append(one)
    return Plan(tuple(whole), _same(tuple(lines), stage))


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


def stopping_rules(stage: Stage, on: date) -> dict[str, tuple[Due, ...]]:
    """Return destination → the rules that may stop a parcel there at a stage, for whoever asks of many at once."""
    able = [rule for rule in rules() if rule.stages.get(stage) is Severity.BLOCK]
    dated = [(rule, value) for rule in able if (value := rule.dated(on)) is not None]
    by_place = {
        place: tuple(
            Due(rule, CHECKS[rule.check], value.value, Severity.BLOCK)
            for rule, value in dated
            if touches(rule, place, on)
        )
        for place in ISO_COUNTRIES
    }
    return {place: found for place, found in by_place.items() if found}


@lru_cache(maxsize=1024)
def touching(destination: str, on: date) -> tuple[tuple[Rule, DatedValue], ...]:
    """Return every rule in force for a destination on a day with its value, those without a check too."""
    found = ((rule, rule.dated(on)) for rule in rules() if touches(rule, destination, on))
    return tuple((rule, dated) for rule, dated in found if dated is not None)


@lru_cache(maxsize=64)
def destinations(name: str, on: date) -> frozenset[str]:
    """Return the destinations that a rule, by its id, touches on a day; none while it is not in force."""
    found = rule(name)
    return frozenset(place for place in ISO_COUNTRIES if touches(found, place, on)) if found.dated(on) else frozenset()


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
