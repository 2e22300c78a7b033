"""Many PDF files into one, page by page in any sequence. Each file is copied once, so that its fonts stay shared."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Sequence
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from fahuo.kit.pdf import PdfUnreadable, alone


class Leaf(NamedTuple):
    """One page, counted from 0, of one of the files."""

    source: int
    page: int


def join(sources: Sequence[bytes], leaves: Sequence[Leaf]) -> bytes:
    """Return one PDF of these pages in this sequence, each at most once; pages that are not named are left out.

    Raises `PdfUnreadable` for a file that cannot be read, and `ValueError` for a page twice, missing, or none at all.
    """
    if not leaves or len(set(leaves)) != len(leaves):
        raise ValueError("A page is joined once, and there must be one")
    if len(sources) == 1 and all(leaf == Leaf(0, place) for place, leaf in enumerate(leaves)):
        with alone():
            if _count(sources[0]) == len(leaves):
                return sources[0]
    with alone():
        joined = pypdfium2.PdfDocument.new()
        try:
            return _saved(joined, _arranged(joined, sources, leaves))
        finally:
            joined.close()


def _arranged(joined: pypdfium2.PdfDocument, sources: Sequence[bytes], leaves: Sequence[Leaf]) -> list[int]:
    """Copy the pages that are wanted, file by file; return where each leaf stands then."""
    wanted: dict[int, list[int]] = {}
    for leaf in leaves:
        wanted.setdefault(leaf.source, []).append(leaf.page)
    place: dict[Leaf, int] = {}
    for source, pages in wanted.items():
        for page in sorted(pages):
            place[Leaf(source, page)] = len(place)
        _copy(joined, sources[source], sorted(pages), source)
    return [place[leaf] for leaf in leaves]


def _copy(joined: pypdfium2.PdfDocument, content: bytes, pages: list[int], number: int) -> None:
    try:
        source = pypdfium2.PdfDocument(content)
        try:
            if pages[-1] >= len(source) or pages[0] < 0:
                raise ValueError(f"File {number + 1} has {len(source)} pages")
            joined.import_pages(source, pages=pages)
        finally:
            source.close()
    except pypdfium2.PdfiumError as error:
        raise PdfUnreadable(f"File {number + 1}: {error}") from error


def _saved(joined: pypdfium2.PdfDocument, order: list[int]) -> bytes:
    if order != sorted(order):
        numbers = (ctypes.c_int * len(order))(*order)
        if not pdfium.FPDF_MovePages(joined, numbers, len(order), 0):
            raise PdfUnreadable("The pages cannot be put into sequence")
    target = io.BytesIO()
    joined.save(target)
    return target.getvalue()


def _count(content: bytes) -> int:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise PdfUnreadable(str(error)) from error
    try:
        return len(document)
    finally:
        document.close()
