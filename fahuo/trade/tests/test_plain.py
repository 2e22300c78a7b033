"""What strangers write is kept without what breaks databases and pages."""

from __future__ import annotations

import pytest

from fahuo.trade.plain import plain


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Straße 1, 收件人", "Straße 1, 收件人"),
        ("a\x00b\ud800c\x1b", "a\ufffdb\ufffdc\ufffd"),
        ("two\r\nlines\tand more", "two  lines and more"),
        ("x" * 30, "x" * 30),
        ("x" * 31, "x" * 29 + "…"),
        ("", ""),
    ],
)
def test_plain(written, kept):
    assert plain(written, 30) == kept
