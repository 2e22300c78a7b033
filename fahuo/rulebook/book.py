"""Looking a rule up by its name and a day."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from fahuo.rulebook.schema import Entry, entry_from
from fahuo.rulebook.strict_yaml import load

FOLDER = Path(__file__).parent / "data"


class UnknownRule(LookupError):
    """No file of this name. Who must act: a developer, the name is misspelt."""


class NoValueOnDate(LookupError):
    """The rule was not in force on that day, or had ended."""


def names() -> tuple[str, ...]:
    """Return the name of every rule: its path below `data/`, dots for slashes, in alphabetical order."""
    return tuple(sorted(".".join(path.relative_to(FOLDER).with_suffix("").parts) for path in FOLDER.rglob("*.yaml")))


@cache
def entry(name: str) -> Entry:
    """Return the whole rule with its sources; raise `UnknownRule`. Files are read once per process."""
    path = FOLDER.joinpath(*name.split(".")).with_suffix(".yaml")
    if not path.is_file() or FOLDER not in path.resolve().parents:
        raise UnknownRule(f"No rule {name!r}")
    return entry_from(name, load(path))


@cache
def value(name: str, *, on: date) -> Any:
    """Return the value in force on a day; raise `UnknownRule` or `NoValueOnDate`.

    Values cannot be changed: mappings are read-only, lists are tuples, numbers with a point are `Decimal`.
    """
    dated = entry(name).values
    place = bisect_right([item.valid_from for item in dated], on)
    if place == 0 or dated[place - 1].value is None:
        raise NoValueOnDate(f"{name} has no value on {on}")
    return dated[place - 1].value
