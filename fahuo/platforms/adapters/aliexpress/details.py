"""Order details in a JSON file: a list, one object, or one object per text line; each plain or wrapped."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from fahuo.kit.files.arrival import UTF16
from fahuo.kit.files.refused import FileRefused
from fahuo.platforms.adapters.aliexpress import mapping
from fahuo.platforms.adapters.aliexpress.wire import Envelope, OrderDetail
from fahuo.platforms.contract import PlatformOrder

_DETAIL = msgspec.json.Decoder(OrderDetail, strict=False)
_ENVELOPE = msgspec.json.Decoder(Envelope, strict=False)
_LIST = msgspec.json.Decoder(list[msgspec.Raw])
_ANY = msgspec.json.Decoder(msgspec.Raw)
_LAYERS = 4
# Orders have a comma every 27 bytes. A large file of nothing but commas would fill the memory as a list.
_LARGE = 10_000_000
_BYTES_PER_COMMA = 12
# An escape counts only after an even number of backslashes. First half without second, or second without first.
_HALF_CHARACTER = re.compile(
    rb"(?<!\\)((?:\\\\)*)(?:\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F][0-9a-fA-F]{2})"
    rb"|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2})"
)
_CHUNK = 1024 * 1024


def read(path: Path) -> Iterator[PlatformOrder]:
    """Yield the orders in the sequence of the file; entries are decoded one at a time."""
    content = _content(path)
    for entry, raw in enumerate(_entries(content), start=1):
        yield mapping.to_order(_detail(raw, entry), entry)


def _content(path: Path) -> bytes:
    """Return the text as clean UTF-8; raise `FileRefused` when it is another encoding or no list of orders."""
    content = path.read_bytes()
    if content.startswith(UTF16):
        content = _from_utf16(content)
    content = content.removeprefix(codecs.BOM_UTF8)
    _utf8(content)
    if len(content) > _LARGE and content.count(b",") > len(content) // _BYTES_PER_COMMA:
        raise FileRefused("FILE_FORMAT", detail=path.name)
    return _whole_characters(content)


def _from_utf16(content: bytes) -> bytes:
    try:
        return content.decode("utf-16").encode()
    except UnicodeDecodeError as error:
        raise FileRefused("FILE_CUT_OFF" if error.reason == "truncated data" else "FILE_ENCODING", row=1) from error


def _entries(content: bytes) -> list[msgspec.Raw] | Iterator[bytes]:
    try:
        if content.lstrip()[:1] == b"[":
            return _LIST.decode(content)
        _ANY.decode(content)
    except (msgspec.DecodeError, RecursionError) as error:
        if content.lstrip()[:1] == b"{" and "trailing characters" in str(error):
            return _text_lines(content)
        raise _broken(content, error) from error
    return iter([content])


def _text_lines(content: bytes) -> Iterator[bytes]:
    for number, line in enumerate(content.splitlines(), start=1):
        if line.strip():
            try:
                _ANY.decode(line)
            except (msgspec.DecodeError, RecursionError) as error:
                raise FileRefused(_code(error), row=number, detail=str(error)) from error
            yield line


def _detail(raw: msgspec.Raw | bytes, entry: int) -> OrderDetail:
    """Return the order of one entry, out of as many wrappers as the platform's calls have."""
    layer: msgspec.Raw | bytes = raw
    try:
        for _ in range(_LAYERS):
            detail = _DETAIL.decode(layer)
            if detail.id is not None:
                return detail
            envelope = _ENVELOPE.decode(layer)
            if envelope.error_response:
                raise FileRefused("FILE_ROW", row=entry, detail=bytes(envelope.error_response).decode())
            found = envelope.target or envelope.data
            if found is not None and found.id is not None:
                return found
            layer = envelope.inner()
            if not layer:
                break
    except (msgspec.DecodeError, RecursionError) as error:
        raise FileRefused("FILE_ROW", row=entry, detail=str(error)) from error
    raise FileRefused("FILE_COLUMNS", row=entry, detail="id")


def _whole_characters(content: bytes) -> bytes:
    """Put U+FFFD for half an emoji (a lone surrogate escape), as programs leave it that cut text to a length."""
    return _HALF_CHARACTER.sub(rb"\1\\ufffd", content) if b"\\ud" in content or b"\\uD" in content else content


def _broken(content: bytes, error: Exception) -> FileRefused:
    code = _code(error)
    place = len(content) if code == "FILE_CUT_OFF" else _place(error)
    return FileRefused(code, row=content.count(b"\n", 0, place) + 1, detail=str(error))


def _code(error: Exception) -> str:
    return "FILE_CUT_OFF" if "truncated" in str(error) else "FILE_FORMAT"


def _place(error: Exception) -> int:
    digits = "".join(char for char in str(error).rpartition("byte")[2] if char.isdigit())
    return int(digits or 0)


def _utf8(content: bytes) -> None:
    """JSON is UTF-8; say in which line it is not (the decoder passes over strings that nobody asks for)."""
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    for start in range(0, len(content), _CHUNK):
        chunk = content[start : start + _CHUNK]
        last = start + _CHUNK >= len(content)
        try:
            decoder.decode(chunk, final=last)
        except UnicodeDecodeError as error:
            place = start + error.start
            code = "FILE_CUT_OFF" if last and error.reason == "unexpected end of data" else "FILE_ENCODING"
            raise FileRefused(code, row=content.count(b"\n", 0, place) + 1) from error
