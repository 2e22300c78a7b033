"""Code 128 as ^BC writes it: which of its three alphabets is used is said in the field (ISO/IEC 15417; "^BC").

`>:` `>;` `>9` start with alphabet B, C, A; `>6` `>5` `>7` change to them; `>8` is FNC1, `>0` a ">" itself.
"""

from __future__ import annotations

import numpy as np

from fahuo.kit.barcode import Modules
from fahuo.labels.zpl.reading.unreadable import ZplUnreadable

# Widths of bar, gap, bar, gap, bar, gap for the values 0 … 105 (ISO/IEC 15417, table 1), and of the stop sign.
_WIDTHS = (
    "212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222"
    "123122123221223211221132221231213212223112312131311222321122321221312212322112322211212123212321"
    "232121111323131123131321112313132113132311211313231113231311112133112331132131113123113321133121"
    "313121211331231131213113213311213131311123311321331121312113312311332111314111221411431111111224"
    "111422121124121421141122141221112214112412122114122411142112142211241211221114413111241112134111"
    "111242121142121241114212124112124211411212421112421211212141214121412121111143111341131141114113"
    "114311411113411311113141114131311141411131211412211214211232"
)
_STOP = "2331112"
_START = {"A": 103, "B": 104, "C": 105}
_STARTS = {"9": "A", ":": "B", ";": "C"}
_CHANGES = {"7": ("A", 101), "6": ("B", 100), "5": ("C", 99)}
_FUNCTIONS = {"8": 102, "1": 95, "2": 96, "3": 97}
_LETTERS = {"0": ">", "=": "~", "<": "^"}


def modules(text: str) -> tuple[Modules, str]:
    """Return the modules of a ^BC field and the text to print beneath; raises `ZplUnreadable`."""
    values, shown = _values(text)
    check = (values[0] + sum(place * value for place, value in enumerate(values))) % 103
    widths = "".join([_WIDTHS[6 * value : 6 * value + 6] for value in (*values, check)]) + _STOP
    bars = [place % 2 == 0 for place, width in enumerate(widths) for _ in range(int(width))]
    return np.array(bars, dtype=bool), shown


def automatic(text: str, *, is_gs1: bool = False) -> str:
    """Return `text` with changes of alphabet: pairs of digits in C wherever four or more follow each other."""
    field, alphabet, at = "", "", 0
    while at < len(text):
        if alphabet and text.startswith(">8", at):
            field, at = field + ">8", at + 2
            continue
        digits = len(text[at:]) - len(text[at:].lstrip("0123456789")) & ~1
        wanted = "C" if digits >= 4 or (alphabet == "C" and digits >= 2) else "B"
        if wanted != alphabet:
            field += {"C": ">;", "B": ">:"}[wanted] if not alphabet else {"C": ">5", "B": ">6"}[wanted]
            field += ">8" if is_gs1 and not alphabet else ""
            alphabet = wanted
        length = digits if wanted == "C" else 1
        field += text[at : at + length].replace(">", ">0")
        at += length
    return field


def _values(text: str) -> tuple[list[int], str]:
    alphabet, at = "B", 0
    if text[:1] == ">" and text[1:2] in _STARTS:
        alphabet, at = _STARTS[text[1]], 2
    values, shown = [_START[alphabet]], ""
    while at < len(text):
        sign = text[at + 1 : at + 2] if text[at] == ">" else ""
        if sign in _CHANGES:
            alphabet, value = _CHANGES[sign]
            values.append(value)
            at += 2
        elif sign in _FUNCTIONS:
            values.append(_FUNCTIONS[sign])
            at += 2
        else:
            letter, length = _letter(text, at, alphabet)
            values.append(_value(letter, alphabet))
            shown += letter
            at += length
    return values, shown


def _letter(text: str, at: int, alphabet: str) -> tuple[str, int]:
    """Return the next letter, or two digits, and how many characters of the field it takes."""
    if text[at] == ">":
        sign = text[at + 1 : at + 2]
        if sign not in _LETTERS:
            raise ZplUnreadable(f"^BC: >{sign} is not known")
        return _LETTERS[sign], 2
    length = 2 if alphabet == "C" else 1
    return text[at : at + length], length


def _value(letter: str, alphabet: str) -> int:
    if alphabet == "C":
        if len(letter) == 2 and letter.isascii() and letter.isdigit():
            return int(letter)
        raise ZplUnreadable(f"^BC: {letter!r} is no pair of digits")
    code = ord(letter)
    if alphabet == "A" and code < 96:
        return code + 64 if code < 32 else code - 32
    if alphabet == "B" and 32 <= code <= 127:
        return code - 32
    raise ZplUnreadable(f"^BC: {letter!r} cannot be written in alphabet {alphabet}")
