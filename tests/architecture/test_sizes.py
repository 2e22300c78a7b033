"""Sizes: a function fits a screen, a module fits a head."""

from __future__ import annotations

import ast

import pytest

from tests.architecture.sources import Function, Source, definitions, everything

FUNCTION_LINES = 50
MODULE_LINES = 300

# Path (functions: path::name) → why it may be longer. An entry that is no longer needed fails the test.
LONG_MODULES: dict[str, str] = {"tests/permissions/test_urls.py": "a table, one row a URL"}
LONG_FUNCTIONS: dict[str, str] = {}


def test_functions_fit_a_screen() -> None:
    long = {
        f"{source.name}::{node.name}": length
        for source in everything()
        for node in definitions(source.tree)
        if isinstance(node, Function) and (length := _lines(node)) > FUNCTION_LINES
    }
    _compare(long, LONG_FUNCTIONS, FUNCTION_LINES)


def test_modules_fit_a_head() -> None:
    long = {source.name: length for source in everything() if (length := _length(source)) > MODULE_LINES}
    _compare(long, LONG_MODULES, MODULE_LINES)


def test_an_excess_is_seen() -> None:
    long = ast.parse("def f():\n" + "    x = 1\n" * FUNCTION_LINES)
    (function,) = definitions(long)
    assert isinstance(function, Function)
    assert _lines(function) == FUNCTION_LINES + 1
    with pytest.raises(pytest.fail.Exception, match="51 lines"):
        _compare({"a.py::f": 51}, {}, FUNCTION_LINES)
    with pytest.raises(pytest.fail.Exception, match="excused without need"):
        _compare({}, {"a.py::f": "reason"}, FUNCTION_LINES)


def _compare(long: dict[str, int], excused: dict[str, str], limit: int) -> None:
    too_long = [f"{name}: {length} lines" for name, length in sorted(long.items()) if name not in excused]
    needless = sorted(set(excused) - set(long))
    if too_long or needless:
        pytest.fail(
            f"over {limit} lines: {too_long or 'none'}; excused without need: {needless or 'none'}", pytrace=False
        )


def _lines(node: Function) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _length(source: Source) -> int:
    return len(source.text.splitlines())
