"""In which encoding is a text file, told by trying: UTF-8, else GB 18030 as Chinese spreadsheet programs save it."""

from __future__ import annotations

import codecs
from pathlib import Path

from fahuo.kit.files.refused import FileRefused

_CHUNK = 1024 * 1024
_SAMPLE = 200_000
_CUT = frozenset(("unexpected end of data", "incomplete multibyte sequence", "truncated data"))


def encoding_of(path: Path) -> str:
    """Return the codec's name; raise `FileRefused` with the line at which the text cannot be read."""
    with path.open("rb") as file:
        start = file.read(_CHUNK)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        _proved(path, "utf-16")
        return "utf-16"
    try:
        _proved(path, "utf-8")
    except _Broken as broken:
        return _second_choice(path, start, broken)
    return "utf-8-sig"


class _Broken(Exception):
    def __init__(self, line: int, *, at_end: bool) -> None:
        self.line = line
        self.at_end = at_end


def _second_choice(path: Path, start: bytes, broken: _Broken) -> str:
    code = "FILE_CUT_OFF" if broken.at_end else "FILE_ENCODING"
    refused = FileRefused(code, row=broken.line)
    header = start.split(b"\n", 1)[0]
    if not header.isascii() and _decodes(header, "utf-8"):
        raise refused
    try:
        _proved(path, "gb18030")
    except _Broken as second:
        if second.at_end and not header.isascii():
            raise FileRefused("FILE_CUT_OFF", row=second.line) from None
        raise refused from None
    if not _looks_chinese(start.decode("gb18030", errors="ignore")):
        raise refused
    return "gb18030"


def _proved(path: Path, codec: str) -> None:
    """Decode the whole file; raise `_Broken` at the first byte that is none, and refuse NUL characters."""
    decoder = codecs.getincrementaldecoder(codec)("strict")
    line = 1
    with path.open("rb") as file:
        while True:
            chunk = file.read(_CHUNK)
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                before = error.object[: error.start].count(b"\n")
                raise _Broken(line + before, at_end=not chunk and error.reason in _CUT) from None
            if "\0" in text:
                row = line + text[: text.index("\0")].count("\n")
                raise FileRefused("FILE_ENCODING", row=row, detail="NUL")
            line += text.count("\n")
            if not chunk:
                return


def _decodes(content: bytes, codec: str) -> bool:
    try:
        content.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _looks_chinese(text: str) -> bool:
    """Tell GB 18030 from Western text that happens to decode: real text keeps to the common characters of GB 2312."""
    foreign = [char for char in text[:_SAMPLE] if not char.isascii()]
    common = sum(_decodes_to_gb2312(char) for char in foreign)
    return bool(foreign) and common >= 0.8 * len(foreign)


def _decodes_to_gb2312(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
