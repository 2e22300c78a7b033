"""Which materials the nomenclature's text of a code names, and whether a listing's material is one of them."""

from __future__ import annotations

import re
from functools import lru_cache

from fahuo.hs.facet_words import wider
from fahuo.hs.facets import Facets
from fahuo.hs.nomenclature import nomenclature

# Name in `facet_words` → how the nomenclature says it.
_SAID = {
    "cotton": r"cotton",
    "wool": r"wool",
    "silk": r"silk",
    "linen": r"flax|linen",
    "synthetic": r"synthetic|man-made",
    "artificial": r"artificial fib|man-made",
    "textile": r"textile",
    "leather": r"(?<!artificial )(?<!composition )leather",
    "fur": r"furskin",
    "plastic": r"plastic",
    "rubber": r"rubber",
    "wood": r"wood",
    "bamboo": r"bamboo",
    "glass": r"glass",
    "porcelain": r"porcelain",
    "ceramic": r"ceramic",
    "steel": r"iron or steel|stainless|of steel",
    "iron": r"iron",
    "aluminium": r"alumin",
    "copper": r"copper|brass",
    "zinc": r"zinc|base metal",
    "metal": r"base metal|metal",
    "silver": r"silver",
    "gold": r"gold",
    "precious": r"precious metal",
    "gem": r"precious or semi-precious stones|diamond",
    "humanhair": r"human hair",
    "straw": r"plaiting|straw",
    "cork": r"cork",
    "felt": r"felt",
    "feather": r"feather",
    "paper": r"paper",
    "stone": r"stone",
    "pearl": r"pearl",
}
_PATTERNS = {name: re.compile(rf"\b(?:{words})", re.IGNORECASE) for name, words in _SAID.items()}
_NOT = r"\b(?:other than|excluding|except|not)\b[^;,)]{0,40}\b(?:%s)"
_DENIED = {name: re.compile(_NOT % words, re.IGNORECASE) for name, words in _SAID.items()}
_LOOKED_AT = 3


@lru_cache(maxsize=8192)
def named_in_text(code: str) -> frozenset[str]:
    """Return the materials that the text of a code or of its heading names, those left out that it excludes."""
    text = f"{nomenclature().text(code[:4])} ; {nomenclature().text(code)}"
    return frozenset(
        name for name, pattern in _PATTERNS.items() if pattern.search(text) and not _DENIED[name].search(text)
    )


def agreement(code: str, said: frozenset[str]) -> tuple[float, float]:
    """Return 1 and 0 where text and listing name the same material, 0 and 1 where they name different ones, else 0, 0.

    `said` is `materials_said` of the listing.
    """
    named = named_in_text(code)
    if not named or not said:
        return 0.0, 0.0
    return (1.0, 0.0) if named & said else (0.0, 1.0)


def materials_said(facets: Facets) -> frozenset[str]:
    """Return the listing's first materials, with the wider kinds they belong to."""
    first = [found.name for found in facets.materials[:_LOOKED_AT]]
    return frozenset(kind for name in first for kind in wider(name))
