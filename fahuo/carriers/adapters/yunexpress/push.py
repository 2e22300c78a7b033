"""Pushes of YunExpress: signature, AES envelope, events. Source: YunExpress OpenAPI, event push, read 2026-11."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime

from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from fahuo.carriers.adapters.yunexpress import tracking, wire
from fahuo.carriers.contract import Push
from fahuo.carriers.errors import NotGenuine, Unexpected
from fahuo.kit import transcript
from fahuo.kit.wire import UnreadableReply, decode

CODE = "yunexpress"
IV_LENGTH = 16
DIVIDE_BY = {10: 1, 13: 1000}  # digits of a moment since 1970 in seconds, in milliseconds


def signature(timestamp: str, encrypt_key: str, body: bytes) -> str:
    """Return `X-Openapi-Signature`: SHA-256 (no HMAC) in hexadecimal over timestamp, key and raw body."""
    return hashlib.sha256(timestamp.encode(errors="replace") + encrypt_key.encode() + body).hexdigest()


def decrypt(encrypt_key: str, sealed: str) -> bytes:
    """Open `encrypt`: AES-256-CBC with PKCS7, the IV in front, the key hashed. Raises `ValueError`."""
    raw = base64.b64decode(sealed, validate=True)
    key = hashlib.sha256(encrypt_key.encode()).digest()
    opener = Cipher(algorithms.AES(key), modes.CBC(raw[:IV_LENGTH])).decryptor()
    padded = opener.update(raw[IV_LENGTH:]) + opener.finalize()
    unpadder = padding.PKCS7(algorithms.AES.block_size).unpadder()
    return unpadder.update(padded) + unpadder.finalize()


def encrypt(encrypt_key: str, content: bytes, iv: bytes) -> str:
    """Seal as the carrier does; `iv` has 16 bytes and is new each time."""
    padder = padding.PKCS7(algorithms.AES.block_size).padder()
    key = hashlib.sha256(encrypt_key.encode()).digest()
    closer = Cipher(algorithms.AES(key), modes.CBC(iv)).encryptor()
    sealed = closer.update(padder.update(content) + padder.finalize()) + closer.finalize()
    return base64.b64encode(iv + sealed).decode("ascii")


def parse(encrypt_key: str, headers: Mapping[str, str], body: bytes) -> tuple[Push, ...]:
    """Check, open and read a push. Header names in small letters."""
    timestamp = headers.get("x-openapi-request-timestamp", "")
    given = headers.get("x-openapi-signature", "").lower()
    right = signature(timestamp, encrypt_key, body).encode()
    if not encrypt_key or not hmac.compare_digest(right, given.encode(errors="replace")):
        raise NotGenuine("The push is not signed with our key.", carrier=CODE, operation="push")
    try:
        content = decrypt(encrypt_key, decode(body, wire.Sealed).encrypt)
        return (_push(_parcel(content)),)
    except (UnreadableReply, ValueError, binascii.Error) as error:
        said = transcript.scrub(body)
        raise Unexpected(
            f"The push cannot be read: {error}", carrier=CODE, operation="push", transcript=said
        ) from error


def signed_at(headers: Mapping[str, str]) -> datetime | None:
    """Return the moment in the header that is signed: seconds, or milliseconds, since 1970."""
    written = headers.get("x-openapi-request-timestamp", "")
    if not written.isascii() or not written.isdigit() or len(written) not in DIVIDE_BY:
        return None
    return datetime.fromtimestamp(int(written) / DIVIDE_BY[len(written)], UTC)


def _parcel(content: bytes) -> wire.TrackInfo:
    """Find the parcel: in `data` or `body`, flat or inside `track_Info`."""
    outer = decode(content, wire.Pushed)
    inner = bytes(outer.data) or bytes(outer.body) or content
    return decode(inner, wire.Track).track_Info or decode(inner, wire.TrackInfo)


def _push(parcel: wire.TrackInfo) -> Push:
    if not parcel.waybill_number:
        raise UnreadableReply("the push names no waybill")
    return Push(parcel.waybill_number, parcel.customer_order_number or "", tracking.to_events([parcel]))
