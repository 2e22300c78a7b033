"""Papers as their templates take them: texts only, in the sequence in which they are read."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

from fahuo.customs.domain.figures import centimetres, grouped, kilograms
from fahuo.customs.domain.kinds import PaperKind
from fahuo.customs.domain.paper import Paper, PaperRow
from fahuo.customs.domain.wording import TITLES, WORDS, Words
from fahuo.trade.address import Address
from fahuo.trade.address_lines import place_lines

Text = dict[str, Any]  # {"text": …, "rtl": …}
Fact = tuple[str, str, str]  # label, label in the other language, value


def printed(paper: Paper, language: str) -> dict[str, Any]:
    """Return the values of an invoice or a packing list."""
    case = paper.case
    return {
        "number": paper.number,
        "title": _both(TITLES[paper.kind], language),
        "language": language,
        "shows_value": paper.kind.shows_value,
        "words": {key: _both(words, language) for key, words in WORDS.items()},
        "head": list(_head(paper, language)),
        "facts": list(_facts(paper, language)),
        "exporter": exporter_lines(paper, language),
        "consignee": consignee_lines(paper, language),
        "currency": paper.currency,
        "rows": [_row(row, language) for row in paper.rows],
        "quantity": grouped(paper.quantity),
        "net": grouped(kilograms(paper.net_g)),
        "amount": grouped(paper.amount),
        "in_words": _both(Words(paper.amount_in_english, paper.amount_in_chinese), language),
        "parcel": [
            (*_both(WORDS["parcels"], language), "1"),
            (*_both(WORDS["net_weight"], language), f"{grouped(kilograms(paper.net_g))} kg"),
            (*_both(WORDS["gross_weight"], language), f"{grouped(kilograms(paper.gross_g))} kg"),
            (*_both(WORDS["size"], language), f"{centimetres(case.size)} cm"),
        ],
    }


def text_line(text: str) -> Text:
    """Return one line with the direction in which it is read: that of its first letter."""
    first = next((kind for letter in text if (kind := unicodedata.bidirectional(letter)) in {"L", "R", "AL"}), "L")
    return {"text": text, "rtl": first != "L"}


def exporter_lines(paper: Paper, language: str) -> Text:
    """Return the seller's names, where the parcel starts, and his numbers."""
    who, place = paper.case.exporter, paper.case.exporter.address
    latin = (who.latin.name, *place_lines(who.latin)) if who.latin else ()
    written = (place.company, place.name, *place_lines(place))
    found = (*firm_names(paper, language), *latin, *written, country_line(paper, place.country, language))
    name, *lines = dict.fromkeys(line for line in found if line)
    return {
        "name": text_line(name),
        "lines": [text_line(line) for line in lines],
        "marks": _marks((("phone", place.phone), ("email", place.email), ("eori", who.eori)), language),
    }


def firm_names(paper: Paper, language: str) -> list[str]:
    """Return the seller's names that there are, that of the paper's language first."""
    who = paper.case.exporter
    return [name for name in _both(Words(who.name_en, who.name), language) if name]


def consignee_lines(paper: Paper, language: str) -> Text:
    """Return the consignee as written, and in Latin letters where that is another script."""
    written, latin = paper.case.consignee, paper.case.consignee_latin
    lines = [line for address in (latin, written) if address for line in (address.name, *_person(address))]
    numbers = paper.case.declaration.numbers
    marks = (
        *(("phone", written.phone), ("email", written.email), ("tax_number", written.tax_id)),
        ("importer_eori", numbers.eori),
    )
    return {
        "name": text_line(lines[0]),
        "lines": [text_line(line) for line in (*lines[1:], country_line(paper, written.country, language))],
        "marks": _marks(marks, language),
    }


def country_line(paper: Paper, code: str, language: str) -> str:
    """Return `GERMANY 德国 (DE)`; the bare code for one that has no name."""
    name = paper.case.countries.get(code)
    if name is None:
        return code
    return f"{_both(Words(name.en.upper(), name.zh), language)[0]} {Words(name.en, name.zh).other(language)} ({code})"


def _person(address: Address) -> list[str]:
    return [line for line in (address.company, *place_lines(address)) if line and line != address.name]


def _marks(found: tuple[tuple[str, str], ...], language: str) -> list[Fact]:
    return [(*_both(WORDS[key], language), value) for key, value in found if value]


def _head(paper: Paper, language: str) -> Iterator[Fact]:
    if paper.kind is not PaperKind.INVOICE:
        yield *_both(WORDS["invoice_number"], language), paper.invoice_number
    yield *_both(WORDS["date"], language), paper.case.booked_on.isoformat()


def _facts(paper: Paper, language: str) -> Iterator[Fact]:
    case = paper.case
    named_place = (case.consignee_latin or case.consignee).city
    facts = [
        ("waybill_number", case.waybill_number),
        ("carrier", " · ".join(part for part in (case.carrier, case.service) if part)),
        ("order_number", case.order_number),
        ("destination", _named(case.consignee.country, paper, language)),
    ]
    if paper.kind.shows_value:
        facts += [
            ("incoterm", f"{paper.incoterm} {named_place}".strip()),
            ("reason", WORDS["sale"].main(language)),
            ("currency", paper.currency),
            ("origins", _origins(paper, language)),
        ]
    for key, value in facts:
        yield *_both(WORDS[key], language), value


def _origins(paper: Paper, language: str) -> str:
    """Return the names of the countries that stand in the column of origins."""
    return ", ".join(_named(code, paper, language) for code in dict.fromkeys(row.origin for row in paper.rows))


def _named(code: str, paper: Paper, language: str) -> str:
    name = paper.case.countries.get(code)
    return f"{Words(name.en, name.zh).main(language)} ({code})" if name else code


def _row(row: PaperRow, language: str) -> dict[str, str]:
    title = Words(row.title_en, row.title_zh)
    main = title.main(language) or row.title_en
    beside = title.other(language) if title.main(language) else ""
    return {
        "number": str(row.number),
        "title": main,
        "beside": beside,
        "sku": row.sku,
        "hs_code": row.hs_code,
        "origin": row.origin,
        "quantity": grouped(row.quantity),
        "unit_net": grouped(row.unit_weight_g),
        "net": grouped(kilograms(row.weight_g)),
        "unit_value": grouped(row.unit_value),
        "amount": grouped(row.amount),
        "carried": grouped(row.carried),
    }


def _both(words: Words, language: str) -> tuple[str, str]:
    return words.main(language), words.other(language)
