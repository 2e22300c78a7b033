"""A ZPL file as its commands (ZPL II Programming Guide, "Basic ZPL Exercises and Examples" and each command).

A command starts with ^ or ~ and two letters, ^A with one; what follows, up to the next ^ or ~, are its parameters.
Line ends anywhere mean nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fahuo.kit.pdf import MAX_BYTES
from fahuo.labels.zpl.reading.unreadable import ZplUnreadable

_COMMAND = re.compile(rb"([\^~])([^\^~]+)")
_BINARY_GRAPHIC = re.compile(rb"[Bb],(\d{1,9}),\d{1,9},\d{1,9},")
# What these commands could change: the signs that begin commands and part parameters.
_SIGNS = {b"CC": b"^", b"CT": b"~", b"CD": b","}
_LARGEST = 5_000_000
# Nothing after this many letters is a parameter; the body of a graphic may be.
_LONGEST = 200


@dataclass(slots=True)
class Command:
    """`^FO` with its parameters as they stand, without line ends."""

    name: str
    text: bytes
    _parameters: list[str] | None = None

    def number(self, place: int, default: int = 0) -> int:
        """Return the parameter at `place` (from 0) as a whole number, `default` when it is left out."""
        text = self.word(place)
        # Of digits alone nothing can go wrong; nearly all parameters are such.
        if text.isdecimal() and len(text) < len(str(_LARGEST)):
            return int(text)
        return round(self.decimal(place, default))

    def decimal(self, place: int, default: float = 0) -> float:
        """Return the parameter at `place` as a number; raises `ZplUnreadable` when it is none or absurd."""
        text = self.word(place)
        try:
            number = float(text) if text else default
        except ValueError as error:
            raise ZplUnreadable(f"{self.name}: {text[:20]!r} is not a number") from error
        if not abs(number) <= _LARGEST:
            raise ZplUnreadable(f"{self.name}: {text[:20]} is too large")
        return number

    def word(self, place: int, default: str = "") -> str:
        """Return the parameter at `place` in capitals, `default` when it is left out."""
        if self._parameters is None:
            self._parameters = self.text[:_LONGEST].decode("latin-1").upper().split(",")
        return (self._parameters[place].strip() if place < len(self._parameters) else "") or default


def commands(content: bytes) -> Iterator[Command]:
    """Read a file; raises `ZplUnreadable` for one that is too large or redefines the signs of the language."""
    if len(content) > MAX_BYTES:
        raise ZplUnreadable(f"The file has {len(content) / 1e6:.0f} MB; a label has at most {MAX_BYTES / 1e6:.0f} MB")
    at = 0
    while found := _COMMAND.search(content, at):
        at = found.end()
        sign, body = found[1], found[2]
        name = body[:2].upper()
        if name in _SIGNS:
            at = found.start(2) + 3
            _refuse_other_sign(name, content[at - 1 : at])
        elif name == b"GF" and (binary := _BINARY_GRAPHIC.match(content, found.start(2))):
            at = _start_of_next(content, binary.end() + int(binary[1]))
            yield Command("^GF", content[found.start(2) + 2 : at])
        elif body:
            length = 1 if name[:1] == b"A" else 2
            text = body[length:].translate(None, b"\r\n")
            yield Command((sign + name[:length]).decode("latin-1"), text)


def _refuse_other_sign(name: bytes, sign: bytes) -> None:
    if sign != _SIGNS[name]:
        raise ZplUnreadable(f"^{name.decode()} gives the language other signs")


def _start_of_next(content: bytes, start: int) -> int:
    found = _COMMAND.search(content, start)
    return found.start() if found else len(content)
