"""Foreign JSON: lenient about spelling, strict about meaning."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
import pytest

from fahuo.kit import wire


class Inner(msgspec.Struct):
    count: int
    well: bool = True


class Outer(msgspec.Struct):
    parts: list[Inner]


def test_numbers_and_booleans_may_come_as_text() -> None:
    assert wire.decode(b'{"count": "7", "well": "false"}', Inner) == Inner(7, well=False)


@pytest.mark.parametrize(
    ("content", "path"),
    [
        (b'{"parts": [{"count": 1}, {"count": "many"}]}', "$.parts[1].count"),
        (b'{"parts": [{}]}', "$.parts[0]"),
        (b"[]", "$"),
        (b"<html>", "$"),
        (b"", "$"),
        (b'{"parts": [', "$"),
    ],
)
def test_what_does_not_fit_is_named(content: bytes, path: str) -> None:
    with pytest.raises(wire.UnreadableReply) as caught:
        wire.decode(content, Outer)
    assert caught.value.path == path
    assert f"(at {path})" in str(caught.value)


def test_text_that_is_no_utf_8_is_an_error() -> None:
    with pytest.raises(wire.UnreadableReply):
        wire.decode(b'"\xff"', str)


def test_json_that_is_nested_without_end_is_an_error() -> None:
    with pytest.raises(wire.UnreadableReply, match="recursion"):
        wire.decode(b"[" * 100_000, Any)


@pytest.mark.parametrize(
    ("content", "counts"),
    [(b'[{"count": 1}, {"count": 2}]', [1, 2]), (b' {"count": 1}', [1]), (b"[]", []), (b"null", [])],
)
def test_many_takes_a_list_an_object_or_null(content: bytes, counts: list[int]) -> None:
    assert [inner.count for inner in wire.many(content, Inner)] == counts


def test_what_is_missing_is_not_nothing() -> None:
    with pytest.raises(wire.UnreadableReply):
        wire.many(msgspec.Raw(), Inner)


def test_one_takes_an_object_or_a_list_of_one() -> None:
    assert wire.one(b'{"count": 1}', Inner) == wire.one(b'[{"count": 1}]', Inner) == Inner(1)
    assert wire.one(b"null", Inner) is None


def test_one_of_several_is_an_error() -> None:
    with pytest.raises(wire.UnreadableReply, match="got 2"):
        wire.one(b'[{"count": 1}, {"count": 2}]', Inner)


def test_decimals_are_written_exactly() -> None:
    assert wire.encode({"price": Decimal("0.10"), "name": "云"}) == '{"price":0.10,"name":"云"}'.encode()
