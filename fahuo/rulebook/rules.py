"""Rules: what must be true of a parcel, an address or a declaration, from which day on, by which source.

They lie in `fahuo/rulebook/rules/*.yaml`, one list per family. A change of law is a new dated value below the old one,
never an edit. `fahuo.compliance` runs them; a rule without a check is shown to people and decides nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from fahuo.rulebook.book import UnknownRule
from fahuo.rulebook.schema import DatedValue, dated_values
from fahuo.rulebook.strict_yaml import FileError, load
from fahuo.trade.country import ISO_COUNTRIES
from fahuo.trade.problem import Severity

FOLDER = Path(__file__).parent / "rules"
ANYWHERE = "ANY"
GROUPS = {"EU": "destinations.eu_members"}  # group → the values of the book that say who belongs to it
_REQUIRED = ("id", "title", "title_zh", "places", "confidence", "checked_on", "values")
_ID = re.compile(r"[A-Z]{2,3}-[0-9]{2}[A-Za-z]?")
_Word = TypeVar("_Word", bound=StrEnum)
_OPTIONAL = ("check", "code", "stages", "not_in")


class Stage(StrEnum):
    """When rules are asked: as an order comes in, as a service is chosen, as the goods are declared and handed over."""

    PREFLIGHT = "PREFLIGHT"
    ROUTING = "ROUTING"
    DECLARATION = "DECLARATION"


class Confidence(StrEnum):
    """How sure we are. LOW ones never stop anything."""

    HIGH = "HIGH"
    MEDIUM = "MEDIUM"
    LOW = "LOW"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `places`: destinations it touches, as ISO codes, names of groups (`EU`) or `ANY`; `not_in`: those of
    them that it leaves to another rule.

    `check` names a function of `fahuo.compliance.checks`, `code` the problem that it reports (error book); both are
    empty for rules that are only shown. `stages` says how severe the problem is at which stage; a stage that is not
    named does not ask. `values`: what the check is given from which day on; `None` ends the rule.
    """

    id: str
    title: str
    title_zh: str
    places: tuple[str, ...]
    confidence: Confidence
    checked_on: date
    values: tuple[DatedValue, ...]
    check: str = ""
    code: str = ""
    stages: Mapping[Stage, Severity] = field(default_factory=dict)
    not_in: tuple[str, ...] = ()

    def name(self, language: str) -> str:
        """Return the title in a language."""
        return self.title_zh if language.startswith("zh") else self.title

    def dated(self, on: date) -> DatedValue | None:
        """Return the value in force on a day, None before the first and after the end."""
        place = bisect_right([item.valid_from for item in self.values], on)
        if place == 0 or self.values[place - 1].value is None:
            return None
        return self.values[place - 1]


@cache
def rules() -> tuple[Rule, ...]:
    """Return every rule, by id; raise `FileError` for a file that is not as it should be. Read once per process."""
    found = [rule_from(path.stem, item) for path in sorted(FOLDER.glob("*.yaml")) for item in load(path)]
    ids = [rule.id for rule in found]
    twice = sorted({name for name in ids if ids.count(name) > 1})
    if twice:
        raise FileError(f"rules named twice: {', '.join(twice)}")
    return tuple(sorted(found, key=lambda rule: rule.id))


def rule(name: str) -> Rule:
    """Return one rule by its id; raise `UnknownRule`."""
    try:
        return _by_id()[name]
    except KeyError:
        raise UnknownRule(f"No rule {name!r}") from None


@cache
def _by_id() -> Mapping[str, Rule]:
    return {one.id: one for one in rules()}


def rule_from(family: str, content: Any) -> Rule:
    """Return one rule of a loaded file; raise `FileError` saying what is missing, unknown or contradictory."""
    if not isinstance(content, Mapping):
        raise FileError(f"{family}: a rule is a mapping, not {content!r}")
    where = f"{family} {content.get('id', '?')}"
    missing = [key for key in _REQUIRED if key not in content]
    unknown = [key for key in content if key not in (*_REQUIRED, *_OPTIONAL)]
    if missing or unknown:
        raise FileError(f"{where}: missing {missing}, unknown {unknown}")
    told = content.get("stages", {})
    stages = {_one_of(Stage, name, where): _one_of(Severity, level, where) for name, level in told.items()}
    confidence = _one_of(Confidence, content["confidence"], where)
    if confidence is Confidence.LOW and Severity.BLOCK in stages.values():
        raise FileError(f"{where}: a rule of low confidence must not stop anything")
    if bool(content.get("check")) != bool(stages) or bool(content.get("check")) != bool(content.get("code")):
        raise FileError(f"{where}: a check needs a code and stages, and these need a check")
    _texts(where, content)
    plain = {key: content[key] for key in ("id", "title", "title_zh", "checked_on")}
    return Rule(
        **plain,
        places=_places(where, content["places"]),
        confidence=confidence,
        values=dated_values(where, content["values"]),
        check=content.get("check", ""),
        code=content.get("code", ""),
        stages=stages,
        not_in=_places(where, content.get("not_in", ())),
    )


def _places(where: str, content: Any) -> tuple[str, ...]:
    """Return places as written; raise `FileError` for one that is neither a country nor a group."""
    odd = [place for place in content if place not in ISO_COUNTRIES and place not in GROUPS and place != ANYWHERE]
    if isinstance(content, str) or odd:
        raise FileError(f"{where}: places are ISO codes, {', '.join(GROUPS)} or {ANYWHERE}, not {odd or content}")
    return tuple(content)


def _texts(where: str, content: Mapping[str, Any]) -> None:
    """Raise `FileError` where an id, a title or the day of the last check is not as it should be."""
    if not _ID.fullmatch(str(content["id"])):
        raise FileError(f"{where}: an id is written as in EU-06 or EU-06A")
    if not all(isinstance(content[key], str) and content[key].strip() for key in ("title", "title_zh")):
        raise FileError(f"{where}: a rule has a title in both languages")
    if not isinstance(content["checked_on"], date):
        raise FileError(f"{where}: checked_on is a day")


def _one_of(kind: type[_Word], name: Any, where: str) -> _Word:
    try:
        return kind(name)
    except ValueError:
        raise FileError(f"{where}: {name!r} is none of {', '.join(kind)}") from None
