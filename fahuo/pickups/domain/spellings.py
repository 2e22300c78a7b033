"""Whether a street in Han and one in Latin letters are read alike: 科技南路18号3栋 and Building 3, 18 Keji South Road.

A name is compared by its sound, as whoever spells it does. Numbers must be the same, each of the same kind. Names that
were translated, numbers that were spelled out and readings that nobody told us of differ: then a person looks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from itertools import permutations

# Reads Han aloud, in Latin letters.
Read = Callable[[str], str]

_OLD = str.maketrans("號棟樓層單", "号栋楼层单")
_NUMBER = r"\d+[a-z]?(?:-\d+[a-z]?)*"
_KIND_OF_HAN = {
    "号楼": "building", "栋": "building", "幢": "building", "座": "building", "单元": "unit", "楼": "floor",
    "层": "floor", "室": "room", "房": "room", "号": "", None: "",
}  # fmt: skip
_HAN_UNIT = re.compile(rf"({_NUMBER})\s*(号楼|栋|幢|座|单元|楼|层|室|房|号)?|([a-z])\s*(栋|幢|座)")
_KIND_OF_WORD = {
    "building": "building", "bldg": "building", "block": "building", "blk": "building", "tower": "building",
    "unit": "unit", "floor": "floor", "fl": "floor", "flr": "floor", "f": "floor", "room": "room", "rm": "room",
    "no": "", "number": "", "num": "",
}  # fmt: skip
_LATIN_UNIT = re.compile(
    rf"\b(?P<before>building|bldg|block|blk|tower|unit|floor|flr|fl|room|rm|number|num|no)\b[\s.#-]*"
    rf"(?P<of>{_NUMBER}|[a-z])\b"
    rf"|\b(?P<nth>\d+)(?:st|nd|rd|th)?[\s/]*(?P<after>floor|flr|fl|f)\b"
    rf"|#?\b(?P<alone>{_NUMBER})\b"
)
# English words of addresses, as they sound in Chinese.
_SPOKEN = {
    "road": "lu", "rd": "lu", "street": "jie", "st": "jie", "avenue": "dadao", "ave": "dadao", "boulevard": "dadao",
    "lane": "xiang", "alley": "xiang", "district": "qu", "dist": "qu", "zone": "qu", "town": "zhen", "village": "cun",
    "subdistrict": "jiedao", "east": "dong", "south": "nan", "west": "xi", "north": "bei", "middle": "zhong",
    "central": "zhong", "industrial": "gongye", "technology": "keji", "park": "yuan", "building": "dasha",
    "tower": "dasha", "mansion": "dasha", "plaza": "guangchang", "square": "guangchang", "center": "zhongxin",
    "centre": "zhongxin", "garden": "huayuan", "factory": "gongchang", "warehouse": "cangku",
}  # fmt: skip
_MOST_NAMES = 6


def has_han(text: str) -> bool:
    """Tell whether a text has Chinese letters."""
    return any("\u3400" <= letter <= "\u9fff" for letter in text)


def read_alike(one: str, other: str, read: Read) -> bool:
    """Tell whether one is in Han, the other is not, and both have the same numbers and the same sound."""
    if has_han(one) == has_han(other):
        return False
    han, latin = (_plain(text) for text in ((one, other) if has_han(one) else (other, one)))
    units = sorted(_han_units(han))
    if not units or units != sorted(_latin_units(latin)):
        return False
    sound = _letters(read(_HAN_UNIT.sub("", han)))
    names = [name for part in re.split(r"[,;]", _LATIN_UNIT.sub(",", latin)) if (name := _spoken(part))]
    return len(names) <= _MOST_NAMES and any("".join(said) == sound for said in permutations(names))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).translate(_OLD).casefold()


def _han_units(han: str) -> Iterator[tuple[str, str]]:
    for number, kind, letter, _ in _HAN_UNIT.findall(han):
        yield ("building", letter) if letter else (_KIND_OF_HAN[kind or None], number)


def _latin_units(latin: str) -> Iterator[tuple[str, str]]:
    for found in _LATIN_UNIT.finditer(latin):
        kind = found["before"] or found["after"] or "no"
        yield _KIND_OF_WORD[kind], found["of"] or found["nth"] or found["alone"]


def _spoken(name: str) -> str:
    return "".join(_SPOKEN.get(word, word) for word in map(_letters, name.split()))


def _letters(text: str) -> str:
    return re.sub(r"[^a-z]", "", unicodedata.normalize("NFKD", text.casefold()))
