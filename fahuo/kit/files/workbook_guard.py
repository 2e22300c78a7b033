"""An Excel workbook is a zip of XML files: look before anything unpacks it.

The directory may lie, so every part that will be read is also inflated here, counted and checked against its CRC.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET  # parts with a DOCTYPE are refused before
from xml.parsers import expat

from fahuo.kit.files.arrival import MEGABYTE
from fahuo.kit.files.refused import FileRefused

_GROWTH = 10  # a workbook of the size limit may unpack to ten times the limit
_RATIO = 100  # a table of text shrinks to a tenth; a hundredth is no table
_RATIO_FROM = 10 * MEGABYTE
_PARTS = 2000
_CHUNK = MEGABYTE
_UNSAFE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_FORMULA = re.compile(rb"<(?:[A-Za-z_][\w.\-]*:)?f[\s/>]")
_LONGEST = 64  # overlap between chunks: longer than anything searched for
_XML = (".xml", ".rels", ".vml")
_NAMESPACE = re.compile(r"^\{[^}]*\}")


class Sheet(NamedTuple):
    """One sheet: its name, its part in the zip, whether any of its cells holds a formula."""

    name: str
    part: str
    has_formula: bool


def guard(path: Path, *, limit_mb: int) -> list[Sheet]:
    """Return the sheets of a workbook that is safe to read; raise `FileRefused` for one that is not."""
    try:
        with zipfile.ZipFile(path) as archive:
            _directory(archive, limit_mb)
            formulas = {part for part, found in _scanned(archive, limit_mb) if found}
            return [Sheet(name, part, part in formulas) for name, part in _sheets(archive)]
    except (zipfile.BadZipFile, EOFError, zlib.error) as error:
        raise FileRefused("FILE_CUT_OFF", detail=str(error)) from error
    except (KeyError, ET.ParseError, NotImplementedError, RuntimeError) as error:
        raise FileRefused("FILE_FORMAT", detail=str(error)) from error


def formulas(path: Path, part: str) -> Iterator[tuple[int, int]]:
    """Yield row (from 1) and place (from 0) of each cell with a formula, in the sequence of the sheet."""
    found: list[tuple[int, int]] = []
    cell = [0, -1]

    def start(name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "row":
            cell[:] = [int(attributes.get("r", cell[0] + 1)), -1]
        elif tag == "c":
            cell[1] = place_of(attributes["r"]) if "r" in attributes else cell[1] + 1
        elif tag == "f":
            found.append((cell[0], cell[1]))

    for _ in parsed(path, part, start):
        yield from found
        found.clear()


def parsed(
    path: Path, part: str, start: Callable[[str, dict[str, str]], None], text: Callable[[str], None] | None = None
) -> Iterator[None]:
    """Call `start` for every element of a part, and `text` for what stands between; yield after each chunk of it."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.CharacterDataHandler = text
    try:
        with zipfile.ZipFile(path) as archive, archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk)
                yield
    except (KeyError, expat.ExpatError) as error:
        raise FileRefused("FILE_FORMAT", detail=f"{part}: {error}") from error


def _directory(archive: zipfile.ZipFile, limit_mb: int) -> None:
    parts = archive.infolist()
    names = {part.filename.replace("\\", "/").lower() for part in parts}
    if len(names) < len(parts):  # which of two is read would differ between us and the library
        raise FileRefused("FILE_FORMAT", detail=f"{len(parts) - len(names)} parts twice")
    total = sum(part.file_size for part in parts)
    if len(parts) > _PARTS or total > _GROWTH * limit_mb * MEGABYTE:
        raise FileRefused("FILE_ZIP_BOMB", detail=f"{len(parts)} parts, {total // MEGABYTE} MB")
    for part in parts:
        if part.file_size > max(_RATIO_FROM, _RATIO * part.compress_size):
            raise FileRefused("FILE_ZIP_BOMB", detail=f"{part.file_size // MEGABYTE} MB, {part.filename}")


def _scanned(archive: zipfile.ZipFile, limit_mb: int) -> Iterator[tuple[str, bool]]:
    """Inflate every XML part once; yield its name and whether a formula occurs in it."""
    left = _GROWTH * limit_mb * MEGABYTE
    for part in archive.infolist():
        if not part.filename.lower().endswith(_XML):
            continue
        found, tail, first = False, b"", True
        with archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise FileRefused("FILE_ZIP_BOMB", detail=part.filename)
                window = tail + chunk
                if (first and not _is_utf8(chunk)) or _UNSAFE.search(window):
                    raise FileRefused("FILE_UNSAFE_XML", detail=part.filename)
                found = found or _FORMULA.search(window) is not None
                tail, first = window[-_LONGEST:], False
        yield part.filename, found


def _is_utf8(start: bytes) -> bool:
    """The search above reads bytes, so parts in UTF-16 and the like could hide what it looks for."""
    declared = re.match(rb"\s*<\?xml[^>]*encoding\s*=\s*[\"']([^\"']*)", start.removeprefix(b"\xef\xbb\xbf"))
    ascii_like = declared is None or declared[1].lower() in (b"utf-8", b"us-ascii", b"ascii")
    return ascii_like and b"\0" not in start


def _sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    targets = {
        item.get("Id"): posixpath.normpath(posixpath.join("/xl", item.get("Target", ""))).lstrip("/")
        for item in ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 - see module
    }
    for item in ET.fromstring(archive.read("xl/workbook.xml")).iter():  # noqa: S314 - see module
        if _NAMESPACE.sub("", item.tag) == "sheet":
            relation = next((value for key, value in item.attrib.items() if _NAMESPACE.sub("", key) == "id"), None)
            yield item.get("name", ""), targets.get(relation, "")


def place_of(reference: str) -> int:
    """`A1` is place 0, `AB7` place 27."""
    place = 0
    for char in reference:
        if not char.isalpha():
            break
        place = place * 26 + ord(char.upper()) - ord("A") + 1
    return place - 1
