"""What keeps a customs paper from being written. Nothing that is missing is ever guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from fahuo.customs.domain.figures import is_whole
from fahuo.customs.domain.kinds import PaperKind
from fahuo.customs.domain.limit import Cn22Limit
from fahuo.trade.country import ISO_COUNTRIES
from fahuo.trade.goods import GoodsLine
from fahuo.trade.money import total
from fahuo.trade.problem import Problem

_HS_CODE = re.compile(r"[0-9]{6}(?:[0-9]{2}){0,2}")
_LATIN_WORD = re.compile(r"[A-Za-z]{2}")


def problems_of(lines: Sequence[GoodsLine], kind: PaperKind, limit: Cn22Limit | None = None) -> tuple[Problem, ...]:
    """Return everything that keeps a paper of this kind from being written for these goods; the first is the worst.

    `limit` is asked for a CN 22 only.
    """
    if not lines:
        return (Problem("DOCUMENT_NO_GOODS", "lines"),)
    found = [problem for place, line in enumerate(lines) for problem in _of_line(place, line, kind)]
    if kind.shows_value:
        found += _of_values(lines)
    if kind is PaperKind.CN22 and limit is not None and not found:
        found += _of_limit(lines, limit)
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


def _of_values(lines: Sequence[GoodsLine]) -> Iterator[Problem]:
    currencies = sorted({line.unit_value.currency for line in lines})
    if len(currencies) > 1:
        yield Problem("DOCUMENT_MIXED_CURRENCIES", "lines", ", ".join(currencies))


def _of_limit(lines: Sequence[GoodsLine], limit: Cn22Limit) -> Iterator[Problem]:
    currency = lines[0].unit_value.currency
    if not limit.knows(currency):
        yield Problem("DOCUMENT_CN22_NO_RATE", "lines", currency)
        return
    value = total([line.value for line in lines], currency)
    if not limit.allows(value):
        yield Problem("DOCUMENT_CN23_NEEDED", "lines", f"{value} > {limit.limit}")


def _exact(line: GoodsLine) -> str:
    return f"{line.unit_value.amount} {line.unit_value.currency}"
