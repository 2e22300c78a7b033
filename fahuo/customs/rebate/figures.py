"""What each document of a record says in sum, read from the document itself and never from another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from fahuo.customs.ceb.codes import iso_currency
from fahuo.customs.domain.paper import Paper
from fahuo.customs.rebate.record import Figures
from fahuo.trade.money import Money

Node = Mapping[str, Any]


def of_list(node: Node) -> Figures:
    """Return what the declared list (CEB603) says: the sum of its lines, their units, its two weights."""
    return Figures(
        value=_money((line["totalPrice"] for line in node["lines"]), node["lines"][0]["currency"]),
        quantity=_sum(line["qty"] for line in node["lines"]),
        net_weight_g=_grams(node["netWeight"]),
        gross_weight_g=_grams(node["grossWeight"]),
    )


def of_order(node: Node) -> Figures:
    """Return what the order (CEB303) says, which stands for the contract."""
    return Figures(
        value=_money((node["goodsValue"],), node["currency"]), quantity=_sum(line["qty"] for line in node["lines"])
    )


def of_waybill(node: Node) -> Figures:
    """Return what the carrier's waybill (CEB505) says: a weight."""
    return Figures(gross_weight_g=_grams(node["grossWeight"]))


def of_invoice(paper: Paper) -> Figures:
    """Return what a commercial invoice says."""
    return Figures(Money(paper.amount, paper.currency), Decimal(paper.quantity), paper.net_g, paper.gross_g)


def of_packing_list(paper: Paper) -> Figures:
    """Return what a packing list says: no value."""
    return Figures(None, Decimal(paper.quantity), paper.net_g, paper.gross_g)


def _money(amounts: Iterable[str], currency: str) -> Money:
    """Return a sum; a currency may stand as customs' digits or as ISO letters."""
    return Money(_sum(amounts), iso_currency(currency))


def _sum(numbers: Iterable[str]) -> Decimal:
    return sum(map(Decimal, numbers), Decimal(0))


def _grams(kilograms: str) -> int:
    """Return grams, which is as fine as anything here is weighed."""
    return int((Decimal(kilograms) * 1000).to_integral_value())
