"""Templates of declaration elements by code. The shipped ones are a start; an operator's own file goes before them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fahuo.goods.elements.vocabulary import BRAND_TYPE, PREFERENCE
from fahuo.trade.units import unit_code

GENERIC = "*"
NO_UNIT = "-"
_SHIPPED = Path(__file__).parent / "templates.tsv"
_NUMBER = re.compile(r"^\d{1,2}\s*[:：.、]\s*")
_HINT = re.compile(r"^([^（(]+)[（(](.*)$", re.S)
_CODE = re.compile(r"\d{4,10}")
_SPLIT = re.compile(r"[|;；]")
# Said of goods beside the elements, not among them.
_ELSEWHERE = frozenset({"品名", "商品名称"})


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a template, and what stands in brackets behind its name: shown, never sent."""

    name: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """What is declared of goods whose code starts with `code`.

    Units are codes of `trade.units`; empty: not known, ask; `-`: there is none. `is_own`: the operator's.
    """

    code: str
    elements: tuple[Element, ...]
    first_unit: str = ""
    second_unit: str = ""
    is_own: bool = False

    @property
    def is_generic(self) -> bool:
        """Whether nothing is known of this heading, so that only what is common everywhere is asked."""
        return self.code == GENERIC

    @property
    def names(self) -> tuple[str, ...]:
        """The elements' names in their sequence."""
        return tuple(element.name for element in self.elements)


@dataclass(frozen=True, slots=True)
class Templates:
    """All templates by code, and the lines of a file that could not be read, with the reason."""

    by_code: Mapping[str, Template]
    refused: tuple[str, ...] = ()

    def of(self, hs_code: str) -> Template:
        """Return the template of the longest code that the goods' code starts with; else the generic one."""
        lengths = range(len(hs_code), 3, -1)
        found = (self.by_code.get(hs_code[:length]) for length in lengths)
        return next((template for template in found if template), self.by_code[GENERIC])

    def before(self, others: Templates) -> Templates:
        """Return these and, where they say nothing of a heading, the others.

        An own template hides all shipped ones of its code, also longer ones: what the operator says of 4202 counts for
        4202.92 as well.
        """
        kept = {
            code: one for code, one in others.by_code.items() if not any(code.startswith(own) for own in self.by_code)
        }
        return Templates({**kept, **self.by_code}, (*self.refused, *others.refused))


@cache
def shipped() -> Templates:
    """Return the templates that come with the product."""
    return read(_SHIPPED.read_text(encoding="utf-8").splitlines())


def read(lines: Iterable[str], *, own: bool = False) -> Templates:
    """Read lines of code, elements, first and second unit; what cannot be is listed with its line, not guessed."""
    found: dict[str, Template] = {}
    refused = []
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [*(cell.strip() for cell in line.split("\t")), "", "", ""][:4]
        reason = _reason(cells, found)
        if reason:
            refused.append(f"{number}: {reason}")
            continue
        code, names, first, second = cells
        units = ("" if not first else unit_code(first) or "", NO_UNIT if second == NO_UNIT else unit_code(second) or "")
        found[code] = Template(code, elements_of(names), *units, is_own=own)
    return Templates(found, tuple(refused))


def elements_of(text: str) -> tuple[Element, ...]:
    """Return the elements of a line `0:品牌类型|1:出口享惠情况|2:用途（车用等）`; these two are always first."""
    elements = [Element(BRAND_TYPE), Element(PREFERENCE)]
    for part in _SPLIT.split(text):
        whole = _NUMBER.sub("", part.strip())
        hinted = _HINT.match(whole)
        name, hint = (hinted[1].strip(), hinted[2].rstrip("）) ")) if hinted else (whole, "")
        if not whole or name in _ELSEWHERE or name in {BRAND_TYPE, PREFERENCE}:
            continue
        twice = any(element.name == name for element in elements)
        elements.append(Element(whole if twice else name, "" if twice else hint))
    return tuple(elements)


def _reason(cells: list[str], found: Mapping[str, Template]) -> str:
    code, names, first, second = cells
    if code != GENERIC and not _CODE.fullmatch(code):
        return f"“{code}” is no code of 4 to 10 digits"
    if code in found:
        return f"{code} stands in an earlier line"
    if len(elements_of(names)) <= 2:
        return "it names no elements"
    unknown = [unit for unit in (first, second) if unit not in {"", NO_UNIT} and not unit_code(unit)]
    return f"unknown unit “{unknown[0]}”" if unknown else ""
