"""YAML as rule files mean it: no surprises, no floats, nothing that can be changed afterwards.

Plain YAML 1.1 reads the country code `NO` as false, `1.10` as a float and keeps the last of two equal keys.
Here only `true` and `false` are booleans, numbers with a point are `Decimal`, and a key written twice is an error.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

try:  # the C parser is eight times as fast and part of every wheel of PyYAML
    from yaml import CSafeLoader as _SafeLoader
except ImportError:  # a PyYAML built without libyaml
    from yaml import SafeLoader as _SafeLoader  # type: ignore[assignment]


class FileError(ValueError):
    """A rule file or rate sheet cannot be understood. Who must act: whoever wrote the file."""


class _Loader(_SafeLoader):
    """The safe loader with its implicit types replaced by the few below."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # start from none


def _mapping(loader: _Loader, node: yaml.MappingNode) -> MappingProxyType[Hashable, Any]:
    result: dict[Hashable, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in result:
            raise FileError(f"{key!r} is written twice, the second time on line {key_node.start_mark.line + 1}")
        result[key] = loader.construct_object(value_node, deep=True)
    return MappingProxyType(result)


def _sequence(loader: _Loader, node: yaml.SequenceNode) -> tuple[Any, ...]:
    return tuple(loader.construct_object(item, deep=True) for item in node.value)


def _scalar(convert: Callable[[str], Any]) -> Callable[[_Loader, yaml.ScalarNode], Any]:
    return lambda loader, node: convert(str(loader.construct_scalar(node)))


_PLAIN: Iterable[tuple[str, str, str, Callable[[str], Any]]] = (
    ("null", r"^(?:null|~|)$", "n~", lambda text: None),
    ("bool", r"^(?:true|false)$", "tf", lambda text: text == "true"),
    ("int", r"^-?(?:0|[1-9][0-9]*)$", "-0123456789", int),
    ("float", r"^-?(?:0|[1-9][0-9]*)\.[0-9]+$", "-0123456789", Decimal),
    ("timestamp", r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "0123456789", date.fromisoformat),
)
for _tag, _pattern, _first, _convert in _PLAIN:
    _name = f"tag:yaml.org,2002:{_tag}"
    _Loader.add_implicit_resolver(_name, re.compile(_pattern), [*_first] + ([""] if _tag == "null" else []))
    _Loader.add_constructor(_name, _scalar(_convert))
_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
_Loader.add_constructor("tag:yaml.org,2002:seq", _sequence)


def load(path: Path) -> Any:
    """Return the file's content: mappings read-only, lists as tuples, `1.10` as `Decimal`, `2026-07-01` as `date`.

    Raises `FileError` naming the file and the line.
    """
    try:
        return yaml.load(path.read_text("utf-8"), _Loader)  # noqa: S506 - a SafeLoader with fewer types
    except (yaml.YAMLError, UnicodeDecodeError, ValueError) as error:
        raise FileError(f"{path.name}: {error}") from error
