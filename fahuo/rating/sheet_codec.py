"""Rate sheets and price rules as bytes: how they are stored with a seller's versions and with quotes.

JSON of the values in `rating.domain`, every `Decimal` as text. Canonical: sheets that are equal give the same bytes
(keys and sets in order, `15.00` and `15.0` both as `15`), so that their hash is the identity of their content.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from hashlib import sha256
from typing import Any

import msgspec

from fahuo.rating.domain.rules import PriceRules
from fahuo.rating.domain.sheet import RateSheet

_SHEET = msgspec.json.Decoder(RateSheet)


class BadContent(ValueError):
    """Stored bytes are no rate sheet or no price rules. Who must act: a developer, the format was broken."""


def encode(sheet: RateSheet) -> bytes:
    """Return the sheet as canonical bytes."""
    return _bytes(_plain(sheet))


def decode(content: bytes) -> RateSheet:
    """Return the sheet of some bytes; raise `BadContent`."""
    try:
        return _SHEET.decode(content)
    except (msgspec.MsgspecError, ValueError) as error:
        raise BadContent(str(error)) from error


def digest(content: bytes) -> str:
    """Return the SHA-256 of the bytes, in hexadecimal."""
    return sha256(content).hexdigest()


def rules_as_json(rules: PriceRules) -> dict[str, Any]:
    """Return the rules as a JSON object."""
    plain: dict[str, Any] = json.loads(_bytes(_plain(rules)))
    return plain


def rules_of(stored: Mapping[str, Any]) -> PriceRules:
    """Return the rules of a JSON object; raise `BadContent`."""
    try:
        return msgspec.convert(stored, PriceRules, strict=True)
    except (msgspec.MsgspecError, ValueError) as error:
        raise BadContent(str(error)) from error


def _plain(value: RateSheet | PriceRules) -> Any:
    return msgspec.to_builtins(value, builtin_types=(Decimal,), str_keys=True, enc_hook=_mapping, order="deterministic")


def _mapping(value: Any) -> dict[str, Any]:
    """The rule book's read-only mappings are unknown to msgspec."""
    if not isinstance(value, Mapping):
        raise TypeError(f"{type(value).__name__} has no place in a rate sheet")
    return dict(value)


def _bytes(plain: Any) -> bytes:
    text = json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_decimal)
    return text.encode()


def _decimal(amount: Any) -> str:
    if not isinstance(amount, Decimal):
        raise TypeError(f"{type(amount).__name__} has no place in a rate sheet")
    return format(amount.normalize() + 0, "f")
