"""The dots inside ^GF and ~DG: hexadecimal with its abbreviations, base64, or base64 of deflated bytes.

ZPL II Programming Guide: "^GF", "~DG", "Alternative Data Compression Scheme for ~DG and ~DB Commands" and "Z64".
"""

from __future__ import annotations

import binascii
import re
import zlib

import numpy as np

from fahuo.labels.zpl.glyphs import Dots
from fahuo.labels.zpl.reading.commands import Command
from fahuo.labels.zpl.reading.unreadable import ZplUnreadable

MOST_BYTES = 4_000_000  # a label of 32 million dots
_ENCODED = re.compile(rb":(B64|Z64):([A-Za-z0-9+/=\s]*):([0-9A-Fa-f]{4})")
# G … Y repeat the next digit 1 … 19 times, g … z 20 … 400 times in steps of 20; letters one after the other add up.
_COUNTS = {chr(ord("G") + step): step + 1 for step in range(19)} | {
    chr(ord("g") + step): 20 * (step + 1) for step in range(20)
}
_TOKENS = re.compile(r"([G-Yg-z]*)([0-9A-Fa-f])|([,!:])|([^\s,!:])")


def graphic_field(command: Command) -> Dots:
    """Return the dots of a ^GF; raises `ZplUnreadable`."""
    kind, _, _, _, body = (command.text.split(b",", 4) + [b""] * 5)[:5]
    total, row_bytes = command.number(2), command.number(3)
    _check_measures(command.name, total, row_bytes)
    if kind.strip().upper() == b"B":
        return _dots(command.name, body, total, row_bytes)
    if kind.strip().upper() not in (b"A", b""):
        raise ZplUnreadable(f"{command.name}: compression {kind[:10]!r} is not known")
    return decoded(command.name, body, total, row_bytes)


def decoded(name: str, body: bytes, total: int, row_bytes: int) -> Dots:
    """Return the dots of `total` bytes written as hexadecimal, B64 or Z64; raises `ZplUnreadable`."""
    _check_measures(name, total, row_bytes)
    if body.lstrip()[:1] == b":" and body.lstrip()[1:4].upper() in (b"B64", b"Z64"):
        return _dots(name, _from_base64(name, body.strip(), total), total, row_bytes)
    return _dots(name, _from_hexadecimal(name, body.decode("latin-1"), total, row_bytes), total, row_bytes)


def _check_measures(name: str, total: int, row_bytes: int) -> None:
    if not 0 < total <= MOST_BYTES or not 0 < row_bytes <= total:
        raise ZplUnreadable(f"{name}: a graphic of {total} bytes in rows of {row_bytes} is none that a label has")


def _dots(name: str, packed: bytes, total: int, row_bytes: int) -> Dots:
    if len(packed) < total:
        raise ZplUnreadable(f"{name}: the graphic is cut off after {len(packed)} of {total} bytes")
    rows = total // row_bytes
    bits = np.frombuffer(packed, dtype=np.uint8, count=rows * row_bytes).reshape(rows, row_bytes)
    return np.unpackbits(bits, axis=1).view(bool)


def _from_base64(name: str, body: bytes, total: int) -> bytes:
    found = _ENCODED.fullmatch(body)
    if not found:
        raise ZplUnreadable(f"{name}: the graphic is cut off or damaged")
    kind, text, checksum = found[1], b"".join(found[2].split()), int(found[3], 16)
    if binascii.crc_hqx(text, 0) != checksum:
        raise ZplUnreadable(f"{name}: the graphic's checksum is wrong")
    try:
        packed = binascii.a2b_base64(text, strict_mode=True)
        return packed if kind.upper() == b"B64" else zlib.decompressobj().decompress(packed, total)
    except (binascii.Error, zlib.error) as error:
        raise ZplUnreadable(f"{name}: the graphic is damaged") from error


def _from_hexadecimal(name: str, text: str, total: int, row_bytes: int) -> bytes:
    plain = "".join(text.split())
    if len(plain) >= 2 * total and not re.search(r"[^0-9A-Fa-f]", plain[: 2 * total]):
        return bytes.fromhex(plain[: 2 * total])
    rows = _expanded(name, plain, row_bytes * 2, total // row_bytes)
    return bytes.fromhex("".join(rows))


def _expanded(name: str, text: str, digits: int, count: int) -> list[str]:
    """Return rows of hexadecimal digits: a comma fills a row with 0, ! with F, a colon repeats the row above."""
    rows: list[str] = []
    row, used = [], 0
    for found in _TOKENS.finditer(text):
        counts, digit, rest, wrong = found.groups()
        if wrong:
            raise ZplUnreadable(f"{name}: {wrong!r} is no part of a graphic")
        if digit:
            length = min(sum(_COUNTS[letter] for letter in counts) if counts else 1, digits * count)
            row.append(digit * length)
            used += length
        elif rest == ":":
            rows.append(rows[-1] if rows else "0" * digits)
        else:
            row.append(("0" if rest == "," else "F") * (digits - used))
            used = max(used, digits)
        if used >= digits:
            whole = "".join(row)
            rows += [whole[start : start + digits] for start in range(0, len(whole) - digits + 1, digits)]
            kept = whole[len(whole) // digits * digits :]
            row, used = ([kept], len(kept)) if kept else ([], 0)
        if len(rows) >= count:
            return rows[:count]
    raise ZplUnreadable(f"{name}: the graphic is cut off after {len(rows)} of {count} rows")
