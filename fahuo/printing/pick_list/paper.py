"""A pick list on paper: A4, for a person who walks and holds it at arm's length."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fahuo.kit import typeset
from fahuo.printing.domain.paper_text import breakable, shortened, width
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
        "places_of": picked.places_of,
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


def _row(row: PickRow, language: str) -> dict[str, Any]:
    main, other = titles(row.goods, language)
    return {
        "shelf": breakable(row.goods.shelf, 14),
        "shelf_width": width(row.goods.shelf),
        "quantity": row.goods.quantity,
        "sku": breakable(row.goods.sku, 29),
        "title": shortened(main, 66),
        "other_title": shortened(other, 28),
        "gets": [{"places": share.places, "each": share.each} for share in row.shares],
    }


def _parcel(parcel: PickParcel, language: str) -> dict[str, Any]:
    return {
        "place": parcel.place,
        "order": parcel.order_number,
        "waybill": breakable(parcel.waybill_number, 21),
        "country": parcel.country,
        "units": parcel.units,
        "goods": [
            {
                "quantity": one.quantity,
                "sku": breakable(one.sku, 23),
                "title": shortened(titles(one, language)[0], 48),
                "shelf": breakable(one.shelf, 14),
            }
            for one in parcel.goods
        ],
    }
