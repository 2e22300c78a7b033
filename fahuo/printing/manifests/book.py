"""A hand-over list as an Excel workbook: the parcels on one sheet, the totals by country on the other."""

from __future__ import annotations

from decimal import Decimal

from fahuo.kit.workbook_write import Column, Entry, Kind, Sheet, workbook
from fahuo.printing.manifests.content import ManifestContent, kilograms
from fahuo.printing.manifests.paper import country_name
from fahuo.printing.manifests.words import WORDS

Cell = str | int | Decimal | None


def xlsx(listed: ManifestContent, *, language: str) -> bytes:
    """Return the list; parcels that were cancelled since stand in it without weight, and say so."""
    words = WORDS[language]
    sheets = [_parcels(listed, words), _countries(listed, words, language)]
    return workbook(sheets, title=f"{words['title']} {listed.number}", created_on=listed.created_at.date())


def _parcels(listed: ManifestContent, words: dict[str, str]) -> Sheet:
    rows: list[tuple[Cell, ...]] = []
    for row in listed.rows:
        counted = (None, 0) if row.is_cancelled else (kilograms(row.weight_g), 1)
        remark = words["cancelled"] if row.is_cancelled else ""
        rows.append((str(row.position), row.waybill_number, row.country, *counted, row.order_number, remark))
    columns = (
        Column(words["place"], 9),
        Column(words["waybill"], 26),
        Column(words["country"], 8),
        Column(words["weight"], 13, Kind.THOUSANDTHS, is_summed=True),
        Column(words["pieces"], 8, Kind.COUNT, is_summed=True),
        Column(words["order"], 22),
        Column(words["remark"], 24),
    )
    foot = (Entry(words["warehouse"]), Entry(words["courier"]))
    return Sheet(words["title"], words["title"], columns, rows, _head(listed, words), foot, words["total"])


def _countries(listed: ManifestContent, words: dict[str, str], language: str) -> Sheet:
    rows = [
        (one.country, country_name(one.country, language), one.parcels, kilograms(one.weight_g))
        for one in listed.countries
    ]
    columns = (
        Column(words["country"], 8),
        Column(words["country_name"], 28),
        Column(words["parcels"], 10, Kind.COUNT, is_summed=True),
        Column(words["weight"], 14, Kind.THOUSANDTHS, is_summed=True),
    )
    return Sheet(words["by_country"], words["by_country"], columns, rows, total=words["total"])


def _head(listed: ManifestContent, words: dict[str, str]) -> tuple[Entry, ...]:
    void = (Entry(words["void"], words["void_why"]),) if listed.is_void else ()
    struck = (Entry(words["cancelled"], listed.cancelled, Kind.COUNT),) if listed.cancelled else ()
    return (
        *void,
        Entry(words["number"], listed.number),
        Entry(words["made"], f"{listed.created_at:%Y-%m-%d %H:%M}"),
        Entry(words["from"], listed.seller),
        Entry(words["carrier"], listed.carrier),
        Entry(words["ship_from"], ", ".join(listed.ship_from)),
        Entry(words["parcels"], len(listed.counted), Kind.COUNT),
        Entry(words["weight"], kilograms(listed.weight_g), Kind.THOUSANDTHS),
        *struck,
    )
