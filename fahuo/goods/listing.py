"""A product as recognition asks about it: titles, category, attributes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from fahuo.goods.models import Product
from fahuo.hs.learned import title_key
from fahuo.hs.question import Question
from fahuo.trade.text import tidy


def question_of(product: Product) -> Question:
    """Return the question about one product: both titles together, as each may hold what the other leaves out."""
    return Question(
        title=" ".join(titles_of(product)),
        category_en=product.category_en,
        category_zh=product.category_zh,
        attributes=product.attributes,
    )


def titles_of(product: Product) -> tuple[str, ...]:
    """Return the product's titles that say something, the English one first, none twice."""
    return distinct([product.title_en, product.title_zh])


def distinct(titles: Iterable[str]) -> tuple[str, ...]:
    """Return the titles that say something, none twice under the form in which titles are the same."""
    return tuple({title_key(title): title for title in map(tidy, titles) if title}.values())


def stored_key(title: str) -> str:
    """Return the key under which what was said of a title is stored."""
    return hashlib.sha256(title_key(title).encode()).hexdigest()


def asked(product: Product) -> str:
    """Return what tells whether a product is still what recognition was asked about."""
    told = [product.title_en, product.title_zh, product.category_en, product.category_zh, product.attributes]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
