"""Making text fit a box: shrink, then wrap, then cut with an ellipsis; nothing ever leaves the box.

Sizes, widths and heights share one unit, whichever the caller uses (dots on labels).
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from fahuo.kit import fonts
from fahuo.kit.plain_letters import ASCENT, DESCENT, PlainLetter, breaks_freely, plain_letters
from fahuo.kit.text_shape import JOINERS, ShapedLine, printable, shape

ELLIPSIS = "…"
# A paragraph that ends in one lonely word reads worse than one set this much smaller.
_WORTH_A_LINE = 0.85
# Thai vowels that are letters of their own to Unicode: written before their consonant, and after it.
_THAI_LEADING_VOWELS = tuple("เแโใไ")
_THAI_FOLLOWERS = frozenset("ะาำๅๆฯ")


@dataclass(frozen=True, slots=True)
class FittedText:
    """Lines that fit their box at `size`. `is_cut`: an ellipsis stands for what did not.

    `ascent` is from the top of each line to its baseline, `leading` from one baseline to the next, both in em.
    """

    size: float
    lines: tuple[ShapedLine, ...]
    ascent: float = ASCENT
    leading: float = ASCENT + DESCENT
    is_cut: bool = False


@lru_cache(maxsize=4096)  # half the lines of a batch are the same captions again
def fit_line(text: str, *, width: float, height: float, size: float, smallest: float, bold: bool = False) -> FittedText:
    """Set `text` on one line into a box: at `size`, else smaller, else at `smallest` and cut.

    A box that is too low for `smallest` is still obeyed: then the text is smaller than that. No text gives no lines.
    """
    line = shape(text, bold=bold)
    leading = line.ascent + line.descent
    highest = min(size, height / leading)
    lowest = min(smallest, highest)
    if not line.pieces:
        return FittedText(highest, ())
    if line.width * lowest > width:
        line = _cut(text, width / lowest, bold=bold)
        return FittedText(lowest, (line,), line.ascent, leading, is_cut=True)
    fitting = min(highest, width / line.width) if line.width else highest  # a mark without a letter has no width
    return FittedText(fitting, (line,), line.ascent, leading)


def fit_block(
    texts: Iterable[str], *, width: float, height: float, size: float, smallest: float, bold: bool = False
) -> FittedText:
    """Set paragraphs into a box: the largest size at which all lines, wrapped, fit; a little less if that saves a line.

    Sizes go down from `size` in steps of one. When not even `smallest` suffices, what is left over is cut with an
    ellipsis: nothing ever leaves the box.
    """
    paragraphs = [words for words in (_words(text, bold) for text in texts) if words]
    widths = [sum(word.width for word in words) for words in paragraphs]
    ascent = max([word.ascent for words in paragraphs for word in words], default=ASCENT)
    leading = ascent + max([word.descent for words in paragraphs for word in words], default=DESCENT)
    lines: list[str] = []
    best: tuple[float, list[str]] | None = None
    for tried in _sizes(min(size, height / leading), smallest):
        if best and (tried < best[0] * _WORTH_A_LINE or len(best[1]) == len(paragraphs)):
            break
        if tried > smallest and _least(widths, width / tried) > _room(height, leading * tried):
            continue
        lines = [line for words in paragraphs for line in _wrap(words, width / tried, bold=bold)]
        if len(lines) <= _room(height, leading * tried) and (best is None or len(lines) < len(best[1])):
            best = tried, lines
    if best:
        return FittedText(best[0], tuple(shape(line, bold=bold) for line in best[1]), ascent, leading)
    room = _room(height, leading * tried)
    kept = [shape(line, bold=bold) for line in lines[: room - 1]]
    last = _cut(" ".join(lines[room - 1 :]), width / tried, bold=bold, is_cut=True)
    return FittedText(tried, (*kept, last), ascent, leading, is_cut=True)


def _sizes(size: float, smallest: float) -> Iterator[float]:
    while size > smallest:
        yield size
        size -= 1
    yield min(size, smallest)


def _least(widths: Sequence[float], line_width: float) -> int:
    """Return how many lines paragraphs would take if every line could be filled to its end."""
    return sum(max(1, math.ceil(width / line_width)) for width in widths)


def _room(height: float, line_height: float) -> int:
    return max(1, int(height / line_height + 1e-6))


class _Word(NamedTuple):
    """What must stay together on a line; measures in em."""

    text: str
    width: float
    ascent: float
    descent: float
    has_space_before: bool = False


@lru_cache(maxsize=8192)
def _words(text: str, bold: bool) -> tuple[_Word, ...]:
    """Split a paragraph into what must stay together on a line."""
    words: list[_Word] = []
    for stretch in printable(text).split(" "):
        letters = plain_letters(stretch, bold=bold)
        parts = _plain_parts(stretch, letters) if letters is not None else _shaped_parts(stretch, bold=bold)
        for index, part in enumerate(parts):
            words.append(part._replace(has_space_before=True) if index == 0 and words else part)
    return tuple(words)


def _plain_parts(stretch: str, letters: Sequence[PlainLetter]) -> list[_Word]:
    if not any(letter.breaks for letter in letters):
        return [_plain_word(stretch, letters)] if stretch else []
    starts = [0]
    for index in range(1, len(stretch)):
        may_break = letters[index].breaks or letters[index - 1].breaks
        if may_break and not _must_not_start(stretch[index]):
            starts.append(index)
    ends = [*starts[1:], len(stretch)]
    return [_plain_word(stretch[start:end], letters[start:end]) for start, end in zip(starts, ends, strict=True)]


def _plain_word(text: str, letters: Sequence[PlainLetter]) -> _Word:
    _, widths, ascents, descents, *_ = zip(*letters, strict=False)
    return _Word(text, sum(widths) / 1000, max(ascents), max(descents))


def _shaped_parts(stretch: str, *, bold: bool) -> list[_Word]:
    parts = []
    for part in _unbroken(stretch):
        line = shape(part, bold=bold)
        parts.append(_Word(part, line.width, line.ascent, line.descent))
    return parts


def _unbroken(stretch: str) -> list[str]:
    """Split a stretch without spaces where its script permits a new line: around Han, kana, Hangul and Thai letters."""
    parts: list[str] = []
    for cluster in clusters(stretch):
        may_break = breaks_freely(cluster[0]) or (bool(parts) and breaks_freely(parts[-1][-1]))
        if parts and (not may_break or _must_not_start(cluster)):
            parts[-1] += cluster
        else:
            parts.append(cluster)
    return parts


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
    space = fonts.typefaces(bold=bold)[0].width(" ") / 1000
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
                yield word._replace(text=part, width=used, has_space_before=word.has_space_before and is_first)
                part, used, is_first = "", 0.0, False
            part, used = part + cluster, used + cluster_width
        yield word._replace(text=part, width=used, has_space_before=word.has_space_before and is_first)


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
