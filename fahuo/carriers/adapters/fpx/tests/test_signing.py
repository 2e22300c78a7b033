"""Signature vectors: the first is asserted by an independent integration, the second is ours."""

from __future__ import annotations

import pytest

from fahuo.carriers.adapters.fpx.signing import sign


@pytest.mark.parametrize(
    ("app_key", "secret", "method", "timestamp", "version", "body", "expected"),
    [
        (
            "16081f05-e8fc-4250-b9c4-0660d1ecbb28",  # the documentation's own samples, no live ones
            "7eebf328-8e5a-4030-904d-ec6e89174fbc",
            "ds.xms.order.create",
            "1532592413187",
            "1.0",
            '{"aa":"bb"}',
            "ff4af77c062a9b97d98aa29777621c4a",
        ),
        (
            "demo-key",
            "demo-secret",
            "ds.xms.order.get",
            "1767225600000",
            "1.1.0",
            '{"request_no":"SO-1001"}',
            "685876f584553e4f88ee9e2b495f31ac",
        ),
    ],
)
def test_vectors(
    app_key: str, secret: str, method: str, timestamp: str, version: str, body: str, expected: str
) -> None:
    made = sign(secret, app_key=app_key, method=method, timestamp=timestamp, version=version, body=body.encode())
    assert made == expected
