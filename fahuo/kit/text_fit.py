"""Making text fit a box: shrink, then wrap, then cut with an ellipsis; nothing ever leaves the box.

Sizes, widths and heights share one unit, whichever the caller uses (dots on labels).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from fahuo.kit.text_shape import JOINERS, ShapedLine, printable, shape

ELLIPSIS = "…"
# Thai vowels that are letters of their own to Unicode: written before their consonant, and after it.
_THAI_LEADING_VOWELS = tuple("เแโใไ")
_THAI_FOLLOWERS = frozenset("ะาำๅๆฯ")


@dataclass(frozen=True, slots=True)
class FittedText:
    """Lines that fit their box at `size`. `is_cut`: an ellipsis stands for what did not."""

    size: float
    lines: tuple[ShapedLine, ...]
    is_cut: bool = False


def fit_line(text: str, *, width: float, size: float, smallest: float, bold: bool = False) -> FittedText:
    """Set `text` on one line no wider than `width`: at `size`, else smaller, else at `smallest` and cut.

    `width`, `size` and `smallest` share one unit, whichever. An empty text gives no lines.
    """
    line = shape(text, bold=bold)
    if not line.pieces:
        return FittedText(size, ())
    if line.width * size <= width:
        return FittedText(size, (line,))
    if line.width * smallest <= width:
        return FittedText(width / line.width, (line,))
    return FittedText(smallest, (_cut(text, width / smallest, bold=bold),), is_cut=True)


def fit_block(
    texts: Iterable[str],
    *,
    width: float,
    height: float,
    size: float,
    smallest: float,
    leading: float,
    bold: bool = False,
) -> FittedText:
    """Set paragraphs into a box: the largest whole size down from `size` at which all lines, wrapped, fit.

    When not even `smallest` suffices, what is left over is cut with an ellipsis: nothing ever leaves the box.
    `leading` is the line height in em.
    """
    paragraphs = [_words(text, bold) for text in texts]
    tried = size
    while True:
        lines = [line for words in paragraphs for line in _wrap(words, width / tried, bold=bold)]
        room = max(1, int(height / (leading * tried) + 1e-6))
        if len(lines) <= room:
            return FittedText(tried, tuple(shape(line, bold=bold) for line in lines))
        if tried <= smallest:
            break
        tried = max(smallest, tried - 1)
    rest = " ".join(lines[room - 1 :])
    shaped = [shape(line, bold=bold) for line in lines[: room - 1]]
    return FittedText(tried, (*shaped, _cut(rest, width / tried, bold=bold, is_cut=True)), is_cut=True)


class _Word(NamedTuple):
    text: str
    width: float
    has_space_before: bool


@lru_cache(maxsize=8192)
def _words(text: str, bold: bool) -> tuple[_Word, ...]:
    """Split a paragraph into what must stay together on a line, each with its width in em."""
    words: list[_Word] = []
    for stretch in printable(text).split(" "):
        for index, part in enumerate(_unbroken(stretch)):
            words.append(_Word(part, shape(part, bold=bold).width, index == 0 and bool(words)))
    return tuple(word for word in words if word.text)


def _unbroken(stretch: str) -> list[str]:
    """Split a stretch without spaces where its script permits a new line: around Han, kana, Hangul and Thai letters."""
    parts: list[str] = []
    for cluster in clusters(stretch):
        may_break = _breaks_freely(cluster) or (bool(parts) and _breaks_freely(parts[-1][-1]))
        if parts and (not may_break or _must_not_start(cluster)):
            parts[-1] += cluster
        else:
            parts.append(cluster)
    return parts


def _breaks_freely(cluster: str) -> bool:
    code = ord(cluster[0])
    return 0x2E80 <= code <= 0xD7FF or 0xF900 <= code <= 0xFAFF or 0xFF00 <= code <= 0xFFEF or 0x0E00 <= code <= 0x0EFF


def _must_not_start(cluster: str) -> bool:
    return unicodedata.category(cluster[0]) in {"Pe", "Pf", "Po"}


@lru_cache(maxsize=8192)
def clusters(text: str) -> tuple[str, ...]:
    """Split text into what a reader sees as one letter: a base with its marks."""
    found: list[str] = []
    for character in text:
        if found and (_follows(character) or found[-1] in _THAI_LEADING_VOWELS):
            found[-1] += character
        else:
            found.append(character)
    return tuple(found)


def _follows(character: str) -> bool:
    return unicodedata.category(character)[0] == "M" or character in JOINERS or character in _THAI_FOLLOWERS


def _wrap(words: Sequence[_Word], width: float, *, bold: bool) -> list[str]:
    """Fill lines of at most `width` em, one after the other; a word wider than a line is broken between letters."""
    space = shape("a a", bold=bold).width - 2 * shape("a", bold=bold).width
    lines: list[str] = []
    line, used = "", 0.0
    for word in _narrowed(words, width, bold=bold):
        gap = space if word.has_space_before and line else 0.0
        if line and used + gap + word.width > width:
            lines.append(line)
            line, used, gap = "", 0.0, 0.0
        line += (" " if gap else "") + word.text
        used += gap + word.width
    return [*lines, line] if line else lines


def _narrowed(words: Sequence[_Word], width: float, *, bold: bool) -> Iterable[_Word]:
    for word in words:
        if word.width <= width:
            yield word
            continue
        letters = [(cluster, shape(cluster, bold=bold).width) for cluster in clusters(word.text)]
        part, used, is_first = "", 0.0, True
        for cluster, cluster_width in letters:
            if part and used + cluster_width > width:
                yield _Word(part, used, word.has_space_before and is_first)
                part, used, is_first = "", 0.0, False
            part, used = part + cluster, used + cluster_width
        yield _Word(part, used, word.has_space_before and is_first)


def _cut(text: str, width: float, *, bold: bool, is_cut: bool = False) -> ShapedLine:
    """Shape as much of `text` as fits `width` em, with an ellipsis after it when anything is missing."""
    letters = clusters(printable(text))
    fits, too_many = 0, len(letters) + 1
    while too_many - fits > 1:
        middle = (fits + too_many) // 2
        end = ELLIPSIS if is_cut or middle < len(letters) else ""
        if shape("".join(letters[:middle]).rstrip() + end, bold=bold).width <= width:
            fits = middle
        else:
            too_many = middle
    end = ELLIPSIS if is_cut or fits < len(letters) else ""
    return shape("".join(letters[:fits]).rstrip() + end, bold=bold)
