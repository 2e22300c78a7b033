"""A customs paper as exact values: rows, totals, and nothing that its case does not say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from fahuo.customs.domain.case import PaperCase
from fahuo.customs.domain.chinese import in_chinese
from fahuo.customs.domain.english import in_english
from fahuo.customs.domain.figures import amount
from fahuo.customs.domain.kinds import PaperKind
from fahuo.trade.declaration import invoice_number
from fahuo.trade.goods import GoodsLine
from fahuo.trade.money import Money, minor_digits

_NUMBERED = {PaperKind.PACKING_LIST: "PL", PaperKind.CN22: "CN22", PaperKind.CN23: "CN23"}


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One goods line as printed. `unit_value` and `amount` have the decimals of the paper's currency.

    `carried` is the sum of all amounts up to and with this row.
    """

    number: int
    sku: str
    title_en: str
    title_zh: str
    hs_code: str
    origin: str
    quantity: int
    unit_weight_g: int
    weight_g: int
    unit_value: Decimal
    amount: Decimal
    carried: Decimal


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of one shipment. Every total is the sum of its rows as printed; `gross_g` is what was booked."""

    kind: PaperKind
    number: str
    invoice_number: str
    case: PaperCase
    currency: str
    rows: tuple[PaperRow, ...]
    quantity: int
    net_g: int
    gross_g: int
    amount: Decimal
    amount_in_english: str
    amount_in_chinese: str

    @property
    def incoterm(self) -> str:
        """`DDP` when the seller pays duty and tax, else `DAP` (Incoterms 2020)."""
        return "DDP" if self.case.ddp else "DAP"


def paper_of(case: PaperCase, kind: PaperKind) -> Paper:
    """Return the paper of a case that `problems_of` finds nothing wrong with."""
    lines = case.declaration.lines
    currency = case.declaration.value.currency
    rows = tuple(_rows(lines, currency, shows_value=kind.shows_value))
    total = rows[-1].carried
    money = Money(total, currency)
    return Paper(
        kind=kind,
        number=paper_number(kind, case.reference),
        invoice_number=invoice_number(case.reference),
        case=case,
        currency=currency,
        rows=rows,
        quantity=sum(row.quantity for row in rows),
        net_g=sum(row.weight_g for row in rows),
        gross_g=case.weight_g,
        amount=total,
        amount_in_english=in_english(money) if kind.shows_value else "",
        amount_in_chinese=in_chinese(money) if kind.shows_value else "",
    )


def paper_number(kind: PaperKind, reference: str) -> str:
    """Return the number of a paper: it follows from the shipment's reference, so it is the same each time."""
    return invoice_number(reference) if kind is PaperKind.INVOICE else f"{_NUMBERED[kind]}-{reference}"


def _rows(lines: tuple[GoodsLine, ...], currency: str, *, shows_value: bool) -> Iterator[PaperRow]:
    """Yield the rows. A packing list shows no values, so it does not ask whether they can be printed."""
    nothing = Decimal(0).scaleb(-minor_digits(currency))
    values = [amount(line.unit_value) if shows_value else nothing for line in lines]
    amounts = [value * line.quantity for value, line in zip(values, lines, strict=True)]
    carried = accumulate(amounts)
    for number, (line, value, sum_, so_far) in enumerate(zip(lines, values, amounts, carried, strict=True), start=1):
        yield PaperRow(
            number=number,
            sku=line.sku,
            title_en=line.title_en,
            title_zh=line.title_zh,
            hs_code=line.hs_code,
            origin=line.origin,
            quantity=line.quantity,
            unit_weight_g=line.unit_weight_g,
            weight_g=line.weight_g,
            unit_value=value,
            amount=sum_,
            carried=so_far,
        )
