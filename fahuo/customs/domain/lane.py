"""The rules of a lane on a day: grouped by family, with their age and history, and what changes between two days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from fahuo.compliance.rules import members, touches, touching
from fahuo.compliance.value_text import FAMILIES, family_of
from fahuo.rulebook.rules import ANYWHERE, GROUPS, Rule, rules
from fahuo.rulebook.schema import DatedValue

OLD_AFTER = timedelta(days=180)  # laws of half a year ago are to be read again


@dataclass(frozen=True, slots=True)
class LaneRule:
    """One rule with the value that is shown, None where none is in force; how long ago it was checked; its history."""

    rule: Rule
    dated: DatedValue | None
    checked_days: int

    @property
    def is_old(self) -> bool:
        """Whether the rule is to be read again."""
        return timedelta(days=self.checked_days) > OLD_AFTER

    @property
    def history(self) -> tuple[DatedValue, ...]:
        """Every value by day, the newest first, where there is more than one."""
        return tuple(reversed(self.rule.values)) if len(self.rule.values) > 1 else ()


@dataclass(frozen=True, slots=True)
class Change:
    """A rule that another value holds for than before; None on either side where it is not in force."""

    rule: Rule
    before: DatedValue | None
    after: DatedValue | None


def in_force(destination: str, on: date, *, today: date) -> tuple[LaneRule, ...]:
    """Return the rules in force for a destination on a day; `today` is the day from which their age is reckoned."""
    return tuple(_seen(rule, dated, today) for rule, dated in touching(destination, on))


def reporting(code: str, on: date, *, today: date) -> tuple[LaneRule, ...]:
    """Return the rules that report a problem code anywhere, those too that are not in force on the day."""
    return tuple(_seen(rule, rule.dated(on), today) for rule in rules() if code and rule.code == code)


def by_family(found: Iterable[LaneRule]) -> tuple[tuple[str, tuple[LaneRule, ...]], ...]:
    """Return the rules by their families, in the sequence of the families."""
    groups: dict[str, list[LaneRule]] = {key: [] for key in (*FAMILIES, "")}
    for item in found:
        groups[family_of(item.rule.id)].append(item)
    return tuple((key, tuple(items)) for key, items in groups.items() if items)


def changes(destination: str, before: date, after: date) -> tuple[Change, ...]:
    """Return what begins, ends or changes for a destination from one day to another."""
    old = {rule.id: (rule, dated) for rule, dated in touching(destination, before)}
    new = {rule.id: (rule, dated) for rule, dated in touching(destination, after)}
    found = []
    for name in sorted({*old, *new}):
        rule = (new.get(name) or old[name])[0]
        was, is_ = (side[name][1] if name in side else None for side in (old, new))
        if was is not is_:
            found.append(Change(rule, was, is_))
    return tuple(found)


def days_of_change(destination: str, around: date) -> tuple[date, ...]:
    """Return the days on which a rule of a destination begins, changes or ends, from two years before a day onwards."""
    first = around - timedelta(days=730)
    found = {item.valid_from for rule in rules() if touches(rule, destination, around) for item in rule.values}
    return tuple(sorted(day for day in found if day >= first))


def with_own_rules(on: date) -> tuple[str, ...]:
    """Return the countries that rules name, by themselves or as members of a group on a day; by their codes."""
    named = {place for rule in rules() for place in rule.places if place != ANYWHERE}
    groups = named & set(GROUPS)
    return tuple(sorted((named - groups).union(*(members(group, on) for group in groups))))


def _seen(rule: Rule, dated: DatedValue | None, today: date) -> LaneRule:
    return LaneRule(rule, dated, max((today - rule.checked_on).days, 0))
