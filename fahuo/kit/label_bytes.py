"""What the bytes of a label truly are: told by themselves, never by the name or type that came with them.

Carriers wrap labels in base64, with line breaks, a `data:` prefix or the URL-safe alphabet; they call a PDF a PNG; and
where a label should be there may be a web page that says "bad gateway".
"""

from __future__ import annotations

import base64
import binascii
import re
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from fahuo.trade.label import LabelFormat

MAX_BYTES = 20 * 1024 * 1024

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", LabelFormat.PNG),
    (b"GIF87a", LabelFormat.GIF),
    (b"GIF89a", LabelFormat.GIF),
    (b"\xff\xd8\xff", LabelFormat.JPEG),
)
# How other files that carriers might send begin, so that the problem can name them.
_OTHERS = (
    (b"PK\x03\x04", "a ZIP file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"BM", "a BMP picture"),
    (b"%!PS", "PostScript"),
    (b"RIFF", "a RIFF file"),
)
_TEXT_OF_BASE64 = re.compile(rb"[A-Za-z0-9+/_\-]{16,}={0,3}")
_PREFIX = re.compile(rb"data:[^,]{0,200},", re.IGNORECASE)
# ZebraDesigner begins with CT~~CD,~CC^~CT~ and graphics with ~DG; ^XA follows.
_STARTS_OF_ZPL = (b"^", b"~", b"CT~~", b"\x10CT~~")
_BLANK = b" \t\r\n\x00\x0b\x0c"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Unfit(StrEnum):
    """Why bytes are no label."""

    EMPTY = "EMPTY"
    TOO_LARGE = "TOO_LARGE"
    MESSAGE = "MESSAGE"
    STRANGE = "STRANGE"


class NotALabel(ValueError):
    """These bytes are nothing that can be printed; `why` says of which kind, the message what they look like."""

    def __init__(self, why: Unfit, message: str) -> None:
        super().__init__(message)
        self.why = why


class Sniffed(NamedTuple):
    """The format that the bytes have, and the bytes themselves without their wrapping."""

    format: LabelFormat
    content: bytes


def sniff(content: bytes) -> Sniffed:
    """Return what a label truly is, unwrapped from base64; raise `NotALabel` for anything else.

    More than 20 MB is refused without being decoded. Only beginnings are looked at: the file may still be damaged.
    """
    if len(content) > MAX_BYTES:
        message = f"The file has {len(content) / 1e6:.0f} MB; a label has at most {MAX_BYTES / 1e6:.0f} MB"
        raise NotALabel(Unfit.TOO_LARGE, message)
    bare = content.removeprefix(_BYTE_ORDER_MARK).lstrip(_BLANK)
    if not bare:
        raise NotALabel(Unfit.EMPTY, "The file is empty")
    found = _format(bare)
    if found:
        return Sniffed(found, bare)
    unwrapped = _unwrapped(bare.rstrip(_BLANK))
    found = _format(unwrapped.lstrip(_BLANK)) if unwrapped else None
    if found:
        return Sniffed(found, unwrapped)
    raise _named(bare)


def _format(content: bytes) -> LabelFormat | None:
    for signature, found in _SIGNATURES:
        if content.startswith(signature):
            return found
    if content.startswith(_STARTS_OF_ZPL) and b"^XA" in content.upper():
        return LabelFormat.ZPL
    # Readers accept up to a kilobyte of anything before the header (ISO 32000-1, implementation note 13).
    is_page = content.startswith((b"<", b"{", b"["))
    return LabelFormat.PDF if b"%PDF-" in content[:1024] and not is_page else None


def _unwrapped(content: bytes) -> bytes:
    """Return what a `data:` address or a base64 text holds; nothing when it is neither."""
    bare = content.strip(b"\"'")
    prefix = _PREFIX.match(bare)
    bare = bare[prefix.end() :] if prefix else bare
    if prefix and b"base64" not in prefix[0].lower():
        return unquote_to_bytes(bare)
    # JSON writes a line break as \n and a slash as \/.
    text = re.sub(rb"\s+|\\r|\\n|\\(?=/)", b"", unquote_to_bytes(bare) if b"%" in bare else bare)
    if not _TEXT_OF_BASE64.fullmatch(text):
        return b""
    text = text.rstrip(b"=").translate(bytes.maketrans(b"-_", b"+/"))
    try:
        return base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except binascii.Error:
        return b""


def _named(content: bytes) -> NotALabel:
    """Say what it looks like instead, without quoting it: a carrier's message may name a person."""
    start = content[:512].lower()
    if start.startswith(b"<"):
        return NotALabel(
            Unfit.MESSAGE, "a web page" if b"<html" in start or b"<!doctype" in start else "an XML message"
        )
    if start.startswith((b"{", b"[")):
        return NotALabel(Unfit.MESSAGE, "a JSON message")
    for signature, name in _OTHERS:
        if content.startswith(signature):
            return NotALabel(Unfit.STRANGE, name)
    if _is_text(content[:4096]):
        return NotALabel(Unfit.MESSAGE, "a text")
    return NotALabel(Unfit.STRANGE, "no PDF, picture or ZPL")


def _is_text(start: bytes) -> bool:
    text = start.decode("utf-8", "replace")
    return "\ufffd" not in text[:-1] and " ".join(text.split()).rstrip("\ufffd").isprintable()
