"""The lexicon in memory: find its phrases in a text, and say what each of its entries means for given facets."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from fahuo.hs.facets import Facets
from fahuo.hs.lexicon_files import Entry
from fahuo.hs.tables import Ranked, Table, ranked
from fahuo.hs.words import Word, fold, has_chinese, latin_words

# What stands after these is not the article: what it fits, what comes with it, who made it. Word → how many words far.
_ASIDE = {"for": 6, "fit": 6, "compatible": 6, "with": 4, "w": 4, "by": 4, "from": 4, "without": 4, "include": 4}
_ASIDE_ZH = re.compile(r"(?:适用|兼容|适配|适合|用于|专用于|附赠|赠送?|不含|无需)[^\s,，。/]{0,6}$")
_ASIDE_BEGINS = re.compile(r"\b(?:for|with|fits?|compatible|without|include[sd]?|including)\b", re.IGNORECASE)
# A space, punctuation, a number or one of these words ends a noun phrase; its last words name the article.
_STOPS = frozenset({"for", "with", "and", "of", "in", "to", "by", "from", "on", "fit", "compatible", "w", "set", "pc"})
# What sellers write about the sale and not about the goods; parts of it look like goods (销 is a pin, 旗 a flag).
_PRAISE_ZH = re.compile(
    "厂家直销|工厂直销|厂家直供|一件代发|现货|批发|包邮|热卖|热销|畅销|促销|特价|新款|爆款|新品|同款|正品|官方|旗舰店|旗舰|专卖店|专营|"
    "跨境|外贸|亚马逊|速卖通|送礼|礼品装|高品质|高档|网红|ins风|抖音|夏季|冬季|春秋|秋冬|春夏|可爱|创意|时尚"
)
_HAN_WEIGHT, _HAN_POWER = 3.0, 1.1
_LONGER = 0.25


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found: its entry, the words as written, how much it says, and where it stands (0 first, 1 last)."""

    entry: int
    words: str
    weight: float
    size: int
    place: float
    is_head: bool
    is_aside: bool
    covers: float


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    entry: int


class Phrasebook:
    """Entries by their phrases. Longer phrases win over phrases inside of them."""

    def __init__(self, entries: Sequence[Entry], tables: Mapping[str, Table]) -> None:
        self.entries = tuple(entries)
        self._tables = tables
        self._latin: dict[tuple[str, ...], int] = {}
        self._chinese: dict[str, int] = {}
        for number, entry in enumerate(self.entries):
            for phrase in (*entry.english, *entry.chinese):
                folded = fold(phrase)
                if has_chinese(folded):
                    self._chinese.setdefault(folded.replace(" ", ""), number)
                elif words := tuple(word.stem for word in latin_words(folded)):
                    self._latin.setdefault(words, number)
        self._longest = max(map(len, self._latin), default=0)
        self._longest_zh = max(map(len, self._chinese), default=0)
        counts = Counter(word for words in self._latin for word in set(words))
        self._rarity = {word: math.log(1 + len(self._latin) / count) for word, count in counts.items()}

    def codes(self, entry: int, facets: Facets) -> Ranked:
        """Return the codes of an entry with weights, the likeliest first with 1."""
        line = self.entries[entry]
        return self._tables[line.table](facets) if line.table else ranked(*line.codes)

    def table(self, entry: int) -> Table | None:
        """Return the decision table of an entry, if it has one."""
        name = self.entries[entry].table
        return self._tables[name] if name else None

    def find(self, text: str) -> tuple[Hit, ...]:
        """Return the phrases found in a text, English and Chinese, in their order."""
        folded = fold(text)
        shown = text if len(text) == len(folded) else folded
        words = latin_words(folded)
        hits = [self._latin_hit(span, words, folded, shown) for span in _widest(self._latin_spans(words))]
        if has_chinese(folded):
            folded = without_praise(folded)
            hits += [self._chinese_hit(span, folded, shown) for span in _widest(self._chinese_spans(folded))]
        return tuple(hits)

    def _latin_spans(self, words: Sequence[Word]) -> Iterator[_Span]:
        stems = [word.stem for word in words]
        for start in range(len(stems)):
            for end in range(min(len(stems), start + self._longest), start, -1):
                entry = self._latin.get(tuple(stems[start:end]))
                if entry is not None:
                    yield _Span(start, end, entry)
                    break

    def _chinese_spans(self, folded: str) -> Iterator[_Span]:
        for start in range(len(folded)):
            for end in range(min(len(folded), start + self._longest_zh), start, -1):
                entry = self._chinese.get(folded[start:end])
                if entry is not None and not _is_chance(folded, start, end):
                    yield _Span(start, end, entry)
                    break

    def _latin_hit(self, span: _Span, words: Sequence[Word], folded: str, shown: str) -> Hit:
        inside = words[span.start : span.end]
        size = len(inside)
        weight = sum(self._rarity.get(word.stem, 1.0) for word in inside) * (1 + _LONGER * (size - 1))
        begin, end = inside[0].start, inside[-1].end
        following = words[span.end] if span.end < len(words) else None
        gap = folded[end : following.start].strip() if following else "."
        ends = bool(gap) or following is None or following.stem in _STOPS or following.stem.isdigit()
        place = span.start / max(1, len(words))
        aside = any(
            word.stem in _ASIDE and index < span.start <= index + _ASIDE[word.stem] for index, word in enumerate(words)
        )
        return Hit(span.entry, shown[begin:end], weight, size, place, ends, aside, size / max(1, len(words)))

    def _chinese_hit(self, span: _Span, folded: str, shown: str) -> Hit:
        size = span.end - span.start
        following = folded[span.end : span.end + 1]
        ends = not has_chinese(following)
        # The article stands last in a Chinese noun phrase; counted from the end it is as early as an English one.
        aside = bool(_ASIDE_ZH.search(folded[max(0, span.start - 9) : span.start]))
        return Hit(
            entry=span.entry,
            words=shown[span.start : span.end],
            weight=_HAN_WEIGHT * size**_HAN_POWER,
            size=(size + 1) // 2,
            place=1 - span.end / max(1, len(folded)),
            is_head=ends,
            is_aside=aside,
            covers=size / max(1, len(folded)),
        )


def article_part(title: str) -> str:
    """Return a title up to what it is for or comes with; all of it when that stands first."""
    part = _ASIDE_BEGINS.split(title, maxsplit=1)[0]
    return part if len(part.split()) > 1 or has_chinese(part) else title


def without_praise(folded: str) -> str:
    """Return a text with what praises or sells blanked out; every other letter keeps its place."""
    return _PRAISE_ZH.sub(lambda match: " " * len(match.group()), folded)


def _widest(spans: Iterable[_Span]) -> list[_Span]:
    """Return the spans that lie in no longer one."""
    kept: list[_Span] = []
    reach = -1
    for span in spans:  # in order of their start, the longest of each start only
        if span.end > reach:
            kept.append(span)
            reach = span.end
    return kept


def _is_chance(folded: str, start: int, end: int) -> bool:
    """Say whether letters are a phrase by chance: one Chinese letter inside of a word, or a part of a Latin word."""
    if end - start == 1 and has_chinese(folded[end : end + 1]):
        return True

    def latin(place: int) -> bool:
        return 0 <= place < len(folded) and folded[place].isascii() and folded[place].isalnum()

    return (latin(start) and latin(start - 1)) or (latin(end - 1) and latin(end))
