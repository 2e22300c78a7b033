"""CN 22 and CN 23 as their templates take them: every field of the form, empty where nobody told us.

Fields and their numbers follow the forms of the Universal Postal Union as commonly printed; the numbers stand on the
paper as labels only. An empty value is printed as a ruled blank to be filled by hand.
"""

from __future__ import annotations

from typing import Any

from fahuo.customs.domain.figures import grouped, kilograms
from fahuo.customs.domain.paper import Paper, PaperRow
from fahuo.customs.domain.printed import country_line, firm_names, text_line
from fahuo.customs.domain.wording import POSTAL, TITLES
from fahuo.trade.address import Address
from fahuo.trade.address_lines import town_line

# What the parcel holds: an order that was bought. Nothing else is ever ticked by us.
_CATEGORIES = ("gift", "papers", "sale", "sample", "returned", "other")
_TICKED = "sale"


def postal(paper: Paper, language: str, *, bars: str = "") -> dict[str, Any]:
    """Return the values of a CN 22 or CN 23. `bars` is the item's number in Code 128 as SVG, empty for none."""
    case = paper.case
    title = TITLES[paper.kind]
    return {
        "number": paper.number,
        "form": "CN 22" if paper.kind.value == "CN22" else "CN 23",
        "title": (title.main(language), title.other(language)),
        "words": {key: (words.main(language), words.other(language)) for key, words in POSTAL.items()},
        "operator": case.carrier,
        "item": case.waybill_number,
        "bars": bars,
        "categories": [
            {"label": (POSTAL[key].main(language), POSTAL[key].other(language)), "is_ticked": key == _TICKED}
            for key in _CATEGORIES
        ],
        "currency": paper.currency,
        "rows": [_row(row, language) for row in paper.rows],
        "quantity": grouped(paper.quantity),
        "net": grouped(kilograms(paper.net_g)),
        "gross": grouped(kilograms(paper.gross_g)),
        "amount": grouped(paper.amount),
        "invoice_number": paper.invoice_number,
        "sender": _sender(paper, language),
        "addressee": _addressee(paper, language),
    }


def _row(row: PaperRow, language: str) -> dict[str, str]:
    main, beside = (row.title_zh, row.title_en) if language == "zh" and row.title_zh else (row.title_en, row.title_zh)
    return {
        "title": main,
        "beside": beside if beside != main else "",
        "quantity": grouped(row.quantity),
        "net": grouped(kilograms(row.weight_g)),
        "amount": grouped(row.amount),
        "hs_code": row.hs_code,
        "origin": row.origin,
    }


def _sender(paper: Paper, language: str) -> list[dict[str, Any]]:
    who, place = paper.case.exporter, paper.case.exporter.address
    shown = who.latin or place
    business = " · ".join(dict.fromkeys(firm_names(paper, language)))
    return [
        _field("name", shown.name, place.name if who.latin else ""),
        _field("business", business),
        *_where(shown, paper, language, place if who.latin else None),
        _field("contact", _contact(place)),
        _field("sender_reference", f"EORI {who.eori}" if who.eori else ""),
    ]


def _addressee(paper: Paper, language: str) -> list[dict[str, Any]]:
    written, latin = paper.case.consignee, paper.case.consignee_latin
    shown = latin or written
    importer = paper.case.declaration.numbers.eori
    references = [written.tax_id, f"EORI {importer}" if importer else ""]
    return [
        _field("name", shown.name, written.name if latin else ""),
        _field("business", shown.company),
        *_where(shown, paper, language, written if latin else None),
        _field("importer_reference", " · ".join(reference for reference in references if reference)),
        _field("importer_contact", _contact(written)),
    ]


def _where(place: Address, paper: Paper, language: str, written: Address | None = None) -> list[dict[str, Any]]:
    return [
        _field("street", _street(place), _street(written) if written else ""),
        _field("place", town_line(place), town_line(written) if written else ""),
        _field("country", country_line(paper, place.country, language)),
    ]


def _street(place: Address) -> str:
    return ", ".join(place.street_lines())


def _contact(place: Address) -> str:
    return " / ".join(part for part in (place.phone, place.email) if part)


def _field(key: str, value: str, beside: str = "") -> dict[str, Any]:
    return {"key": key, "value": text_line(value), "beside": text_line(beside) if beside != value else text_line("")}
