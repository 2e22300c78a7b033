"""Writing Excel workbooks that a person prints: tables of real numbers, texts that are never formulas.

A `Sheet` is lines of label and value, a table with a heading that repeats on every printed page, totals, and closing
lines. Numbers are `Decimal` or `int` and are written exactly as far as Excel can hold them (15 digits); totals are
formulas with their value beside them, so that readers which do not reckon see it too. The same sheets give the same
bytes. Nothing that a buyer wrote is ever taken for a formula, a link or a number.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Any
from unicodedata import east_asian_width

import xlsxwriter
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

Cell = str | int | Decimal | date | None

MOST_NAME_LETTERS = 31
_MOST_CELL_LETTERS = 32_767
_MOST_FROZEN_ROWS = 12  # more would leave no room to scroll on a small screen
_FORBIDDEN_IN_NAMES = re.compile(r"[\[\]:*?/\\]")


class Kind(StrEnum):
    """How a column's cells are written and shown."""

    TEXT = "TEXT"
    COUNT = "COUNT"
    WHOLE = "WHOLE"  # an amount without minor unit
    CENTS = "CENTS"
    THOUSANDTHS = "THOUSANDTHS"  # an amount in thousandths, or kilograms to the gram
    DAY = "DAY"
    PERCENT = "PERCENT"  # a share of 1, shown in hundredths of a percent
    DECIMAL = "DECIMAL"  # a measure to one decimal place


_NUMBER_FORMATS = {
    Kind.TEXT: "@",
    Kind.COUNT: "#,##0",
    Kind.WHOLE: "#,##0",
    Kind.CENTS: "#,##0.00",
    Kind.THOUSANDTHS: "#,##0.000",
    Kind.DAY: "yyyy-mm-dd",
    Kind.PERCENT: "0.00%",
    Kind.DECIMAL: "#,##0.0",
}
_DECIMALS = {0: Kind.WHOLE, 2: Kind.CENTS, 3: Kind.THOUSANDTHS}


def amounts(decimals: int) -> Kind:
    """Return the kind for amounts of a currency with 0, 2 or 3 decimals."""
    return _DECIMALS[decimals]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, its width in characters, how its cells are written, whether it has a total."""

    heading: str
    width: int = 12
    kind: Kind = Kind.TEXT
    is_summed: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One line above or below the table: `label` in bold, `value` beside it. A number is written by `kind`."""

    label: str
    value: Cell = None
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. Every row has a cell for each column; `total` stands in the first cell of the line of totals.

    `by_currency` names (amount column, currency column) by their place: then there is one total for each currency
    instead of a sum over different ones.
    """

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    head: Sequence[Entry] = ()
    foot: Sequence[Entry] = ()
    total: str = ""
    is_landscape: bool = False
    by_currency: tuple[int, int] | None = None


def workbook(sheets: Sequence[Sheet], *, title: str, created_on: date) -> bytes:
    """Return an .xlsx file with these sheets; names are made valid and different from each other.

    `created_on` is what the file says of itself. Raises `ValueError` for no sheet at all.
    """
    if not sheets:
        raise ValueError("No sheet to write")
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(target, options)
    book.set_properties({"title": title, "created": datetime.combine(created_on, time(), tzinfo=UTC)})
    styles = _Styles(book)
    for name, sheet in zip(sheet_names([sheet.name for sheet in sheets]), sheets, strict=True):
        _Page(book.add_worksheet(name), sheet, styles).write()
    book.close()
    return target.getvalue()


def sheet_names(wanted: Sequence[str]) -> list[str]:
    """Return names that Excel takes: at most 31 characters, none of `[]:*?/\\`, all different (it ignores case)."""
    taken: set[str] = set()
    names = []
    for text in wanted:
        plain = _FORBIDDEN_IN_NAMES.sub("-", text).strip(" '") or "Sheet"
        name, number = plain[:MOST_NAME_LETTERS], 1
        while name.casefold() in taken or name.casefold() == "history":
            number += 1
            ending = f" ({number})"
            name = plain[: MOST_NAME_LETTERS - len(ending)] + ending
        taken.add(name.casefold())
        names.append(name)
    return names


class _Styles:
    """Formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def of(self, **properties: Any) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({"font_name": "Arial", "font_size": 10, **properties})
        return self._made[key]

    def cell(self, kind: Kind, **properties: Any) -> Any:
        text = {"text_wrap": True} if kind is Kind.TEXT else {}
        return self.of(num_format=_NUMBER_FORMATS[kind], valign="top", **text, **properties)


class _Page:
    """Writes one sheet from top to bottom."""

    def __init__(self, page: Any, sheet: Sheet, styles: _Styles) -> None:
        self.page, self.sheet, self.styles, self.row = page, sheet, styles, 0

    def write(self) -> None:
        self._set_up()
        self.page.write_string(0, 0, _fitting(self.sheet.title), self.styles.of(bold=True, font_size=16))
        self.row = 2
        self._entries(self.sheet.head)
        self._table()
        self._entries(self.sheet.foot)

    def _set_up(self) -> None:
        page, sheet = self.page, self.sheet
        page.set_paper(9)  # A4
        if sheet.is_landscape:
            page.set_landscape()
        page.fit_to_pages(1, 0)
        page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        page.set_footer("&L&A&R&P / &N")
        page.hide_gridlines(2)
        for place, column in enumerate(sheet.columns):
            page.set_column(place, place, column.width)

    def _entries(self, entries: Sequence[Entry]) -> None:
        label = self.styles.of(bold=True, valign="top")
        for entry in entries:
            self.page.write_string(self.row, 0, _fitting(entry.label), label)
            self._entry_value(entry)
            self.row += 1
        if entries:
            self.row += 1

    def _entry_value(self, entry: Entry) -> None:
        """Write a value over the cells beside it; a long text gets as many lines as it takes to print it whole."""
        look: dict[str, Any] = {"num_format": _NUMBER_FORMATS[entry.kind], "valign": "top", "align": "left"}
        last, room = len(self.sheet.columns) - 1, sum(column.width for column in self.sheet.columns[2:])
        lines = -(-_width(entry.value) // room) if isinstance(entry.value, str) and room else 1
        if lines < 2 or last < 3:
            self._cell(self.row, 2, entry.value, self.styles.of(**look))
            return
        style = self.styles.of(text_wrap=True, **look)
        self.page.merge_range(self.row, 2, self.row, last, "", style)
        self._cell(self.row, 2, entry.value, style)
        self.page.set_row(self.row, 14 * lines)

    def _table(self) -> None:
        first = self.row + 1
        for place, column in enumerate(self.sheet.columns):
            align = {} if column.kind in {Kind.TEXT, Kind.DAY} else {"align": "right"}
            style = self.styles.of(bold=True, bg_color="#EBEBEB", border=1, text_wrap=True, valign="top", **align)
            self.page.write_string(self.row, place, column.heading, style)
        self.page.repeat_rows(self.row)
        if first <= _MOST_FROZEN_ROWS:
            self.page.freeze_panes(first, 0)
        formats = [self.styles.cell(column.kind, bottom=4) for column in self.sheet.columns]
        for number, row in enumerate(self.sheet.rows, start=first):
            for place, (value, style) in enumerate(zip(row, formats, strict=True)):
                self._cell(number, place, value, style)
        self.row = first + len(self.sheet.rows)
        if self.sheet.rows:
            self._totals(first, self.row - 1)
        self.row += 1

    def _totals(self, first: int, last: int) -> None:
        columns = self.sheet.columns
        if not any(column.is_summed for column in columns):
            return
        for place, column in enumerate(columns):
            style = self.styles.of(bold=True, top=1, num_format=_NUMBER_FORMATS[column.kind])
            amounts_only = self.sheet.by_currency and place == self.sheet.by_currency[0]
            if column.is_summed and not amounts_only:
                formula = f"=SUM({xl_range(first, place, last, place)})"
                self._formula(place, formula, _sum([row[place] for row in self.sheet.rows]), style)
            else:
                self.page.write_string(self.row, place, self.sheet.total if place == 0 else "", style)
        self.row += 1
        if self.sheet.by_currency:
            self._totals_by_currency(first, last, *self.sheet.by_currency)

    def _totals_by_currency(self, first: int, last: int, amount: int, currency: int) -> None:
        bold = self.styles.of(bold=True)
        for code, total in _by_currency(self.sheet.rows, amount, currency).items():
            self.page.write_string(self.row, currency, code, bold)
            wanted = xl_rowcol_to_cell(self.row, currency)
            where, what = xl_range(first, currency, last, currency), xl_range(first, amount, last, amount)
            style = self.styles.of(bold=True, num_format=_NUMBER_FORMATS[self.sheet.columns[amount].kind])
            self._formula(amount, f"=SUMIF({where},{wanted},{what})", total, style)
            self.row += 1

    def _formula(self, place: int, formula: str, value: Decimal, style: Any) -> None:
        self.page.write_formula(self.row, place, formula, style, value)

    def _cell(self, row: int, place: int, value: Cell, style: Any) -> None:
        if value is None:
            self.page.write_blank(row, place, None, style)
        elif isinstance(value, str):
            self.page.write_string(row, place, _fitting(value), style)
        elif isinstance(value, date):
            self.page.write_datetime(row, place, value, style)
        else:
            self.page.write_number(row, place, value, style)


def _width(text: str) -> int:
    """Return how many digits wide a text is, roughly: Han and kana take two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def _fitting(text: str) -> str:
    return text if len(text) <= _MOST_CELL_LETTERS else f"{text[: _MOST_CELL_LETTERS - 1]}…"


def _sum(cells: Sequence[Cell]) -> Decimal:
    return sum((Decimal(cell) for cell in cells if isinstance(cell, int | Decimal)), Decimal(0))


def _by_currency(rows: Sequence[Sequence[Cell]], amount: int, currency: int) -> Mapping[str, Decimal]:
    codes = sorted({str(row[currency]) for row in rows})
    return {code: _sum([row[amount] for row in rows if row[currency] == code]) for code in codes}
