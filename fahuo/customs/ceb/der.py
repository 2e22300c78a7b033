"""As much of DER as certificates and keys of SM2 need, which the usual library does not read."""

from __future__ import annotations

from collections.abc import Iterator

INTEGER, BIT_STRING, OCTET_STRING, OBJECT, SEQUENCE = 0x02, 0x03, 0x04, 0x06, 0x30


class DerRefused(ValueError):
    """These bytes are no DER, or not what was expected."""


def items(octets: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Return each item: its tag, its content, and all its bytes; raise `DerRefused`."""
    place = 0
    while place < len(octets):
        begin, length, place = place, *_length(octets, place + 1)
        if place + length > len(octets):
            raise DerRefused("cut short")
        yield octets[begin], octets[place : place + length], octets[begin : place + length]
        place += length


def inside(octets: bytes, tag: int) -> list[tuple[int, bytes, bytes]]:
    """Return the items of the only item, which has this tag."""
    found = list(items(octets))
    if len(found) != 1 or found[0][0] != tag:
        raise DerRefused("another item was expected")
    return list(items(found[0][1]))


def item(tag: int, *contents: bytes) -> bytes:
    """Return one item."""
    content = b"".join(contents)
    if len(content) < 0x80:
        return bytes([tag, len(content)]) + content
    length = len(content).to_bytes((len(content).bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content


def integer(number: int) -> bytes:
    """Return a number that is not negative."""
    return item(INTEGER, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def _length(octets: bytes, place: int) -> tuple[int, int]:
    """Return the length that is written here, and where the content begins."""
    if place >= len(octets):
        raise DerRefused("cut short")
    first = octets[place]
    if first < 0x80:
        return first, place + 1
    count = first & 0x7F
    if not 1 <= count <= 4 or place + 1 + count > len(octets):
        raise DerRefused("a length that is none")
    return int.from_bytes(octets[place + 1 : place + 1 + count], "big"), place + 1 + count
