"""Signature vectors: the first three are printed in Yanwen's documentation, the others are ours."""

from __future__ import annotations

import pytest

from fahuo.carriers.adapters.yanwen.signing import sign

DOCUMENTED_1 = "D6140AA383FD8515B09028C586493DDB"  # the documentation's own sample tokens, no live ones
DOCUMENTED_2 = "E33A3973221DB08128F8FF436EFDB8F4"


@pytest.mark.parametrize(
    ("token", "user_id", "body", "method", "timestamp", "expected"),
    [
        (DOCUMENTED_1, "100000", "{}", "common.country.getlist", "1655798809414", "bc5f1792e30936c72fa2a35efead8d73"),
        (DOCUMENTED_2, "99000015", "{}", "express.order.create", "1655798809414", "1a4187d5e55337e2383b041bfb5a532f"),
        (
            DOCUMENTED_2,
            "99000015",
            "{}",
            "express.overseas.manifest.create",
            "1655798809414",
            "b5846d9240e0d649266d3cc3d7ed81a2",
        ),
        (
            "demo-api-token",
            "100001",
            '{"waybillNumber":"UA000000000YP"}',
            "express.order.get",
            "1767225600000",
            "42ac640e576ab1365770f07fbb7d60de",
        ),
        (
            "demo-api-token",
            "100001",
            '{"remark":"燕文"}',
            "express.order.create",
            "1767225600000",
            "1a7f8c85fdb5a46bc0f392e8df757f92",
        ),
    ],
)
def test_vectors(token: str, user_id: str, body: str, method: str, timestamp: str, expected: str) -> None:
    assert sign(token, user_id=user_id, method=method, timestamp=timestamp, body=body.encode()) == expected
