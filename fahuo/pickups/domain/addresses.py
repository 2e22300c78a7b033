"""Whether two ways of writing an address mean the same door: where a driver is sent, what the carrier was told."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from fahuo.pickups.domain.spellings import Read, has_han, read_alike
from fahuo.trade.address import Address

# What people write short, each in one form. Whole words only.
_SHORT = {
    "rd": "road",
    "st": "street",
    "ave": "avenue",
    "av": "avenue",
    "bldg": "building",
    "blk": "block",
    "fl": "floor",
    "flr": "floor",
    "rm": "room",
    "dist": "district",
    "no": "",
    "number": "",
    "num": "",
}
_CHINESE_NUMBER_WORDS = re.compile(r"[号號]")
# Accents of Latin letters; the marks of other scripts tell words apart.
_ACCENTS = re.compile("[\u0300-\u036f]")
# 广东省 and 广东, 深圳市 and 深圳 are the same place; so are Guangdong and Guangdong Province.
_SUFFIXES = re.compile(
    r"(?:特别行政区|自治区|省|市|区|县|\bprovince\b|\bcity\b|\bdistrict\b|\bshi\b|\bsheng\b|\bqu\b|\bxian\b)$"
)
_PARTS = ("country", "province", "city", "street", "postcode")


@dataclass(frozen=True, slots=True)
class Difference:
    """One part in which two addresses differ: what is written here and there."""

    part: str
    here: str
    there: str


def differences(here: Address, there: Address, read: Read = str) -> tuple[Difference, ...]:
    """Return the parts in which they differ after spelling is evened out; a part that is empty on a side says nothing.

    The street counts even when it is empty, as it is the door. `read` reads Chinese aloud: where one side is in Han and
    the other is not, what sounds alike is the same, a street only with the same postcode on both sides.
    """
    written = [Difference(part, _written(here, part), _written(there, part)) for part in _PARTS]
    postcodes = {_even("postcode", here.postcode), _even("postcode", there.postcode)}
    same_area = len(postcodes) == 1 and "" not in postcodes
    return tuple(
        one
        for one in written
        if (one.part == "street" or (one.here and one.there))
        and _even(one.part, one.here) != _even(one.part, one.there)
        and not (_sound_alike(one, read) and (one.part != "street" or same_area))
    )


def same_place(here: Address, there: Address) -> bool:
    """Tell whether both mean the same door."""
    return not differences(here, there)


def _sound_alike(one: Difference, read: Read) -> bool:
    if one.part == "street":
        return read_alike(one.here, one.there, read)
    said = [read(text) if has_han(text) else text for text in (one.here, one.there)]
    return has_han(one.here) != has_han(one.there) and _even(one.part, said[0]) == _even(one.part, said[1]) != ""


def _written(address: Address, part: str) -> str:
    return " ".join(address.street_lines()) if part == "street" else str(getattr(address, part))


def _even(part: str, text: str) -> str:
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text)).casefold()
    plain = unicodedata.normalize("NFKC", _ACCENTS.sub("", plain))
    if part == "street":
        return _door(plain)
    joined = " ".join(_words(plain))
    if part in ("province", "city"):
        joined = _SUFFIXES.sub("", joined).strip()
    return joined.replace(" ", "")


def _door(plain: str) -> str:
    """Write a street without spaces, except between two figures: 1, 12 Keji Road is not 11, 2 Keji Road."""
    words = (_SHORT.get(word, word) for word in _words(_CHINESE_NUMBER_WORDS.sub(" ", plain)))
    return re.sub(r"(?<!\d) | (?!\d)", "", " ".join(filter(None, words)))


def _words(plain: str) -> list[str]:
    return re.sub(r"[^\w]+|_", " ", plain).split()
