"""What a seller has accepted, and how it changes the ranking.

A title accepted before is answered from the record. For other titles each word remembers with which codes it was
accepted: first the seller's own words, then, with less weight, those of all sellers, of whom only counts are known.
Whoever stores acceptances keeps for each of them the normalised title (`title_key`) and a count for each pair of
word (`title_words`) and code.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from fahuo.hs.words import fold, has_chinese, latin_words, normal

Counts = Mapping[str, Mapping[str, int]]
# Shrinkage: how often a word must have been seen before it is believed half, and what the two books may add at most.
_HALF_SEEN = 1.0
_HALF_SEEN_SHARED = 8.0
_OWN, _SHARED = 12.0, 4.0
# So many titles of a code, and so many titles at all, count half: one title may be an accident, and of a few titles
# nobody knows which words are the article's.
_HALF_TITLES, _HALF_ACCEPTED = 1.0, 2.0
# What it takes that acceptances lift an answer to HIGH: titles with the code, and the share of this title's words they
# have. Measured: of answers lifted with less, three of ten were wrong.
FEWEST_TITLES, LEAST_SHARE = 3, 0.4
_HAN_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
_MOST_WORDS = 60


@dataclass(frozen=True, slots=True)
class Learned:
    """Acceptances that matter for the titles asked about.

    `titles`: normalised title → code, the seller's own. `words`: word → code → how many of the seller's accepted titles
    had both. `accepted`: how many titles the seller accepted. `shared_words`, `shared_accepted`: the same over all
    sellers. Only words of the titles asked about are needed.
    """

    titles: Mapping[str, str] = field(default_factory=dict)
    words: Counts = field(default_factory=dict)
    accepted: int = 0
    shared_words: Counts = field(default_factory=dict)
    shared_accepted: int = 0


def title_key(title: str) -> str:
    """Return the form under which an accepted title is kept and found again."""
    return normal(title)


def title_words(title: str) -> frozenset[str]:
    """Return the words of a title that are counted: English words without endings, Chinese pairs of letters."""
    folded = fold(title)
    latin = [word.stem for word in latin_words(folded) if len(word.stem) > 1 and not word.stem.isdigit()]
    pairs = [run[at : at + 2] for run in _HAN_RUN.findall(folded) for at in range(max(1, len(run) - 1))]
    return frozenset([*latin[:_MOST_WORDS], *(pairs[:_MOST_WORDS] if has_chinese(folded) else ())])


def learned_from(accepted: Iterable[tuple[str, str]]) -> Learned:
    """Return what acceptances (title, code) of one seller teach; the last code of a title holds."""
    titles = {title_key(title): code for title, code in accepted}
    words: dict[str, dict[str, int]] = {}
    for title, code in titles.items():
        for word in title_words(title):
            by_code = words.setdefault(word, {})
            by_code[code] = by_code.get(code, 0) + 1
    return Learned(titles=titles, words=words, accepted=len(titles))


def accepted_before(learned: Learned | None, title: str) -> str:
    """Return the code that the seller accepted for this very title, or an empty text."""
    return learned.titles.get(title_key(title), "") if learned else ""


def lessons(learned: Learned | None, title: str) -> dict[str, float]:
    """Return what past acceptances add to the score of codes: little as long as they are few."""
    if learned is None:
        return {}
    words = title_words(title)
    scores: dict[str, float] = {}
    own = (_OWN, learned.words, learned.accepted, _HALF_SEEN)
    shared = (_SHARED, learned.shared_words, learned.shared_accepted, _HALF_SEEN_SHARED)
    for most, counts, accepted, half_seen in (own, shared):
        for code, (share, titles) in _shares(words, counts, accepted, half_seen).items():
            trust = titles / (titles + _HALF_TITLES) * accepted / (accepted + _HALF_ACCEPTED)
            scores[code] = scores.get(code, 0.0) + most * share * trust
    return scores


def well_taught(learned: Learned | None, title: str) -> frozenset[str]:
    """Return the codes that the seller accepted often enough with words of this title to be sure of them."""
    if learned is None:
        return frozenset()
    shares = _shares(title_words(title), learned.words, learned.accepted, _HALF_SEEN)
    return frozenset(
        code for code, (share, titles) in shares.items() if titles >= FEWEST_TITLES and share >= LEAST_SHARE
    )


def _shares(words: Iterable[str], counts: Counts, accepted: int, half_seen: float) -> dict[str, tuple[float, int]]:
    """For each code the share of a title's words, weighted by rarity, that were accepted with it, and in how many."""
    shares: dict[str, float] = {}
    titles: dict[str, int] = {}
    weight_of_all = 0.0
    for word in words:
        by_code = counts.get(word, {})
        seen = sum(by_code.values())
        weight = math.log(1 + (1 + accepted) / (1 + seen))
        weight_of_all += weight
        for code, times in by_code.items():
            shares[code] = shares.get(code, 0.0) + weight * times / (seen + half_seen)
            titles[code] = max(titles.get(code, 0), times)
    return {code: (share / weight_of_all, titles[code]) for code, share in shares.items()} if weight_of_all else {}
