"""What a record is made of, and whether its documents say the same. Pure: figures come in, problems go out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from fahuo.trade.money import Money
from fahuo.trade.problem import Problem


class DocumentKind(StrEnum):
    """The documents of one declaration. The first five are asked of every exporter, the others of some."""

    DECLARATION = "DECLARATION"  # 报关单 / 清单
    INVOICE = "INVOICE"  # 商业发票
    PACKING_LIST = "PACKING_LIST"  # 装箱单
    WAYBILL = "WAYBILL"  # 运单
    CONTRACT = "CONTRACT"  # 销售合同: what the buyer ordered
    PURCHASE_INVOICE = "PURCHASE_INVOICE"  # 进项发票
    PURCHASE_CONTRACT = "PURCHASE_CONTRACT"  # 购货合同
    AUTHORISATION = "AUTHORISATION"  # 报关委托书
    BROKER_INVOICE = "BROKER_INVOICE"  # 报关服务发票
    FREIGHT_INVOICE = "FREIGHT_INVOICE"  # 运费发票
    OTHER = "OTHER"


ALWAYS = (
    DocumentKind.DECLARATION,
    DocumentKind.INVOICE,
    DocumentKind.PACKING_LIST,
    DocumentKind.WAYBILL,
    DocumentKind.CONTRACT,
)


@dataclass(frozen=True, slots=True)
class Figures:
    """What one document says in sum. None: it does not state it (a waybill states no value)."""

    value: Money | None = None
    quantity: Decimal | None = None
    net_weight_g: int | None = None
    gross_weight_g: int | None = None


def differences(figures: Mapping[DocumentKind, Figures]) -> tuple[Problem, ...]:
    """Return every figure in which a document differs from the declaration: value to the cent, units, grams.

    Two currencies never agree; the one who declares converts once, with the rate stored beside it.
    """
    declared = figures[DocumentKind.DECLARATION]
    others = [(kind, stated) for kind, stated in figures.items() if kind is not DocumentKind.DECLARATION]
    return tuple(problem for kind, stated in others for problem in _differing(kind, stated, declared))


def missing(kinds: frozenset[DocumentKind], needed: tuple[DocumentKind, ...] = ALWAYS) -> tuple[DocumentKind, ...]:
    """Return what the record still lacks, in the sequence in which it is asked for."""
    return tuple(kind for kind in needed if kind not in kinds)


def _differing(kind: DocumentKind, stated: Figures, declared: Figures) -> Iterator[Problem]:
    yield from _unequal("REBATE_VALUE_DIFFERS", kind, stated.value, declared.value)
    yield from _unequal("REBATE_QUANTITY_DIFFERS", kind, stated.quantity, declared.quantity)
    yield from _unequal("REBATE_NET_WEIGHT_DIFFERS", kind, stated.net_weight_g, declared.net_weight_g, "g")
    yield from _unequal("REBATE_GROSS_WEIGHT_DIFFERS", kind, stated.gross_weight_g, declared.gross_weight_g, "g")


def _unequal(code: str, kind: DocumentKind, stated: object, declared: object, unit: str = "") -> Iterator[Problem]:
    if stated is not None and declared is not None and stated != declared:
        yield Problem(code, kind.value.lower(), f"{stated} {unit}".rstrip() + f" ≠ {declared} {unit}".rstrip())
