"""The product's Python files, parsed once for all the checks."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "fahuo"

Function = ast.FunctionDef | ast.AsyncFunctionDef
Definition = Function | ast.ClassDef


@dataclass(frozen=True)
class Source:
    """One file: where it lies, its text, its syntax tree."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """Path below the repository, as it is written in lists of exceptions."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def room(self) -> str:
        """`trade`, `kit`, `orders` …; empty for what lies outside the product."""
        parts = self.path.relative_to(ROOT).parts
        return parts[1] if parts[0] == "fahuo" and len(parts) > 2 else ""

    @property
    def is_test(self) -> bool:
        """Whether it lies in a `tests` folder or is pytest's own conftest."""
        return "tests" in self.path.relative_to(ROOT).parts or self.path.name == "conftest.py"

    def at(self, node: ast.AST) -> str:
        """`fahuo/trade/money.py:12`, what an editor opens."""
        return f"{self.name}:{getattr(node, 'lineno', 1)}"


@functools.cache
def everything() -> tuple[Source, ...]:
    """Every Python file of the repository except migrations, which are generated."""
    paths = [*PACKAGE.rglob("*.py"), *(ROOT / "tests").rglob("*.py"), *ROOT.glob("*.py")]
    return tuple(_read(path) for path in sorted(paths) if "migrations" not in path.parts)


def product() -> Iterator[Source]:
    """What is shipped: the package without its tests."""
    return (source for source in everything() if source.room and not source.is_test)


def rooms(*names: str) -> Iterator[Source]:
    """The product's files of these rooms."""
    return (source for source in product() if source.room in names)


def definitions(tree: ast.AST) -> Iterator[Definition]:
    """Every class and function, nested ones too."""
    return (node for node in ast.walk(tree) if isinstance(node, Definition))


def called(node: ast.AST) -> str:
    """The dotted name that a call calls (`datetime.now`), or `""` for anything that is not such a call."""
    names: list[str] = []
    place = node.func if isinstance(node, ast.Call) else node
    while isinstance(node, ast.Call) and isinstance(place, ast.Attribute):
        names.append(place.attr)
        place = place.value
    return ".".join([place.id, *reversed(names)]) if isinstance(node, ast.Call) and isinstance(place, ast.Name) else ""


def _read(path: Path) -> Source:
    text = path.read_text(encoding="utf-8")
    return Source(path, text, ast.parse(text, filename=str(path)))
