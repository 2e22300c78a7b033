"""Hangul in the Revised Romanisation (Republic of Korea, 2000), without changes of sound between syllables.

A consonant that ends a syllable is written as it sounds before a vowel when one follows: 특별 teukbyeol, 국어 gugeo.
"""

from __future__ import annotations

import unicodedata

_FIRST, _LAST = "가", "힣"
_VOWELS, _ENDS = 21, 28
_INITIAL = ["g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "-", "j", "jj", "ch", "k", "t", "p", "h"]
_VOWEL = [
    "a",
    "ae",
    "ya",
    "yae",
    "eo",
    "e",
    "yeo",
    "ye",
    "o",
    "wa",
    "wae",
    "oe",
    "yo",
    "u",
    "wo",
    "we",
    "wi",
    "yu",
    "eu",
    "ui",
    "i",
]
_FINAL = [
    "-",
    "k",
    "k",
    "k",
    "n",
    "n",
    "n",
    "t",
    "l",
    "k",
    "m",
    "l",
    "l",
    "l",
    "p",
    "l",
    "m",
    "p",
    "p",
    "t",
    "t",
    "ng",
    "t",
    "t",
    "k",
    "t",
    "p",
    "t",
]
# The same ends before a vowel; those of two consonants are rare in names and keep their sound.
_BEFORE_VOWEL = [
    "-",
    "g",
    "kk",
    "ks",
    "n",
    "nj",
    "n",
    "d",
    "r",
    "lg",
    "lm",
    "lb",
    "ls",
    "lt",
    "lp",
    "r",
    "m",
    "b",
    "ps",
    "s",
    "ss",
    "ng",
    "j",
    "ch",
    "k",
    "t",
    "p",
    "-",
]
_SILENT = _INITIAL.index("-")
_SOUND_OF_L = "l"
# Written so in nearly every passport.
_SURNAMES = {"김": "Kim", "이": "Lee", "박": "Park", "최": "Choi"}
_DOUBLE_SURNAMES = frozenset(["남궁", "황보", "제갈", "사공", "선우", "독고", "서문"])
_LONGEST_NAME = 4
# The kind of a place, after a hyphen; longest first.
_KINDS = ("특별자치시", "특별자치도", "특별시", "광역시", "번길", *"시군구읍면동리로길도")


def name(text: str) -> str:
    """Return a name: `Kim Minjun`; of one syllable or of more than four as one word."""
    if not 2 <= len(text) <= _LONGEST_NAME:
        return read(text).capitalize()
    long = 2 if text[:2] in _DOUBLE_SURNAMES and len(text) > 2 else 1
    family = _SURNAMES.get(text[:long]) or read(text[:long]).capitalize()
    return f"{family} {read(text[long:]).capitalize()}"


def place(text: str) -> str:
    """Return a place with a hyphen before its kind: `Gangnam-gu`."""
    kind = next((kind for kind in _KINDS if text.endswith(kind) and len(text) > len(kind)), "")
    stem = text[: len(text) - len(kind)]
    return read(stem).capitalize() + (f"-{read(kind)}" if kind else "")


def read(text: str) -> str:
    """Return Hangul in small Latin letters; single jamo, which no name has, by their own names' letters."""
    syllables = [letter for letter in unicodedata.normalize("NFC", text) if _FIRST <= letter <= _LAST]
    parts = [_parts(letter) for letter in syllables]
    latin = ""
    for number, (initial, vowel, end) in enumerate(parts):
        start = "" if initial == _SILENT else _INITIAL[initial]
        if start == "r" and latin.endswith(_SOUND_OF_L):
            start = "l"
        follower = parts[number + 1][0] if number + 1 < len(parts) else None
        ending = (_BEFORE_VOWEL if follower == _SILENT else _FINAL)[end]
        latin += start + _VOWEL[vowel] + ending.replace("-", "")
    return latin


def _parts(syllable: str) -> tuple[int, int, int]:
    """Return initial, vowel and end of a syllable (Unicode, chapter 3.12)."""
    index = ord(syllable) - ord(_FIRST)
    return index // (_VOWELS * _ENDS), index // _ENDS % _VOWELS, index % _ENDS
