"""The error book answers in the reader's language."""

from __future__ import annotations

import pytest

from fahuo.trade import error_book
from fahuo.trade.error_book.entry import ErrorEntry

ENTRY = ErrorEntry("title", "标题", "cause", "原因", "fix", "办法")


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("en", ("title", "cause", "fix")),
        ("zh-hans", ("标题", "原因", "办法")),
        ("zh", ("标题", "原因", "办法")),
        ("fr", ("title", "cause", "fix")),  # a language we do not speak gets English
        ("", ("title", "cause", "fix")),
    ],
)
def test_an_entry_speaks_the_readers_language(language: str, texts: tuple[str, str, str]) -> None:
    assert (ENTRY.title(language), ENTRY.cause(language), ENTRY.fix(language)) == texts


def test_the_clerk_acts_unless_it_says_otherwise() -> None:
    assert ENTRY.who == "clerk"


def test_a_code_is_looked_up() -> None:
    assert error_book.entry("POSTCODE_FORMAT").title_zh == "邮编格式错误"
    with pytest.raises(KeyError):
        error_book.entry("NO_SUCH_CODE")
