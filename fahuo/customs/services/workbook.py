"""Customs papers as Excel: a sheet for each while they are few, one table of all rows when they are many."""

from __future__ import annotations

from collections.abc import Sequence

from fahuo.customs.domain.figures import centimetres, kilograms
from fahuo.customs.domain.kinds import PaperKind
from fahuo.customs.domain.paper import Paper, PaperRow
from fahuo.customs.domain.postal import postal
from fahuo.customs.domain.printed import consignee_lines, exporter_lines, printed
from fahuo.customs.domain.wording import POSTAL, TITLES, WORDS, Words
from fahuo.kit.workbook_write import Cell, Column, Entry, Kind, Sheet, amounts, workbook
from fahuo.trade.money import minor_digits

MOST_SHEETS = 50
_OVERVIEW = Words("Overview", "总览")
_ROWS = Words("All rows", "全部明细")
_BLANKS = ("charges", "comments", "licence", "certificate", "office")


def workbook_of(papers: Sequence[Paper], language: str) -> bytes:
    """Return one workbook of papers of one kind.

    Up to 50 papers have a sheet each, with an overview before them when there are two or more; beyond that a second
    sheet holds the rows of all, with the paper's number in front of each.
    """
    if len(papers) == 1:
        sheets = [_sheet(papers[0], language)]
    elif len(papers) <= MOST_SHEETS:
        sheets = [_overview(papers, language), *(_sheet(paper, language) for paper in papers)]
    else:
        sheets = [_overview(papers, language), _all_rows(papers, language)]
    latest = max(paper.case.booked_on for paper in papers)
    return workbook(sheets, title=_both(TITLES[papers[0].kind], language), created_on=latest)


def _both(words: Words, language: str) -> str:
    main, other = words.main(language), words.other(language)
    return main if main == other else f"{main} {other}"


def _word(key: str, language: str, unit: str = "") -> str:
    return f"{_both(WORDS[key], language)} {unit}".rstrip()


def _title(paper: Paper, language: str) -> str:
    form = {PaperKind.CN22: "CN 22 · ", PaperKind.CN23: "CN 23 · "}.get(paper.kind, "")
    return f"{form}{_both(TITLES[paper.kind], language)}"


def _sheet(paper: Paper, language: str) -> Sheet:
    return Sheet(
        name=paper.number,
        title=f"{_title(paper, language)}   {paper.number}",
        columns=[Column(_word("row", language), 6, Kind.COUNT), *_columns(paper.kind, language, paper.currency)],
        rows=[(row.number, *_cells(row, paper.kind, language)) for row in paper.rows],
        head=_postal_head(paper, language) if _is_postal(paper) else _head(paper, language),
        foot=_foot(paper, language),
        total=_word("total", language),
        is_landscape=True,
    )


def _columns(kind: PaperKind, language: str, currency: str) -> list[Column]:
    """Return the columns of goods rows; without a currency amounts have the decimals that most currencies have."""
    decimals = amounts(minor_digits(currency) if currency else 2)
    columns = [
        Column(_word("description", language), 40),
        Column(WORDS["description"].other(language), 28),
        Column(_word("sku", language), 16),
        Column(_word("quantity", language), 10, Kind.COUNT, is_summed=True),
        Column(_word("net", language), 12, Kind.THOUSANDTHS, is_summed=True),
    ]
    if kind.shows_value:
        columns[3:3] = [Column(_word("hs_code", language), 14), Column(_word("origin", language), 9)]
        columns += [
            Column(_word("unit_value", language, currency), 14, decimals),
            Column(_word("amount", language, currency), 15, decimals, is_summed=True),
        ]
    return columns


def _cells(row: PaperRow, kind: PaperKind, language: str) -> tuple[Cell, ...]:
    title = Words(row.title_en, row.title_zh)
    goods = (title.main(language) or row.title_en, title.other(language), row.sku)
    measures = (row.quantity, kilograms(row.weight_g))
    if not kind.shows_value:
        return *goods, *measures
    return *goods, row.hs_code, row.origin, *measures, row.unit_value, row.amount


def _is_postal(paper: Paper) -> bool:
    return paper.kind in {PaperKind.CN22, PaperKind.CN23}


def _head(paper: Paper, language: str) -> list[Entry]:
    values = printed(paper, language)
    entries = [Entry(f"{main} {other}", value) for main, other, value in (*values["head"], *values["facts"])]
    for key, lines in (
        ("exporter", exporter_lines(paper, language)),
        ("consignee", consignee_lines(paper, language)),
    ):
        marks = [f"{main} {value}" for main, _, value in lines["marks"]]
        whole = [lines["name"]["text"], *(line["text"] for line in lines["lines"]), *marks]
        entries.append(Entry(_word(key, language), " · ".join(whole)))
    return entries


def _postal_head(paper: Paper, language: str) -> list[Entry]:
    values = postal(paper, language)
    entries = [
        Entry(_both(POSTAL["operator"], language), values["operator"]),
        Entry(_both(POSTAL["item"], language), values["item"]),
        Entry(_both(POSTAL["category"], language), _both(POSTAL["sale"], language)),
    ]
    if paper.kind is PaperKind.CN22:
        return entries
    for side, lines in (("from", values["sender"]), ("to", values["addressee"])):
        for line in lines:
            beside = [line["value"]["text"], line["beside"]["text"]]
            label = f"{_both(POSTAL[side], language)} · {_both(POSTAL[line['key']], language)}"
            entries.append(Entry(label, " · ".join(text for text in beside if text)))
    entries += [Entry(_both(POSTAL[key], language)) for key in _BLANKS]
    return [*entries, Entry(_both(POSTAL["invoice"], language), paper.invoice_number)]


def _foot(paper: Paper, language: str) -> list[Entry]:
    entries = [
        Entry(_word("gross_weight", language, "kg"), kilograms(paper.gross_g), Kind.THOUSANDTHS),
        Entry(_word("size", language, "cm"), centimetres(paper.case.size)),
        Entry(_word("parcels", language), 1, Kind.COUNT),
    ]
    if paper.kind is PaperKind.INVOICE:
        words = Words(paper.amount_in_english, paper.amount_in_chinese)
        label = _word("in_words", language)
        entries[:0] = [Entry(label, words.main(language)), Entry("", words.other(language))]
    notes = ["truth"] if _is_postal(paper) else ["booked_note", "truth"]
    if paper.kind is PaperKind.INVOICE:
        notes.insert(0, "value_note")
    texts = POSTAL if _is_postal(paper) else WORDS
    entries += [Entry("", _both(texts[key], language)) for key in notes]
    return [*entries, Entry(_both(texts["signature"], language))]


def _overview(papers: Sequence[Paper], language: str) -> Sheet:
    shows_value = papers[0].kind.shows_value
    columns = [
        Column(_word("number", language), 30),
        Column(_word("date", language), 12, Kind.DAY),
        Column(_word("order_number", language), 22),
        Column(_word("waybill_number", language), 22),
        Column(_word("consignee", language), 26),
        Column(_word("destination", language), 10),
        Column(_word("quantity", language), 10, Kind.COUNT, is_summed=True),
        Column(_word("net", language), 12, Kind.THOUSANDTHS, is_summed=True),
        Column(_word("gross_weight", language, "kg"), 12, Kind.THOUSANDTHS, is_summed=True),
    ]
    if shows_value:
        columns += [
            Column(_word("amount", language), 15, _finest(papers), is_summed=True),
            Column(_word("currency", language), 9),
        ]
    return Sheet(
        name=_OVERVIEW.main(language),
        title=f"{_title(papers[0], language)}   {_both(_OVERVIEW, language)}",
        columns=columns,
        rows=[_overview_row(paper, shows_value=shows_value) for paper in papers],
        total=_word("total", language),
        is_landscape=True,
        by_currency=(9, 10) if shows_value else None,
    )


def _overview_row(paper: Paper, *, shows_value: bool) -> tuple[Cell, ...]:
    case = paper.case
    known = (
        *(paper.number, case.booked_on, case.order_number, case.waybill_number),
        *((case.consignee_latin or case.consignee).name, case.consignee.country),
        *(paper.quantity, kilograms(paper.net_g), kilograms(paper.gross_g)),
    )
    return (*known, paper.amount, paper.currency) if shows_value else known


def _all_rows(papers: Sequence[Paper], language: str) -> Sheet:
    kind = papers[0].kind
    columns = [Column(_word("number", language), 30), Column(_word("row", language), 6, Kind.COUNT)]
    columns += _columns(kind, language, "")
    rows: list[tuple[Cell, ...]] = []
    for paper in papers:
        ending = (paper.currency,) if kind.shows_value else ()
        rows += [(paper.number, row.number, *_cells(row, kind, language), *ending) for row in paper.rows]
    if kind.shows_value:
        columns.append(Column(_word("currency", language), 9))
    return Sheet(
        name=_ROWS.main(language),
        title=f"{_title(papers[0], language)}   {_both(_ROWS, language)}",
        columns=columns,
        rows=rows,
        total=_word("total", language),
        is_landscape=True,
        by_currency=(len(columns) - 2, len(columns) - 1) if kind.shows_value else None,
    )


def _finest(papers: Sequence[Paper]) -> Kind:
    return amounts(max(minor_digits(paper.currency) for paper in papers))
