"""Digest vectors: one of the vendor, one of ours (computed apart from this code, with an invented check word)."""

from __future__ import annotations

import pytest

from fahuo.carriers.adapters.sf_fengqiao.signing import digest


@pytest.mark.parametrize(
    ("msg_data", "timestamp", "checkword", "expected"),
    [
        (  # the vendor's own sample, published with its check word
            '{"language":"zh-CN","orderId":"QIAO-20200618-004"}',
            "12312334453453",
            "fjcg5PGKaNpPSHFAZ4QsCOkV71R3zVci",
            "IIKJtuLVzoFTu4kHI8M8vA==",
        ),
        # Every letter that Java and Python encode differently.
        ('{"orderId":"T 1*~(x)+","language":"zh-CN"}', "1767225600000", "demoCheckWord", "5uXv+KgCE65VwkXnKIY+kQ=="),
    ],
)
def test_vectors(msg_data: str, timestamp: str, checkword: str, expected: str) -> None:
    assert digest(msg_data, timestamp=timestamp, checkword=checkword) == expected


@pytest.mark.parametrize("changed", [{"msg_data": "{ }"}, {"timestamp": "2"}, {"checkword": "other"}])
def test_everything_is_signed(changed: dict[str, str]) -> None:
    whole = {"msg_data": "{}", "timestamp": "1", "checkword": "word"}
    assert digest(**{**whole, **changed}) != digest(**whole)
