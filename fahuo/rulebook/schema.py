"""The shape of one rule file, and the check that a file has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from fahuo.rulebook.strict_yaml import FileError

CONFIDENCE = ("verified", "secondary", "unverified")
_REQUIRED = ("description", "description_zh", "unit", "checked_on", "confidence", "values")


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a value was read: a title that a person can look up, and an address when there is one."""

    title: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A value in force from `valid_from` until the next one; `value` None ends the rule."""

    valid_from: date
    value: Any
    reference: Reference


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule: what it is, in which unit, how sure we are, and its values in the order of their dates.

    `confidence` is `verified` (the official text was read or the value was tried), `secondary` (others
    report it) or `unverified` (one weak source, or a sample that the operator must replace).
    """

    name: str
    description: str
    description_zh: str
    unit: str
    checked_on: date
    confidence: str
    values: tuple[DatedValue, ...]


def entry_from(name: str, content: Any) -> Entry:
    """Return the rule of a loaded file; raise `FileError` saying which part is missing, unknown or of a wrong type."""
    _keys(name, content, required=_REQUIRED)
    for key in ("description", "description_zh", "unit", "confidence"):
        _typed(name, key, content[key], str)
    if content["confidence"] not in CONFIDENCE:
        raise FileError(f"{name}: confidence is one of {', '.join(CONFIDENCE)}")
    _typed(name, "checked_on", content["checked_on"], date)
    values = dated_values(name, content["values"])
    if values[-1].valid_from > content["checked_on"] and content["confidence"] == "verified":
        raise FileError(f"{name}: a value of a later day than checked_on cannot be verified")
    return Entry(name=name, **{key: content[key] for key in _REQUIRED if key != "values"}, values=values)


def dated_values(name: str, content: Any) -> tuple[DatedValue, ...]:
    """Return the values of a loaded file by their days; raise `FileError`. All of them are of one type."""
    _typed(name, "values", content, Mapping)
    dates = list(content)
    for moment in dates:
        _typed(name, f"date {moment!r}", moment, date)
    if not dates or dates != sorted(dates):
        raise FileError(f"{name}: values need at least one date, oldest first")
    values = tuple(_dated(name, moment, content[moment]) for moment in dates)
    kinds = {_kind(dated.value) for dated in values if dated.value is not None}
    if len(kinds) != 1:
        raise FileError(f"{name}: every value must be of one type, found {sorted(kind.__name__ for kind in kinds)}")
    return values


def _dated(name: str, moment: date, content: Any) -> DatedValue:
    where = f"{name} {moment}"
    _keys(where, content, required=("value", "reference"))
    _keys(where, content["reference"], required=("title",), optional=("href",))
    _typed(where, "title", content["reference"]["title"], str)
    return DatedValue(moment, content["value"], Reference(**content["reference"]))


def _kind(value: Any) -> type:
    """Return the type of a value; whole numbers and those with a point are one."""
    return Decimal if isinstance(value, int) and not isinstance(value, bool) else type(value)


def _keys(where: str, content: Any, *, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> None:
    _typed(where, "content", content, Mapping)
    missing = [key for key in required if key not in content]
    unknown = [str(key) for key in content if key not in (*required, *optional)]
    if missing or unknown:
        raise FileError(f"{where}: missing {missing}, unknown {unknown}")


def _typed(where: str, key: str, content: Any, kind: type) -> None:
    if not isinstance(content, kind) or (isinstance(content, str) and not content.strip()):
        raise FileError(f"{where}: {key} must be a {kind.__name__}, not {content!r}")
