"""Facets: what a listing says about material, make and wearer, read from its attributes, title and category.

A material attribute beats a word in the title, because sellers put words into titles to be found ("leather" in a
PU bag). The words themselves are `facet_words`; what the facets decide are the tables in `tables/`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal, TypeVar, cast

from fahuo.hs import facet_words
from fahuo.hs.facet_words import MARKS

Where = Literal["ATTRIBUTE", "TITLE", "CATEGORY", "ANSWER"]
Make = Literal["KNITTED", "WOVEN", ""]
Sex = Literal["MEN", "WOMEN", "BOTH", ""]
Age = Literal["BABY", "CHILD", "ADULT", ""]
Part = Literal["BODY", "UPPER", "SOLE", "LINING", "FILLING", "METAL", "STONE"]
T = TypeVar("T")

_FOR = re.compile(r"\b(?:for|fits?|compatible with)\b|适用|适配|兼容|专用", re.I)
# Sellers call the fibre of knitwear "acrylic", as they call the clear plastic.
_OF_FIBRE = re.compile(
    r"\b(?:sweaters?|cardigans?|knit\w*|crochet\w*|beanies?|hats?|caps?|scar(?:f|ves)|shawls?|gloves?|mittens?|socks?|yarns?|"
    r"blankets?|pullovers?|jumpers?|balaclavas?|ponchos?|fleece|plush|coats?|dress(?:es)?)\b|毛衣|针织|帽|围巾|手套|袜|毛线|披肩|毛毯|开衫",
    re.I,
)
_NOT_OF_FIBRE = re.compile(
    r"necklace|earring|bracelet|pendant|jewel|brooch|chain|lamp|light|box|rack|stand|display|nail|bead|button|hook|mirror|hanger|"
    r"项链|耳环|耳饰|手链|首饰|灯|盒|架|展示|美甲|珠|扣|钩|镜",
    re.I,
)
_PERCENT = re.compile(r"(\d{1,3})(?:\.\d+)?\s*%\s*(?:of\s+)?$")
_PERCENT_AFTER = re.compile(r"^\s*[:：(（]?\s*(\d{1,3})(?:\.\d+)?\s*%")


@dataclass(frozen=True)
class Found:
    """One material: its name in `facet_words`, the words as written, the part they speak of and where they stood."""

    name: str
    words: str
    where: Where
    part: Part = "BODY"


@dataclass(frozen=True)
class Facets:
    """Everything the tables may ask. Empty strings mean: the listing does not say."""

    text: str = ""
    materials: tuple[Found, ...] = ()
    make: Make = ""
    make_sure: bool = False
    sex: Sex = ""
    age: Age = ""
    flags: frozenset[str] = field(default_factory=frozenset)

    def of(self, *parts: Part) -> tuple[Found, ...]:
        """Materials of these parts, in their order; of the body (strongest first) when no part is named."""
        wanted = parts or ("BODY",)
        return tuple(found for part in wanted for found in self.materials if found.part == part)

    def pick(self, choices: Mapping[str, T], *parts: Part) -> T | None:
        """The choice for the first material of the parts that has one, by its own name or that of a wider one."""
        for found in self.of(*parts):
            for name in facet_words.wider(found.name):
                if name in choices:
                    return choices[name]
        return None

    def has(self, *names: str) -> bool:
        """Whether a material of the body is one of these or a kind of one of these."""
        return any(set(facet_words.wider(found.name)) & set(names) for found in self.of("BODY", "METAL", "UPPER"))

    def says(self, *flags: str) -> bool:
        """Whether one of these flags of `facet_words.FLAGS` was read."""
        return not self.flags.isdisjoint(flags)

    def sure(self, *parts: Part) -> bool:
        """Whether the material stands in an attribute or was answered, not only in the title."""
        return any(found.where in {"ATTRIBUTE", "ANSWER"} for found in self.of(*parts))

    def hinted(self, *parts: Part) -> bool:
        """Whether the first material is told by a title's word that sellers use loosely."""
        first = next(iter(self.of(*parts)), None)
        return first is not None and first.where == "TITLE" and facet_words.is_loose(first.words)

    def supposing(self, *, material: str = "", make: Make = "", sex: Sex = "", age: Age = "") -> Facets:
        """The same facets if the seller answered so: what a question would change."""
        told = tuple(Found(material, material, "ANSWER", part) for part in ("BODY", "UPPER", "METAL") if material)
        return replace(
            self,
            materials=told + (() if material else self.materials),
            make=make or self.make,
            make_sure=bool(make) or self.make_sure,
            sex=sex or self.sex,
            age=age or self.age,
        )


def read_facets(title: str, *, category: str = "", attributes: Mapping[str, str] = MappingProxyType({})) -> Facets:
    """Read a listing. Attributes may be English or Chinese, several values in one string."""
    values = " ; ".join(attributes.values())
    text = " ; ".join((title, values, category)).lower()
    make, make_sure = _make(title, attributes, category)
    return Facets(
        text=text,
        materials=_materials(title, attributes, category),
        make=make,
        make_sure=make_sure,
        sex=_sex(title, attributes, category),
        age=_age(title, attributes, category),
        flags=frozenset(name for name, words in facet_words.FLAGS.items() if words.search(text)),
    )


def _materials(title: str, attributes: Mapping[str, str], category: str) -> tuple[Found, ...]:
    found: list[Found] = []
    for key, value in attributes.items():
        part = part_of(key)
        if part:
            found += _scan(value, "ATTRIBUTE", part)
    read = [*found, *_scan(title, "TITLE"), *_scan(category, "CATEGORY")]
    about = f"{title} ; {category}"
    if _OF_FIBRE.search(about) and not _NOT_OF_FIBRE.search(about):
        read = [replace(one, name="acrylicfibre") if one.name == "acrylic" else one for one in read]
    return _once(read)


def part_of(key: str) -> Part | None:
    """The part of the goods whose material an attribute names; None when the attribute is about something else."""
    named = (part for part, words in facet_words.ATTRIBUTE_PARTS.items() if words.search(key))
    return cast("Part | None", next(named, None))


def _scan(text: str, where: Where, part: Part = "BODY") -> list[Found]:
    """Materials of one text: by share where shares are given, what follows "for" last."""
    apart = _FOR.search(text)
    limit = apart.start() if apart and where == "TITLE" else len(text)
    ranked: list[tuple[float, int, Found]] = []
    for match, name in facet_words.materials(text, in_attribute=where == "ATTRIBUTE"):
        if match.start() > limit and ranked:
            continue
        inside = name.startswith("filling:")
        entry = Found(name.removeprefix("filling:"), match.group(), where, "FILLING" if inside else part)
        ranked.append((-_share(text, match), match.start(), entry))
    return [entry for _, _, entry in sorted(ranked, key=lambda item: item[:2])]


def _share(text: str, match: re.Match[str]) -> float:
    """Return the share beside the word, 0 when none: before (95% cotton) or after it (棉95%), as the text does."""
    first = next(facet_words.materials(text, in_attribute=True), None)
    shares_first = first is not None and "%" in text[: first[0].start()]
    before, after = _PERCENT.search(text[: match.start()]), _PERCENT_AFTER.search(text[match.end() :])
    hit = (before or after) if shares_first else (after or before)
    return float(hit.group(1)) if hit else 0.0


def _once(found: Iterable[Found]) -> tuple[Found, ...]:
    seen: dict[tuple[str, Part], Found] = {}
    for entry in found:
        seen.setdefault((entry.name, entry.part), entry)
    return tuple(seen.values())


def _make(title: str, attributes: Mapping[str, str], category: str) -> tuple[Make, bool]:
    """Knitted or woven: attributes about fabric first, then sure words of the title, then hints."""
    fabric = " ; ".join(value for key, value in attributes.items() if MARKS["FABRIC_KEYS"].search(key))
    for text, knitted, woven, sure in (
        (fabric, MARKS["KNITTED"], MARKS["WOVEN"], True),
        (title, MARKS["KNITTED"], MARKS["WOVEN"], True),
        (f"{title} ; {fabric} ; {category}", MARKS["PERHAPS_KNITTED"], MARKS["PERHAPS_WOVEN"], False),
    ):
        is_knitted, is_woven = knitted.search(text), woven.search(text)
        if is_knitted and not is_woven:
            return "KNITTED", sure
        if is_woven and not is_knitted:
            return "WOVEN", sure
    return "", False


def _sex(title: str, attributes: Mapping[str, str], category: str) -> Sex:
    told = " ; ".join(value for key, value in attributes.items() if MARKS["WEARER_KEYS"].search(key))
    for text in (told, title, category):
        if MARKS["UNISEX"].search(text):
            return "BOTH"
        men, women = MARKS["MEN"].search(text), MARKS["WOMEN"].search(text)
        if men and women:
            return "BOTH"
        if men or women:
            return "MEN" if men else "WOMEN"
    return ""


def _age(title: str, attributes: Mapping[str, str], category: str) -> Age:
    told = " ; ".join(value for key, value in attributes.items() if MARKS["WEARER_KEYS"].search(key))
    for text in (told, title, category):
        child = MARKS["CHILD"].search(text)
        if MARKS["BABY"].search(text) and not MARKS["YEARS"].search(text):
            return "BABY"
        if child or MARKS["BABY"].search(text):
            return "CHILD"
        if MARKS["ADULT"].search(text):
            return "ADULT"
    return ""
