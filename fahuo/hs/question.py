"""What is asked: a listing as the seller wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Question:
    """A listing: its title, and where known its AliExpress category path and its attributes (name to value).

    Title, category and attributes may be Chinese, English or both; the language is seen from the letters.
    A category path runs from general to special, split by ">".
    """

    title: str
    category_en: str = ""
    category_zh: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
