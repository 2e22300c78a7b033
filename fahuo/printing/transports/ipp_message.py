"""Messages of the Internet Printing Protocol as bytes and back: RFC 8010, section 3.

A message is a head of eight bytes, groups of attributes, and whatever follows them: the document.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple

VERSION = (1, 1)  # understood by every printer since 2000; attributes of 2.0 may stand in it
_END = 0x03
_FIRST_VALUE_TAG = 0x10  # lower ones delimit groups


class IppUnreadable(ValueError):
    """These bytes are no whole IPP message."""


class Group(IntEnum):
    """Delimiters of attribute groups (section 3.5.1)."""

    OPERATION = 0x01
    JOB = 0x02
    PRINTER = 0x04
    UNSUPPORTED = 0x05


class Tag(IntEnum):
    """Kinds of values (section 3.5.2), as far as they are written here."""

    INTEGER = 0x21
    BOOLEAN = 0x22
    ENUM = 0x23
    TEXT = 0x41
    NAME = 0x42
    KEYWORD = 0x44
    URI = 0x45
    CHARSET = 0x47
    LANGUAGE = 0x48
    MIME_TYPE = 0x49


_NUMBERS = (Tag.INTEGER, Tag.ENUM)
# Of texts with a language only the text counts: two lengths and two texts (section 3.9).
_WITH_LANGUAGE = (0x35, 0x36)
_TEXTS = range(0x40, 0x60)

Value = int | bool | str | bytes


class Attribute(NamedTuple):
    """One attribute with all its values, which are of one kind."""

    name: str
    tag: int
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Message:
    """A request (`code` is the operation) or an answer (`code` is the status)."""

    code: int
    request_id: int
    groups: tuple[tuple[int, tuple[Attribute, ...]], ...]
    document: bytes = field(default=b"", repr=False)
    version: tuple[int, int] = VERSION

    def group(self, delimiter: Group) -> list[dict[str, tuple[Value, ...]]]:
        """Return the groups of this kind, each as name → values."""
        return [{one.name: one.values for one in held} for kind, held in self.groups if kind == delimiter]

    def values(self, delimiter: Group, name: str) -> tuple[Value, ...]:
        """Return the values of an attribute in the first such group that has it; nothing when none has."""
        return next((held[name] for held in self.group(delimiter) if name in held), ())


def attribute(name: str, tag: Tag, *values: Value) -> Attribute:
    """Return an attribute."""
    return Attribute(name, tag, values)


def encode(message: Message) -> bytes:
    """Return the message as it travels."""
    parts = [struct.pack(">BBHi", *message.version, message.code, message.request_id)]
    for delimiter, held in message.groups:
        parts.append(bytes([delimiter]))
        parts += [part for one in held for part in _attribute(one)]
    return b"".join((*parts, bytes([_END]), message.document))


def _attribute(one: Attribute) -> Iterable[bytes]:
    for place, value in enumerate(one.values):
        name = b"" if place else one.name.encode("ascii")
        content = _content(one.tag, value)
        yield struct.pack(">BH", one.tag, len(name)) + name + struct.pack(">H", len(content)) + content


def _content(tag: int, value: Value) -> bytes:
    if isinstance(value, bytes):
        return value
    if isinstance(value, bool):
        return b"\x01" if value else b"\x00"
    if tag in _NUMBERS:
        return struct.pack(">i", int(value))
    return str(value).encode()


def decode(content: bytes) -> Message:
    """Read a message; what follows its attributes is the document. Raises `IppUnreadable`."""
    try:
        major, minor, code, request_id = struct.unpack_from(">BBHi", content)
        groups, end = _groups(content, 8)
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise IppUnreadable(f"The message is cut off or garbled: {error}") from error
    return Message(code, request_id, groups, content[end:], (major, minor))


def _groups(content: bytes, at: int) -> tuple[tuple[tuple[int, tuple[Attribute, ...]], ...], int]:
    groups: list[tuple[int, list[Attribute]]] = []
    while (tag := content[at]) != _END:
        at += 1
        if tag < _FIRST_VALUE_TAG:
            groups.append((tag, []))
            continue
        name, at = _bytes(content, at)
        value, at = _bytes(content, at)
        if not groups:
            raise IppUnreadable("An attribute stands outside of any group")
        _add(groups[-1][1], name.decode("ascii"), tag, _value(tag, value))
    return tuple((kind, tuple(held)) for kind, held in groups), at + 1


def _add(held: list[Attribute], name: str, tag: int, value: Value) -> None:
    """An attribute without a name is a further value of the one before (section 3.1.5)."""
    if name:
        held.append(Attribute(name, tag, (value,)))
    elif held:
        last = held.pop()
        held.append(last._replace(values=(*last.values, value)))
    else:
        raise IppUnreadable("A further value stands before any attribute")


def _bytes(content: bytes, at: int) -> tuple[bytes, int]:
    (length,) = struct.unpack_from(">H", content, at)
    value = content[at + 2 : at + 2 + length]
    if len(value) != length:
        raise IppUnreadable("The message is cut off")
    return value, at + 2 + length


def _value(tag: int, value: bytes) -> Value:
    """Return a value as Python has it; kinds that are of no use here stay bytes."""
    if tag in _NUMBERS and len(value) == 4:
        return int(struct.unpack(">i", value)[0])
    if tag == Tag.BOOLEAN and len(value) == 1:
        return value == b"\x01"
    if tag in _WITH_LANGUAGE:
        _, at = _bytes(value, 0)
        return _bytes(value, at)[0].decode(errors="replace")
    return value.decode(errors="replace") if tag in _TEXTS else value


def texts(values: Sequence[Value]) -> tuple[str, ...]:
    """Return those values that are texts."""
    return tuple(value for value in values if isinstance(value, str))
