"""What is known of one parcel when rules are asked. What is None is not known yet; rules that need it are silent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from fahuo.trade.address import Address
from fahuo.trade.cargo import Paper
from fahuo.trade.declaration import NO_NUMBERS, CustomsNumbers
from fahuo.trade.goods import GoodsLine
from fahuo.trade.money import Money
from fahuo.trade.service import Service

Node = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Ordered:
    """One line as ordered: its place among the order's lines (from 0), its SKU, and the goods line if one is known."""

    position: int
    sku: str
    goods: GoodsLine | None


@dataclass(frozen=True, slots=True)
class ProductFacts:
    """What is known of one product beyond its goods line, as far as transport asks. None: not said.

    `papers`: from which day each paper is.
    """

    is_recalled: bool | None = None  # recalled, damaged, or a prototype
    appraised_on: date | None = None  # appraisal of the conditions of air transport (货物运输条件鉴定书)
    is_brand_authorised: bool | None = None
    papers: Mapping[Paper, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SellerFacts:
    """Who sends and declares, as far as rules ask. Empty text: not given; None: not known at this stage."""

    name: str = ""
    uscc: str = ""
    customs_code: str = ""
    licence_until: date | None = None
    account_name: str = ""
    legal_person_id: str = ""
    card_number: str = ""
    card_until: date | None = None
    window_account: str = ""
    window_state: str = ""  # NONE, APPLIED or ACTIVE
    window_uscc: str = ""
    is_sole_proprietor: bool = False


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """What the printed papers say, for cross-checks: money in one currency, weights in grams.

    `form`: the postal form that is being written, `CN22` or `CN23`; empty for other papers.
    """

    invoice_lines: tuple[tuple[Decimal, Decimal, Decimal], ...]  # quantity, unit price, line total
    invoice_total: Money
    freight: Money | None = None
    insurance: Money | None = None
    discount: Money | None = None
    declared_values: Mapping[str, Money] = field(default_factory=dict)  # where it is stated → value
    net_weight_g: int = 0
    gross_weight_g: int = 0
    label_weight_g: int = 0
    packed_quantity: int = 0
    incoterm: str = ""
    form: str = ""
    consignee: Address | None = None


@dataclass(frozen=True, slots=True)
class CebNodes:
    """The China customs messages of one parcel: heads with their lines under `lines`, by element name.

    `signer_code` and `sender_code`: the firm of the card that signs, and of the message's BaseTransfer.
    """

    order: Node | None = None  # CEB303
    waybill: Node | None = None  # CEB505
    inventory: Node | None = None  # CEB603
    receipts: Node | None = None  # CEB403
    port_asks_receipts: bool = False
    signer_code: str = ""
    sender_code: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """One parcel at one stage. `to_usd`: how many US dollars one unit of a currency is worth, by ISO code.

    `products` are further facts by SKU. `platform_ioss`: the IOSS number of the platform that made the sale.
    """

    destination: str
    recipient: Address | None = None
    sender: Address | None = None
    ordered: tuple[Ordered, ...] = ()
    value: Money | None = None
    paid: Mapping[str, Money] = field(default_factory=dict)  # SKU → what the buyer paid for one unit
    to_usd: Mapping[str, Decimal] = field(default_factory=dict)
    numbers: CustomsNumbers = NO_NUMBERS
    service: Service | None = None
    ddp: bool | None = None
    postal: bool | None = None
    prefers_rebate: bool | None = None
    exported_on: date | None = None
    products: Mapping[str, ProductFacts] = field(default_factory=dict)
    platform_ioss: str = ""
    seller: SellerFacts | None = None
    papers: PaperFacts | None = None
    ceb: CebNodes | None = None

    @property
    def lines(self) -> tuple[GoodsLine, ...]:
        """The goods lines that are known."""
        return tuple(item.goods for item in self.ordered if item.goods is not None)
