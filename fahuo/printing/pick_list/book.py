"""A pick list as an Excel workbook: the goods on one sheet, the parcels on the other."""

from __future__ import annotations

from fahuo.kit.workbook_write import Column, Entry, Kind, Sheet, workbook
from fahuo.printing.pick_list.content import PickList
from fahuo.printing.pick_list.words import WORDS


def xlsx(picked: PickList, *, language: str) -> bytes:
    """Return the pick list and the pack list, titles in both languages and whole."""
    words = WORDS[language]
    title = f"{words['title']} {picked.batch_number}"
    sheets = [_goods(picked, words), _parcels(picked, words)]
    return workbook(sheets, title=title, created_on=picked.made_at.date())


def _goods(picked: PickList, words: dict[str, str]) -> Sheet:
    rows = [
        (
            row.goods.shelf or words["elsewhere"],
            row.goods.quantity,
            row.goods.sku,
            row.goods.title_en,
            row.goods.title_zh,
            ", ".join(f"{share.places} ×{share.each}" for share in row.shares) if picked.places_of else "",
        )
        for row in (*picked.on_shelves, *picked.elsewhere)
    ]
    columns = (
        Column(words["shelf"], 16),
        Column(words["quantity"], 8, Kind.COUNT, is_summed=True),
        Column(words["sku"], 22),
        Column(words["title_en"], 40),
        Column(words["title_zh"], 30),
        Column(f"{picked.places_of} {words['gets']}".strip(), 44),
    )
    return Sheet(words["title"], words["title"], columns, rows, _head(picked, words), total=words["total"])


def _parcels(picked: PickList, words: dict[str, str]) -> Sheet:
    rows = [
        (
            parcel.place if picked.places_of else "",
            one.quantity,
            one.sku,
            one.title_en,
            one.title_zh,
            one.shelf,
            parcel.waybill_number,
            parcel.carrier,
            parcel.country,
            parcel.order_number,
        )
        for parcel in picked.parcels
        for one in parcel.goods
    ]
    columns = (
        Column(f"{picked.places_of} {words['place']}".strip(), 14),
        Column(words["units"], 8, Kind.COUNT, is_summed=True),
        Column(words["sku"], 22),
        Column(words["title_en"], 40),
        Column(words["title_zh"], 30),
        Column(words["shelf"], 14),
        Column(words["waybill"], 24),
        Column(words["carrier"], 18),
        Column(words["country"], 8),
        Column(words["order"], 20),
    )
    name = words["pack_title"]
    return Sheet(name, name, columns, rows, _head(picked, words), total=words["total"], is_landscape=True)


def _head(picked: PickList, words: dict[str, str]) -> tuple[Entry, ...]:
    return (
        Entry(words["batch"], picked.batch_number),
        Entry(words["made"], f"{picked.made_at:%Y-%m-%d %H:%M}"),
        Entry(words["skus"], picked.skus, Kind.COUNT),
        Entry(words["units"], picked.units, Kind.COUNT),
        Entry(words["parcels"], len(picked.parcels), Kind.COUNT),
    )
