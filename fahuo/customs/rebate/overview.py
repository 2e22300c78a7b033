"""The overview of a month in Excel: one row a declaration, what is missing, and the deadlines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fahuo.customs.domain.figures import kilograms
from fahuo.customs.domain.wording import Words
from fahuo.customs.rebate.deadlines import Deadlines
from fahuo.customs.rebate.record import DocumentKind, missing
from fahuo.customs.rebate.wording import KINDS, LABELS


@dataclass(frozen=True, slots=True)
class Row:
    """One declaration of a month, as its record was last checked."""

    list_number: str
    own_number: str
    entry_id: str
    order_number: str
    waybill_number: str
    country: str
    exported_on: date
    is_refundable: bool
    documents: frozenset[DocumentKind]
    differences: tuple[str, ...]  # in words
    value: Decimal
    currency: str
    quantity: int
    net_weight_g: int
    gross_weight_g: int
    deadlines: Deadlines | None

    @property
    def missing(self) -> tuple[DocumentKind, ...]:
        """What is still needed."""
        return missing(self.documents)


Cell = str | int | Decimal | date | None
# Label, width and sort of each column; the sorts are those of `kit.workbook_write.Kind`.
COLUMNS: Sequence[tuple[str, int, str]] = (
    ("list_number", 22, "TEXT"),
    ("own_number", 26, "TEXT"),
    ("entry_id", 20, "TEXT"),
    ("order_number", 20, "TEXT"),
    ("waybill_number", 22, "TEXT"),
    ("country", 10, "TEXT"),
    ("exported_on", 12, "DAY"),
    ("amount", 14, "CENTS"),
    ("currency", 8, "TEXT"),
    ("quantity", 10, "COUNT"),
    ("net", 12, "THOUSANDTHS"),
    ("gross", 12, "THOUSANDTHS"),
    ("refund", 10, "TEXT"),
    ("complete", 10, "TEXT"),
    ("missing", 24, "TEXT"),
    ("differences", 40, "TEXT"),
    ("record_by", 14, "DAY"),
    ("file_by", 14, "DAY"),
    ("keep_until", 14, "DAY"),
)
SUMMED = frozenset({"quantity", "net", "gross"})
BY_CURRENCY = (7, 8)  # amount, currency


def cells(row: Row, language: str) -> tuple[Cell, ...]:
    """Return the cells of a row in the sequence of `COLUMNS`."""
    until = row.deadlines
    return (
        *(row.list_number, row.own_number, row.entry_id, row.order_number, row.waybill_number, row.country),
        *(row.exported_on, row.value, row.currency, row.quantity),
        *(kilograms(row.net_weight_g), kilograms(row.gross_weight_g)),
        _yes(language, yes=row.is_refundable),
        _yes(language, yes=not row.missing and not row.differences),
        ", ".join(KINDS[kind].main(language) for kind in row.missing),
        "; ".join(row.differences),
        *((until.record_by, until.file_by, until.keep_until) if until else (None, None, None)),
    )


def heading(key: str, language: str) -> str:
    """Return the heading of a column: both languages, the main one first."""
    words: Words = LABELS[key]
    main, other = words.main(language), words.other(language)
    return main if main == other else f"{main} {other}"


def _yes(language: str, *, yes: bool) -> str:
    return LABELS["yes" if yes else "no"].main(language)
