"""A pick list on paper: A4, for a person who walks and holds it at arm's length."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

from fahuo.kit import typeset
from fahuo.printing.pick_list.content import Packed, PickList, PickParcel, PickRow
from fahuo.printing.pick_list.words import WORDS

TEMPLATE = Path(__file__).with_name("pick_list.typ")


def pdf(picked: PickList, *, language: str) -> bytes:
    """Return the pick list and, from a page of its own on, the pack list."""
    return typeset.papers(TEMPLATE, [values(picked, language=language)])


def values(picked: PickList, *, language: str) -> dict[str, Any]:
    """Return what the template reads."""
    return {
        "words": WORDS[language],
        "language": language,
        "batch": picked.batch_number,
        "seller": picked.seller,
        "made_at": f"{picked.made_at:%Y-%m-%d %H:%M}",
        "counts": {"skus": picked.skus, "units": picked.units, "parcels": len(picked.parcels)},
        "on_shelves": [_row(row, language) for row in picked.on_shelves],
        "elsewhere": [_row(row, language) for row in picked.elsewhere],
        "parcels": [_parcel(parcel, language) for parcel in picked.parcels],
    }


def titles(goods: Packed, language: str) -> tuple[str, str]:
    """Return the title in the paper's language and the other one; a missing one is empty."""
    both = (goods.title_zh, goods.title_en) if language == "zh" else (goods.title_en, goods.title_zh)
    return both if both[0] else (both[1], "")


def shortened(text: str, columns: int) -> str:
    """Return at most so many columns of text, Han signs counting as two, with `…` for what was left off."""
    used = 0
    for at, char in enumerate(text):
        used += 2 if east_asian_width(char) in "WF" else 1
        if used > columns:
            return text[: max(at - 1, 0)].rstrip() + "…"
    return text


def breakable(text: str, letters: int) -> str:
    """Return the text with places to break at inside words longer than so many letters, or they leave their column."""
    return re.sub(rf"(\S{{{letters}}})(?=\S)", "\\1\u200b", text)


def _row(row: PickRow, language: str) -> dict[str, Any]:
    main, other = titles(row.goods, language)
    return {
        "shelf": breakable(row.goods.shelf, 16),
        "quantity": row.goods.quantity,
        "sku": breakable(row.goods.sku, 24),
        "title": shortened(main, 84),
        "other_title": shortened(other, 30),
        "gets": [{"places": share.places, "each": share.each} for share in row.shares],
    }


def _parcel(parcel: PickParcel, language: str) -> dict[str, Any]:
    return {
        "place": parcel.place,
        "order": parcel.order_number,
        "waybill": breakable(parcel.waybill_number, 20),
        "country": parcel.country,
        "units": parcel.units,
        "goods": [
            {
                "quantity": one.quantity,
                "sku": breakable(one.sku, 24),
                "title": shortened(titles(one, language)[0], 48),
                "shelf": breakable(one.shelf, 16),
            }
            for one in parcel.goods
        ],
    }
