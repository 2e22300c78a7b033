"""Text as people type it, made into text that we keep, compare and print.

Everything goes through Unicode NFKC (full-width `１２` becomes `12`, decomposed accents become whole letters).
What nobody can see (direction marks, zero-width blanks, control characters) goes; what can be seen stays.
"""

from __future__ import annotations

import re
from unicodedata import category, digit, normalize

# Format characters and fillers without a shape of their own (the Hangul filler U+3164 is U+1160 after NFKC).
# U+200C and U+200D stay inside words: they shape Persian and Indic letters and join emoji.
_INVISIBLE = dict.fromkeys(
    (
        *(0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x180E, 0x200B, 0x200E, 0x200F, 0xFEFF),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
    )
)
_JOINERS = "\u200c\u200d"
_LINE_BREAK = re.compile(r"[\s,]*[\r\n\v\f\x85\u2028\u2029]+\s*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def tidy(text: str) -> str:
    """Return one line of visible text: NFKC, line breaks as `, `, runs of blanks as one, no outer blanks."""
    if not (text.isascii() and text.isprintable()):
        text = normalize("NFKC", text).translate(_INVISIBLE)
        text = _LINE_BREAK.sub(", ", text.strip())
        text = _CONTROL.sub(" ", text).strip(_JOINERS)
    return " ".join(text.split())


def tidy_code(text: str) -> str:
    """Return a code (SKU, postcode, phone, tax number) in NFKC, every decimal digit in ASCII, nothing invisible."""
    if text.isascii() and text.isprintable():
        return text.strip()
    kept = []
    for char in normalize("NFKC", text):
        kind = category(char)
        if kind == "Nd":
            kept.append(str(digit(char)))
        elif char.isspace():
            kept.append(" ")
        elif kind not in {"Cc", "Cf", "Cs"}:
            kept.append(char)
    return "".join(kept).strip()


def is_filler(text: str) -> bool:
    """Tell whether a tidy text says nothing: empty, only signs (`-`, `.`), or a word for "nothing" (`N/A`, `none`)."""
    if _SAYS_SOMETHING.match(text):
        return False
    kept = "".join(_SIGN.findall(text.casefold()))
    return not kept or kept in _NOTHING


_NOTHING = frozenset(("na", "none", "null", "nil", "undefined", "无", "暂无", "没有", "無"))
_SIGN = re.compile(r"[^\W_]")
_SAYS_SOMETHING = re.compile(rf"(?:[\W_]*[^\W_]){{{1 + max(map(len, _NOTHING))}}}")  # more letters than any of those
