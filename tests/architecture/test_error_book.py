"""Every problem code has its page in the error book, and every page is used."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from fahuo.trade.error_book import ENTRIES
from fahuo.trade.error_book.entry import ErrorEntry
from tests.architecture.sources import Source, called, product

CODE = re.compile(r"[A-Z][A-Z0-9]+(_[A-Z0-9]+)*")
ACTORS = {"clerk", "owner", "operator", "developer"}


def test_every_problem_has_an_entry() -> None:
    unknown = {f"{place} {code}" for place, code in _raised() if code not in ENTRIES}
    assert not unknown, "codes without a page in fahuo/trade/error_book: " + ", ".join(sorted(unknown))


def test_every_entry_is_used() -> None:
    used = {text for source in product() if not _is_book(source) for text in _texts(source)}
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
    from fahuo.trade.error_book import carriers, files, orders, routing, shipments

    books = [carriers.ENTRIES, files.ENTRIES, orders.ENTRIES, routing.ENTRIES, shipments.ENTRIES]
    assert sum(len(book) for book in books) == len(ENTRIES)


def _is_chinese(entry: ErrorEntry) -> bool:
    return all(re.search(r"[\u4e00-\u9fff]", text) for text in (entry.title_zh, entry.cause_zh, entry.fix_zh))


def _raised() -> Iterator[tuple[str, str]]:
    """Codes written as the first argument of Problem(…), directly or through a constant of the same file."""
    for source in product():
        constants = _constants(source)
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call) and called(node).split(".")[-1] == "Problem":
                code = _first(node)
                yield from ((source.at(node), text) for text in _spelled(code, constants))


def _first(call: ast.Call) -> ast.expr | None:
    if call.args:
        return call.args[0]
    return next((keyword.value for keyword in call.keywords if keyword.arg == "code"), None)


def _spelled(code: ast.expr | None, constants: dict[str, str]) -> list[str]:
    """`"CODE"`, `CODE`, `codes.CODE`, and any of them inside a condition or a look-up."""
    found = []
    for node in ast.walk(code) if code else ():
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.append(node.value)
        elif isinstance(node, ast.Name):
            found.append(constants.get(node.id, ""))
        elif isinstance(node, ast.Attribute):
            found.append(node.attr)
    return [text for text in found if CODE.fullmatch(text)]


def _constants(source: Source) -> dict[str, str]:
    return {
        target.id: node.value.value
        for node in source.tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _texts(source: Source) -> set[str]:
    return {
        node.value for node in ast.walk(source.tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def _is_book(source: Source) -> bool:
    return "error_book" in source.path.parts
