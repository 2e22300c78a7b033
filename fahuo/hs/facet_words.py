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
_BEFORE_ARTICLE: dict[str, str] = {}
_GAP = re.compile(r"[\s-]+")
# What follows a fibre that is only felt or looked like.
_LIKE = (
    r"(?:like|feel\w*|touch|look\w*|soft|smooth|textured?|style|effect|finish|hand|sheen|color|colour|shiny|glossy)\b"
)
_MADE_INTO = re.compile(
    rf"[\s-]+(?:100%\s+)?(?!{_LIKE})[a-z]|\s*(?![感般滑光质柔绵被印网雾绒]|触感|顺|一样)[\u4e00-\u9fff]", re.I
)


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
            target = _ONLY_ATTRIBUTE if word[0] in "=~" else _NAMES
            target[_key(word.lstrip("=~"))] = meaning
            if word[0] == "~":
                _BEFORE_ARTICLE[_key(word[1:])] = meaning


def _key(word: str) -> str:
    """Return the words with spaces for hyphens: "silk-screen" is "silk screen"."""
    return _GAP.sub(" ", word.lower())


def _alternatives(words: list[str]) -> str:
    longest = sorted(words, key=len, reverse=True)
    latin = "|".join(re.escape(word).replace("\\ ", r"[\s-]+") for word in longest if word.isascii())
    other = "|".join(re.escape(word) for word in longest if not word.isascii())
    return rf"(?<![a-z])(?:{latin})(?![a-z])|{other}"


def _re(english: str, chinese: str) -> re.Pattern[str]:
    parts = [rf"(?<![a-z0-9])(?:{'|'.join(_split(english))})(?:'?s)?(?![a-z])"] if english else []
    return re.compile("|".join(parts + _split(chinese)), re.I)


_load_materials()
_IN_ATTRIBUTE = re.compile(_alternatives([*_NAMES, *_ONLY_ATTRIBUTE]), re.I)
_ELSEWHERE = re.compile(_alternatives([*_NAMES, *_BEFORE_ARTICLE]), re.I)
MATERIAL_NAMES = frozenset(name for name in _WIDER if name != "NOTHING")
MARKS = {name: _re(english, chinese) for name, english, chinese in _rows("marks.tsv", 3)}
ATTRIBUTE_PARTS = {name.removeprefix("PART_"): words for name, words in MARKS.items() if name.startswith("PART_")}
FLAGS = {name: words for name, words in MARKS.items() if name.islower()}


def materials(text: str, *, in_attribute: bool) -> Iterator[tuple[re.Match[str], str]]:
    """Yield the words of a text that name a material, with its name; `filling:x` when they speak of what is inside."""
    for match in (_IN_ATTRIBUTE if in_attribute else _ELSEWHERE).finditer(text):
        word = _key(match.group())
        name = _NAMES.get(word, "")
        if in_attribute:
            name = _ONLY_ATTRIBUTE.get(word, name)
        elif word in _BEFORE_ARTICLE and _MADE_INTO.match(text, match.end()):
            name = _BEFORE_ARTICLE[word]
        if name:
            yield match, name


def is_loose(words: str) -> bool:
    """Whether sellers say these words of what only looks like the material: silk of satin."""
    return _key(words) in _BEFORE_ARTICLE


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
