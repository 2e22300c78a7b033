"""Event pushes: vectors of the vendor and of ours, and everything that must not pass."""

from __future__ import annotations

import base64
import json
import os
from datetime import UTC, datetime

import httpx
import pytest

from fahuo.carriers import registry
from fahuo.carriers.adapters.yunexpress import push
from fahuo.carriers.errors import NotGenuine, Unexpected
from fahuo.carriers.tests.stage import account
from fahuo.trade.milestone import Milestone

KEY = "demo-encrypt-key"


@pytest.mark.parametrize(
    ("key", "sealed", "content"),
    [
        ("test key", "P37w+VZImNgPEO1RBhJ6RtKl7n6zymIbEG1pReEzghk=", "hello world"),  # the vendor's
        (KEY, "AAECAwQFBgcICQoLDA0OD31jMrqjmdKRMcbs7Gf91RG0m9MqvXOochcPDpHimZWp", '{"hello":"云途"}'),
    ],
)
def test_decryption_vectors(key: str, sealed: str, content: str) -> None:
    assert push.decrypt(key, sealed).decode() == content
    assert push.encrypt(key, content.encode(), base64.b64decode(sealed)[:16]) == sealed


def test_signature_vector() -> None:
    expected = "1659bd7f79f73b7c12fcad8a713ea0211bd9c1cbcafbc2d98012ca7134f9a689"
    assert push.signature("1767225600", KEY, b'{"encrypt":"AAAA"}') == expected


def sealed(content: object) -> bytes:
    """Seal as the carrier does."""
    return json.dumps({"encrypt": push.encrypt(KEY, json.dumps(content).encode(), os.urandom(16))}).encode()


def headers(body: bytes) -> dict[str, str]:
    stamp = "1767225600"
    return {"x-openapi-request-timestamp": stamp, "x-openapi-signature": push.signature(stamp, KEY, body)}


PARCEL = {
    "waybill_number": "YT2600512345678901",
    "customer_order_number": "7-1-1",
    "package_status": "T",
    "track_events": [{"track_node_code": "DELIVERED", "process_utc_time": "2026-01-06T02:00:00Z"}],
}


@pytest.mark.parametrize(
    "content",
    [
        {"data_code": "tisPushData", "data": PARCEL},
        {"customerCode": "C1", "timestamp": 1, "body": PARCEL},
        {"customerCode": "C1", "timestamp": 1, "body": {"package_status": "T", "track_Info": PARCEL}},
    ],
    ids=["data", "body", "track_Info"],
)
def test_a_push_in_each_shape(content: object) -> None:
    body = sealed(content)
    carrier = registry.open_carrier(account("yunexpress"), httpx.AsyncClient())
    [found] = carrier.parse_push(headers(body), body)  # type: ignore[attr-defined]
    assert (found.number, found.reference) == ("YT2600512345678901", "7-1-1")
    assert [(event.at, event.milestone) for event in found.events] == [
        (datetime(2026, 1, 6, 2, 0, tzinfo=UTC), Milestone.DELIVERED)
    ]


def test_what_is_not_signed_by_the_carrier_is_dropped() -> None:
    body = sealed({"data": PARCEL})
    good = headers(body)
    for bad_headers, bad_body, key in [
        ({}, body, KEY),
        ({**good, "x-openapi-signature": "0" * 64}, body, KEY),
        ({**good, "x-openapi-signature": "ü"}, body, KEY),
        ({**good, "x-openapi-signature": "\udcff"}, body, KEY),
        ({**good, "x-openapi-request-timestamp": "\udcff"}, body, KEY),
        ({**good, "x-openapi-request-timestamp": "1767225601"}, body, KEY),
        (good, body + b" ", KEY),
        (good, body, "another key"),
        (headers(body), body, ""),
    ]:
        with pytest.raises(NotGenuine):
            push.parse(key, bad_headers, bad_body)


@pytest.mark.parametrize(
    "body",
    [b"", b"{}", b'{"encrypt":"!"}', b'{"encrypt":"AAAA"}', sealed({"data": {}}), sealed([]), sealed({"data": "x"})],
    # Sealing draws a random start, so the bodies themselves would not be the same names twice.
    ids=["empty", "no seal", "not base64", "too short", "no parcel", "a list", "a text"],
)
def test_a_genuine_push_that_cannot_be_read_is_unexpected(body: bytes) -> None:
    with pytest.raises(Unexpected):
        push.parse(KEY, headers(body), body)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1767225600", datetime(2026, 1, 1, tzinfo=UTC)),
        ("1767225600000", datetime(2026, 1, 1, tzinfo=UTC)),
        ("", None),
        ("99999999999999999999", None),
        ("2026-01-01", None),
    ],
)
def test_the_moment_in_the_header_is_read(written: str, expected: datetime | None) -> None:
    assert push.signed_at({"x-openapi-request-timestamp": written}) == expected
