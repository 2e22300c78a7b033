"""What keeps a customs paper from being written. Nothing that is missing is ever guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from fahuo.customs.domain.figures import is_whole
from fahuo.customs.domain.kinds import PaperKind
from fahuo.trade.country import ISO_COUNTRIES
from fahuo.trade.goods import GoodsLine
from fahuo.trade.label import CustomsForm
from fahuo.trade.money import total
from fahuo.trade.problem import Problem

_HS_CODE = re.compile(r"[0-9]{6}(?:[0-9]{2}){0,2}")
_LATIN_WORD = re.compile(r"[A-Za-z]{2}")


def problems_of(lines: Sequence[GoodsLine], kind: PaperKind, form: CustomsForm) -> tuple[Problem, ...]:
    """Return everything that keeps a paper of this kind from being written for these goods; the first is the worst.

    `form` is the postal form that the parcel bears by the rule book.
    """
    if not lines:
        return (Problem("DOCUMENT_NO_GOODS", "lines"),)
    found = [problem for place, line in enumerate(lines) for problem in _of_line(place, line, kind)]
    currencies = sorted({line.unit_value.currency for line in lines})
    if len(currencies) > 1:
        found.append(Problem("DOCUMENT_MIXED_CURRENCIES", "lines", ", ".join(currencies)))
    if not found and kind is PaperKind.CN22 and form is not CustomsForm.CN22:
        weight_g = sum(line.weight_g for line in lines)
        found.append(Problem("DOCUMENT_CN23_NEEDED", "lines", f"{_worth(lines)}, {weight_g} g"))
    return tuple(found)


def _of_line(place: int, line: GoodsLine, kind: PaperKind) -> Iterator[Problem]:
    def at(field: str) -> tuple[str, str]:
        return f"lines[{place}].{field}", line.sku

    if not _LATIN_WORD.search(line.title_en):
        yield Problem("DOCUMENT_NO_DESCRIPTION", *at("title_en"))
    if line.quantity <= 0:
        yield Problem("DOCUMENT_NO_QUANTITY", *at("quantity"))
    if line.unit_weight_g <= 0:
        yield Problem("DOCUMENT_NO_WEIGHT", *at("unit_weight_g"))
    if not kind.shows_value:
        return
    if not _HS_CODE.fullmatch(line.hs_code):
        yield Problem("DOCUMENT_NO_HS_CODE", *at("hs_code"))
    if line.origin not in ISO_COUNTRIES:
        yield Problem("DOCUMENT_NO_ORIGIN", *at("origin"))
    if line.unit_value.amount <= 0:
        yield Problem("DOCUMENT_NO_VALUE", *at("unit_value"))
    elif not is_whole(line.unit_value):
        yield Problem("DOCUMENT_VALUE_FRACTION", f"lines[{place}].unit_value", f"{line.sku}: {_exact(line)}")


def _worth(lines: Sequence[GoodsLine]) -> str:
    return str(total([line.value for line in lines], lines[0].unit_value.currency))


def _exact(line: GoodsLine) -> str:
    return f"{line.unit_value.amount} {line.unit_value.currency}"
