"""Pushes of 17TRACK: signature and events. Source: 17TRACK webhook, v2 and v1, read 2026-11."""

from __future__ import annotations

import hmac
from collections.abc import Mapping

import msgspec

from fahuo.carriers.adapters.track17 import tracking, wire
from fahuo.carriers.adapters.track17.mapping import CODE
from fahuo.carriers.adapters.track17.signing import sign, sign_v1
from fahuo.carriers.contract import Push
from fahuo.carriers.errors import NotGenuine, Unexpected
from fahuo.kit import transcript
from fahuo.kit.wire import UnreadableReply, decode

UPDATED, STOPPED = "TRACKING_UPDATED", "TRACKING_STOPPED"


def parse(api_key: str, headers: Mapping[str, str], body: bytes) -> tuple[Push, ...]:
    """Check and read a push. Header names in small letters; without the header `sign` it must be one of v1."""
    if not _genuine(api_key, headers, body):
        raise NotGenuine("The push is not signed with our key.", carrier=CODE, operation="push")
    try:
        return (_push(decode(body, wire.Pushed)),)
    except UnreadableReply as error:
        said = transcript.scrub(body)
        raise Unexpected(
            f"The push cannot be read: {error}", carrier=CODE, operation="push", transcript=said
        ) from error


def _genuine(api_key: str, headers: Mapping[str, str], body: bytes) -> bool:
    if "sign" in headers:
        return _same(sign(body, api_key), headers["sign"])
    try:
        pushed = decode(body, wire.Pushed)
    except UnreadableReply:
        return False
    return _same(sign_v1(pushed.event, msgspec.json.format(bytes(pushed.data), indent=-1), api_key), pushed.sign)


def _same(right: str, given: str) -> bool:
    return hmac.compare_digest(right.encode(), given.lower().encode(errors="replace"))


def _push(pushed: wire.Pushed) -> Push:
    """A parcel that is not followed any more comes with its number and without events."""
    parcel = decode(pushed.data, wire.Accepted)
    if pushed.event == STOPPED:
        return Push(parcel.number, parcel.tag or "", ())
    if pushed.event != UPDATED or parcel.track_info is None:
        raise UnreadableReply(f"{pushed.event} without what happened; the interface must be v2 or later")
    return Push(parcel.number, parcel.tag or "", tracking.to_events([parcel.track_info]))
