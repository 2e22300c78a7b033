"""Personal data where no key tells of it: a carrier's sentence that repeats a name or a street."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from fahuo.kit.transcript import PERSON
from fahuo.trade.latin import without_marks

SHORTEST_WORD = 3
SHORTEST_CHINESE = 2
PHONE_DIGITS = 8
SEPARATORS = r"[ ()/.-]*"
_WORD = re.compile(r"[^\W\d_]+")


def hide(text: str, *, words: Iterable[str], phones: Iterable[str] = ()) -> str:
    """Return the text without what these say, word by word, however it is cased; keys and tags stay readable.

    Words shorter than three letters, and numbers of houses, stay: alone they are nobody's.
    """
    if not text:
        return text
    known = {variant for value in words for word in _WORD.findall(value) for variant in _variants(word)}
    patterns = [_pattern(word) for word in sorted(known, key=len, reverse=True) if _telling(word)]
    digits = {number[-PHONE_DIGITS:] for phone in phones if len(number := re.sub(r"\D", "", phone)) >= PHONE_DIGITS}
    patterns += [rf"(?:[+(]?\d[\d ()/.-]{{0,12}})?{SEPARATORS.join(number)}(?!\d)" for number in digits]
    return re.sub("|".join(patterns), PERSON, text, flags=re.IGNORECASE) if patterns else text


def _pattern(word: str) -> str:
    if ord(word[0]) > 0x2E7F:  # Chinese, Japanese, Korean: no spaces between words
        return re.escape(word)
    return rf"(?<![\w<:/\\.-]){re.escape(word)}(?!\w|\"\s*:)"


def _telling(word: str) -> bool:
    return len(word) >= (SHORTEST_CHINESE if ord(word[0]) > 0x2E7F else SHORTEST_WORD)


def _variants(word: str) -> set[str]:
    """Return the word as written, without its accents, and as JSON escapes it."""
    escaped = json.dumps(word)[1:-1]
    return {word, without_marks(word), escaped}
