"""Every problem code has its page in the error book, and every page is used."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path

import pytest

from fahuo.rulebook.rules import rules
from fahuo.trade import error_book
from fahuo.trade.error_book import ENTRIES
from fahuo.trade.error_book.entry import ErrorEntry
from tests.architecture.sources import Function, Source, called, definitions, product

CODE = re.compile(r"[A-Z][A-Z0-9]+(_[A-Z0-9]+)*")
Names = dict[str, tuple[str, ...]]
# What turns a code into something that is shown.
MAKERS = {"Problem", "FileRefused", "failed", "entry"}
ACTORS = {"clerk", "owner", "operator", "developer"}


def test_every_problem_has_an_entry() -> None:
    unknown = {f"{place} {code}" for place, code in _raised() if code not in ENTRIES}
    assert not unknown, "codes without a page in fahuo/trade/error_book: " + ", ".join(sorted(unknown))


def test_a_code_is_found_wherever_it_was_spelled() -> None:
    code = 'A = "AT_THE_TOP"\ndef f(kind):\n code = {1: "IN_A_TABLE"}.get(kind, "BY_DEFAULT")\n'
    code += ' return Problem(code), Problem(A), Problem(codes.BY_MODULE), Problem("IN_PLACE" if kind else "OR_ELSE")\n'
    tree = ast.parse(code)
    scopes = [(scope, names) for scope, names in _scopes(tree, _assigned(tree.body)) if isinstance(scope, Function)]
    found = {
        text
        for scope, names in scopes
        for node in ast.walk(scope)
        if called(node) == "Problem" and isinstance(node, ast.Call)
        for text in _spelled(_first(node), names)
    }
    assert found == {"AT_THE_TOP", "IN_A_TABLE", "BY_DEFAULT", "BY_MODULE", "IN_PLACE", "OR_ELSE"}


def test_every_entry_is_used() -> None:
    used = {text for source in product() if not _is_book(source) for text in _texts(source)}
    used |= {rule.code for rule in rules()}
    assert not sorted(set(ENTRIES) - used), "entries that nothing raises"


@pytest.mark.parametrize("code", sorted(ENTRIES))
def test_an_entry_is_whole(code: str) -> None:
    entry = ENTRIES[code]
    assert CODE.fullmatch(code)
    assert entry.who in ACTORS
    for language in ("en", "zh"):
        for part in ("title", "cause", "fix"):
            text = getattr(entry, f"{part}_{language}")
            assert text.strip() == text
            assert text, f"{code}: {part}_{language} is empty"
    assert _is_chinese(entry), f"{code}: the Chinese side holds no Chinese"
    assert not entry.title_en.endswith("."), f"{code}: a title is no sentence"


def test_no_code_stands_in_two_rooms() -> None:
    names = sorted(
        path.stem for path in Path(error_book.__file__).parent.glob("*.py") if path.stem not in {"__init__", "entry"}
    )
    books = [import_module(f"fahuo.trade.error_book.{name}") for name in names]
    assert sum(len(book.ENTRIES) for book in books) == len(ENTRIES)


def _is_chinese(entry: ErrorEntry) -> bool:
    return all(re.search(r"[\u4e00-\u9fff]", text) for text in (entry.title_zh, entry.cause_zh, entry.fix_zh))


def _raised() -> Iterator[tuple[str, str]]:
    """Codes that are given to what makes a problem, wherever in the same file they were spelled."""
    for source in product():
        known = _assigned(source.tree.body)
        for scope, names in _scopes(source.tree, known):
            for node in ast.walk(scope):
                if isinstance(node, ast.Call) and called(node).split(".")[-1] in MAKERS:
                    yield from ((source.at(node), code) for code in _spelled(_first(node), names))


def _scopes(tree: ast.Module, known: Names) -> Iterator[tuple[ast.AST, Names]]:
    """Each function with the names it can see, and the module itself."""
    yield tree, known
    for node in definitions(tree):
        if isinstance(node, Function):
            inner = [child for child in ast.walk(node) if isinstance(child, ast.stmt)]
            yield node, known | _assigned(inner)


def _first(call: ast.Call) -> ast.expr | None:
    if call.args:
        return call.args[0]
    return next((keyword.value for keyword in call.keywords if keyword.arg == "code"), None)


def _spelled(code: ast.expr | None, names: Names) -> list[str]:
    """`"CODE"`, `CODE`, `codes.CODE`, and any of them inside a condition, a look-up or a variable."""
    found: list[str] = []
    for node in ast.walk(code) if code else ():
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.append(node.value)
        elif isinstance(node, ast.Name):
            found += names.get(node.id, ())
        elif isinstance(node, ast.Attribute):
            found.append(node.attr)
    return [text for text in found if CODE.fullmatch(text)]


def _assigned(statements: Iterable[ast.stmt]) -> Names:
    """Texts that simple assignments give to names: `code = {A: "X"}.get(kind, "Y")` gives X and Y."""
    return {
        target.id: tuple(
            node.value
            for node in ast.walk(statement.value)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        )
        for statement in statements
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        if isinstance(target, ast.Name)
    }


def _texts(source: Source) -> set[str]:
    return {
        node.value for node in ast.walk(source.tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def _is_book(source: Source) -> bool:
    return "error_book" in source.path.parts
