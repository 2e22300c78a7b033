"""Digest vectors: the first is the vendor's, the others are ours."""

from __future__ import annotations

import pytest

from fahuo.carriers.adapters.cainiao.signing import digest

XML = "<request><name>菜鸟</name></request>"


@pytest.mark.parametrize(
    ("content", "secret", "encoding", "expected"),
    [
        ("hello1234", "key123", "UTF-8", "ufYU7rvXhHY3IDyZgyt6SA=="),
        ('{"orderCode":"LP00000000000001","locale":"zh_CN"}', "demo-secret", "UTF-8", "fAAy3Vnh8qUddNg3xWKVIw=="),
        (XML, "demo-secret", "UTF-8", "ximuS270EpEly6eAeYhJzg=="),
        (XML, "demo-secret", "GBK", "nMdVpqGYS09/ogc+x83brw=="),
    ],
)
def test_vectors(content: str, secret: str, encoding: str, expected: str) -> None:
    assert digest(content, secret, encoding) == expected


def test_what_an_encoding_cannot_write_is_not_signed() -> None:
    with pytest.raises(UnicodeEncodeError):
        digest("Jürgen Groß", "demo-secret", "GBK")
