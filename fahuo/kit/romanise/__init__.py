"""Names and places of any script in Latin letters, for whoever handles a parcel on its way and cannot read the address.

A transliteration, letter by letter or syllable by syllable, and no translation: the address as the buyer wrote it is
what the parcel is delivered by. Arabic and Hebrew come without the vowels that are not written. Han are read in
Mandarin; in a Japanese address a line with Han is left out, as a Mandarin reading of a Japanese name is simply wrong,
except for the name of its prefecture. Latin letters stay as they are, accents included; ornaments are left out.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import groupby

from anyascii import anyascii

from fahuo.kit.romanise import han, hangul, kana

_WITH_CASE = frozenset({"CYRILLIC", "GREEK", "COPTIC", "ARMENIAN"})
# Signs that stand for soft consonants and for sounds that Latin has no letter for.
_SIGNS = str.maketrans("", "", "'`\"")
# Alif carries a vowel that is left out by letter-wise transliteration, joiners and the stretching line carry nothing.
_ARABIC = str.maketrans({"ا": "a", "أ": "a", "إ": "i", "ٱ": "a", "ـ": "", "\u200c": "", "\u200d": ""})
_ARTICLE = re.compile(r"\bال(?!له)(?=\w{2})")
_AYN_FIRST = re.compile(r"\bع")
_LONGEST_ABBREVIATION = 3


def is_latin(text: str) -> bool:
    """Say whether every letter of `text` is Latin; a text without letters is."""
    return all(_script(character) in {"LATIN", ""} for character in text)


@lru_cache(maxsize=4096)
def name_in_latin(text: str, country: str = "") -> str:
    """Return a person's or firm's name in Latin letters, each word with a capital; empty where nothing can be read."""
    if country == "JP" and _has_han(text):
        return ""
    words = [_word(word, is_name=True) for word in _words(text)]
    return " ".join(" ".join(words).split())


@lru_cache(maxsize=4096)
def place_in_latin(text: str, country: str = "") -> str:
    """Return a street, town or province in Latin letters; empty where nothing can be read."""
    if country == "JP" and _has_han(text):
        return han.japanese_place(text)
    words = [_word(word, is_name=False) for word in _words(text)]
    return re.sub(r" +([,.)])", r"\1", " ".join(" ".join(words).split())).strip(" ,-")


def _words(text: str) -> list[str]:
    """Split at blanks; letters of half and full width become the usual ones."""
    has_widths = any("\uff00" <= character <= "\uffef" for character in text)
    return unicodedata.normalize("NFKC" if has_widths else "NFC", text).split()


def _has_han(text: str) -> bool:
    return any(_script(character) == "CJK" for character in text)


def _word(word: str, *, is_name: bool) -> str:
    if is_latin(word):
        return _kept(word)
    parts = [
        _stretch("".join(letters), script, is_name=is_name)
        for script, letters in groupby(_with_marks(word), key=lambda letter: _family(letter[0]))
    ]
    return "".join(parts)


def _stretch(text: str, script: str, *, is_name: bool) -> str:
    if script == "CJK":
        return han.name(text) if is_name else han.place(text)
    if script == "HANGUL":
        return hangul.name(text) if is_name else hangul.place(text)
    if script == "KANA":
        return kana.read(text).capitalize()
    if script in {"LATIN", ""}:
        return _kept(text)
    return _letter_by_letter(text, script, is_name=is_name)


def _letter_by_letter(text: str, script: str, *, is_name: bool) -> str:
    if script == "ARABIC":
        # What the article is joined to begins with a capital of its own: Al-Ryad.
        parts = _AYN_FIRST.sub("a", _ARTICLE.sub("al-", text)).translate(_ARABIC).split("-")
        return "-".join(anyascii(part).translate(_SIGNS).capitalize() for part in parts)
    plain = anyascii(text).translate(_SIGNS)
    is_upper = len(text) > 1 and text.isupper()
    if script in _WITH_CASE and (not is_name or (is_upper and len(text) <= _LONGEST_ABBREVIATION)):
        return plain.upper() if is_upper else plain
    return plain[:1].upper() + plain[1:].lower()


def _with_marks(word: str) -> list[str]:
    """Split into letters, each with the marks that stand on it."""
    letters: list[str] = []
    for character in word:
        if letters and (unicodedata.category(character)[0] == "M" or character in "\u200c\u200dー"):
            letters[-1] += character
        else:
            letters.append(character)
    return letters


def _family(character: str) -> str:
    script = _script(character)
    return "KANA" if script in {"HIRAGANA", "KATAKANA"} else script


@lru_cache(maxsize=16384)
def _script(character: str) -> str:
    """Return the first word of a letter's name, which is its script; empty for what is no letter."""
    if unicodedata.category(character)[0] != "L":
        return ""
    script = unicodedata.name(unicodedata.normalize("NFKC", character)[0], "").split(" ")[0]
    return {"IDEOGRAPHIC": "CJK", "COPTIC": "GREEK", "FULLWIDTH": "LATIN"}.get(script, script)


def _kept(text: str) -> str:
    """Keep Latin letters as they are, digits and points in their Latin form, and leave out ornaments."""
    return "".join(
        character if character.isascii() or unicodedata.category(character)[0] in "LM" else anyascii(character)
        for character in text
        if unicodedata.category(character)[0] in "LNMP" or character == "+"
    )
