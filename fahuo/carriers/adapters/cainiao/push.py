"""Pushes of Cainiao LINK: the same form as a call, the other way round (read 2026-11; no published sample is known).

The payload is taken to be that of cnge.track.get with the order's code beside it. LINK wants `{"success":true}`.
"""

from __future__ import annotations

import hmac
from urllib.parse import parse_qsl

from fahuo.carriers.adapters.cainiao import tracking, wire
from fahuo.carriers.adapters.cainiao.mapping import CODE
from fahuo.carriers.adapters.cainiao.signing import digest
from fahuo.carriers.contract import Push
from fahuo.carriers.errors import NotGenuine, Unexpected
from fahuo.kit import transcript
from fahuo.kit.wire import UnreadableReply, decode

CONTENT, DIGEST = "logistics_interface", "data_digest"
MOST_FIELDS = 100


def parse(secret: str, encoding: str, body: bytes) -> tuple[Push, ...]:
    """Check and read a push."""
    fields = _fields(body, encoding)
    content = fields.get(CONTENT, "")
    right = digest(content, secret, encoding)
    if not content or not hmac.compare_digest(right.encode(), fields.get(DIGEST, "").encode()):
        raise NotGenuine("The push is not signed with our key.", carrier=CODE, operation="push")
    try:
        return (_push(decode(content.encode(), wire.Traced)),)
    except UnreadableReply as error:
        said = str(transcript.scrub(fields, secrets=(secret,)))
        message = f"The push cannot be read: {error}"
        raise Unexpected(message, carrier=CODE, operation="push", transcript=said) from error


def _fields(body: bytes, encoding: str) -> dict[str, str]:
    """Read the form; what is none, or not in the account's encoding, cannot have been signed with our key."""
    try:
        return dict(
            parse_qsl(
                body.decode("ascii"),
                keep_blank_values=True,
                encoding=encoding,
                errors="strict",
                max_num_fields=MOST_FIELDS,
            )
        )
    except ValueError as error:
        raise NotGenuine("The push is no form.", carrier=CODE, operation="push") from error


def _push(parcel: wire.Traced) -> Push:
    if not parcel.order_code:
        raise UnreadableReply("the push names no order")
    return Push(parcel.order_code, parcel.out_order_id or "", tracking.to_events(parcel.trace_detail_list or []))
