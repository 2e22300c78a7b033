"""The words behind the facets: materials and their kinds, knitted and woven, wearers, and other marks.

The words stand in `marks/materials.tsv` and `marks/marks.tsv`. The longest phrase wins where several begin at one
place, so "pu leather" never counts as leather and "ice silk" never as silk.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "marks"
_WIDER: dict[str, tuple[str, ...]] = {}
_NAMES: dict[str, str] = {}
_ONLY_ATTRIBUTE: dict[str, str] = {}


def _rows(name: str, columns: int) -> Iterator[list[str]]:
    for line in (_FOLDER / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield ([*line.split("\t"), "", "", ""])[:columns]


def _split(words: str) -> list[str]:
    return [word.strip() for word in words.split(";") if word.strip()]


def _load_materials() -> None:
    for name, kinds, english, chinese in _rows("materials.tsv", 4):
        _WIDER[name] = tuple(kind for kind in kinds.split(",") if kind and ":" not in kind)
        meaning = kinds if kinds.startswith("filling:") else "" if name == "NOTHING" else name
        for word in (*_split(english), *_split(chinese)):
            target = _ONLY_ATTRIBUTE if word.startswith("=") else _NAMES
            target[word.lstrip("=").lower()] = meaning


def _alternatives(words: list[str]) -> str:
    longest = sorted(words, key=len, reverse=True)
    latin = "|".join(re.escape(word) for word in longest if word.isascii())
    other = "|".join(re.escape(word) for word in longest if not word.isascii())
    return rf"(?<![a-z])(?:{latin})(?![a-z])|{other}"


def _re(english: str, chinese: str) -> re.Pattern[str]:
    parts = [rf"(?<![a-z0-9])(?:{'|'.join(_split(english))})(?:'?s)?(?![a-z])"] if english else []
    return re.compile("|".join(parts + _split(chinese)), re.I)


_load_materials()
MATERIAL_WORDS = re.compile(_alternatives([*_NAMES, *_ONLY_ATTRIBUTE]), re.I)
MATERIAL_NAMES = frozenset(name for name in _WIDER if name != "NOTHING")
MARKS = {name: _re(english, chinese) for name, english, chinese in _rows("marks.tsv", 3)}
ATTRIBUTE_PARTS = {name.removeprefix("PART_"): words for name, words in MARKS.items() if name.startswith("PART_")}
FLAGS = {name: words for name, words in MARKS.items() if name.islower()}


def material(words: str, *, in_attribute: bool) -> str:
    """Name the material of these words, "" for none; `filling:x` when they speak of what is inside."""
    word = words.lower()
    if in_attribute and word in _ONLY_ATTRIBUTE:
        return _ONLY_ATTRIBUTE[word]
    return _NAMES.get(word, "")


@cache
def wider(name: str) -> tuple[str, ...]:
    """Return the material and every wider kind, nearest first: cashmere, wool, textile."""
    order, waiting = [name], list(_WIDER.get(name, ()))
    while waiting:
        kind = waiting.pop(0)
        if kind not in order:
            order.append(kind)
            waiting += _WIDER.get(kind, ())
    return tuple(order)
