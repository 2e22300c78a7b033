"""Elements by name: how they are called in English, and which attributes of a listing state them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

BRAND_TYPE = "品牌类型"
PREFERENCE = "出口享惠情况"
BRAND = "品牌"
NO_BRAND = "无品牌"
OPTIONAL = frozenset({"GTIN", "CAS", "其他"})
BRAND_TYPES: Mapping[str, tuple[str, str]] = {
    "0": ("No brand", "无品牌"),
    "1": ("Domestic, own", "境内自主品牌"),
    "2": ("Domestic, acquired", "境内收购品牌"),
    "3": ("Foreign, made to order", "境外品牌（贴牌生产）"),
    "4": ("Foreign, other", "境外品牌（其他）"),
}
PREFERENCES: Mapping[str, tuple[str, str]] = {
    "0": ("No preferential duty at destination", "在最终目的国不享受优惠关税"),
    "1": ("Preferential duty at destination", "在最终目的国享受优惠关税"),
    "2": ("Not known", "不能确定"),
    "3": ("Does not apply (import)", "不适用于进口报关单"),
}
CHOICES = {BRAND_TYPE: BRAND_TYPES, PREFERENCE: PREFERENCES}

_FOLDER = Path(__file__).parent
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_PERCENT_FIRST = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*%\s*([\u3400-\u9fff]+)")
_PERCENT_LAST = re.compile(r"[\u3400-\u9fff]\s*\d{1,3}(?:\.\d+)?\s*%")
_BETWEEN = re.compile(r"(?<=[\u3400-\u9fff%])\s*[,;/+&]\s*(?=[\u3400-\u9fff\d])|(?<=%)\s+(?=[\u3400-\u9fff\d])")


@dataclass(frozen=True, slots=True)
class Word:
    """One element: its Chinese name, English words, and names of attributes that state it, folded."""

    zh: str
    en: str
    attributes: tuple[str, ...]


@cache
def vocabulary() -> Mapping[str, Word]:
    """Return the elements that we know by name."""
    words = {}
    for zh, en, attributes in _rows("vocabulary.tsv"):
        names = tuple(folded(name) for name in attributes.split(";") if name.strip())
        words[zh] = Word(zh, en, (folded(zh), *names))
    return words


def english(name: str) -> str:
    """Return the English words for an element; its own name when we have none."""
    known = vocabulary().get(name)
    return known.en if known else name


def folded(name: str) -> str:
    """Return the form in which names of attributes are the same."""
    return " ".join(name.casefold().replace("_", " ").split())


def in_chinese(text: str) -> str | None:
    """Return a stated value as customs reads it: in Chinese. None when it has words that we cannot say in Chinese."""
    text = " ".join(text.replace("|", "/").split())
    phrases, longest = _phrases()
    words = list(_LATIN.finditer(text))
    said, end, index = [], 0, 0
    while index < len(words):
        for size in range(min(longest, len(words) - index), 0, -1):
            first, last = words[index], words[index + size - 1]
            found = phrases.get(text[first.start() : last.end()].casefold())
            if found is not None:
                break
        else:
            return None if not _HAN.search(text) else text
        said += [text[end : first.start()], found]
        end, index = last.end(), index + size
    return _joined("".join(said) + text[end:])


def _joined(text: str) -> str:
    """Return the parts as they are written in Chinese: the share after the fibre, an ideographic comma between."""
    text = re.sub(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])", "", text)
    if not _PERCENT_LAST.search(text):
        text = _PERCENT_FIRST.sub(r"\2\1%", text)
    return _BETWEEN.sub("、", text).strip()


@cache
def _phrases() -> tuple[Mapping[str, str], int]:
    phrases = {en: zh for zh, english_words in _rows("values.tsv", 2) for en in english_words.casefold().split(";")}
    return phrases, max(phrase.count(" ") + 1 for phrase in phrases)


def _rows(name: str, columns: int = 3) -> list[list[str]]:
    lines = (_FOLDER / name).read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line.strip() and not line.startswith("#"))
    return [[*(cell.strip() for cell in row), *[""] * columns][:columns] for row in rows]
