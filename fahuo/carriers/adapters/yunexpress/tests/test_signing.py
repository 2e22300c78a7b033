"""Signature vectors (ours: computed apart from this code from the published rule, with invented credentials)."""

from __future__ import annotations

import pytest

from fahuo.carriers.adapters.yunexpress.signing import sign

SECRET, DATE = "demo-app-secret", "1767225600000"


@pytest.mark.parametrize(
    ("method", "path", "body", "expected"),
    [
        (
            "POST",
            "/v1/order/package/create",
            b'{"product_code":"THZXR","customer_order_number":"SO-1001"}',
            "6GqmKkvuufrkS1oSUJddmN4VRDNlpCT9btjThTOJPtk=",
        ),
        ("GET", "/v1/track-service/info/get", b"", "bm/Fc81BiSUJvePpU13K4TihuT+MS4quGXDPhC4y4VE="),
    ],
)
def test_vectors(method: str, path: str, body: bytes, expected: str) -> None:
    assert sign(SECRET, date=DATE, method=method, path=path, body=body) == expected


@pytest.mark.parametrize(
    "changed", [{"date": "1767225600001"}, {"method": "PUT"}, {"path": "/v1/order"}, {"body": b"{ }"}]
)
def test_everything_is_signed(changed: dict[str, str]) -> None:
    whole: dict[str, str | bytes] = {"date": DATE, "method": "POST", "path": "/v1/x", "body": b"{}"}
    assert sign(SECRET, **{**whole, **changed}) != sign(SECRET, **whole)  # type: ignore[arg-type]
