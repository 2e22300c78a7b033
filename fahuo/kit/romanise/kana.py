"""Kana in Hepburn's way, long vowels as they are written."""

from __future__ import annotations

from anyascii import anyascii

_GLIDES = dict(zip("ゃゅょャュョ", "auoauo", strict=True))
_SMALL_VOWELS = dict(zip("ぁぃぅぇぉァィゥェォ", "aiueoaiueo", strict=True))
_DOUBLING = frozenset("っッ")
_LENGTHENING = "ー"


def read(text: str) -> str:
    """Return kana in small Latin letters: きゃ kya, しょ sho, っこ kko, ファ fa; the lengthening line is left out."""
    latin = ""
    doubles = False
    for letter in text.replace(_LENGTHENING, ""):
        if letter in _DOUBLING:
            doubles = True
        elif letter in _GLIDES and latin.endswith("i"):
            stem = latin[:-1]
            latin = stem + ("" if stem.endswith(("sh", "ch", "j")) else "y") + _GLIDES[letter]
        elif letter in _SMALL_VOWELS and latin:
            latin = latin[:-1] + _SMALL_VOWELS[letter]
        else:
            sound = anyascii(letter)
            latin += (("t" if sound.startswith("ch") else sound[:1]) if doubles else "") + sound
            doubles = False
    return latin
