"""Signature vectors of pushes, and everything that must not pass."""

from __future__ import annotations

import pytest

from fahuo.carriers.adapters.track17 import push
from fahuo.carriers.adapters.track17.signing import sign, sign_v1
from fahuo.carriers.errors import NotGenuine, Unexpected
from fahuo.trade.milestone import Milestone

KEY = "demo-17token"
BODY = b'{"event":"TRACKING_UPDATED","data":{"number":"RR123456785CN","carrier":3011}}'
DATA = b'{"number":"RR123456785CN","carrier":3011}'
PARCEL = (
    b'{"number":"RR123456785CN","carrier":3011,"tag":"7-1-1","track_info":{"tracking":{"providers":[{"events":['
    b'{"time_utc":"2026-01-06T02:00:00Z","sub_status":"InTransit_PickedUp","description":"\xe6\x8f\xbd\xe6\x94\xb6"}]}]}}}'
)


def test_vectors() -> None:
    assert sign(BODY, KEY) == "7757fa856b47e72ab277eaf6a9d258fa1bc17c29acf7f06c740f2660c72beb88"
    expected = "7117560016c341a895873d1aabe02376f9c2c509fd1acc22debda58621d53d76"
    assert sign_v1("TRACKING_UPDATED", DATA, KEY) == expected


def updated(parcel: bytes = PARCEL) -> bytes:
    return b'{"event":"TRACKING_UPDATED","data":' + parcel + b"}"


def test_a_push_of_v2() -> None:
    [found] = push.parse(KEY, {"sign": sign(updated(), KEY).upper()}, updated())
    assert (found.number, found.reference) == ("RR123456785CN", "7-1-1")
    assert [(event.milestone, event.description) for event in found.events] == [(Milestone.PICKED_UP, "揽收")]


@pytest.mark.parametrize("written", [PARCEL, PARCEL.replace(b'":', b'" : ').replace(b",", b",\n ")])
def test_a_push_of_v1_is_signed_inside_whatever_its_spaces(written: bytes) -> None:
    signature = sign_v1("TRACKING_UPDATED", PARCEL, KEY)
    body = updated(written)[:-1] + b',"sign":"' + signature.encode() + b'"}'
    [found] = push.parse(KEY, {}, body)
    assert (found.number, len(found.events)) == ("RR123456785CN", 1)
    with pytest.raises(NotGenuine):
        push.parse(KEY, {"sign": signature}, body)


def test_a_parcel_that_is_not_followed_any_more_has_no_events() -> None:
    body = b'{"event":"TRACKING_STOPPED","data":{"number":"RR123456785CN","carrier":3011,"param":null,"tag":null}}'
    [found] = push.parse(KEY, {"sign": sign(body, KEY)}, body)
    assert (found.number, found.reference, found.events) == ("RR123456785CN", "", ())


@pytest.mark.parametrize(
    ("headers", "body", "key"),
    [
        ({}, updated(), KEY),
        ({}, b"", KEY),
        ({"sign": ""}, updated(), KEY),
        ({"sign": "0" * 64}, updated(), KEY),
        ({"sign": "ü"}, updated(), KEY),
        ({"sign": "\udcff"}, updated(), KEY),
        ({"sign": sign(updated(), KEY)}, updated() + b" ", KEY),
        ({"sign": sign(updated(), KEY)}, updated(), "another"),
    ],
    ids=["none", "empty", "blank", "zeros", "not ascii", "no text", "a space more", "another key"],
)
def test_what_is_not_signed_with_our_key_is_dropped(headers: dict[str, str], body: bytes, key: str) -> None:
    with pytest.raises(NotGenuine):
        push.parse(key, headers, body)


@pytest.mark.parametrize(
    "body", [b"[]", b"{}", BODY, updated(b"[]"), b'{"event":"NEW","data":{"number":"RR123456785CN"}}']
)
def test_a_genuine_push_that_cannot_be_read_is_unexpected(body: bytes) -> None:
    with pytest.raises(Unexpected):
        push.parse(KEY, {"sign": sign(body, KEY)}, body)
