"""The month's overview as an Excel workbook."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from fahuo.accounts.models import Seller
from fahuo.customs.models.rebate import RebateMonth, RebateRecord
from fahuo.customs.queries.rebate import deadlines_of
from fahuo.customs.rebate.overview import BY_CURRENCY, COLUMNS, SUMMED, Row, cells, heading
from fahuo.customs.rebate.record import DocumentKind
from fahuo.customs.rebate.wording import LABELS
from fahuo.kit.workbook_write import Column, Kind, Sheet, workbook
from fahuo.trade.error_book import entry


def month_sheet(*, seller: Seller, month: date, language: str, only: Sequence[int] | None = None) -> bytes:
    """Return the overview of a month, or of some of its declarations, one row for each."""
    rows = overview_rows(seller=seller, month=month, language=language, only=only)
    title = f"{heading('record', language)} {month:%Y-%m} · {seller.name}"
    sheet = Sheet(
        name=f"{month:%Y-%m}",
        title=title,
        columns=[
            Column(heading(key, language), width, Kind(sort), is_summed=key in SUMMED) for key, width, sort in COLUMNS
        ],
        rows=[cells(row, language) for row in rows],
        total=LABELS["total"].main(language),
        is_landscape=True,
        by_currency=BY_CURRENCY,
    )
    return workbook([sheet], title=title, created_on=month)


def overview_rows(*, seller: Seller, month: date, language: str, only: Sequence[int] | None = None) -> list[Row]:
    """Return the rows of the overview, in the sequence in which the lists were declared."""
    found = RebateRecord.objects.filter(seller=seller, month=month)
    if only is not None:
        found = found.filter(declaration__in=only)
    filed = RebateMonth.objects.filter(seller=seller, month=month).values_list("filed_on", flat=True).first()
    records = found.select_related("declaration", "declaration__summary").defer("declaration__content")
    return [_row(record, filed, language) for record in records.order_by("declaration_id")]


def _row(record: RebateRecord, filed_on: date | None, language: str) -> Row:
    declared = record.declaration
    return Row(
        list_number=declared.invt_no,
        own_number=declared.cop_no,
        entry_id=declared.summary.entry_id if declared.summary else "",
        order_number=declared.order_number,
        waybill_number=declared.waybill_number,
        country=declared.country,
        exported_on=record.exported_on,
        is_refundable=record.refundable,
        documents=frozenset(map(DocumentKind, record.documents)),
        differences=tuple(_in_words(item, language) for item in record.problems if "severity" not in item),
        value=record.value,
        currency=record.currency,
        quantity=record.quantity,
        net_weight_g=record.net_weight_g,
        gross_weight_g=record.gross_weight_g,
        deadlines=deadlines_of(record.exported_on, filed_on),
    )


def _in_words(problem: dict[str, str], language: str) -> str:
    words = entry(problem["code"])
    title = words.title_zh if language == "zh" else words.title_en
    return f"{title} ({problem['field']}: {problem['detail']})"
