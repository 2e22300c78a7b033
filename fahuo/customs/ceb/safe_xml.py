"""Reads XML that others wrote: no DOCTYPE, no entities, no network, and bounds on size, depth and number."""

from __future__ import annotations

from lxml import etree

LARGEST_BYTES = 8 * 1024 * 1024
DEEPEST = 12
MOST_ELEMENTS = 150_000
# A message of ours may hold a hundred lists of a hundred lines.
WHOLE_MESSAGE_BYTES = 48 * 1024 * 1024
WHOLE_MESSAGE_ELEMENTS = 400_000
MOST_IN_ENVELOPE = 200
_ENCODINGS = frozenset({"UTF-8", "UTF8", "ASCII", "US-ASCII"})


class MessageRefused(Exception):
    """A message that changes nothing. `reason` is a word in capitals, `detail` says where; never the content."""

    def __init__(self, reason: str, detail: str = "") -> None:
        """Keep both."""
        self.reason = reason
        self.detail = detail
        super().__init__(f"{reason}: {detail}" if detail else reason)


def parse_whole(content: bytes) -> etree._Element:
    """Return the root of a message that may be as long as the longest that we send; raise `MessageRefused`."""
    return parse(content, largest=WHOLE_MESSAGE_BYTES, most=WHOLE_MESSAGE_ELEMENTS)


def parse_envelope(content: bytes) -> etree._Element:
    """Return the root of an envelope, in which one text may be a whole message; raise `MessageRefused`."""
    return parse(content, largest=2 * WHOLE_MESSAGE_BYTES, most=MOST_IN_ENVELOPE, long_texts=True)


def parse(
    content: bytes, *, largest: int = LARGEST_BYTES, most: int = MOST_ELEMENTS, long_texts: bool = False
) -> etree._Element:
    """Return the root; raise `MessageRefused` (TOO_LARGE, DOCTYPE, NOT_XML, COMMENT, DEPTH, TOO_MANY)."""
    if len(content) > largest:
        raise MessageRefused("TOO_LARGE", f"{len(content)} bytes")
    _no_doctype(content)
    target = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=long_texts,
        recover=False,
    )
    try:
        root = etree.fromstring(content, target)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise MessageRefused("NOT_XML", type(error).__name__) from error
    told = root.getroottree().docinfo
    if told.internalDTD is not None:
        raise MessageRefused("DOCTYPE")
    if (told.encoding or "UTF-8").upper() not in _ENCODINGS:  # a declaration can be longer than what was looked at
        raise MessageRefused("ENCODING", "UTF-8 is wanted")
    _bounded(root, most)
    return root


def _no_doctype(content: bytes) -> None:
    """Refuse before any parser sees a definition; encodings of two or four bytes are refused with it."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise MessageRefused("DOCTYPE")
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in content[:64]:
        raise MessageRefused("ENCODING", "UTF-8 is wanted")
    declared = content[:200].partition(b"?>")[0].lower()
    if content[:5] in (b"<?xml", b"\xef\xbb\xbf<?") and b"encoding" in declared and b"utf-8" not in declared:
        raise MessageRefused("ENCODING", "UTF-8 is wanted")


def _bounded(root: etree._Element, most: int) -> None:
    """Refuse comments and instructions as well: they cut a text in two that a reader takes for whole."""
    level, count = [root], 0
    for _ in range(DEEPEST):
        count += len(level)
        if count > most:
            raise MessageRefused("TOO_MANY", f"more than {most} elements")
        if any(not isinstance(element.tag, str) for element in level):
            raise MessageRefused("COMMENT")
        level = [child for element in level for child in element]
        if not level:
            break
    if level:
        raise MessageRefused("DEPTH", f"deeper than {DEEPEST}")
    beside = [*root.itersiblings(preceding=True), *root.itersiblings()]
    if beside:
        raise MessageRefused("COMMENT")
