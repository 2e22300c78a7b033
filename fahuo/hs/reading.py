"""Read a listing: facets, and which phrases of the lexicon stand in its title, its attributes and its category."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from fahuo.hs.facets import Facets, read_facets
from fahuo.hs.phrasebook import Hit, Phrasebook
from fahuo.hs.question import Question

# Attributes that name the article itself.
_NAMES_ARTICLE = re.compile(
    r"^(?:(?:item|product|goods|article|commodity)\s*)?(?:type|name|category)\s*\d?$|^(?:product|item|commodity)$"
    r"|^(?:产品|商品|货品)?(?:类型|类别|品名|名称|种类|品类)$",
    re.IGNORECASE,
)
# Other attributes that end in "type" say what kind of the article it is …
_NAMES_KIND = re.compile(r"\btypes?\s*\d?$|类型$|种类$", re.IGNORECASE)
# … unless they speak of a part or a quality of it.
_OF_A_PART = re.compile(
    r"brand|model|closure|pattern|fabric|metal|fit|heel|toe|sleeve|collar|material|clasp|plug|battery|power|season|"
    r"interface|connector|movement|stone|chain|setting|packag|pack|decoration|waist|silhouette|lining|skin|sensor|"
    r"品牌|型号|材质|材料|面料|图案|闭合|包装|电池|接口",
    re.IGNORECASE,
)
_LEVELS = re.compile(r"\s*[>›»＞]\s*")


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read. `kind_text` and `leaf` are what the encoder is asked beside the title."""

    question: Question
    facets: Facets
    title: tuple[Hit, ...]
    article: tuple[Hit, ...]
    kind: tuple[Hit, ...]
    leaf_hits: tuple[Hit, ...]
    leaf_names: tuple[Hit, ...]
    parent_names: tuple[Hit, ...]
    article_text: str
    leaf: str
    parents: str


def read(question: Question, words: Phrasebook, categories: Phrasebook) -> Reading:
    """Read a listing with the lexicon of articles and the one of category names."""
    article = _values(question, _NAMES_ARTICLE)
    kind = [value for key, value in _kinds(question) if value not in article]
    levels = [_levels(path) for path in (question.category_en, question.category_zh) if path.strip()]
    leaves = " ; ".join(path[-1] for path in levels)
    parents = " ; ".join(" ; ".join(path[:-1]) for path in levels)
    category = " ".join((question.category_en, question.category_zh)).strip()
    return Reading(
        question=question,
        facets=read_facets(question.title, category=category, attributes=question.attributes),
        title=words.find(question.title),
        article=words.find(" ; ".join(article)),
        kind=words.find(" ; ".join(kind)),
        leaf_hits=words.find(leaves),
        leaf_names=_category_hits(levels, categories),
        parent_names=categories.find(parents),
        article_text=" ; ".join(article),
        leaf=leaves,
        parents=parents,
    )


def _values(question: Question, keys: re.Pattern[str]) -> list[str]:
    values = (value.strip() for key, value in question.attributes.items() if keys.search(key.strip()))
    return list(dict.fromkeys(value for value in values if value))


def _kinds(question: Question) -> Iterable[tuple[str, str]]:
    for key, value in question.attributes.items():
        if _NAMES_KIND.search(key.strip()) and not _OF_A_PART.search(key):
            yield key, value


def _levels(path: str) -> list[str]:
    return [level for level in _LEVELS.split(path.strip()) if level] or [""]


def _category_hits(levels: list[list[str]], categories: Phrasebook) -> tuple[Hit, ...]:
    """Names of the last level, alone or with the one above it: `parent > leaf` in the file is a phrase of both."""
    found: list[Hit] = []
    for path in levels:
        both = categories.find(" ".join(path[-2:])) if len(path) > 1 else ()
        whole = [hit for hit in both if hit.covers > 0.99]
        found += whole or categories.find(path[-1])
    return tuple(found)
