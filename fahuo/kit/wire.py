"""Reading foreign JSON into typed values; an error names the place that did not fit.

Carriers are loose with types: numbers as strings, `"true"` for true, one object where a list is documented.
Decoding is therefore lenient about spelling and strict about meaning: what a struct requires must be there.
"""

from __future__ import annotations

import functools
from collections.abc import Hashable
from typing import Any, TypeVar, cast

import msgspec

T = TypeVar("T")
_encoder = msgspec.json.Encoder(decimal_format="number")


class UnreadableReply(ValueError):
    """The reply is no JSON, or not of the expected shape. `path` is where, `$` the whole."""

    def __init__(self, reason: str, path: str = "$") -> None:
        super().__init__(f"{reason} (at {path})")
        self.reason = reason
        self.path = path


def encode(value: object) -> bytes:
    """Return compact JSON as UTF-8 bytes; `Decimal` is written as a number, exactly."""
    return _encoder.encode(value)


def decode(content: bytes | msgspec.Raw, type_: type[T]) -> T:
    """Read JSON into `type_`; raise `UnreadableReply` with the path of the first misfit."""
    try:
        result: T = _decoder(cast(Hashable, type_)).decode(content)
    except msgspec.ValidationError as error:
        reason, _, path = str(error).partition(" - at `")
        raise UnreadableReply(reason, path.rstrip("`") or "$") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UnreadableReply(str(error)) from error
    return result


def many(content: bytes | msgspec.Raw, type_: type[T]) -> list[T]:
    """Read a list, a single object as a list of one, and null as an empty list. A field that is missing is an error."""
    raw = bytes(content).strip()
    if not raw:
        raise UnreadableReply("nothing is there")
    if raw == b"null":
        return []
    if raw.startswith(b"["):
        return decode(raw, list[type_])  # type: ignore[valid-type]
    return [decode(raw, type_)]


def one(content: bytes | msgspec.Raw, type_: type[T]) -> T | None:
    """Read an object or a list of at most one; None for null and an empty list, an error for several."""
    found = many(content, type_)
    if len(found) > 1:
        raise UnreadableReply(f"expected one object, got {len(found)}")
    return found[0] if found else None


@functools.cache
def _decoder(type_: Hashable) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(type_, strict=False)
