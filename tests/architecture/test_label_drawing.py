"""No label of ours is drawn without `problems_of` being asked first, with the size and the head that are printed."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.sources import ROOT

DRAWS = ("fahuo.labels.render", "fahuo.labels")


def drawings() -> Iterator[tuple[str, ast.FunctionDef, ast.Call]]:
    """Yield (module, function, call) wherever a label is drawn outside `fahuo/labels`."""
    for path in sorted((ROOT / "fahuo").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        text = path.read_text("utf-8")
        # Whoever draws names where from; the others need no tree, which every process of a test run would make.
        if "/tests/" in name or name.startswith("fahuo/labels/") or "fahuo.labels" not in text:
            continue
        tree = ast.parse(text)
        drawers = {
            (alias.asname or alias.name, alias.name)
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module in DRAWS
            for alias in node.names
        }
        calls = {local for local, real in drawers if real == "render"}
        calls |= {f"{local}.write" for local, real in drawers if real == "zpl"}
        calls |= {f"{local}.render" for local, real in drawers if real == "render"}
        for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
            for call in called(function):
                if ast.unparse(call.func) in calls:
                    yield name, function, call


def called(function: ast.FunctionDef) -> list[ast.Call]:
    """Return every call in a function."""
    return [node for node in ast.walk(function) if isinstance(node, ast.Call)]


FOUND = list(drawings())


def test_the_places_are_those_we_know() -> None:
    """A new one is welcome here, once it asks first."""
    assert {name for name, _, _ in FOUND} == {
        "fahuo/shipments/services/check_label.py",
        "fahuo/shipments/services/draw_pdf.py",
        "fahuo/shipments/services/draw_zpl.py",
        "fahuo/shipments/web/labels.py",
    }


@pytest.mark.parametrize(("name", "function", "call"), FOUND, ids=[f"{name}:{call.lineno}" for name, _, call in FOUND])
def test_whoever_draws_asks_first(name: str, function: ast.FunctionDef, call: ast.Call) -> None:
    asked = [one for one in called(function) if ast.unparse(one.func) == "problems_of"]
    assert asked, f"{name} draws in {function.name} and does not ask problems_of"
    assert asked[0].lineno < call.lineno
    assert [ast.unparse(one) for one in asked[0].args[1:]] == [ast.unparse(one) for one in call.args[1:]]
