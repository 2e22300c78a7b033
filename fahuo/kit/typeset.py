"""A4 papers, set by Typst from a template of ours and plain values.

A template reads its values with `#let papers = json(bytes(sys.inputs.values))`: every text travels as data, so nothing
that a buyer wrote is ever read as markup. The faces are those of `kit.fonts`, from Python packages only and the same
on every machine: `#set text(font: ("Noto Sans", "FiraGO", "WenQuanYi Micro Hei"))`.
A compile keeps all its pages in memory, so at most `MOST_AT_ONCE` papers go into one (typst/typst#8495). What Typst
worked out stays in its cache for ten more compiles, 1.2 MB an invoice: after a large one we make ten empty ones.
A template whose papers may run over several pages gives each of them one bookmark on its first page
(`place(hide(heading(outlined: false, bookmarked: true, number)))`); `paged` then says where each of them lies.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2
import typst

from fahuo.kit import pdf

MOST_AT_ONCE = 100
_CACHED_COMPILES = 10
_FEW = 5  # so few papers may stay in the cache
_PACKAGED = ("notos", "notosbo", "figo", "figbo")


class TemplateError(RuntimeError):
    """The template itself is at fault; values never are."""


def papers(template: Path, values: Sequence[Mapping[str, Any]]) -> bytes:
    """Return one PDF with the papers of all `values`, in sequence; each of them begins on a page of its own.

    `values` must be what JSON can hold. The same values give the same bytes. Raises `ValueError` for none at all and
    `TemplateError` when the template cannot be set.
    """
    if not values:
        raise ValueError("No paper to set")
    portions = [values[start : start + MOST_AT_ONCE] for start in range(0, len(values), MOST_AT_ONCE)]
    written = [_compiled(template, portion) for portion in portions]
    return written[0] if len(written) == 1 else pdf.merge(written)


class Typeset(NamedTuple):
    """A PDF, and of each paper in it the first page (counted from 1) and how many there are."""

    content: bytes
    pages: tuple[tuple[int, int], ...]


def paged(template: Path, values: Sequence[Mapping[str, Any]]) -> Typeset:
    """Set papers like `papers`, and say on which pages each of them lies, read from the bookmarks in the file.

    Raises `TemplateError` also when the template does not give each paper one bookmark.
    """
    if not values:
        raise ValueError("No paper to set")
    written, pages = [], list[tuple[int, int]]()
    for start in range(0, len(values), MOST_AT_ONCE):
        portion = values[start : start + MOST_AT_ONCE]
        content = _compiled(template, portion)
        firsts, count = _bookmarked(content)
        if len(firsts) != len(portion):
            raise TemplateError(f"{template.name}: {len(firsts)} bookmarks for {len(portion)} papers")
        before = sum(pages[-1]) - 1 if pages else 0
        ends = [*firsts[1:], count]
        pages += [(before + first + 1, end - first) for first, end in zip(firsts, ends, strict=True)]
        written.append(content)
    return Typeset(written[0] if len(written) == 1 else pdf.merge(written), tuple(pages))


def _bookmarked(content: bytes) -> tuple[list[int], int]:
    """Return the pages (counted from 0) that the bookmarks lead to, in their sequence, and the number of pages."""
    with pdf.alone():
        document = pypdfium2.PdfDocument(content)
        try:
            return [place.get_dest().get_index() for place in document.get_toc(max_depth=1)], len(document)
        finally:
            document.close()


def _compiled(template: Path, portion: Sequence[Mapping[str, Any]]) -> bytes:
    try:
        content: bytes = typst.compile(
            template,
            root=template.parent,
            font_paths=_fonts(),
            format="pdf",
            sys_inputs={"values": json.dumps(portion, ensure_ascii=False)},
            pdf_tags=False,
            timestamp=0,
        )
    except typst.TypstError as error:
        raise TemplateError(f"{template.name}: {error.message}") from error
    finally:
        if len(portion) > _FEW:
            _forget()
    return content


def _forget() -> None:
    """Let Typst drop what it remembers of earlier compiles (0.7 ms each, and what freeing the memory takes)."""
    for _ in range(_CACHED_COMPILES + 1):
        typst.compile(b"", font_paths=_no_fonts(), format="pdf")


@cache
def _no_fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[])


@cache
def _fonts() -> typst.Fonts:
    """Put the packaged faces where Typst can read them, for as long as this process lives."""
    from pymupdf_fonts import myfont

    folder = Path(_folder().name)
    for key in _PACKAGED:
        (folder / f"{key}.ttf").write_bytes(myfont(key))
    han = files("paperang_p2_fonts_cjk").joinpath("fonts/wqy-microhei.ttc")
    (folder / "han.ttc").write_bytes(han.read_bytes())
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="fahuo-fonts-")
